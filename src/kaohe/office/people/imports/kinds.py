"""The numbered problems of lists of units and people: O1xx."""

from __future__ import annotations

from kaohe.tables.problems import Kind


def _(message: str) -> str:
    """Mark a text for the catalogue; it is looked up when the problem is shown."""
    return message


TWICE = Kind(
    "O101",
    _("{what} stands in the list twice"),
    _("once"),
    _("Delete one of the rows; the first is row {first}"),
    "office.people",
)
TOO_LONG = Kind("O102", _("the text is too long"), _("at most {limit} characters"), _("Shorten it"), "office.people")
UNKNOWN_PARENT = Kind(
    "O103",
    _("no unit has this code"),
    _("the code of a unit that is here or in the list"),
    _("Correct the code, or add the unit to the list. Nearest: {nearest}"),
    "office.people",
)
CIRCLE = Kind(
    "O104",
    _("the unit stands under itself"),
    _("a parent that is not below the unit"),
    _("Correct the parent of one of these units"),
    "office.people",
)
UNKNOWN_SORT = Kind(
    "O105",
    _("this is no kind of unit"),
    _("one of: {choices}"),
    _("Write one of these, or leave the cell empty"),
    "office.people",
)
OTHER_UNIT = Kind(
    "O106",
    _("the code belongs to a unit of another name or parent: {name}"),
    _("the unit as it is here, or a new code"),
    _("Rename or move the unit in its own page, with day and document; a list only adds units"),
    "office.people",
)
UNKNOWN_UNIT = Kind(
    "O107",
    _("no unit has this code or name"),
    _("the code or the full name of an open unit"),
    _("Correct it, or import the unit first. Nearest: {nearest}"),
    "office.people",
)
WHICH_UNIT = Kind(
    "O108",
    _("several units have this name"),
    _("a code"),
    _("Write the code of the unit meant: {codes}"),
    "office.people",
)
NOT_YOURS = Kind(
    "O109",
    _("your role does not reach this unit"),
    _("a unit within your role"),
    _("Leave the row out, or ask whoever keeps that unit"),
    "office.people",
)
OTHER_PERSON = Kind(
    "O110",
    _("the staff number belongs to somebody else: {name}"),
    _("the person as registered, or a new number"),
    _("Correct the number; record a change of name in the person's own page"),
    "office.people",
)
UNKNOWN_CLASS = Kind(
    "O111",
    _("the year has no class of this code"),
    _("one of: {choices}"),
    _("Correct the code, or open the class first"),
    "office.people",
)
