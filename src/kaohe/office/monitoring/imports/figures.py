"""Read a list of figures: one row per unit, indicator, input and period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaohe.criteria.model import InputType
from kaohe.office.monitoring.answers import Answer, problem_with
from kaohe.office.monitoring.demands import Demand
from kaohe.office.monitoring.doubts import doubts_about
from kaohe.office.monitoring.imports import kinds
from kaohe.office.monitoring.periods import periods
from kaohe.office.monitoring.questions import Question
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.flags import parse_flag
from kaohe.tables.names import folded
from kaohe.tables.numbers import parse_number
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Row

COLUMNS = {
    "unit": ("单位", "单位编码", "单位名称", "被考核单位", "unit"),
    "indicator": ("指标", "指标编码", "指标代码", "指标名称", "indicator"),
    "period": ("期间", "报告期", "时间", "period"),
    "input": ("填报项", "输入项", "input"),
    "value": ("数值", "完成值", "填报值", "实际值", "value"),
    "remarks": ("备注", "说明", "remarks"),
}
REQUIRED = ("unit", "indicator", "period", "value")

Progress = Callable[[int, int], None]
STEP = 2_000
"""Rows between two words on progress."""

NIL_WORDS = frozenset({"零报告", "nil"})

FigureKey = tuple[int, int, str, str]
"""Unit, indicator, input, period."""


@dataclass(frozen=True, slots=True)
class Known:
    """A figure as it stands, without the weight of a model.

    Attributes
    ----------
    is_fixed
        Handed in: it no longer changes by a list.
    """

    value: Decimal | None
    text: str
    is_applicable: bool
    is_fixed: bool


@dataclass(frozen=True, slots=True)
class FigureRow:
    """One figure of the list."""

    unit: int
    indicator: int
    input: str
    period: str
    answer: Answer
    doubts: str


@dataclass(frozen=True)
class Reader:
    """What a list is read against.

    Attributes
    ----------
    units
        Folded code and name → key and class of the unit; None: the name stands for several.
    demands
        Folded code and name → what is asked.
    may_enter
        Tells whether the account enters a figure of a unit.
    known, targets
        Figures as they stand, and targets by unit and indicator.
    is_checked
        Figures beyond sense were looked at.
    """

    year: int
    units: Mapping[str, tuple[int, str] | None]
    demands: Mapping[str, Demand]
    may_enter: Callable[[Demand, int], bool]
    known: Mapping[FigureKey, Known]
    targets: Mapping[tuple[int, int], Decimal]
    most_times: int
    is_checked: bool

    def read(self, rows: Iterable[Row], total: int, progress: Progress) -> list[FigureRow]:
        """Give the rows that change something, or raise `Problems` with everything that is wrong."""
        log, first = ProblemLog(), dict[FigureKey, int]()
        allowed = {f: {str(p) for p in periods(self.year, f)} for f in {d.frequency for d in self.demands.values()}}
        found = []
        for number, row in enumerate(rows):
            read = self._row(row, log, allowed)
            if read is not None and self._is_first(read, row, first, log):
                found.append(read)
            if number % STEP == 0:
                progress(number // 2, total)  # the second half of the way is the writing
        log.raise_if_any()
        return [row for row in found if self._differs(row)]

    def _row(self, row: Row, log: ProblemLog, allowed: Mapping[str, set[str]]) -> FigureRow | None:
        unit = self.units.get(folded(row.text("unit")))
        demand = self.demands.get(folded(row.text("indicator")))
        if unit is None:
            log.add(kinds.NO_UNIT, row["unit"].place, row.text("unit"))
        if demand is None:
            log.add(kinds.NO_INDICATOR, row["indicator"].place, row.text("indicator"))
        if unit is None or demand is None:
            return None
        period, question = row.text("period").strip(), self._question(row, demand)
        if period not in allowed[demand.frequency]:
            log.add(kinds.NO_PERIOD, row["period"].place, period, example=max(allowed[demand.frequency]))
        elif question is None:
            known = "、".join(q.input for q in demand.questions if q.input)
            log.add(
                kinds.NO_INPUT, row["input" if row.text("input") else "value"].place, row.text("input"), known=known
            )
        elif not demand.concerns(unit[1]):
            log.add(kinds.NOT_ASKED, row["unit"].place, row.text("unit"))
        elif not self.may_enter(demand, unit[0]):
            log.add(kinds.NOT_YOURS, row["unit"].place, row.text("unit"))
        else:
            return self._figure(row, (unit[0], demand, question, period), log)
        return None

    def _question(self, row: Row, demand: Demand) -> Question | None:
        name = row.text("input").strip()
        found = next((q for q in demand.questions if q.input == name), None)
        only = demand.questions[0] if len(demand.questions) == 1 and not name else None
        return found or only

    def _figure(self, row: Row, what: tuple[int, Demand, Question, str], log: ProblemLog) -> FigureRow | None:
        unit, demand, question, period = what
        if not row.text("value").strip():
            return None  # nothing was written: the row is not an answer, and a nil report says so
        try:
            answer = _answer(row, question)
        except CellError as error:
            log.take(error.at(row["value"].place))
            return None
        said = problem_with(answer, question)
        if said:
            log.add(kinds.WRONG_ANSWER, row["value"].place, row.text("value"), said=said)
            return None
        key = (unit, demand.indicator.pk, question.input, period)
        read = FigureRow(*key, answer, self._doubts(row, answer, what, log))
        there = self.known.get(key)
        if there is not None and there.is_fixed and self._differs(read):
            shown = str(there.value if there.value is not None else there.text)
            log.add(kinds.HANDED_IN, row["value"].place, row.text("value"), there=shown)
        return read

    def _doubts(self, row: Row, answer: Answer, what: tuple[int, Demand, Question, str], log: ProblemLog) -> str:
        if answer.value is None:
            return ""
        unit, demand, question, _period = what
        found = doubts_about(
            answer.value,
            question,
            target=self.targets.get((unit, demand.indicator.pk)),
            last=None,
            is_cumulative=demand.is_cumulative,
            most_times=self.most_times,
        )
        if found and not self.is_checked:
            log.add(kinds.BEYOND_SENSE, row["value"].place, row.text("value"), said=found[0].text)
        return " ".join(found)

    def _is_first(self, read: FigureRow, row: Row, first: dict[FigureKey, int], log: ProblemLog) -> bool:
        number = first.setdefault((read.unit, read.indicator, read.input, read.period), row.number)
        if number != row.number:
            log.add(kinds.TWICE, row["value"].place, row.text("value"), first=str(number))
        return number == row.number

    def _differs(self, row: FigureRow) -> bool:
        there = self.known.get((row.unit, row.indicator, row.input, row.period))
        if there is None:
            return True
        answer = row.answer
        return (there.value, there.text, there.is_applicable) != (answer.value, answer.text, answer.is_applicable)


def _answer(row: Row, question: Question) -> Answer:
    """Read a cell: a figure, a choice, yes or no, 零报告, 不适用."""
    text, remarks = row.text("value").strip(), row.text("remarks").strip()
    if folded(text) in NIL_WORDS:
        return Answer(remarks=remarks)
    if not question.is_number and question.type is not InputType.FLAG:
        return Answer(text=text, remarks=remarks)
    if question.type is InputType.FLAG:
        flag = parse_flag(text)
        return Answer(text="" if isinstance(flag, Absent) else str(flag).lower(), remarks=remarks)
    found = parse_number(text, question.unit or None)
    if found is Absent.NOT_APPLICABLE:
        return Answer(is_applicable=False, remarks=remarks or text)
    return Answer(remarks=remarks) if isinstance(found, Absent) else Answer(found, remarks=remarks)
