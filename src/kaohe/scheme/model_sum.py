"""What changes the sum of the tree, checked: adjustments, coefficients, correction."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaohe.criteria.model import Rule


@dataclass(frozen=True, slots=True)
class Adjustment:
    """Bonus or deduction outside the indicator tree (加分/扣分事项).

    Attributes
    ----------
    cap, floor
        Most that may be added and, as a positive number, deducted by this item in total; None: unlimited.
    group
        Adjustments of one group share ``group_cap``.
    of
        Code of the indicator whose score it adjusts; None: the total.
    classes
        Class ids it applies to; empty: all.
    """

    code: str
    name: str
    criterion: str | None
    rule: Rule | None
    cap: Decimal | None = None
    floor: Decimal | None = None
    group: str | None = None
    of: str | None = None
    classes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AdjustmentGroup:
    """Limits over several adjustments: most that may be added and deducted together, None: unlimited."""

    id: str
    name: str
    cap_add: Decimal | None = None
    cap_deduct: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CoefficientBand:
    """One band of a coefficient: ``low`` <= x < ``high`` (None: open), factor."""

    low: Decimal | None
    high: Decimal | None
    factor: Decimal


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A factor on the score by an attribute of the unit (难度系数, 人口系数).

    Attributes
    ----------
    by
        Column of the units table.
    bands
        Factor by band of the column's number; empty: the column holds the factor itself.
    of
        Codes of indicators it multiplies; empty: the total after adjustments.
    base_only
        With no ``of``: multiply the indicator tree's total before bonus and deduction.
    """

    name: str
    by: str
    bands: tuple[CoefficientBand, ...] = ()
    of: tuple[str, ...] = ()
    base_only: bool = False


@dataclass(frozen=True, slots=True)
class Correction:
    """Cross-group correction: aligns groups judged by different people (跨组校正).

    Attributes
    ----------
    method
        ``mean_ratio``: score x overall mean ÷ group mean; ``mean_shift``: score + overall mean - group mean;
        ``unit_result``: individual score x the unit's own score ÷ mean unit score.
    by
        Column of the units table that names the group.
    low, high
        Bounds of the factor (or shift); None: unbounded.
    """

    method: str
    by: str
    low: Decimal | None = None
    high: Decimal | None = None
