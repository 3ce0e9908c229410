"""How high a row must be for its wrapped text: spreadsheet programs other than Excel do not find out by themselves."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LINE = 15.0
"""Height of one line of a sheet's usual font, in points."""

HIGHEST = 409.0
"""The most that a spreadsheet allows, in points."""


def row_height(cells: Iterable[tuple[str, int]]) -> float:
    """Give the height of a row, in points.

    Parameters
    ----------
    cells
        Text of each cell and the width of its column, in characters.

    Examples
    --------
    >>> row_height([("每迟报一次扣0.5分", 60)]), row_height([("每迟报一次扣0.5分", 10), ("a\\nb\\nc", 60)])
    (15.0, 45.0)
    """
    return min(max((LINE * _lines(text, width) for text, width in cells), default=LINE), HIGHEST)


def text_width(text: str) -> int:
    """Count the width of a line; Chinese characters and their punctuation are two wide.

    Examples
    --------
    >>> text_width("扣0.5分")
    7
    """
    return sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in text)


def _lines(text: str, width: int) -> int:
    # A line never breaks in the middle of a wide character or before punctuation: one place a line stays unused.
    usable = max(width - 2, 2)
    return sum(max(1, -(-text_width(line) // usable)) for line in text.split("\n"))
