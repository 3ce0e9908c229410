"""K161-K162: more indicators than anyone can attend to, and indicators too small to matter."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Indicator

_ = translator("scheme")

MOST_LEAVES = 60
"""Indicators a unit is asked for. Schemes beyond this measure paperwork."""

LEAST_SHARE = Decimal("0.2")
"""Share of the total, in percent, below which an indicator changes no rank."""


def look(context: Context) -> None:
    """Count what each class is asked for, and weigh each leaf."""
    counts = {c: Decimal(sum(c in leaf.points for leaf in context.scheme.leaves)) for c in context.class_ids}
    for class_id, count in context.per_class(counts).items():
        if count > MOST_LEAVES:
            context.add(
                "K161",
                ("indicators",),
                _("{count} indicators are asked of every unit{of_class}; {most} are already many").format(
                    count=count, of_class=context.for_class(class_id), most=MOST_LEAVES
                ),
                _("Keep those that decide; drop or merge those worth least, and take what others already collect."),
            )
    for path, _spec, node in context.leaves:
        _smallness(context, path, node)


def _smallness(context: Context, path: Path, node: Indicator) -> None:
    totals = {c: context.total(c) for c in node.points}
    shares = [
        context.worth[c][node.code] * 100 / t for c, t in totals.items() if t > 0 and node.code in context.worth[c]
    ]
    if shares and max(shares) < LEAST_SHARE:
        context.add(
            "K162",
            path,
            _("the indicator holds {share}% of all points: it costs work and changes no rank").format(
                share=show_decimal(max(shares).quantize(Decimal("0.001")))
            ),
            _("Merge it with a neighbour, or take it out."),
        )
