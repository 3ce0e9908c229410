"""Yes and no as offices write them."""

from __future__ import annotations

import unicodedata

from kaohe.tables.absence import Absent, CellError, absence
from kaohe.tables.kinds import NOT_A_FLAG

_YES = {"是", "有", "√", "✓", "✔", "☑", "对", "y", "yes", "true", "t", "1", "已"}
_NO = {"否", "无", "没有", "×", "✗", "✘", "x", "错", "n", "no", "false", "f", "0", "未"}


def parse_flag(text: str) -> bool | Absent:
    """Read one cell as yes or no.

    Raises
    ------
    CellError
        When it is neither.

    Examples
    --------
    >>> parse_flag("是"), parse_flag("×"), parse_flag("")
    (True, False, <Absent.NOT_REPORTED: 'not_reported'>)
    """
    word = "".join(unicodedata.normalize("NFKC", text).split()).casefold()
    if word in _YES:
        return True
    if word in _NO:
        return False
    absent = absence(text)
    if absent is None:
        raise CellError(NOT_A_FLAG, text)
    return absent
