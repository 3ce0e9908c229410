"""Cells without a figure: nothing reported, or nothing to report. Neither is ever a zero."""

from __future__ import annotations

import unicodedata
from enum import StrEnum

from kaohe.tables.kinds import ERROR_CELL, NO_RESULT, NOT_FINITE, WHICH_NOTHING
from kaohe.tables.place import Place
from kaohe.tables.problems import Kind, Problem


class Absent(StrEnum):
    """Why a cell has no figure."""

    NOT_REPORTED = "not_reported"
    NOT_APPLICABLE = "not_applicable"


class CellError(ValueError):
    """A cell that cannot be read, before its place is known.

    Attributes
    ----------
    kind, found, values
        As in `Problem`.
    """

    def __init__(self, kind: Kind, found: str, **values: str) -> None:
        super().__init__(kind.code, found)
        self.kind, self.found, self.values = kind, found, values

    def at(self, place: Place) -> Problem:
        """Place the problem."""
        return Problem(self.kind, place, self.found, self.values)


NOT_REPORTED_WORDS = {"未报", "未上报", "未填报", "未报送", "未填", "缺报", "未提供", "暂无数据", "待报", "notreported"}
NOT_APPLICABLE_WORDS = {
    "不适用",
    "不涉及",
    "无此项",
    "不考核",
    "免考核",
    "—",
    "——",
    "/",
    "n/a",
    "n.a.",
    "notapplicable",
}
_AMBIGUOUS = {
    "-",
    "--",
    "---",
    "–",
    "−",
    "无",
    "没有",
    "空",
    "na",
    "none",
    "null",
    "nil",
    "\\",
    "?",
    "*",
    "...",
    "......",
}
"""A short dash is how accounting formats show zero, and how others write "nothing"; NA is how statistics programs write
a missing figure, and how others write "not applicable"."""
_NOT_FINITE = {"nan", "inf", "+inf", "-inf", "infinity", "-infinity", "+infinity", "∞", "-∞", "+∞"}


def absence(text: str) -> Absent | None:
    """Tell why a cell has no figure; None when it may hold one.

    Raises
    ------
    CellError
        For error values, formulas without value, NaN and marks that can mean several things.

    Examples
    --------
    >>> absence("未报"), absence("—"), absence("0")
    (<Absent.NOT_REPORTED: 'not_reported'>, <Absent.NOT_APPLICABLE: 'not_applicable'>, None)
    """
    word = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if not word or word in NOT_REPORTED_WORDS:
        return Absent.NOT_REPORTED
    if word in NOT_APPLICABLE_WORDS:
        return Absent.NOT_APPLICABLE
    for words, kind in ((_AMBIGUOUS, WHICH_NOTHING), (_NOT_FINITE, NOT_FINITE)):
        if word in words:
            raise CellError(kind, text)
    if word.startswith("#"):
        raise CellError(ERROR_CELL, text)
    if word.startswith("="):
        raise CellError(NO_RESULT, text)
    return None
