"""What stands in a cell: exact figures with separators, dates, badges, movements of rank; every text escaped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from kaohe.office.ui.icons import icon
from kaohe.office.ui.tables.column import Column, Rank
from kaohe.office.ui.tones import Badge, badge_of

_SCORE_PLACES = 2

NOTHING = mark_safe('<span class="text-secondary">–</span>')


def figure(value: Any, unit: str = "") -> str:
    """Write an exact number with thousands separators: all its digits, less the zeros that storage adds.

    Figures are stored with four places and more; zeros after the second say nothing about what was reported. Two places
    stay as they are: scores are written that way.

    Raises
    ------
    TypeError
        For a binary float: no score, target, share or money may pass through one.

    Examples
    --------
    >>> figure(Decimal("1234567.50")), figure(-1200), figure(Decimal("1E+3"), "亩")
    ('1,234,567.50', '-1,200', '1,000 亩')
    >>> figure(Decimal("30.0000")), figure(Decimal("2.5250")), figure(Decimal("57.70"))
    ('30', '2.525', '57.70')
    """
    if isinstance(value, float):
        raise TypeError(f"{value!r} is a binary float; figures are Decimal or int")
    text = format(_plain(value), ",f") if isinstance(value, Decimal) else format(int(value), ",d")
    return f"{text} {unit}" if unit else text


def _plain(value: Decimal) -> Decimal:
    exponent = value.as_tuple().exponent
    return value.normalize() if isinstance(exponent, int) and exponent < -_SCORE_PLACES else value


def day(value: date | datetime | None) -> str:
    """Write a date 2026-11-20, a moment with its minutes in local time."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
    return value.isoformat()


def badge(state: Any, label: str = "") -> SafeString:
    """Draw the badge of a state: colour, icon and word."""
    found = badge_of(state, label)
    return format_html(
        '<span class="kaohe-badge kaohe-{}">{}{}</span>', found.tone, icon(found.shown_icon), str(found.text)
    )


def rank(place: Rank) -> SafeString:
    """Draw a place with its movement: ▲ for places won, ▼ for places lost, and the number."""
    if not place.gained:
        return format_html('<span class="kaohe-figure">{}</span>', place.place)
    won = place.gained > 0
    return format_html(
        '<span class="kaohe-figure">{}</span> <span class="kaohe-{}" title="{}">{}{}</span>',
        place.place,
        "up" if won else "down",
        _("up by %(places)s") % {"places": place.moved} if won else _("down by %(places)s") % {"places": place.moved},
        "▲" if won else "▼",
        place.moved,
    )


_DRAWN: dict[str, Callable[[Any], str]] = {"number": figure, "date": day, "badge": badge, "rank": rank}


def drawn(column: Column, row: Any, *, is_linked: bool = True) -> SafeString:
    """Draw the value of a row, as a link when the column says where it leads."""
    value = column.value_of(row)
    if value is None:
        return NOTHING
    shown = conditional_escape(_DRAWN[column.kind](value) if column.kind in _DRAWN else value)
    url = column.link(row) if column.link and is_linked else ""
    return format_html('<a href="{}">{}</a>', url, shown) if url else shown


def is_right(column: Column) -> bool:
    """Tell whether the column stands at the right edge: figures do."""
    return column.kind == "number"


__all__ = ["Badge", "badge", "day", "drawn", "figure", "is_right", "rank"]
