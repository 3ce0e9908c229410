"""K192: conversions of votes that make no sense."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context

_ = translator("scheme")

PASSING = Decimal(50)
"""A vote against that counts this much or more is counted half in favour."""

_AGAINST = ("不满意", "很不满意", "非常不满意", "差", "较差", "很差", "不称职", "不合格", "不同意", "反对")


def look(context: Context) -> None:
    """Look for votes against that count in favour, and for better choices worth less than worse ones."""
    for position, campaign in enumerate(context.spec.ballots):
        path = ("ballots", position, "scale")
        values = [(c, v) for c, v in campaign.scale.choices.items() if v is not None]
        for choice, value in values:
            if choice in _AGAINST and value >= PASSING:
                context.add(
                    "K192",
                    path,
                    _("{choice} counts {value} of 100: a vote against would count in favour").format(
                        choice=choice, value=show_decimal(value)
                    ),
                    _("Give a vote against 0, or at most a value far below a pass."),
                )
        for (one, more), (other, less) in pairwise(values):
            if less > more:
                context.add(
                    "K192",
                    path,
                    _("{other} is worth more than {one}, which stands before it").format(other=other, one=one),
                    _("Write choices from best to worst with falling values."),
                )
