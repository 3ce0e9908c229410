"""K180: how much of the total a person scores without a rule."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context

_ = translator("scheme")

MOST_BY_HAND = Decimal(30)
"""Share of the total, in percent, that may rest on sentences no rule can compute."""


def look(context: Context) -> None:
    """Add up the leaves that are ``text_only`` or judged."""
    by_hand = [n.code for n in context.scheme.leaves if n.text_only or (n.rule is not None and n.rule.is_judged)]
    for class_id, share in context.shares(by_hand).items():
        if share > MOST_BY_HAND:
            context.add(
                "K180",
                ("indicators",),
                _("{share}% of all points{of_class} are given by persons, without a rule that runs").format(
                    share=show_decimal(share.quantize(Decimal("0.1"))), of_class=context.for_class(class_id)
                ),
                _("Write criteria that count or measure; `kaohe lint` names the leaves that are judged (K140)."),
            )
