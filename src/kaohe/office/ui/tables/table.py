"""A table as a page describes it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.functional import Promise

from kaohe.office.ui.tables.column import Column
from kaohe.office.ui.tables.filters import Filter, Rows


@dataclass(frozen=True, slots=True)
class Empty:
    """What an empty list says, and where to go on."""

    text: str | Promise = ""
    url: str = ""
    label: str | Promise = ""


@dataclass(frozen=True)
class Table:
    """A table.

    Attributes
    ----------
    name
        Short name: id of the element, key of the remembered columns, name of the downloaded file.
    rows
        Queryset of what the account may see, or a list of computed rows.
    search
        ORM paths (for rows in memory: paths of attributes) that the search field looks into.
    default_sort
        Key of a column, ``-total`` for the greatest first, or ORM paths with commas between them.
    row_link
        Gives the address of a row.
    panel
        True: a row opens in the side panel.
    wrap
        Receives the rows of one page as a list and gives them back with what the columns need, in bulk.
    title
        Name of the downloaded file; by default ``name``.
    known_count
        How many rows there are when nothing narrows the list, where the page knows it: a long list is not counted
        twice. Exact, or None.
    """

    name: str
    columns: Sequence[Column]
    rows: Rows
    filters: Sequence[Filter] = ()
    search: Sequence[str] = ()
    default_sort: str = ""
    row_link: Callable[[Any], str | None] | None = None
    panel: bool = False
    empty: Empty = Empty()
    page_size: int = 50
    wrap: Callable[[list[Any]], Sequence[Any]] | None = None
    title: str | Promise = ""
    known_count: int | None = None

    @cached_property
    def column_of(self) -> dict[str, Column]:
        """Columns by key."""
        return {column.key: column for column in self.columns}

    def wrapped(self, rows: list[Any]) -> Sequence[Any]:
        """Attach to rows what their columns need."""
        return self.wrap(rows) if self.wrap and rows else rows
