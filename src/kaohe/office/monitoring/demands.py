"""What is asked of whom in which period: indicators of the scheme in force × units of the cycle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kaohe.office.monitoring.models import DataItemUse, Report, Reporting, Side
from kaohe.office.monitoring.periods import frequency_of, period
from kaohe.office.monitoring.questions import Question, questions_of
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator


@dataclass(frozen=True, slots=True)
class Demand:
    """One indicator with its questions and the way it is reported."""

    indicator: Indicator
    questions: tuple[Question, ...]
    side: str
    is_cumulative: bool
    frequency: str

    def concerns(self, class_id: str) -> bool:
        """Tell whether it is asked of a class of units."""
        return not self.indicator.classes or f" {class_id} " in self.indicator.classes


@dataclass(frozen=True, slots=True)
class Field:
    """One field of one form: a question about one unit."""

    unit_id: int
    demand: Demand
    question: Question
    filled_by: tuple[int, str] | None = None
    """Indicator and input that ask for the same data item: the field fills itself."""

    @property
    def key(self) -> tuple[int, int, str]:
        """Unit, indicator, input."""
        return (self.unit_id, self.demand.indicator.pk, self.question.input)


@dataclass(frozen=True)
class Demands:
    """All that a cycle asks; loaded with four queries, whatever its size."""

    cycle: Cycle
    demands: tuple[Demand, ...]
    links: Links = field(repr=False)

    def asked(self, side: str, frequency: str) -> Iterator[Demand]:
        """Give what one side reports with one frequency."""
        return (d for d in self.demands if d.side == side and d.frequency == frequency)

    def fields(self, report: Report, units: Iterable[AppraisedUnit]) -> list[Field]:
        """Give the fields of a report, indicator by indicator.

        Parameters
        ----------
        units
            The reporting unit as it is appraised; for a data owner all appraised units.
        """
        last = period(report.period).ends_on
        whose = [u for u in units if _is_asked(u, last)]
        asked = [d for d in self.asked(report.side, frequency(report)) if _is_for(d, report)]
        return [
            Field(u.unit_id, d, q, self.links.filled_by(d.indicator.pk, q.input, u.class_id))
            for d in asked
            for u in whose
            if d.concerns(u.class_id)
            for q in d.questions
        ]


class Links:
    """Data items that several inputs share: the first one that concerns a unit's class is asked, the others follow."""

    def __init__(self, uses: Iterable[DataItemUse]) -> None:
        self._groups: dict[int, list[Indicator]] = {}
        self._inputs: dict[int, list[str]] = {}
        self._item: dict[tuple[int, str], int] = {}
        for use in uses:
            self._groups.setdefault(use.item_id, []).append(use.indicator)
            self._inputs.setdefault(use.item_id, []).append(use.input)
            self._item[use.indicator_id, use.input] = use.item_id

    def asked(self, indicator: int, name: str, class_id: str) -> tuple[Indicator, str] | None:
        """Give the indicator and input that is asked in place of one; None: it stands in no group."""
        item = self._item.get((indicator, name))
        if item is None:
            return None
        pairs = zip(self._groups[item], self._inputs[item], strict=True)
        return next((i, n) for i, n in pairs if not i.classes or f" {class_id} " in i.classes)

    def others(self, indicator: int, name: str) -> list[tuple[int, str]]:
        """Give the inputs that ask for the same data item."""
        item = self._item.get((indicator, name))
        if item is None:
            return []
        pairs = zip(self._groups[item], self._inputs[item], strict=True)
        return [(i.pk, n) for i, n in pairs if (i.pk, n) != (indicator, name)]

    def filled_by(self, indicator: int, name: str, class_id: str) -> tuple[int, str] | None:
        """Give the key of the answer that fills this input for a class; None: it is asked itself."""
        asked = self.asked(indicator, name, class_id)
        if asked is None or (asked[0].pk, asked[1]) == (indicator, name):
            return None
        return (asked[0].pk, asked[1])


def frequency(report: Report) -> str:
    """Give the frequency whose periods are as long as the report's."""
    return frequency_of(report.period)


def demands_of(cycle: Cycle) -> Demands:
    """Load what a cycle asks."""
    questions = questions_of(cycle)
    settings = {r.indicator_id: r for r in Reporting.objects.filter(indicator__cycle=cycle)}
    indicators = cycle.indicators.in_force().leaves().select_related("owner")
    found = tuple(_demand(i, questions.get(i.code, ()), settings.get(i.pk)) for i in indicators)
    uses = DataItemUse.objects.filter(item__cycle=cycle).select_related("indicator")
    return Demands(cycle, tuple(d for d in found if d.questions), Links(uses))


def _demand(indicator: Indicator, questions: tuple[Question, ...], setting: Reporting | None) -> Demand:
    return Demand(
        indicator,
        questions,
        setting.entered_by if setting else Side.UNIT,
        setting.is_cumulative if setting else True,
        indicator.frequency or "yearly",
    )


def _is_asked(unit: AppraisedUnit, last: date) -> bool:
    return unit.left_on is None or unit.left_on > last


def _is_for(demand: Demand, report: Report) -> bool:
    return report.side == Side.UNIT or demand.indicator.owner_id == report.unit_id
