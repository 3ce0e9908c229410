"""The tabs over the pages of one cycle's scores."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.office.scoring.views.look import Look


@dataclass(frozen=True, slots=True)
class Tab:
    """One tab."""

    label: str
    url: str
    is_current: bool


def tabs_of(look: Look, current: str) -> list[Tab]:
    """Give the tabs that an account may open."""
    names = [("ranking", _("Ranking")), ("indicators", _("By indicator"))]
    if look.sight.is_everything:
        names += [
            ("losses", _("Lost points")),
            ("weights", _("What if")),
            ("stability", _("How firm the ranking stands")),
            ("runs", _("Runs")),
        ]
    elif not look.sight.owned:
        names = names[:1]
    keep = {"runs"}
    return [
        Tab(
            label,
            reverse(f"scoring:{name}", args=[look.cycle.code]) + ("" if name in keep else look.query),
            name == current,
        )
        for name, label in names
    ]
