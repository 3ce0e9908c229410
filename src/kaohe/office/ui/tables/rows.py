"""Rows of a table as the address wants them: searched, filtered and sorted, from the database or from memory."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.db.models.query import ModelIterable

from kaohe.office.ui.tables.column import value_at
from kaohe.office.ui.tables.filters import Rows
from kaohe.office.ui.tables.query import Query, lower, ordering
from kaohe.office.ui.tables.table import Table


def selected(table: Table, query: Query, account: Any) -> Rows:
    """Keep the rows that search and filters leave."""
    rows = table.rows
    for chosen in table.filters:
        if value := query.chosen.get(chosen.name):
            rows = chosen.applied(rows, value, account)
    if not query.words:
        return rows
    if isinstance(rows, QuerySet):
        found = Q(pk__in=[])
        for path in table.search:
            found |= Q(**{f"{path}__icontains": query.words})
        return rows.filter(found)
    word = query.words.casefold()
    return [row for row in rows if any(word in lower(value_at(row, path)) for path in table.search)]


def in_order(table: Table, query: Query, rows: Rows) -> Rows:
    """Sort; empty values come last, and equal rows keep one order, so that no page repeats a row."""
    parts = ordering(query, table)
    if isinstance(rows, QuerySet):
        return _ordered(table, parts, rows)
    found = list(rows)
    for part in reversed(parts):
        key = part.removeprefix("-")
        column = table.column_of.get(key)
        values = [column.value_of(row) if column else value_at(row, key) for row in found]
        found = _sorted(found, values, is_descending=part.startswith("-"))
    return found


def _ordered(table: Table, parts: list[str], rows: QuerySet[Any]) -> QuerySet[Any]:
    if not parts and rows.ordered:
        return rows
    by = []
    for part in parts:
        key = part.removeprefix("-")
        column = table.column_of.get(key)
        path = F((column.sort if column else None) or key)
        by.append(path.desc(nulls_last=True) if part.startswith("-") else path.asc(nulls_last=True))
    is_of_models = issubclass(rows._iterable_class, ModelIterable)  # noqa: SLF001  (values() have no pk to sort by)
    return rows.order_by(*by, "pk") if is_of_models else rows.order_by(*by)


def _sorted(rows: list[Any], values: list[Any], *, is_descending: bool) -> list[Any]:
    present = [(value, row) for value, row in zip(values, rows, strict=True) if value is not None]
    absent = [row for value, row in zip(values, rows, strict=True) if value is None]
    present.sort(key=lambda pair: _comparable(pair[0]), reverse=is_descending)
    return [row for _value, row in present] + absent


def _comparable(value: Any) -> Any:
    """Give what a value sorts by: figures and dates as they are, a rank by its place, the rest by its text."""
    if hasattr(value, "place"):
        return value.place
    return value if isinstance(value, int | Decimal) or hasattr(value, "isoformat") else str(value)


def counted(table: Table, rows: Rows) -> tuple[int, dict[str, Any]]:
    """Count the rows and add up the columns that want it, over the whole filter, in one query."""
    wanted = [column for column in table.columns if column.total]
    if isinstance(rows, QuerySet):
        if not wanted:
            return rows.count(), {}
        sums = {f"sum_{n}": Sum(column.sort or column.key) for n, column in enumerate(wanted)}
        found = rows.order_by().aggregate(number_of_rows=Count("*"), **sums)
        return found["number_of_rows"], {column.key: found[f"sum_{n}"] for n, column in enumerate(wanted)}
    values = {column.key: [column.value_of(row) for row in rows] for column in wanted}
    totals = {key: sum(v for v in found if v is not None) for key, found in values.items()}
    return len(rows), totals
