"""A chart: an option of ECharts as plain data, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Figure = Decimal | int | None
Size = Literal["small", "medium", "large", "huge"]


@dataclass(frozen=True)
class Chart:
    """A chart as a page shows it.

    Attributes
    ----------
    title
        The question it answers; also its name for those who do not see it.
    option
        What ECharts draws; plain data, no functions: the page allows no inline script.
    header, rows
        The table behind it: every figure exactly as it is.
    size
        ``small``, ``medium``, ``large`` or ``huge``: the page allows no inline style.
    """

    title: str
    option: dict[str, Any]
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]
    size: Size = "medium"


def drawn(value: Figure) -> float | None:
    """Turn an exact figure into a place on the screen; the exact one stands in the table behind.

    Raises
    ------
    TypeError
        For a binary float: the exact figure is lost already.
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary float; figures are Decimal or int")
    return None if value is None else float(value)
