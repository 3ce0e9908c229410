"""What an address asks of a table: search words, filters, order, page and columns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, QueryDict

from kaohe.office.ui.tables.table import Table


@dataclass(frozen=True)
class Query:
    """The words of the address that mean something to the table; others are carried along."""

    words: str = ""
    chosen: Mapping[str, str] = field(default_factory=dict)
    sort: str = ""
    page: int = 1
    address: QueryDict = field(default_factory=QueryDict)

    @property
    def is_narrowed(self) -> bool:
        """True when a search or a filter leaves rows out."""
        return bool(self.words or self.chosen)

    def with_changes(self, **changes: str | None) -> str:
        """Give the address with some words changed; None takes a word out. The page starts anew unless it is named."""
        address = self.address.copy()
        for name, value in {"page": None, "format": None, **changes}.items():
            address.pop(name, None)
            if value is not None:
                address[name] = value
        return f"?{address.urlencode()}"


def asked(request: HttpRequest, table: Table) -> Query:
    """Read the address; what makes no sense counts as not asked."""
    address = request.GET
    chosen = {f.name: value for f in table.filters if (value := address.get(f.name, "").strip())}
    key = address.get("sort", "")
    column = table.column_of.get(key.removeprefix("-"))
    page = address.get("page", "")
    return Query(
        words=address.get("q", "").strip() if table.search else "",
        chosen=chosen,
        sort=key if column and column.sort else "",
        page=int(page) if page.isascii() and page.isdigit() and page != "0" and len(page) < 9 else 1,
        address=address,
    )


def shown_keys(request: HttpRequest, table: Table) -> set[str]:
    """Give the keys of the columns to show: those the browser remembers for this table, else those not hidden."""
    remembered = request.COOKIES.get(cookie_name(table), "")
    keys = {key for key in remembered.split(".") if key in table.column_of}
    return keys or {column.key for column in table.columns if not column.hidden}


def cookie_name(table: Table) -> str:
    """Name of the cookie that remembers the columns of a table."""
    return f"kaohe-columns-{table.name}"


def ordering(query: Query, table: Table) -> list[str]:
    """Give what to sort by: keys of columns or ORM paths, each with ``-`` for descending."""
    return [part.strip() for part in (query.sort or table.default_sort).split(",") if part.strip()]


def lower(value: Any) -> str:
    """Fold a value for comparing words."""
    return str(value or "").casefold()
