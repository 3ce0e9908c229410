"""The data of one run, laid out for scoring: what is known at the moment, by leaf and window."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kaohe.ballots.results import tally_results
from kaohe.exact import Ratio
from kaohe.scheme.model import PeriodMethod, Scheme
from kaohe.scoring.events import NOTHING
from kaohe.scoring.facts import Dataset, Decision, DecisionKind, Event, Fact, canonical_line
from kaohe.scoring.inputs import Figure
from kaohe.scoring.leaf import Reported
from kaohe.scoring.periods import Span, latest, span
from kaohe.scoring.unscorable import DECIDED_SUM, NO_DATE, NO_PERIOD, NOT_THIS_YEAR, TWICE, Unscorable
from kaohe.tables.problems import Problem

Results = Mapping[str, Mapping[str, Ratio]]
"""Scheme id → unit id → result there, for leaves that take another scheme's result."""


@dataclass(frozen=True, slots=True)
class Computed:
    """An exact number that no row holds: a tally, or another scheme's result."""

    ratio: Ratio

    def as_integer_ratio(self) -> Ratio:
        """Numerator and positive denominator."""
        return self.ratio

    def __str__(self) -> str:
        return f"{self.ratio[0]}/{self.ratio[1]}"


class Intake:
    """What one run uses of a dataset.

    Parameters
    ----------
    scheme, dataset
        What is scored.
    as_of
        ISO date: events and decisions after it, and periods that begin after it, are not known yet; None: all are.
    results
        Results of other schemes.
    """

    def __init__(self, scheme: Scheme, dataset: Dataset, as_of: str | None, results: Results) -> None:
        self.scheme, self.dataset, self.as_of = scheme, dataset, as_of
        self.problems: list[Problem] = []
        self._facts = self._by_leaf_and_period()
        self._events = self._by_item()
        known = [d for d in dataset.decisions if self._is_known(d.date)]
        self.decisions = sorted(known, key=lambda d: (d.date or "", canonical_line(d)))  # the latest one counts
        self._scores = {(d.unit, d.item): d for d in self.decisions if d.kind is DecisionKind.SCORE}
        self.decided = {item for _, item in self._scores if item is not None}
        self._undated: set[Event] = set()
        self._object_to_decided_sums()
        self._fed = self._tallies() | self._coupled(results)

    def spans(self, code: str) -> list[Span]:
        """Periods of the scheme's year in which a leaf was reported by anybody."""
        return [s for s in map(span, self._facts.get(code, ())) if s.year == self.scheme.year]

    def reported(self, code: str, window: Span) -> Reported:
        """Give what was handed in for a leaf within a window."""
        facts = self._facts_of(code, window)
        if code not in self._events and code not in self.decided and code not in self._fed:
            return Reported(facts)
        return Reported(
            facts,
            self._fed.get(code, {}),
            {u: found for u in self._events.get(code, ()) if (found := self._entries(u, code, window))},
            {u: decision for (u, item), decision in self._scores.items() if item == code},
        )

    def _entries(self, unit: str, code: str, window: Span) -> tuple[Event, ...]:
        """Entries of the ledger within a window; what is scored by period needs their dates."""
        found = self._events[code][unit]
        if window.months == 12:
            return found
        for entry in found:
            if entry.date is None and entry not in self._undated:
                self._undated.add(entry)
                why = Unscorable(NO_DATE, entry.grounds or entry.level or entry.input or "")
                self.problems.append(why.at(unit, code, entry.place))
        return tuple(e for e in found if e.date is not None and _month_within(e.date, window))

    def score_decided(self, unit: str, code: str | None) -> Decision | None:
        """Give the recorded decision that sets a score; ``code`` None: the total."""
        return self._scores.get((unit, code))

    def _by_leaf_and_period(self) -> dict[str, dict[str, dict[str, Fact]]]:
        """Group facts by leaf, period and unit; say what stands twice or belongs to no period."""
        cells: dict[tuple[str, str], dict[str, Fact]] = {}
        for fact in self.dataset.facts:
            key = (fact.indicator, fact.period)
            if key in cells:
                cells[key][fact.unit] = fact
            else:
                cells[key] = {fact.unit: fact}
        if sum(map(len, cells.values())) != len(self.dataset.facts):
            self._object_to_doubles()
        periods = {period: next(iter(units.values())) for (_, period), units in cells.items()}
        known = {period for period, fact in periods.items() if self._is_known_period(fact)}
        if self.dataset.facts and not any(span(p).year == self.scheme.year for p in known):
            self._object(Unscorable(NOT_THIS_YEAR, year=str(self.scheme.year)), self.dataset.facts[0])
        out: defaultdict[str, dict[str, dict[str, Fact]]] = defaultdict(dict)
        for (code, period), units in cells.items():
            if period in known:
                out[code][period] = units
        return dict(out)

    def _object_to_decided_sums(self) -> None:
        """A decided score stands in every period of its leaf: right for a mean, counted several times in a sum."""
        leaves = {leaf.code for leaf in self.scheme.leaves}
        for (unit, code), decision in self._scores.items():
            if code in leaves and self.scheme.composition_of(code).method is PeriodMethod.SUM:
                self.problems.append(Unscorable(DECIDED_SUM).at(unit, code, decision.place))

    def _object_to_doubles(self) -> None:
        first: dict[tuple[str, str, str], Fact] = {}
        for fact in self.dataset.facts:
            before = first.setdefault((fact.unit, fact.indicator, fact.period), fact)
            if before is not fact:
                self._object(Unscorable(TWICE, period=fact.period, other=str(before.place)), fact)

    def _is_known_period(self, fact: Fact) -> bool:
        try:
            first = span(fact.period)
        except ValueError:
            self._object(Unscorable(NO_PERIOD, fact.period), fact)
            return False
        return self.as_of is None or f"{first.year}-{first.first:02d}" <= self.as_of

    def _is_known(self, date: str | None) -> bool:
        return self.as_of is None or date is None or date <= self.as_of

    def _by_item(self) -> dict[str, dict[str, tuple[Event, ...]]]:
        out: defaultdict[str, dict[str, tuple[Event, ...]]] = defaultdict(dict)
        for (unit, item), events in self.dataset.events_by_cell.items():
            if known := tuple(e for e in events if self._is_known(e.date)):
                out[item][unit] = known
        return dict(out)

    def _facts_of(self, code: str, window: Span) -> dict[str, Fact]:
        periods = self._facts.get(code)
        if not periods:
            return {}
        if len(periods) == 1 and window.holds(span(next(iter(periods)))):
            return next(iter(periods.values()))
        now = latest({p: cells for p, cells in periods.items() if window.holds(span(p))})
        return {unit: self._with_previous(fact, periods) for unit, fact in now.items()}

    def _with_previous(self, fact: Fact, periods: Mapping[str, Mapping[str, Fact]]) -> Fact:
        """Take last year's figure from last year's row when the fact carries none."""
        if fact.previous is not None:
            return fact
        before = periods.get(f"{self.scheme.year - 1}{fact.period[4:]}", {}).get(fact.unit)
        return fact if before is None or before.actual is None else replace(fact, previous=before.actual)

    def _tallies(self) -> dict[str, dict[str, Figure]]:
        voted = {b.campaign for b in self.dataset.ballots}
        return {
            campaign.feeds: {
                unit: NOTHING._replace(actual=Computed(result))
                for unit, result in tally_results(campaign, self.dataset.ballots, self.dataset.turnout).items()
            }
            for campaign in self.scheme.campaigns
            if campaign.feeds is not None and campaign.id in voted
        }

    def _coupled(self, results: Results) -> dict[str, dict[str, Figure]]:
        fed: dict[str, dict[str, Figure]] = {}
        for coupling in self.scheme.couplings:
            known = results.get(coupling.scheme, {})
            rows = ((u.id, known.get(u.attributes.get(coupling.by, u.id))) for u in self.dataset.units)
            fed[coupling.feeds] = {u: NOTHING._replace(actual=Computed(r)) for u, r in rows if r is not None}
        return fed

    def _object(self, why: Unscorable, fact: Fact) -> None:
        self.problems.append(why.problem(fact.unit, fact.indicator, fact))


def _month_within(date: str, window: Span) -> bool:
    year, month = int(date[:4]), int(date[5:7])
    return window.holds(Span(year, month, month))
