"""Coefficients (难度系数, 人口系数) and cross-group correction (跨组校正)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from kaohe.exact import ONE, Ratio, mean, reduced, to_decimal, to_ratio
from kaohe.scheme.model import Coefficient, Correction, Scheme
from kaohe.scoring.cells import CoefficientScore, CorrectionScore
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.unscorable import NO_ATTRIBUTE, NO_UNIT_RESULT, OUTSIDE_BANDS, Unscorable

PER_UNIT = "_score"
"""Ending of the column that carries the score of the unit a person belongs to, after the name of the unit's column."""


def coefficient_of(coefficient: Coefficient, unit: UnitRow) -> CoefficientScore:
    """Find the factor of one unit.

    Raises
    ------
    Unscorable
        When the column is empty or no number, or no band holds it.
    """
    text = unit.attributes.get(coefficient.by, "").strip()
    try:
        value = to_decimal(text)
    except ValueError:
        raise Unscorable(NO_ATTRIBUTE, text, column=coefficient.by, name=coefficient.name, type="1500, 1.05") from None
    factor = value if not coefficient.bands else _factor(coefficient, value)
    return CoefficientScore(coefficient.name, value, factor, coefficient.of, coefficient.base_only)


def _factor(coefficient: Coefficient, value: Decimal) -> Decimal:
    for band in coefficient.bands:
        if (band.low is None or band.low <= value) and (band.high is None or value < band.high):
            return band.factor
    raise Unscorable(OUTSIDE_BANDS, f"{value:f}", name=coefficient.name, column=coefficient.by)


def multiply(score: Ratio, coefficients: tuple[CoefficientScore, ...]) -> Ratio:
    """Multiply a score by several factors, without rounding."""
    n, d = score
    for coefficient in coefficients:
        fn, fd = to_ratio(coefficient.factor)
        n, d = n * fn, d * fd
    return (n, d)


def corrections(
    scheme: Scheme,
    correction: Correction,
    units: Mapping[str, UnitRow],
    totals: Mapping[str, Ratio],
    everyone: Mapping[str, Ratio],
) -> dict[str, CorrectionScore | Unscorable]:
    """Work out the correction of every unit of one ranking scope.

    Parameters
    ----------
    units
        Unit id → unit, all units of the data.
    totals
        Unit id → total in score units before correction, for the units that are compared.
    everyone
        The same for all units of the run.

    Returns
    -------
    dict
        Unit id → its correction, or why there is none.

    Notes
    -----
    ``mean_ratio``: total x overall mean ÷ group mean; a group whose mean is zero keeps its totals. ``mean_shift``:
    total + overall mean - group mean. ``unit_result``: total x own unit's score ÷ mean of the units' scores; the
    unit is one of the run (by its total before correction), or a column such as ``unit_score`` carries its score;
    whoever belongs to no unit keeps the total. All bounded by ``low`` and ``high``; bounds of a shift are in points.
    """
    groups = {unit: units[unit].attributes.get(correction.by, "") for unit in totals}
    if correction.method == "unit_result":
        scale = 10**scheme.precision
        own = {u: _unit_score(units[u], correction, everyone, scale) for u, group in groups.items() if group}
        per_unit = {groups[u]: score for u, score in own.items() if isinstance(score, tuple)}
        if not per_unit:
            return {u: why for u, why in own.items() if isinstance(why, Unscorable)}
        overall = mean(list(per_unit.values()))
        return {
            u: s if isinstance(s, Unscorable) else _corrected(scheme, correction, groups[u], s, overall, totals[u])
            for u, s in own.items()
        }
    members: defaultdict[str, list[Ratio]] = defaultdict(list)
    for unit, total in totals.items():
        members[groups[unit]].append(total)
    overall = mean(list(totals.values()))
    means = {group: mean(values) for group, values in members.items()}
    return {
        unit: _corrected(scheme, correction, groups[unit], means[groups[unit]], overall, total)
        if groups[unit]
        else Unscorable(NO_ATTRIBUTE, column=correction.by, name=correction.method, type="甲组")
        for unit, total in totals.items()
    }


def _unit_score(unit: UnitRow, correction: Correction, everyone: Mapping[str, Ratio], scale: int) -> Ratio | Unscorable:
    name = unit.attributes[correction.by]
    if name in everyone:
        return everyone[name]
    try:
        n, d = to_ratio(unit.attributes.get(correction.by + PER_UNIT, ""))
    except ValueError:
        return Unscorable(NO_UNIT_RESULT, name, column=correction.by)
    return (n * scale, d)


def _corrected(
    scheme: Scheme, correction: Correction, group: str, own: Ratio, overall: Ratio, total: Ratio
) -> CorrectionScore:
    scale = 1
    if correction.method == "mean_shift":
        amount, scale = (overall[0] * own[1] - own[0] * overall[1], overall[1] * own[1]), 10**scheme.precision
    else:
        over, under = (own, overall) if correction.method == "unit_result" else (overall, own)
        amount = ONE if under[0] == 0 else (over[0] * under[1], over[1] * under[0])
    amount = reduced(amount)
    bounded = _clipped(amount, correction, scale)
    return CorrectionScore(correction.method, group, own, overall, bounded, bounded != amount, total)


def apply_correction(correction: CorrectionScore, total: Ratio) -> Ratio:
    """Correct a total, without rounding."""
    n, d = correction.amount
    if correction.method == "mean_shift":
        return (total[0] * d + n * total[1], total[1] * d)
    return (total[0] * n, total[1] * d)


def _clipped(amount: Ratio, correction: Correction, scale: int) -> Ratio:
    for bound, is_low in ((correction.low, True), (correction.high, False)):
        if bound is not None:
            n, d = to_ratio(bound)
            limit = (n * scale, d)
            gap = amount[0] * limit[1] - limit[0] * amount[1]
            if (gap < 0) if is_low else (gap > 0):
                return limit
    return amount
