"""K181: bonuses without a cap."""

from __future__ import annotations

from kaohe.criteria.model import Rule
from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Adjustment

_ = translator("scheme")


def look(context: Context) -> None:
    """Find adjustments that can add without end: no cap of their own, in the sentence or in the group."""
    capped = {g.id for g in context.scheme.adjustment_groups if g.cap_add is not None}
    for position, item in enumerate(context.scheme.adjustments):
        if item.cap is None and item.group not in capped and _can_add(item) and not _is_capped(item.rule):
            context.add(
                "K181",
                ("adjustments", position),
                _("the bonus has no cap: it can outweigh all indicators"),
                _("Add `cap:` here, or a group with `cap_add`; a few percent of the total are usual."),
            )


def _can_add(item: Adjustment) -> bool:
    if item.rule is None:
        return True
    return any(c.effect == "set" or (c.effect == "shift" and not c.is_deduction) for c in item.rule.clauses)


def _is_capped(rule: Rule | None) -> bool:
    """A cap of the sentence, or every adding clause with a cap or happening only once."""
    if rule is None:
        return False
    if rule.limits.cap is not None or rule.limits.cap_add is not None:
        return True
    adding = [c for c in rule.clauses if c.effect == "shift" and not c.is_deduction]
    return bool(adding) and all(getattr(c, "cap", None) is not None or c.op in _ONCE for c in adding)


_ONCE = frozenset({"add", "score", "judge_add", "map", "bands", "rank", "rank_bands"})
"""Operations that give their points once."""
