"""Clauses on a unit's own figures, from their JSON."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kaohe.criteria.families.award import AwardAdd, AwardDeduct
from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.families.choice import ByChoice
from kaohe.criteria.families.flat import Add, Deduct, ExtraDeduct
from kaohe.criteria.families.formula import Formula, Weighted
from kaohe.criteria.families.judged import JudgeAdd, Judged, JudgeDeduct, JudgeScore, Open
from kaohe.criteria.families.linear import Linear
from kaohe.criteria.families.modifier import Multiply, Waive
from kaohe.criteria.families.per_event import AddPer, DeductPer
from kaohe.criteria.families.ratio import ByRatio, RatioDeduct, TwoMinus
from kaohe.criteria.families.read_condition import read_condition, term_from_json
from kaohe.criteria.families.reader import Reader, unexpected
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.step import StepAdd, StepDeduct
from kaohe.criteria.model import FULL, Amount, Clause, Input, InputType, Source
from kaohe.i18n import translator

_ = translator("criteria")

HUNDRED = Decimal(100)


def _per_event(kind: type[DeductPer] | type[AddPer]) -> Callable[[Reader], Clause]:
    def read(reader: Reader) -> Clause:
        unit = reader.get("unit", None)
        inp = reader.own_input(reader.text("when", "次数"), InputType.COUNT, unit)
        rounding = reader.one_of("rounding", "proportional", "proportional", "full", "up")
        delta, per, cap = reader.amount("delta"), reader.decimal("per", Decimal(1)), reader.amount("cap", None)
        return kind(inp, delta, _step_size(per), unit, rounding, cap, reader.decimal("threshold", None))

    return read


def _step_size(per: Decimal) -> Decimal:
    if per <= 0:
        raise unexpected("per", per, _("a step above zero"))
    return per


def _step(kind: type[StepDeduct] | type[StepAdd]) -> Callable[[Reader], Clause]:
    def read(reader: Reader) -> Clause:
        unit, on = reader.get("unit", None), reader.text("on", "完成值")
        direction = reader.one_of("dir", "below" if kind is StepDeduct else "above", "below", "above")
        inp = reader.own_input(on, InputType.MEASURE, unit)
        rounding = reader.one_of("rounding", "proportional", "proportional", "full", "up")
        target, per = reader.decimal("target", None), _step_size(reader.decimal("per", Decimal(1)))
        delta, cap = reader.amount("delta"), reader.amount("cap", None)
        low, high = reader.decimal("low", None), reader.decimal("high", None)
        return kind(inp, on, target, direction, per, unit, delta, rounding, cap, low, high)

    return read


def _flat(kind: type[Deduct] | type[Add] | type[ExtraDeduct]) -> Callable[[Reader], Clause]:
    return lambda reader: kind(read_condition(reader), reader.amount("delta"), reader.amount("cap", None))


def _score(reader: Reader) -> Clause:
    return Score(read_condition(reader), reader.amount("value"), reader.flag("additive"))


def _bands(reader: Reader) -> Clause:
    unit, on = reader.get("unit", None), reader.text("on", "完成值")
    inp = reader.own_input(on, InputType.MEASURE, unit)
    bands = tuple(_band(reader, row) for row in reader.rows("bands"))
    return Bands(inp, on, unit, bands, reader.one_of("mode", "set", "set", "add"))


def _band(reader: Reader, row: Any) -> Band:
    if not isinstance(row, (list, tuple)) or not 3 <= len(row) <= 4:
        raise reader.unexpected("bands", row, _("[low, high, points], null for an open end"))
    ends = row[3] if len(row) == 4 else "[)"
    if ends not in ("[)", "(]", "[]", "()"):
        raise reader.unexpected("bands", ends, _("one of {choices}").format(choices="[) (] [] ()"))
    low, high = (None if end is None else reader.number("bands", end) for end in row[:2])
    return Band(low, high, reader.points("bands", row[2]), ends[0] == "(", ends[1] == ")")


def _choice(reader: Reader) -> Clause:
    table = tuple((text, reader.points("map", value)) for text, value in reader.table("map").items())
    choices = tuple(text for text, _ in table)
    inp = reader.field("input", Input(reader.text("on", "等级"), InputType.CHOICE, choices=choices))
    return ByChoice(inp, table, reader.one_of("mode", "set", "set", "add"), reader.flag("counted"))


def _award(kind: type[AwardAdd] | type[AwardDeduct]) -> Callable[[Reader], Clause]:
    def read(reader: Reader) -> Clause:
        levels = tuple((name, reader.points("levels", value)) for name, value in reader.table("levels").items())
        counted, cap, on = reader.flag("counted"), reader.amount("cap", None), reader.text("on", "")
        return kind(levels, counted, cap, on, reader.get("unit", None), reader.flag("flags"))

    return read


def _completion(reader: Reader, inverse: bool = False) -> Input:
    source = Source.INVERSE_COMPLETION if inverse else Source.COMPLETION
    return reader.own_input(reader.text("on", "完成率"), InputType.MEASURE, "%", source)


def _ratio(reader: Reader) -> Clause:
    inverse = reader.flag("inverse")
    inp, cap = _completion(reader, inverse), reader.decimal("cap_pct", HUNDRED)
    return ByRatio(inp, cap, reader.amount("of", FULL), inverse)


def _two_minus(reader: Reader) -> Clause:
    return TwoMinus(_completion(reader), reader.decimal("cap_pct", HUNDRED), reader.amount("of", FULL))


def _ratio_deduct(reader: Reader) -> Clause:
    return RatioDeduct(_completion(reader), reader.amount("of", FULL))


def _linear(reader: Reader) -> Clause:
    inp = reader.own_input(reader.text("on", "完成值"), InputType.MEASURE, reader.get("unit", None))
    anchors = tuple(_anchor(reader, row) for row in reader.rows("anchors"))
    return Linear(inp, anchors, reader.one_of("mode", "set", "set", "add"))


def _anchor(reader: Reader, row: Any) -> tuple[Decimal, Amount]:
    if not isinstance(row, (list, tuple)) or len(row) != 2:
        raise reader.unexpected("anchors", row, _("[figure, points]"))
    return reader.number("anchors", row[0]), reader.points("anchors", row[1])


def _formula(reader: Reader) -> Clause:
    return Formula(term_from_json(reader.get("tree")), reader.text("name", ""))


def _weighted(reader: Reader) -> Clause:
    weights = reader.table("weights")
    names = [*weights, *(reader.rows("plus") if reader.has("plus") else reader.get("plus", []) or [])]
    if reader.has("inputs"):
        fields = [reader.read_field("inputs", item) for item in reader.rows("inputs")]
    else:
        fields = [Input(name, InputType.MEASURE, "分") for name in names]
    if len(fields) != len(names):
        raise reader.unexpected("inputs", len(fields), _("{count} inputs, one a part").format(count=len(names)))
    shares = [reader.number("weights", share) * 100 for share in weights.values()]
    parts = tuple(zip(fields[: len(shares)], shares, strict=True))
    return Weighted(parts, tuple(fields[len(shares) :]))


def _judged(kind: type[Judged]) -> Callable[[Reader], Clause]:
    def read(reader: Reader) -> Clause:
        low, high, per = reader.decimal("min", None), reader.decimal("max", None), reader.get("per", None)
        words = reader.text("when", "评分")
        inp = reader.field("input", Input(words, InputType.MEASURE, "分", low=low, high=high))
        counts = Input(f"{words}次数", InputType.COUNT, per) if per else None
        return kind(inp, reader.field("count", counts) if per or reader.has("count") else None)

    return read


def _waive(reader: Reader) -> Clause:
    return Waive(read_condition(reader), reader.flag("may"))


def _multiply(reader: Reader) -> Clause:
    target = reader.one_of("target", "deductions", "deductions", "additions", "score")
    return Multiply(read_condition(reader), reader.decimal("factor"), target)


READERS: dict[str, Callable[[Reader], Clause]] = {
    "deduct_per": _per_event(DeductPer),
    "add_per": _per_event(AddPer),
    "step_deduct": _step(StepDeduct),
    "step_add": _step(StepAdd),
    "deduct": _flat(Deduct),
    "add": _flat(Add),
    "extra_deduct": _flat(ExtraDeduct),
    "score": _score,
    "bands": _bands,
    "map": _choice,
    "award_add": _award(AwardAdd),
    "award_deduct": _award(AwardDeduct),
    "ratio": _ratio,
    "two_minus": _two_minus,
    "ratio_deduct": _ratio_deduct,
    "linear": _linear,
    "formula": _formula,
    "weighted": _weighted,
    "judge_deduct": _judged(JudgeDeduct),
    "judge_add": _judged(JudgeAdd),
    "judge_score": _judged(JudgeScore),
    "open": _judged(Open),
    "waive": _waive,
    "multiply": _multiply,
}
