"""Numbers and notes of a score sheet in words."""

from __future__ import annotations

from decimal import Context, Decimal

from kaohe.exact import Ratio, rdiv, reduced, show, show_decimal
from kaohe.i18n import translator
from kaohe.scoring.cells import Note

_ = translator("scoring")

MAX_PLACES = 6
"""Longest decimal that is written out in full; a longer one is rounded to four places and marked ≈."""


def say_ratio(ratio: Ratio) -> str:
    """Write an exact number: in full when it is a short decimal, else rounded to four places and marked.

    Examples
    --------
    >>> say_ratio((1234, 100)), say_ratio((1, 3))
    ('12.34', '≈0.3333')
    """
    n, d = reduced(ratio)
    scaled, rest = divmod(n * 10**MAX_PLACES, d)
    if not rest:
        return show_decimal(Decimal(show(scaled, MAX_PLACES)))
    return "≈" + show_decimal(Decimal(show(rdiv(n * 10**4, d), 4)))


def say_signed(ratio: Ratio) -> str:
    """Write an amount with its sign."""
    return ("+" if ratio[0] > 0 else "") + say_ratio(ratio)


def to_text(ratio: Ratio, digits: int = 12) -> str:
    """Write a ratio for a file: exact when short, else to so many significant digits."""
    n, d = reduced(ratio)
    exact = Context(prec=digits).divide(Decimal(n), Decimal(d))
    return show_decimal(exact)


def say_note(note: Note) -> str:
    """Put a note in words."""
    template = _TEXTS[note.code]()
    return template.format(*note.args, names=_(", ").join(note.args))


_TEXTS = {
    "none_happened": lambda: _("nothing was entered for {names}, so it did not happen"),
    "input_missing": lambda: _("{names} was not reported, so the figure counts as not reported"),
    "given": lambda: _("the score was given by a person"),
    "out_of_100": lambda: _("the result out of 100 is brought to the points of the item"),
    "decided": lambda: _("the score was set by a decision of {0}: {1} {2}"),
    "total_decided": lambda: _("the total was set by a decision of {0}: {1} {2}"),
    "node_decided": lambda: _("the score of {0} was set by a decision of {1}: {2} {3}"),
    "barred": lambda: _("barred from the grade {0}"),
    "no_grade": lambda: _("evaluated without a grade"),
    "lowest_grade": lambda: _("a veto gives the lowest grade, {0}"),
    "grade_by_name": lambda: _("the grade {0} is fixed by the scheme or a veto"),
    "tie_at_quota": lambda: _(
        "{1} units tie where the quota of {0} ends and {2} places are left: none of them is proposed, a person decides"
    ),
    "quota_full": lambda: _("reaches {0}, but its quota of {1} is used up"),
    "veto_off": lambda: _("the veto item {0} is not in force (no basis, level or expiry), so it has no effect"),
    "veto_expired": lambda: _("the veto item {0} expired on {1}, so it has no effect"),
}
