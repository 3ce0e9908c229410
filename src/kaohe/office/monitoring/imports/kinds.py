"""The numbered problems of lists of figures: O5xx."""

from __future__ import annotations

from kaohe.tables.problems import Kind

_DOMAIN = "office.monitoring"


def _(message: str) -> str:
    """Mark a text for the catalogue; it is looked up when the problem is shown."""
    return message


NO_UNIT = Kind(
    "O501",
    _("no unit appraised in this cycle has this code or name"),
    _("the code or the full name of a unit of the template"),
    _("Correct the unit as in the template"),
    _DOMAIN,
)
NO_INDICATOR = Kind(
    "O502",
    _("no indicator that asks for figures has this code or name"),
    _("the code of an indicator of the template"),
    _("Correct the indicator as in the template"),
    _DOMAIN,
)
NO_INPUT = Kind(
    "O503",
    _("the criterion does not ask for this input"),
    _("one of: {known}; empty for the figure itself"),
    _("Correct the input as in the template"),
    _DOMAIN,
)
NO_PERIOD = Kind(
    "O504",
    _("no report of this indicator is made for this period"),
    _("a period such as {example}"),
    _("Write the period as the template does"),
    _DOMAIN,
)
NOT_YOURS = Kind(
    "O505",
    _("your role does not enter this figure"),
    _("a unit or indicator within your role"),
    _("Leave the row out, or ask whoever enters it"),
    _DOMAIN,
)
NOT_ASKED = Kind(
    "O506",
    _("this indicator is not asked of this unit"),
    _("a unit of the indicator's classes"),
    _("Leave the row out"),
    _DOMAIN,
)
WRONG_ANSWER = Kind("O507", "{said}", "", _("Correct the cell"), _DOMAIN)
TWICE = Kind(
    "O508",
    _("this figure stands in the list twice"),
    _("once"),
    _("Delete one of the rows; the first is row {first}"),
    _DOMAIN,
)
HANDED_IN = Kind(
    "O509",
    _("another figure was handed in already: {there}"),
    _("the same figure, or one that was returned"),
    _("Correct it with a reason in its own page, or leave the row out"),
    _DOMAIN,
)
BEYOND_SENSE = Kind(
    "O510",
    _("the figure looks beyond sense: {said}"),
    _("a figure that was checked"),
    _("Correct it, or hand the list in again with “figures were checked” ticked"),
    _DOMAIN,
)
SOURCE_AWAY = Kind(
    "O511",
    _("the source cannot be read: {said}"),
    _("a source that answers"),
    _("Ask whoever keeps the source; it is tried again by itself"),
    _DOMAIN,
)
