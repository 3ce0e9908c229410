"""From figure to score in words: one leaf or one adjustment of one unit."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from kaohe.criteria.explain import explain_steps
from kaohe.criteria.model import Input, InputType, Rule, Scalar, Source
from kaohe.exact import Ratio, show, show_decimal
from kaohe.i18n import translator
from kaohe.scheme.model import Adjustment, Indicator, Missing, Scheme
from kaohe.scoring.cells import AdjustmentScore, IndicatorScore, State
from kaohe.scoring.facts import Event, Fact, InputValue
from kaohe.scoring.lines import Explanation
from kaohe.scoring.words import say_note, say_ratio, say_signed
from kaohe.tables.place import NOWHERE

_ = translator("scoring")


def explain_leaf(scheme: Scheme, cell: IndicatorScore) -> Explanation:
    """Explain a leaf's score: the figure, the sentence, each clause, rounding, and the periods it is composed of."""
    leaf = scheme.by_code[cell.code]
    if cell.periods:
        lines = [_period_line(scheme, leaf, period) for period in cell.periods]
        lines.append(
            _line("rounding", _("the periods together come to {exact}"), exact=say_ratio(cell.exact or (0, 1)))
        )
    else:
        lines = _cell_lines(scheme, leaf, cell)
    return Explanation(
        "leaf",
        _("{code} {name}: {score} of {points} points").format(
            code=leaf.code, name=leaf.name, score=_shown(scheme, cell.score), points=show_decimal(cell.points)
        ),
        code=leaf.code,
        score=None if cell.score is None else show(cell.score, scheme.precision),
        lines=tuple(lines),
    )


_IN_A_SENTENCE = frozenset({"period", "figure", "event", "input", "clause", "rounding", "cap", "note"})


def derivation(scheme: Scheme, cell: IndicatorScore) -> str:
    """Say in one sentence how a leaf's score came about: figure, inputs, clauses, rounding."""
    return _in_a_sentence(explain_leaf(scheme, cell))


def derivation_of_adjustment(scheme: Scheme, score: AdjustmentScore) -> str:
    """Say in one sentence how a bonus or deduction came about: entries, clauses, caps."""
    item = next(a for a in scheme.adjustments if a.code == score.code)
    return _in_a_sentence(explain_adjustment(scheme, item, score))


def _in_a_sentence(told: Explanation) -> str:
    return _("; ").join(line.text for _depth, line in told.walk() if line.kind in _IN_A_SENTENCE)


def _period_line(scheme: Scheme, leaf: Indicator, cell: IndicatorScore) -> Explanation:
    text = _("{period}: {score}").format(period=cell.period, score=_shown(scheme, cell.score))
    return Explanation("period", text, leaf.code, lines=tuple(_cell_lines(scheme, leaf, cell)))


def _cell_lines(scheme: Scheme, leaf: Indicator, cell: IndicatorScore) -> list[Explanation]:
    lines = [_figure_line(leaf, cell)]
    lines += [_event_line(event) for event in cell.events]
    if leaf.criterion:
        lines.append(_line("criterion", _("criterion: {sentence}"), sentence=leaf.criterion))
    if leaf.rule is not None and cell.values:
        lines += _input_lines(leaf.rule, cell.values, leaf.unit)
        lines += _clause_lines(leaf.rule, cell)
    lines += [Explanation("note", say_note(note)) for note in cell.notes]
    if cell.exact is not None and cell.own is not None:
        lines += _rounding(scheme, cell.exact, cell.own)
    return lines


def _figure_line(leaf: Indicator, cell: IndicatorScore) -> Explanation:
    fact = cell.fact
    if cell.state is State.NOT_APPLICABLE:
        return Explanation("figure", _("not applicable: left out"), source=source_of(fact))
    if cell.state is State.NOT_REPORTED:
        return Explanation("figure", _not_reported(leaf), source=source_of(fact))
    if fact is None:
        return Explanation("figure", _reported_without_row(cell))
    return Explanation("figure", _figure(leaf, fact), source=source_of(fact))


def _not_reported(leaf: Indicator) -> str:
    return {
        Missing.ZERO: _("not reported: counts as zero points, as the scheme says"),
        Missing.FULL: _("not reported: counts as full points, as the scheme says"),
        Missing.EXCLUDE: _("not reported: left out, the points are spread over what is present"),
    }.get(leaf.missing, _("not reported"))


def _reported_without_row(cell: IndicatorScore) -> str:
    if cell.events or not cell.values:
        return _("from the ledger of events")
    value = cell.values[0]
    return _("result: {value}").format(value=value if isinstance(value, str) else say_ratio(value))


def _figure(leaf: Indicator, fact: Fact) -> str:
    unit = leaf.unit or ""
    parts = []
    if fact.actual is not None:
        parts.append(_("reported {actual}{unit}").format(actual=show_decimal(fact.actual), unit=unit))
    parts += [f"{name} {_value(value)}" for name, value in fact.inputs.items()]
    if fact.target is not None:
        parts.append(_("target {target}{unit}").format(target=show_decimal(fact.target), unit=unit))
    if fact.previous is not None:
        parts.append(_("year before {previous}{unit}").format(previous=show_decimal(fact.previous), unit=unit))
    return _("{period}: {parts}").format(period=fact.period, parts=_(", ").join(parts))


def _value(value: InputValue) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return show_decimal(value) if isinstance(value, Decimal) else value


def source_of(row: Fact | Event | None) -> dict[str, str]:
    """Say where a row comes from, as far as it is known: place in a file, who entered and signed it, evidence."""
    if row is None:
        return {}
    known = {} if row.place == NOWHERE else {"place": str(row.place)}
    for name in ("entered_by", "signed_off_by", "evidence"):
        value = getattr(row, name, None)
        if value:
            known[name] = str(value)
    return known


def _event_line(event: Event) -> Explanation:
    words = [w for w in (event.date, event.grounds, event.level, event.input) if w]
    if event.points is not None:
        words.append(_("{points} points").format(points=show_decimal(event.points)))
    if event.count != 1:
        words.append(_("{count} times").format(count=show_decimal(event.count)))
    text = _("entry: {words}").format(words=_(", ").join(words))
    return Explanation("event", text, source=source_of(event))


def _input_lines(rule: Rule, values: Sequence[Scalar], unit: str | None) -> list[Explanation]:
    """Show derived inputs; a plain figure has been shown as it was reported."""
    return [
        Explanation("input", _input(inp, value, unit))
        for inp, value in zip(rule.inputs, values, strict=True)
        if inp.source is not Source.VALUE
    ]


def _input(inp: Input, value: Scalar, unit: str | None) -> str:
    if isinstance(value, str):
        return f"{inp.name}: {value}"
    how = _SOURCES[inp.source]()
    shown = say_ratio(value) + (inp.unit or ("" if inp.type is InputType.RANK else unit or ""))
    return _("{name}: {how} = {value}").format(name=inp.name, how=how, value=shown)


_SOURCES = {
    Source.COMPLETION: lambda: _("actual ÷ target × 100"),
    Source.INVERSE_COMPLETION: lambda: _("target ÷ actual × 100"),
    Source.SHORTFALL: lambda: _("target − actual"),
    Source.EXCESS: lambda: _("actual − target"),
    Source.GAP: lambda: _("actual − target"),
    Source.EXCESS_PCT: lambda: _("(actual − target) ÷ target × 100"),
    Source.TARGET: lambda: _("target"),
    Source.GROWTH: lambda: _("growth on the year before"),
    Source.DECLINE: lambda: _("decline on the year before"),
    Source.CHANGE: lambda: _("actual − year before"),
    Source.RANK: lambda: _("place in the comparison group"),
    Source.RANK_ASCENDING: lambda: _("place in the comparison group, smallest first"),
    Source.GROUP_MAX: lambda: _("greatest in the comparison group"),
    Source.GROUP_MIN: lambda: _("smallest in the comparison group"),
    Source.GROUP_MEAN: lambda: _("mean of the comparison group"),
    Source.GROUP_VARIANCE: lambda: _("variance of the comparison group"),
    Source.GROUP_SIZE: lambda: _("units in the comparison group"),
}


def _clause_lines(rule: Rule, cell: IndicatorScore | AdjustmentScore) -> list[Explanation]:
    if cell.steps is None:
        return [Explanation("note", _("the run kept no derivation"))]
    return [Explanation("clause", text) for text in explain_steps(rule, cell.values, cell.steps)]


def _rounding(scheme: Scheme, exact: Ratio, units: int) -> list[Explanation]:
    if exact[0] * 10**scheme.precision == units * exact[1]:
        return []
    text = _("{exact} is rounded to {score}").format(exact=say_ratio(exact), score=show(units, scheme.precision))
    return [Explanation("rounding", text)]


def _line(kind: str, template: str, **words: str) -> Explanation:
    return Explanation(kind, template.format(**words))


def _shown(scheme: Scheme, units: int | None) -> str:
    return _("left out") if units is None else show(units, scheme.precision)


def explain_adjustment(scheme: Scheme, item: Adjustment, score: AdjustmentScore) -> Explanation:
    """Explain a bonus or deduction: entries, sentence, clauses, and the caps that cut it."""
    lines = [] if score.fact is None else [Explanation("figure", _row(score.fact), source=source_of(score.fact))]
    lines += [_event_line(event) for event in score.events]
    if item.criterion:
        lines.append(_line("criterion", _("criterion: {sentence}"), sentence=item.criterion))
    if item.rule is not None and score.values:
        lines += _clause_lines(item.rule, score)
    lines += [Explanation("note", say_note(note)) for note in score.notes]
    names = {"item": _("its own cap"), "group": _("the cap of its group"), "total": _("the cap on all items")}
    counted = (score.counted, 10**scheme.precision)
    if score.limits:
        text = _("{amount} is cut to {counted} by {limits}").format(
            amount=say_signed((score.amount, 10**scheme.precision)),
            counted=say_signed(counted),
            limits=_(", ").join(names[limit] for limit in score.limits),
        )
        lines.append(Explanation("cap", text))
    target = "" if score.of is None else _(" on {code}").format(code=score.of)
    text = _("{code} {name}{target}: {counted}").format(
        code=item.code, name=item.name, target=target, counted=say_signed(counted)
    )
    return Explanation("adjustment", text, item.code, show(score.counted, scheme.precision), lines=tuple(lines))


def _row(fact: Fact) -> str:
    parts = [] if fact.actual is None else [show_decimal(fact.actual)]
    parts += [f"{name} {_value(value)}" for name, value in fact.inputs.items()]
    return _("{period}: {parts}").format(period=fact.period, parts=_(", ").join(parts))
