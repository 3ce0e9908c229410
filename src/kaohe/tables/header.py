"""Find the header of a sheet and make a table of it.

Offices put a title, the unit of the figures and a date above the header, merge cells over two header rows, and close
the table with totals and footnotes. The header is looked for in the first rows; what surrounds it is kept apart.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import cast

from kaohe.tables.grid import Grid
from kaohe.tables.kinds import DOUBLE_COLUMN, EMPTY, LONG_ROW, NO_COLUMN
from kaohe.tables.names import Ranked, folded, key_of, tidy
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Column, Table

Aliases = Mapping[str, Sequence[str]]

SEARCH_ROWS = 40
MAX_DEPTH = 3
"""Most rows of one header."""

_FIGURE = re.compile(r"[-+(（]?\d[\d,.，]*\s*[%％)）]?$")
_TOTAL = re.compile(r"(合计|总计|小计|共计|累计|平均|平均值|均值|平均分|total|subtotal|grandtotal|average|mean)[:：]?$")
_TOTAL_STARTS = frozenset("合总小共累平均TtSsGgAaMm")
_NOTE = re.compile(
    r"(注|备注|说明|附注|填报|填表|制表|审核|数据来源|资料来源|负责人|note|source)[^:：]{0,6}[:：]", re.IGNORECASE
)


def build_table(grid: Grid, aliases: Aliases, required: Sequence[str], log: ProblemLog) -> Table | None:
    """Turn a grid into a table, or note why it is none.

    Parameters
    ----------
    aliases
        Key → names a column may bear. Empty: the first row that looks like a header is taken.
    required
        Keys without which the table cannot be read.
    """
    grid.fill_merged()
    first = find_header(grid, aliases)
    if not first:
        log.add(EMPTY, grid.place)
        return None
    last = header_end(grid, first)
    columns = header_columns(grid, first, last, aliases)
    before = log.error_count
    _check_columns(columns, aliases, required, grid, last, log)
    table = _divide(grid, columns, first, last, log)
    return table if log.error_count == before else None


def find_header(grid: Grid, aliases: Aliases) -> int:
    """Give the first row of the header, from 1; 0 when the sheet has none."""
    width = _width(grid)
    best, best_score = 0, 0
    for number, row in enumerate(grid.rows[:SEARCH_ROWS], start=1):
        score = _likeness(row, aliases, width)
        if score > best_score:
            best, best_score = number, score
    if best and aliases:
        return _raised(grid, best)
    return best or next((n for n, row in enumerate(grid.rows, start=1) if any(row)), 0)


def matched_keys(grid: Grid, aliases: Aliases) -> int:
    """Count the expected columns that the sheet's best header row names."""
    grid.fill_merged()
    width = _width(grid)
    return max((_likeness(row, aliases, width) for row in grid.rows[:SEARCH_ROWS]), default=0)


def _likeness(row: Sequence[str], aliases: Aliases, width: int) -> int:
    """Say how much a row looks like a header: the columns it names, or a full row of distinct words."""
    texts = {t for t in row if t}
    if aliases:
        return len({key for t in texts if (key := key_of(t, aliases))})
    words = [t for t in texts if not _FIGURE.match(t)]
    return int(len(words) >= 2 and 2 * len(words) >= width)


def _raised(grid: Grid, found: int) -> int:
    """Go up from the row that names the columns to the start of a header of several rows."""
    first = found
    while first > 1 and found - first < MAX_DEPTH - 1 and header_end(grid, first - 1) >= found:
        first -= 1
    return first


def header_end(grid: Grid, first: int) -> int:
    """Give the last row of the header that starts at ``first``."""
    last = first
    while last - first < MAX_DEPTH - 1 and _goes_on(grid, last):
        last += 1
    return last


def _goes_on(grid: Grid, row: int) -> bool:
    """Tell whether the next row is a second level: it names parts of a cell that spans several columns."""
    if row >= len(grid.rows):
        return False
    upper, lower = _padded(grid, row), _padded(grid, row + 1)
    distinct = {t for t in upper if t}
    if len(distinct) < 2 or any(_FIGURE.match(t) for t in lower) or not any(lower):
        return False
    if _is_spanning(grid, row):
        return any(b and b != a for a, b in zip(upper, lower, strict=True))
    return grid.is_delimited and _is_gapped(upper, lower)


def _is_spanning(grid: Grid, row: int) -> bool:
    """Tell whether a merged cell of the row covers several columns."""
    return any(t <= row <= b and left < right for t, left, b, right in grid.merges)


def _is_gapped(upper: Sequence[str], lower: Sequence[str]) -> bool:
    """Tell the same in a text file, where merged cells left gaps in either row."""
    below = [b for a, b in zip(upper, lower, strict=True) if not a]
    beside = [b for a, b in zip(upper, lower, strict=True) if a]
    return bool(below) and all(below) and not all(beside)


def header_columns(grid: Grid, first: int, last: int, aliases: Aliases) -> list[Column]:
    """Join the header's levels column by column; a column without any text is left out."""
    levels = [_padded(grid, row) for row in range(first, last + 1)]
    if last > first and grid.is_delimited:
        levels[:-1] = [_carried(upper, levels[-1]) for upper in levels[:-1]]
    columns = []
    for at, texts in enumerate(zip(*levels, strict=True)):
        parts = tuple(dict.fromkeys(tidy(t) for t in texts if t))
        if parts:
            name = ":".join(parts)
            columns.append(Column(name, parts, at + 1, key_of(name, aliases)))
    return _best_ranked(columns, aliases)


def _best_ranked(columns: list[Column], aliases: Aliases) -> list[Column]:
    """Leave the key of ranked names to the best of them; the others become columns without a key."""
    best = {
        key: min(names.rank(c.name) for c in columns if c.key == key)
        for key, names in aliases.items()
        if isinstance(names, Ranked) and any(c.key == key for c in columns)
    }
    return [
        replace(c, key="") if c.key in best and cast("Ranked", aliases[c.key]).rank(c.name) > best[c.key] else c
        for c in columns
    ]


def _carried(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Carry a level's text to the right over the gaps that a merged cell left."""
    texts: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        texts.append(above or (texts[-1] if below and texts else ""))
    return texts


def _check_columns(
    columns: Sequence[Column], aliases: Aliases, required: Sequence[str], grid: Grid, row: int, log: ProblemLog
) -> None:
    place = grid.place.at(row)
    seen: dict[str, Column] = {}
    for column in columns:
        name = column.key or folded(column.name)
        if name in seen:
            first = f"{seen[name].name}"
            log.add(
                DOUBLE_COLUMN, place.at(row, column.number), column.name, column=column.key or column.name, first=first
            )
        seen.setdefault(name, column)
    for key in required:
        if key not in seen:
            names = ", ".join(dict.fromkeys([key, *aliases.get(key, ())]))
            log.add(NO_COLUMN, place, column=key, aliases=names)


def _divide(grid: Grid, columns: Sequence[Column], first: int, last: int, log: ProblemLog) -> Table:
    """Sort the rows below the header into data, totals and footnotes."""
    at = [c.number - 1 for c in columns]
    width = at[-1] + 1 if at else 0
    head = tuple(grid.text(last, n + 1) for n in at)
    data, totals, notes = [], [], []
    for number, row in enumerate(grid.rows[last:], start=last + 1):
        if len(row) < width:
            row = row + [""] * (width - len(row))
        elif grid.is_delimited and any(row[width:]):
            log.add(LONG_ROW, grid.place.at(number), ",".join(row), count=str(width))
        texts = tuple([row[n] for n in at])
        if not any(texts) or texts == head:
            continue
        if _is_total(texts):
            totals.append((number, texts))
        elif _is_note(texts):
            notes.append(next(t for t in texts if t))
        else:
            data.append((number, texts))
    titles = tuple(dict.fromkeys(t for row in grid.rows[: first - 1] for t in row if t))
    return Table(
        grid.place, last, tuple(columns), tuple(data), titles, tuple(totals), tuple(notes), frozenset(grid.filled)
    )


def _is_total(texts: Sequence[str]) -> bool:
    """Tell a row of sums or means by its first words; a serial number may stand before them."""
    words = [t for t in texts[:4] if t][:2]
    return any(t[0] in _TOTAL_STARTS and len(t) <= 14 and _TOTAL.fullmatch(folded(t)) for t in words)


def _is_note(texts: Sequence[str]) -> bool:
    distinct = {t for t in texts if t}
    return len(distinct) == 1 and _NOTE.match(next(iter(distinct))) is not None


def _width(grid: Grid) -> int:
    return max((sum(map(bool, row)) for row in grid.rows[:SEARCH_ROWS]), default=0)


def _padded(grid: Grid, row: int) -> list[str]:
    width = max(map(len, grid.rows[:SEARCH_ROWS]), default=0)
    cells = grid.rows[row - 1]
    return (cells + [""] * (width - len(cells)))[: max(width, len(cells))]
