"""K120-K122: bands that nothing reaches, gaps and overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.model import Input, InputType, Rule
from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context

_ = translator("scheme")

_LOWEST, _HIGHEST = Decimal("-Infinity"), Decimal("Infinity")


def look(context: Context) -> None:
    """Look at the bands of criteria and of coefficients."""
    for path, _spec, node in context.leaves:
        _rule(context, (*path, "criterion"), node.rule)
    for position, adjustment in enumerate(context.scheme.adjustments):
        _rule(context, ("adjustments", position, "criterion"), adjustment.rule)
    for position, coefficient in enumerate(context.spec.coefficients):
        for low, high in _gaps([(low, False, high, True) for low, high, _factor in coefficient.bands]):
            _gap(context, ("coefficients", position, "bands"), low, high)


def _rule(context: Context, path: Path, rule: Rule | None) -> None:
    for clause in rule.clauses if rule else ():
        if isinstance(clause, Bands):
            _bands(context, path, clause.bands, clause.inp)


def _bands(context: Context, path: Path, bands: Sequence[Band], inp: Input) -> None:
    limits = _limits(inp)
    for number, band in enumerate(bands):
        if _is_covered(band, bands[:number], limits):
            context.add(
                "K120",
                path,
                _("no figure reaches the band {band}").format(band=_shown(band)),
                _("Take the band away, or correct its ends or those of the bands before it."),
            )
    for first, second in _overlaps(bands):
        context.add(
            "K122",
            path,
            _("the bands {first} and {second} overlap").format(first=_shown(first), second=_shown(second)),
            _("Say for each end which band it belongs to: 以上、以下 include the number, 超过、不满 do not."),
        )
    ends = [(b.low, b.low_open, b.high, b.high_open) for b in bands]
    for low, high in _gaps(ends):
        _gap(context, path, low, high)


def _gap(context: Context, path: Path, low: Decimal, high: Decimal) -> None:
    context.add(
        "K121",
        path,
        _("figures between {low} and {high} fall in no band").format(low=show_decimal(low), high=show_decimal(high))
        if low != high
        else _("the figure {low} falls in no band").format(low=show_decimal(low)),
        _("Let the bands meet, or say what such a figure gives."),
    )


def _limits(inp: Input) -> tuple[Decimal, Decimal]:
    """Range a figure can have at all: counts and ranks are never negative, a rank is at least one."""
    low = Decimal(1) if inp.type is InputType.RANK else Decimal(0) if inp.type is InputType.COUNT else _LOWEST
    return (low if inp.low is None else inp.low), (_HIGHEST if inp.high is None else inp.high)


def _is_covered(band: Band, earlier: Sequence[Band], limits: tuple[Decimal, Decimal]) -> bool:
    """The first band that holds wins: one that lies wholly within earlier ones, or out of range, never does."""
    points = list(_probes(band, earlier, limits))
    return not any(_holds(band, x) and not any(_holds(e, x) for e in earlier) for x in points)


def _probes(band: Band, earlier: Sequence[Band], limits: tuple[Decimal, Decimal]) -> Iterator[Decimal]:
    """Every end, and a point between each two ends: bands change nowhere else."""
    ends = {e for b in (band, *earlier) for e in (b.low, b.high) if e is not None}
    ends |= {limit for limit in limits if limit.is_finite()}
    ordered = sorted(ends)
    between = [(a + b) / 2 for a, b in pairwise(ordered)]
    outside = [ordered[0] - 1, ordered[-1] + 1] if ordered else [Decimal(0)]
    return (x for x in (*ordered, *between, *outside) if limits[0] <= x <= limits[1])


def _holds(band: Band, x: Decimal) -> bool:
    above = band.low is None or x > band.low or (x == band.low and not band.low_open)
    below = band.high is None or x < band.high or (x == band.high and not band.high_open)
    return above and below


def _overlaps(bands: Sequence[Band]) -> Iterator[tuple[Band, Band]]:
    """Bands that share more than they should: a half-open pair such as ≥90, ≥80 is a staircase and means no overlap."""
    for number, second in enumerate(bands):
        for first in bands[:number]:
            if _is_stair(first, second) or first.amount == second.amount:
                continue
            points = list(_probes(first, [second], (_LOWEST, _HIGHEST)))
            if any(_holds(first, x) and _holds(second, x) for x in points):
                yield first, second


def _is_stair(first: Band, second: Band) -> bool:
    """90以上…，80以上…: the later band means what the earlier leaves over."""
    same_side = (first.high is None and second.high is None) or (first.low is None and second.low is None)
    return same_side and (first.low, first.high) != (second.low, second.high)


_Ends = tuple[Decimal | None, bool, Decimal | None, bool]


def _gaps(ends: Sequence[_Ends]) -> Iterator[tuple[Decimal, Decimal]]:
    """Places between two bands that belong to none."""
    ordered = sorted(ends, key=lambda e: (_LOWEST if e[0] is None else e[0], e[1]))
    reached: tuple[Decimal, bool] | None = None
    for low, low_open, high, high_open in ordered:
        start = _LOWEST if low is None else low
        if reached is not None and (reached[0] < start or (reached[0] == start and reached[1] and low_open)):
            yield reached[0], start
        end = (_HIGHEST if high is None else high, high_open)
        if reached is None or (end[0], not end[1]) > (reached[0], not reached[1]):
            reached = end


def _shown(band: Band) -> str:
    low = "…" if band.low is None else show_decimal(band.low)
    high = "…" if band.high is None else show_decimal(band.high)
    return f"{'(' if band.low_open else '['}{low}, {high}{')' if band.high_open else ']'}"
