"""The numbered problems of lists of targets and results: O2xx."""

from __future__ import annotations

from kaohe.tables.problems import Kind

_DOMAIN = "office.planning"


def _(message: str) -> str:
    """Mark a text for the catalogue; it is looked up when the problem is shown."""
    return message


NO_UNIT = Kind(
    "O201",
    _("no unit of this cycle has this code or name"),
    _("the code or the full name of a unit appraised in this cycle"),
    _("Correct it as in the template. Nearest: {nearest}"),
    _DOMAIN,
)
WHICH_UNIT = Kind(
    "O202",
    _("several units of this cycle have this name"),
    _("a code of a unit"),
    _("Write the code of the one meant: {codes}"),
    _DOMAIN,
)
NO_INDICATOR = Kind(
    "O203",
    _("no indicator of this cycle has this code or name"),
    _("the code of an indicator that takes targets"),
    _("Correct the indicator as in the template. Nearest: {nearest}"),
    _DOMAIN,
)
NOT_FOR_CLASS = Kind(
    "O204",
    _("this indicator takes no target from this unit"),
    _("an empty cell, or 不适用"),
    _("Empty the cell: the indicator is for another class, or its criterion has a number of its own"),
    _DOMAIN,
)
TWICE = Kind(
    "O205",
    _("unit and indicator stand in the list twice"),
    _("each unit with each indicator once"),
    _("Delete one of them; the first is in row {first}"),
    _DOMAIN,
)
NOT_YOURS = Kind(
    "O206",
    _("your role does not reach this unit's targets"),
    _("a unit for which you propose"),
    _("Leave the unit out of the list"),
    _DOMAIN,
)
FIXED = Kind(
    "O207",
    _("the target is {state} at {value}"),
    _("the value that stands, or an empty cell"),
    _("Have an approved target returned first; ask for an adjustment of a locked one"),
    _DOMAIN,
)
MERGED = Kind(
    "O208",
    _("a merged cell gives several targets one value"),
    _("one value a cell"),
    _("Unmerge the cells and write each target"),
    _DOMAIN,
)
TOO_FINE = Kind(
    "O209",
    _("the target has more than four decimal places"),
    _("at most 4"),
    _("Round it, or use a smaller unit"),
    _DOMAIN,
)
BELOW = Kind(
    "O210",
    _("the target asks for less than the superior does, {floor}"),
    _("at least the superior's target, or a reason beside it"),
    _("Raise it, or write the reason into the column 低于上级目标的理由; a leader then decides"),
    _DOMAIN,
)
NO_BASIS = Kind(
    "O211",
    _("this is said to be the most that can be attained, without a basis"),
    _("a basis in the column 依据"),
    _("Write the basis"),
    _DOMAIN,
)
NO_FIGURES = Kind(
    "O212",
    _("the list has no column of targets"),
    _("a column 目标值 beside 指标, or one column an indicator"),
    _("Take one of the two templates"),
    _DOMAIN,
)
NOT_OFFICE = Kind(
    "O213",
    _("only the appraisal office sets the superior's targets"),
    _("an empty column"),
    _("Leave the column 上级目标 as it stands"),
    _DOMAIN,
)
WRONG_YEAR = Kind(
    "O214",
    _("this is no earlier year"),
    _("a year before {year}"),
    _("Write the year with four digits"),
    _DOMAIN,
)
NO_RESULT = Kind(
    "O215",
    _("the row has neither a target nor an actual figure"),
    _("one of the two, or both"),
    _("Fill it in, or delete the row"),
    _DOMAIN,
)
NOT_APPLICABLE = Kind(
    "O216",
    _("the indicator applies to this unit"),
    _("a number, or an empty cell"),
    _("Write the target; where an indicator does not apply, the scheme says so"),
    _DOMAIN,
)
TOO_LONG = Kind(
    "O217", _("the text is longer than is kept"), _("at most {limit} characters"), _("Shorten the text"), _DOMAIN
)
