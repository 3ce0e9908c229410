"""K161-K162: more indicators than anyone can attend to, and indicators too small to matter."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.fields import ALL
from kaohe.scheme.lint.context import Context

_ = translator("scheme")

MOST_LEAVES = 60
"""Indicators a unit is asked for. Schemes beyond this measure paperwork."""

LEAST_SHARE = Decimal("0.2")
"""Share of the total, in percent, below which an indicator changes no rank."""


def look(context: Context) -> None:
    """Count what each class is asked for."""
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
        shares = {
            c: context.worth[c][node.code] * 100 / context.total(c)
            for c in node.points
            if node.code in context.worth[c] and context.total(c) > 0
        }
        least = min(shares.values(), default=Decimal(100))
        if max(shares.values(), default=Decimal(100)) < LEAST_SHARE:
            context.add(
                "K162",
                path,
                _("the indicator holds {share}% of all points{of_class}: it costs work and changes no rank").format(
                    share=show_decimal(least.quantize(Decimal("0.001"))), of_class=context.for_class(ALL)
                ),
                _("Merge it with a neighbour, or take it out."),
            )
