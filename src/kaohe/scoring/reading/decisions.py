"""Recorded decisions of people: vetoes, grades, scores, exclusions."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kaohe.scoring.facts import Decision, DecisionKind
from kaohe.scoring.reading.index import Index
from kaohe.scoring.reading.kinds import NO_REASON, UNKNOWN_DECISION, UNKNOWN_GRADE, UNKNOWN_VETO, VETO_LAPSED
from kaohe.scoring.reading.line import Line, Names, lines
from kaohe.tables.kinds import NO_TEXT
from kaohe.tables.problems import ProblemLog
from kaohe.tables.table import Table

_KINDS = Names(
    {
        DecisionKind.VETO.value: ("一票否决", "否决"),
        DecisionKind.GRADE.value: ("等次", "定等", "定等次", "评定等次", "等次审定"),
        DecisionKind.SCORE.value: ("得分", "定分", "分数", "赋分", "评分", "分值审定"),
        DecisionKind.EXCLUDE.value: ("exclusion", "excluded", "不排名", "不参加排名", "不定等次", "不参加考核", "排除"),
    }
)


def read_decisions(tables: Iterable[Table], index: Index, log: ProblemLog) -> tuple[Decision, ...]:
    """Read every decision and check that what it names exists."""
    return tuple(d for line in lines(tables, log) if (d := _decision(line, index)) is not None)


def _decision(line: Line, index: Index) -> Decision | None:
    unit, kind = index.unit_of(line), _KINDS.find(line.text("kind"))
    if kind is None:
        line.note(UNKNOWN_DECISION, "kind")
    if unit is None or kind is None:
        return None
    date = line.date("date")
    before = line.log.error_count
    item, value = _READERS[DecisionKind(kind)](line, index, date)
    for column in ("reason", "by"):
        if not line.text(column):
            line.note(NO_REASON, column, column=column)
    if line.log.error_count > before:
        return None
    text = line.text
    return Decision(
        unit.id, DecisionKind(kind), item, value, text("reason"), text("by"), text("basis"), date, line.place()
    )


_Found = tuple[str | None, Decimal | str | None]
"""Item and value of a decision."""


def _veto(line: Line, index: Index, date: str | None) -> _Found:
    vetoes = {v.code: v for v in index.scheme.vetoes}
    names = Names({v.code: (v.name,) for v in vetoes.values()})
    column = "item" if line.text("item") else "value"
    code = names.find(line.text(column))
    if code is None:
        line.note(UNKNOWN_VETO, column, known=names.known(), nearest=names.nearest(line.text(column)))
    elif date is not None and vetoes[code].expires and date > vetoes[code].expires:
        line.note(VETO_LAPSED, "date", expires=vetoes[code].expires)
    return code, None


def _grade(line: Line, index: Index, _date: str | None) -> _Found:
    names = Names({g.name: () for g in index.scheme.grades})
    grade = names.find(line.text("value"))
    if grade is None:
        line.note(UNKNOWN_GRADE, "value", known=names.known(), nearest=names.nearest(line.text("value")))
    return None, grade


def _score(line: Line, index: Index, _date: str | None) -> _Found:
    code = index.code_of(line, "item") if line.text("item") else None
    points = line.figure("value", "分")
    if not isinstance(points, Decimal):
        if points is not None:
            line.note(NO_TEXT, "value", column="value")
        return code, None
    return code, points


def _exclude(_line: Line, _index: Index, _date: str | None) -> _Found:
    return None, None


_READERS = {
    DecisionKind.VETO: _veto,
    DecisionKind.GRADE: _grade,
    DecisionKind.SCORE: _score,
    DecisionKind.EXCLUDE: _exclude,
}
