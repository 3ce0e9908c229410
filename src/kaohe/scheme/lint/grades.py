"""K190-K191: grades that nobody can reach, quotas that come to more than everybody."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context

_ = translator("scheme")


def look(context: Context) -> None:
    """Compare thresholds with the points that can be reached, and add up the quotas."""
    most = max((context.total(c) for c in context.class_ids), default=Decimal(0))
    bonus = _bonus(context)
    for position, grade in enumerate(context.scheme.grades):
        if grade.at_least is not None and bonus is not None and grade.at_least > most + bonus:
            context.add(
                "K190",
                ("grades", position, "at_least"),
                _("nobody can reach {threshold}: at most {most} points can be earned").format(
                    threshold=show_decimal(grade.at_least), most=show_decimal(most + bonus)
                ),
                _("Write the threshold in points of this scheme, not out of 100."),
            )
    quotas = [g.quota_pct for g in context.scheme.grades if g.quota_pct is not None]
    if sum(quotas, Decimal(0)) > 100:
        context.add(
            "K191",
            ("grades",),
            _("the quotas come to {total}%").format(total=show_decimal(sum(quotas, Decimal(0)))),
            _("Quotas are shares of the same class: together they cannot pass 100%."),
        )


def _bonus(context: Context) -> Decimal | None:
    """Most that can be earned on top; None when it is unlimited or a coefficient multiplies the total."""
    caps = [a.cap for a in context.scheme.adjustments]
    if context.scheme.coefficients or any(c is None for c in caps):
        return None
    return sum((c for c in caps if c is not None), Decimal(0))
