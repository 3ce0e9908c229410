"""How the state of collection looks: a word, a tone, an icon."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.models import Card, Report
from kaohe.office.monitoring.pace import Light
from kaohe.office.ui.tones import Badge, Tone

LIGHTS = [
    ("missing", gettext_lazy("missing")),
    ("due", gettext_lazy("due now")),
    ("late", gettext_lazy("reported late")),
    ("reported", gettext_lazy("reported in time")),
    ("ahead", gettext_lazy("period not over")),
]
TONES = {
    "missing": Tone.OVERDUE,
    "due": Tone.ACTION,
    "late": Tone.RISK,
    "reported": Tone.OK,
    "ahead": Tone.NEUTRAL,
}


def light_badge(report: Report) -> Badge:
    """Give the light of a report that was read with `with_light`."""
    light: str = report.light  # type: ignore[attr-defined]  # annotated
    return Badge(str(dict(LIGHTS)[light]), TONES[light])


def card_badge(report: Report) -> Badge | None:
    """Give the card that stands against a report, if any."""
    if report.has_red:  # type: ignore[attr-defined]  # annotated
        return Badge(_("red card"), Tone.OVERDUE)
    return Badge(_("yellow card"), Tone.RISK) if report.has_yellow else None  # type: ignore[attr-defined]


def badge_of_card(card: Card) -> Badge:
    """Give the badge of a card."""
    if card.lifted_at is not None:
        return Badge(_("{card}, lifted").format(card=card.get_kind_display()), Tone.NEUTRAL)
    return Badge(card.get_kind_display(), Tone.OVERDUE if card.kind == Card.Kind.RED else Tone.RISK)


def pace_badge(light: Light) -> Badge:
    """Give the light of an indicator's pace."""
    return {
        Light.ON_PACE: Badge(_("on pace"), Tone.OK),
        Light.AT_RISK: Badge(_("pace at risk"), Tone.RISK),
        Light.BEHIND: Badge(_("behind the pace"), Tone.RISK, "chart-line"),
        Light.UNKNOWN: Badge(_("no figure yet"), Tone.NEUTRAL),
    }[light]
