"""The numbered problems of lists of superior's indicators and of shares: O3xx."""

from __future__ import annotations

from kaohe.tables.problems import Kind

DOMAIN = "office.planning"


def _(message: str) -> str:
    """Mark a text for the catalogue; it is looked up when the problem is shown."""
    return message


KNOWN_CODE = Kind(
    "O301",
    _("the code belongs to another of the superior's indicators: {name}"),
    _("the indicator as it is here, or a new code"),
    _("Correct the code; change an indicator that is here in its own page"),
    DOMAIN,
)
NO_DAY = Kind("O302", _("the day is missing"), _("a date: 2026-03-31"), _("Write the day"), DOMAIN)
NOT_POINTS = Kind(
    "O303",
    _("this is no number"),
    _("a number with at most four decimal places, or an empty cell"),
    _("Write the number alone"),
    DOMAIN,
)
UNKNOWN_INDICATOR = Kind(
    "O304",
    _("the cycle has no indicator of this code"),
    _("the code of an indicator of the published scheme, or an empty cell"),
    _("Correct the code. Nearest: {nearest}"),
    DOMAIN,
)
UNKNOWN_PERSON = Kind(
    "O305",
    _("nobody, or more than one, has this number or name"),
    _("the staff number of somebody who works here"),
    _("Write the staff number"),
    DOMAIN,
)
NO_UNIT = Kind(
    "O307",
    _("who answers is missing, but a due date, leader or indicator is given"),
    _("the responsible unit"),
    _("Write the unit, or empty the other cells"),
    DOMAIN,
)
NO_BEARER = Kind(
    "O321",
    _("the unit has no section, post or person of this name"),
    _("the name of an open section or post, or the staff number of somebody who works in the unit"),
    _("Correct it, or choose a successor. Nearest: {nearest}"),
    DOMAIN,
)
UNKNOWN_BEARER_KIND = Kind(
    "O322",
    _("this is no kind of bearer"),
    _("one of: {choices}"),
    _("Write one of these"),
    DOMAIN,
)
NOT_SHARE = Kind(
    "O323",
    _("this is no share"),
    _("a percentage above 0 and at most 100 with at most four decimal places"),
    _("Write the number alone: 33.3333"),
    DOMAIN,
)
WRONG_LEVEL = Kind(
    "O324",
    _("the level does not follow from the row above"),
    _("1, or at most one more than the level of the row above, under the same indicator"),
    _("Put the row below the share that it is part of"),
    DOMAIN,
)
NOT_DIVIDED_HERE = Kind(
    "O325",
    _("the unit is not appraised by this indicator"),
    _("the code of an indicator of the unit's class"),
    _("Correct the code, or leave the row out"),
    DOMAIN,
)
