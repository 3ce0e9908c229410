"""One page of a table, ready to be drawn."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.utils.safestring import SafeString

from kaohe.office.ui.tables.cells import drawn, figure, is_right
from kaohe.office.ui.tables.column import Column
from kaohe.office.ui.tables.filters import Filter, Rows
from kaohe.office.ui.tables.query import Query, asked, cookie_name, shown_keys
from kaohe.office.ui.tables.rows import counted, in_order, selected
from kaohe.office.ui.tables.table import Table


@dataclass(frozen=True, slots=True)
class Head:
    """A column as it stands in the header."""

    column: Column
    heading: str
    is_shown: bool
    is_right: bool
    direction: str
    """``ascending``, ``descending`` or nothing, as assistive technology is told."""
    url: str
    """Address that sorts by it; empty when it cannot be sorted."""
    total: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One value as it is drawn."""

    head: Head
    shown: SafeString


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it is drawn; ``source`` is what the page put in."""

    cells: list[Cell]
    url: str
    source: Any


@dataclass(frozen=True, slots=True)
class Control:
    """A filter with its value and what can be chosen."""

    filter: Filter
    value: str
    options: list[tuple[str, str]]


class _KnownCount(Paginator):  # type: ignore[type-arg]  # not generic at run time
    """Pages whose rows are counted already."""

    def __init__(self, rows: Any, size: int, count: int) -> None:
        super().__init__(rows, size)
        self.__dict__["count"] = count


class Listing:
    """A table under one address, for one account."""

    def __init__(self, request: HttpRequest, table: Table) -> None:
        self.table = table
        self.account = request.user
        self.query: Query = asked(request, table)
        self._keys = shown_keys(request, table)
        self.path = request.path

    @property
    def id(self) -> str:
        """Id of the element that HTMX replaces."""
        return f"table-{self.table.name}"

    @property
    def cookie(self) -> str:
        """Name of the cookie with the columns."""
        return cookie_name(self.table)

    @cached_property
    def rows_of_filter(self) -> Rows:
        """Every row that search and filters leave, unsorted."""
        return selected(self.table, self.query, self.account)

    @cached_property
    def sorted_rows(self) -> Rows:
        """Every row that search and filters leave, in order."""
        return in_order(self.table, self.query, self.rows_of_filter)

    @cached_property
    def _counted(self) -> tuple[int, dict[str, Any]]:
        known = self.table.known_count
        if known is not None and not self.query.is_narrowed and not any(c.total for c in self.table.columns):
            return known, {}
        return counted(self.table, self.rows_of_filter)

    @property
    def count(self) -> int:
        """Number of rows of the filter."""
        return self._counted[0]

    @cached_property
    def page(self) -> Page[Any]:
        """The page asked for, or the last one."""
        return _KnownCount(self.sorted_rows, self.table.page_size, self.count).get_page(self.query.page)

    @property
    def page_links(self) -> Iterator[tuple[Any, str]]:
        """Numbers of pages with their addresses; a gap has none."""
        for number in self.page.paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1):
            yield number, self.query.with_changes(page=str(number)) if isinstance(number, int) else ""

    @property
    def previous_url(self) -> str:
        """Address of the page before."""
        return self.query.with_changes(page=str(self.page.number - 1)) if self.page.has_previous() else ""

    @property
    def next_url(self) -> str:
        """Address of the page after."""
        return self.query.with_changes(page=str(self.page.number + 1)) if self.page.has_next() else ""

    @property
    def xlsx_url(self) -> str:
        """Address of the workbook with all rows of the filter."""
        return self.query.with_changes(format="xlsx")

    @property
    def reset_url(self) -> str:
        """Address without search and filters."""
        return self.query.with_changes(q=None, **dict.fromkeys(self.query.chosen))

    @cached_property
    def heads(self) -> list[Head]:
        """Every column, shown or not."""
        return [self._head(column) for column in self.table.columns]

    @cached_property
    def shown_heads(self) -> list[Head]:
        """The columns that are shown."""
        return [head for head in self.heads if head.is_shown]

    def _head(self, column: Column) -> Head:
        sort = self.query.sort or self.table.default_sort
        direction = {column.key: "ascending", f"-{column.key}": "descending"}.get(sort, "")
        reverse = f"-{column.key}" if direction == "ascending" else column.key
        total = self._counted[1].get(column.key) if column.total else None
        return Head(
            column,
            column.heading,
            column.key in self._keys,
            is_right(column),
            direction,
            self.query.with_changes(sort=reverse) if column.sort else "",
            "" if total is None else figure(total),
        )

    @property
    def has_totals(self) -> bool:
        """True when a column that is shown is added up."""
        return any(head.total for head in self.shown_heads)

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of the page."""
        link, heads = self.table.row_link, self.shown_heads
        found = self.table.wrapped(list(self.page.object_list))
        return [_row(heads, row, (link(row) if link else "") or "") for row in found]

    @cached_property
    def controls(self) -> list[Control]:
        """The filters as they stand."""
        return [self._control(f) for f in self.table.filters]

    def _control(self, asked_filter: Filter) -> Control:
        value = self.query.chosen.get(asked_filter.name, "")
        return Control(asked_filter, value, asked_filter.options(self.table.rows, value, self.account))

    @property
    def carried(self) -> list[tuple[str, str]]:
        """Words of the address that the filter line must send along: order, and what belongs to the page."""
        own = {"q", "page", "format", *(f.name for f in self.table.filters)}
        return [(name, str(value)) for name, value in self.query.address.items() if name not in own]


def _row(heads: list[Head], row: Any, url: str) -> Row:
    """Draw a row; the first cell leads where the row does, so it holds no link of its own within that one."""
    cells = [Cell(head, drawn(head.column, row, is_linked=not (url and head is heads[0]))) for head in heads]
    return Row(cells, url, row)
