"""Colours with a meaning: every state of the platform has one of five tones, an icon and a word."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Tone(StrEnum):
    """What a colour says, the same on every page."""

    ACTION = "action"
    """Blue: somebody is at it, or has to be."""
    OK = "ok"
    """Green: on pace, met, agreed."""
    RISK = "risk"
    """Amber: at risk, sent back, disputed."""
    OVERDUE = "overdue"
    """Red: overdue or vetoed, nothing else."""
    NEUTRAL = "neutral"
    """Grey: not begun, or over."""


ICONS = {
    Tone.ACTION: "player-play",
    Tone.OK: "circle-check",
    Tone.RISK: "alert-triangle",
    Tone.OVERDUE: "alert-circle",
    Tone.NEUTRAL: "circle-dashed",
}

_WORDS = {
    Tone.ACTION: "open running published current active started proposed submitted consultation assessing publicised "
    "pending waiting in_progress revised countersigned reported under_review new sent",
    Tone.OK: "ok done approved accepted agreed signed signed_off verified on_pace ahead met passed confirmed decided "
    "effective complete completed resolved upheld",
    Tone.RISK: "at_risk risk returned rejected disputed objected incomplete suspended behind warning unreported "
    "due_soon missing",
    Tone.OVERDUE: "overdue late vetoed veto",
    Tone.NEUTRAL: "draft closed cancelled withdrawn archived superseded expired none not_started not_applicable",
}
TONE_OF = {word: tone for tone, words in _WORDS.items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class Badge:
    """A word with a colour and an icon; the icon of the tone unless another is named."""

    text: str
    tone: Tone | str = Tone.NEUTRAL
    icon: str = ""

    @property
    def shown_icon(self) -> str:
        """Name of the icon beside the word."""
        return self.icon or ICONS[Tone(self.tone)]

    def __str__(self) -> str:
        return str(self.text)


def badge_of(state: Any, label: str = "") -> Badge:
    """Give the badge of a state: a `Badge`, a member of a ``TextChoices``, or a plain value with its label.

    The tone is that of ``state.tone``, else that of the state's value (`TONE_OF`), else grey.
    """
    if isinstance(state, Badge):
        return state
    value = str(getattr(state, "value", state))
    text = label or str(getattr(state, "label", state))
    tone = getattr(state, "tone", None) or TONE_OF.get(value.lower(), Tone.NEUTRAL)
    return Badge(text, tone, str(getattr(state, "icon", "") or ""))
