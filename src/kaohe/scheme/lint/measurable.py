"""K113: indicators that no one can measure."""

from __future__ import annotations

from kaohe.criteria.model import InputType
from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Indicator

_ = translator("scheme")

# Attitudes: a figure for them is invented, whatever the sentence computes from it.
ATTITUDES = (
    "思想认识",
    "重视程度",
    "思想觉悟",
    "精神面貌",
    "大局意识",
    "责任意识",
    "服务意识",
    "工作态度",
    "工作热情",
    "奉献精神",
    "政治觉悟",
)


def look(context: Context) -> None:
    """Find leaves whose figure nobody could produce: attitudes, and measures without unit and without owner."""
    fed = {b.feeds for b in context.spec.ballots}
    for path, spec, node in context.leaves:
        if node.code in fed or node.rule is None:
            continue
        attitude = next((word for word in ATTITUDES if word in node.name or word in (spec.criterion or "")), None)
        if attitude is not None and not node.rule.is_judged:
            context.add(
                "K113",
                path,
                _("{word} cannot be measured, so its figure would be invented").format(word=attitude),
                _("Name facts that show it (meetings held, problems solved in time), or let a ballot judge it."),
            )
        elif _has_homeless_measure(node):
            context.add(
                "K113",
                path,
                _("the criterion needs a measured figure, but neither its unit nor who measures it is named"),
                _("Add `unit:` and `owner:`, or choose an indicator for which figures exist."),
            )


def _has_homeless_measure(node: Indicator) -> bool:
    """A percentage names its unit itself; counts of events are kept by the office."""
    if node.unit or node.owner or node.rule is None:
        return False
    return any(i.type is InputType.MEASURE and not i.unit for i in node.rule.inputs)
