"""Is a target set too low? Compared with the unit's own years, its peers and the superior's share; never a verdict."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy

from kaohe.exact import show_decimal
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, PastResult, Target, is_easier
from kaohe.scheme.lint.targets import BEHIND_PEERS, median

ENOUGH_PEERS = 3
"""The middle of one or two units says nothing."""

EARLIER_YEARS = 3


class Sign(TextChoices):
    """What may speak for a target that is too low."""

    LAST_YEAR = "actual", gettext_lazy("easier than last year's result")
    LAST_TARGET = "target", gettext_lazy("easier than last year's target")
    EARLIER = "earlier", gettext_lazy("easier than the middle of earlier years")
    PEERS = "peers", gettext_lazy("far easier than its peers")
    SUPERIOR = "superior", gettext_lazy("easier than the superior asks")


@dataclass(frozen=True, slots=True)
class Year:
    """What a unit was to reach and reached in one year."""

    year: int
    target: Decimal | None
    actual: Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What one target can be compared with.

    Attributes
    ----------
    years
        Earlier years, oldest first.
    last
        The year before the cycle.
    peers, middle
        How many units of the class are known, and the middle of them: last year's results, else this year's targets.
    """

    years: Sequence[Year] = ()
    last: int = 0
    peers: int = 0
    middle: Decimal | None = None

    @property
    def is_telling(self) -> bool:
        """Tell whether there are enough peers for their middle to say something."""
        return self.peers >= ENOUGH_PEERS and self.middle is not None


@dataclass(frozen=True, slots=True)
class Warned:
    """One sign and its reason in words."""

    sign: Sign
    words: str


def compare(indicator: Indicator, value: Decimal, beside: Beside, superior: Decimal | None = None) -> list[Warned]:
    """Find what speaks for a target being too low.

    Returns
    -------
    list of Warned
        In the order of `Sign`; empty when nothing does. Nothing here forbids a target.
    """
    last = next((y for y in beside.years if y.year == beside.last), None)
    earlier = [y.actual for y in beside.years if y.year < beside.last and y.actual is not None]
    found = [
        (Sign.LAST_YEAR, last.actual if last else None),
        (Sign.LAST_TARGET, last.target if last else None),
        (Sign.EARLIER, median(earlier) if earlier else None),
        (Sign.PEERS, _bound(indicator, beside)),
        (Sign.SUPERIOR, superior),
    ]
    return [
        Warned(sign, str(_REASONS[sign]).format(figure=with_unit(indicator, than)))
        for sign, than in found
        if than is not None and is_easier(indicator, value, than)
    ]


_REASONS = {
    Sign.LAST_YEAR: gettext_lazy("easier than what was reached last year, {figure}"),
    Sign.LAST_TARGET: gettext_lazy("easier than last year's target, {figure}"),
    Sign.EARLIER: gettext_lazy("easier than the middle of the years before, {figure}"),
    Sign.PEERS: gettext_lazy("easier than four fifths of the middle of its peers, {figure}"),
    Sign.SUPERIOR: gettext_lazy("easier than the superior's share, {figure}"),
}


def _bound(indicator: Indicator, beside: Beside) -> Decimal | None:
    """Give the value behind which a target is far from its peers; none where a share of the middle means nothing."""
    if not beside.is_telling or beside.middle is None or beside.middle <= 0:
        return None
    share = beside.middle / BEHIND_PEERS if indicator.smaller_is_better else beside.middle * BEHIND_PEERS
    return share.quantize(Decimal("0.0001"))


def trimmed(value: Decimal | None) -> Decimal | None:
    """Drop the zeros that a column of the database adds."""
    return None if value is None else Decimal(show_decimal(value))


def with_unit(indicator: Indicator, value: Decimal) -> str:
    """Write a figure with its unit."""
    return f"{show_decimal(value)}{indicator.figure_unit}"


def signs(warned: Iterable[Warned]) -> str:
    """Write the signs as they are kept with a target."""
    return "".join(f" {w.sign.value}" for w in warned) + " " if warned else ""


@dataclass(slots=True)
class Grounds:
    """What is known beside many targets of a cycle at once: a fixed number of queries, however many targets."""

    cycle: Cycle
    class_of: dict[int, str] = field(default_factory=dict)
    years: Mapping[tuple[int, str], Sequence[Year]] = field(default_factory=dict)
    middles: dict[tuple[str, str], tuple[int, Decimal]] = field(default_factory=dict)

    @classmethod
    def of(cls, cycle: Cycle, units: Iterable[int], indicators: Iterable[str] = ()) -> Grounds:
        """Read what is known of units.

        Parameters
        ----------
        units
            Keys of the units whose own history is needed; their classes are looked at as a whole.
        indicators
            Codes of the only indicators that matter; none: all.
        """
        keys, wanted = set(units), list(indicators)
        class_of = dict(AppraisedUnit.objects.filter(cycle=cycle, unit__in=keys).values_list("unit", "class_id"))
        middles = {
            (class_id, code): found
            for class_id in sorted(set(class_of.values()))
            for code, found in _middles(cycle, class_id, wanted).items()
        }
        return cls(cycle, class_of, _years(cycle, keys, wanted), middles)

    def beside(self, unit: int, indicator: Indicator) -> Beside:
        """Give what one target can be compared with."""
        peers, middle = self.middles.get((self.class_of.get(unit, ""), indicator.code), (0, None))
        return Beside(self.years.get((unit, indicator.code), ()), self.cycle.year - 1, peers, trimmed(middle))

    def warn(self, target: Target) -> list[Warned]:
        """Compare one target; its indicator is at hand."""
        beside = self.beside(target.unit_id, target.indicator)
        return compare(target.indicator, target.value, beside, target.superior_value)


def _middles(cycle: Cycle, class_id: str, codes: Sequence[str]) -> dict[str, tuple[int, Decimal]]:
    """Give the middle of a class by indicator: last year's results; for what has none, this year's targets."""
    targets, results = Target.objects.in_class(cycle, class_id), PastResult.objects.all()
    if codes:
        targets = targets.filter(indicator__code__in=codes)
        results = results.filter(indicator_code__in=codes)
    known = results.middles(cycle, class_id)
    return targets.exclude(indicator__code__in=known).middles() | known


def _years(cycle: Cycle, units: set[int], codes: Sequence[str]) -> Mapping[tuple[int, str], Sequence[Year]]:
    found: dict[tuple[int, str], dict[int, Year]] = defaultdict(dict)
    rows = PastResult.objects.before(cycle).filter(unit__in=units, year__gte=cycle.year - EARLIER_YEARS)
    if codes:
        rows = rows.filter(indicator_code__in=codes)
    # cycles that came later know better: they overwrite what an earlier one kept of the same year
    for unit, code, year, target, actual in rows.order_by("cycle__year", "year").values_list(
        "unit", "indicator_code", "year", "target", "actual"
    ):
        found[unit, code][year] = Year(year, trimmed(target), trimmed(actual))
    return {key: [years[y] for y in sorted(years)] for key, years in found.items()}


def is_additive(indicator: Indicator) -> bool:
    """Tell whether the figures of several units add up: amounts do, rates and ratios do not."""
    unit = indicator.figure_unit.strip()
    return bool(unit) and unit not in {"%", "％", "‰", "分", "名", "位"} and "百分" not in unit and "/" not in unit
