"""Answer a request for a list: the page, the table alone for HTMX, or the workbook."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from kaohe.office.ui import downloads
from kaohe.office.ui.tables.listing import Listing
from kaohe.office.ui.tables.table import Table
from kaohe.tables.write import Heading, Value

_CHUNK = 2000


def show_table(
    request: HttpRequest, table: Table, template: str = "ui/list.html", **context: Any
) -> HttpResponse | FileResponse:
    """Answer with a list: searched, filtered, sorted and paged by the address.

    ``?format=xlsx`` gives every row of the filter with every column. When HTMX asks, only the table is drawn.

    Parameters
    ----------
    template
        A page that extends ``ui/list.html``, or includes ``ui/table/table.html``; it finds the table as ``listing``.
    context
        More for the template; ``ui/list.html`` shows ``title`` and ``subtitle``.
    """
    listing = Listing(request, table)
    if request.GET.get("format") == "xlsx":
        return workbook(listing)
    is_fragment = request.headers.get("HX-Target") == listing.id
    response = render(
        request, "ui/table/table.html" if is_fragment else template, {"listing": listing, "table": table, **context}
    )
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def workbook(listing: Listing) -> FileResponse:
    """Give every row of the filter as a workbook."""
    table = listing.table
    header = [Heading(column.heading) for column in table.columns]
    return downloads.xlsx(str(table.title or table.name), header, _written(listing))


def _written(listing: Listing) -> Iterator[list[Value]]:
    """Give the rows chunk by chunk, so that memory does not grow with the table."""
    rows = listing.sorted_rows
    source = rows.iterator(chunk_size=_CHUNK) if isinstance(rows, QuerySet) else iter(rows)
    while chunk := list(islice(source, _CHUNK)):
        for row in listing.table.wrapped(chunk):
            yield [column.written(row) for column in listing.table.columns]
