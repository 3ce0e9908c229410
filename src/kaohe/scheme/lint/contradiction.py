"""K125-K127: a criterion that contradicts its points."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from kaohe.criteria.compiled import compile_rule
from kaohe.criteria.families.ratio import ByRatio
from kaohe.criteria.model import Rule
from kaohe.exact import rdiv, show, show_decimal, to_ratio
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.probing import probes, score_of

_ = translator("scheme")

MOST = 600
"""Probing points a criterion."""


def look(context: Context) -> None:
    """Score every leaf on probing values: what it can give must fit its full points."""
    for path, _spec, node in context.leaves:
        if node.rule is None or node.rule.is_judged:
            continue
        for full in dict.fromkeys(node.points.values()):
            _leaf(context, (*path, "criterion"), node.rule, full)


def _leaf(context: Context, path: Path, rule: Rule, full: Decimal) -> None:
    reached = _range(rule, full)
    if reached is None:
        return
    lowest, highest = reached
    most, points = _shown(highest), show_decimal(full)
    if highest > Fraction(full) and not _means_more(rule):
        message = _("the criterion can give {most} points, the indicator has {full}").format(most=most, full=points)
        proposal = _("Correct the sentence or the points; if more is meant, say so: 最高不超过该项分值的120%.")
        context.add("K125", path, message, proposal)
    says_something = any(clause.effect != "note" for clause in rule.clauses)
    if highest < Fraction(full) and says_something:
        message = _("the criterion gives at most {most} points of {full}: nobody can earn full points")
        context.add("K126", path, message.format(most=most, full=points), _("Correct the sentence or the points."))
    elif lowest == highest:
        message = _("the criterion gives {most} points whatever is reported").format(most=most)
        context.add("K127", path, message, _("Say what lowers the score."))


def _range(rule: Rule, full: Decimal) -> tuple[Fraction, Fraction] | None:
    """Lowest and highest score on the probing values; None when the rule cannot be tried."""
    try:
        compiled = compile_rule(rule, to_ratio(full))
    except ValueError:
        return None
    tried = (score_of(compiled, values) for values in probes((rule,), MOST, plausible=True))
    scores = [Fraction(*score) for score in tried if score is not None]
    return (min(scores), max(scores)) if scores else None


def _means_more(rule: Rule) -> bool:
    """The sentence itself promises more than full points: a cap above 100 %, or additions on top."""
    caps = [rule.limits.cap.value] if rule.limits.cap is not None and rule.limits.cap.of_full else []
    caps += [c.cap_pct for c in rule.clauses if isinstance(c, ByRatio) and c.cap_pct is not None]
    adds = any(c.effect == "shift" and not c.is_deduction and not c.is_part for c in rule.clauses)
    return adds or any(cap > 100 for cap in caps)


def _shown(value: Fraction) -> str:
    return show_decimal(Decimal(show(rdiv(value.numerator * 10_000, value.denominator), 4)))
