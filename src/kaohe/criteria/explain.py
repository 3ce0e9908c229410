"""The derivation of a score in words: figure → clause → points, in Chinese and English.

The clauses themselves are quoted in Chinese, the language of the document; only the words around them are translated.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal

from kaohe.criteria.compiled import CompiledRule, Step
from kaohe.criteria.families.step import Step as StepClause
from kaohe.criteria.model import Clause, Input, InputType, Rule, Values
from kaohe.exact import Ratio, show_decimal, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")

SHOWN = Context(prec=8)
"""Digits shown of a number that has no finite decimal form; it is marked as approximate."""


def explain(compiled: CompiledRule, values: Values) -> tuple[str, ...]:
    """Tell how a score comes about, one line a step.

    Parameters
    ----------
    compiled
        The rule and the item's full points.
    values
        One an input, as for ``compiled.score``.

    Returns
    -------
    tuple of str
        In the current language, in the order of the calculation.

    Examples
    --------
    >>> from kaohe.criteria.compiled import compile_rule
    >>> from kaohe.criteria.families.registry import rule_from_json
    >>> from kaohe.i18n import use_language
    >>> rule = rule_from_json({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"})
    >>> with use_language("en"):
    ...     for line in explain(compile_rule(rule, Decimal(10)), [(3, 1)]):
    ...         print(line)
    Starts from 10
    迟报 3次: "迟报每1次扣0.5分", deducts 1.5
    """
    _total, steps = compiled.derive(values)
    return explain_steps(compiled.rule, values, steps)


def explain_steps(rule: Rule, values: Values, steps: Sequence[Step]) -> tuple[str, ...]:
    """Put the steps of a derivation into words, in the current language."""
    return tuple(explain_step(rule, values, step) for step in steps)


def explain_step(rule: Rule, values: Values, step: Step) -> str:
    """Put one step into words."""
    # what is deducted or added is told by its verb; every other number carries its sign
    size = abs(step.amount[0]) if step.code in ("add", "deduct", "extra", "cap_deduct") else step.amount[0]
    points = show_ratio((size, step.amount[1]))
    if step.clause < 0:
        return _limit_words(step.code).format(points=points)
    clause = rule.clauses[step.clause]
    words = _clause_words(step.code, clause).format(points=points)
    told = _figures(rule, clause, values)
    return _('{figures}: "{clause}", {effect}').format(figures=told, clause=clause.say(), effect=words)


def _limit_words(code: str) -> str:
    words = {
        "start": _("Starts from {points}"),
        "floor": _("Not below the lowest score, {points}"),
        "cap": _("Not above the highest score, {points}"),
        "cap_add": _("Additions stop at {points}"),
        "cap_deduct": _("Deductions stop at {points}"),
    }
    return words[code]


def _clause_words(code: str, clause: Clause) -> str:
    if code == "none":
        return _("deducts nothing") if clause.is_deduction else _("adds nothing")
    words = {
        "set": _("scores {points}"),
        "part": _("scores {points}"),
        "add": _("adds {points}"),
        "deduct": _("deducts {points}"),
        "extra": _("deducts a further {points}"),
        "knockout": _("the item scores {points}"),
        "waive": _("cancels the deductions"),
        "scale": _("multiplies by {points}"),
    }
    return words[code]


def _figures(rule: Rule, clause: Clause, values: Values) -> str:
    """Tell the figures that a clause looked at: ``迟报3次``, ``完成率95%，低于目标100%共5个百分点``."""
    if not clause.inputs():
        return _("in every case")
    places = zip(clause.inputs(), rule.positions(clause), strict=True)
    told = _(", ").join(figure(inp, values[i]) for inp, i in places)
    if isinstance(clause, StepClause) and clause.target is not None:
        return told + _gap(clause, values[rule.positions(clause)[0]])
    return told


def figure(inp: Input, value: Ratio | str) -> str:
    """Tell one figure: its name, number and unit."""
    if isinstance(value, str):
        return _("{name} {value}").format(name=inp.name, value=value)
    if inp.type is InputType.FLAG:
        return _("{name}: yes").format(name=inp.name) if value[0] else _("{name}: no").format(name=inp.name)
    if inp.type is InputType.RANK:
        return _("{name} place {value}").format(name=inp.name, value=show_ratio(value))
    return _("{name} {value}").format(name=inp.name, value=show_ratio(value) + (inp.unit or ""))


def _gap(clause: StepClause, value: Ratio) -> str:
    assert clause.target is not None  # noqa: S101 - the caller looks first
    tn, td = to_ratio(clause.target)
    n = (value[0] * td - tn * value[1]) * (-1 if clause.dir == "below" else 1)
    if n <= 0:
        return ""
    text = _(", {gap} below the target {target}") if clause.dir == "below" else _(", {gap} above the target {target}")
    gap = show_ratio((n, value[1] * td)) + (clause.unit or "")
    return text.format(gap=gap, target=show_decimal(clause.target) + (clause.inp.unit or ""))


def show_ratio(ratio: Ratio) -> str:
    """Write a ratio as a decimal; one without a finite form at eight digits, marked as approximate.

    Examples
    --------
    >>> show_ratio((15, 10)), show_ratio((1, 4))
    ('1.5', '0.25')
    """
    n, d = ratio
    exact = SHOWN.divide(Decimal(n), Decimal(d))
    sn, sd = to_ratio(exact)
    text = show_decimal(exact)
    return text if sn * d == n * sd else _("about {number}").format(number=text)
