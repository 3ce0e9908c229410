"""Why a figure cannot be scored: found while scoring, all cells at once, each with its place and what to do."""

from __future__ import annotations

from functools import partial

from kaohe.i18n import mark as _
from kaohe.scoring.facts import Fact
from kaohe.tables.place import NOWHERE, Place
from kaohe.tables.problems import Kind, Problem

_kind = partial(Kind, domain="scoring")

NOT_REPORTED = _kind(
    "R101",
    _("{unit}, {indicator}: nothing was reported, and the scheme does not say what that means (missing: error)"),
    _("a figure for {period}"),
    _("Report the figure, mark it as not applicable, or set missing to zero, full or exclude in the scheme."),
)
NO_TARGET = _kind(
    "R102",
    _("{unit}, {indicator}: the criterion compares with the target, and there is none"),
    _("a target in the row of the figure, or a default target in the scheme"),
    _("Enter the target, or mark the indicator as not applicable to this unit."),
)
TARGET_NOT_POSITIVE = _kind(
    "R103",
    _("{unit}, {indicator}: the degree of completion cannot be computed from a target of {found}"),
    _("a target above zero"),
    _("Correct the target; where zero is meant, mark the figure as not applicable or score the difference instead."),
)
ACTUAL_NEGATIVE = _kind(
    "R104",
    _("{unit}, {indicator}: a smaller-is-better ratio cannot be computed from {found}"),
    _("a figure of zero or more"),
    _("Correct the figure, or score the difference to the target instead of the ratio."),
)
NO_PREVIOUS = _kind(
    "R105",
    _("{unit}, {indicator}: the criterion looks at growth, and last year's figure is missing"),
    _("last year's figure in the column previous, or a row of the year before"),
    _("Enter last year's figure, or mark the indicator as not applicable to this unit."),
)
WRONG_TYPE = _kind(
    "R106",
    _("{unit}, {indicator}: “{input}” does not fit the criterion"),
    _("{type}"),
    _("Correct the value; the form of the criterion shows which answers it takes."),
)
OUT_OF_BOUNDS = _kind(
    "R107",
    _("{unit}, {indicator}: the criterion cannot be applied: {reason}"),
    "",
    _("Correct the figure, or the judgement, to what the criterion allows."),
)
SCORE_OUTSIDE = _kind(
    "R108",
    _("{unit}, {indicator}: the score given by a person lies outside the item"),
    _("0 to {points}"),
    _("Correct the score; points beyond the item belong into a bonus."),
)
TWICE = _kind(
    "R109",
    _("{unit}, {indicator}: two figures for {period}"),
    _("one figure per unit, indicator and period"),
    _("Remove one of the rows; the other one stands at {other}."),
)
NO_UNIT_CLASS = _kind(
    "R110",
    _("{unit}: the scheme has no class “{found}”"),
    _("one of: {classes}"),
    _("Correct the class in the table of units, or add it to the scheme."),
)
NOT_THIS_YEAR = _kind(
    "R111",
    _("no figure belongs to {year}, the year of the scheme"),
    _("periods such as {year}, {year}H1, {year}Q1 or {year}-01"),
    _("Check the year in the scheme and the column period."),
)
NO_ATTRIBUTE = _kind(
    "R112",
    _("{unit}: the column “{column}” is empty, and {name} needs it"),
    _("{type}"),
    _("Fill the column in the table of units."),
)
OUTSIDE_BANDS = _kind(
    "R113",
    _("{unit}: no band of {name} holds {found}"),
    _("a value within the bands of the scheme"),
    _("Correct the column “{column}”, or add a band to the scheme; a band left open (null) takes the rest."),
)
NO_ROOT = _kind(
    "R114",
    _("{unit}, {indicator}: a geometric mean needs scores of zero or more"),
    "",
    _("Set a floor of zero on the items below {indicator}, or take another aggregate."),
)
CHOICE_EVENTS = _kind(
    "R115",
    _("{unit}, {indicator}: {found} entries, and the criterion takes one choice"),
    _("one entry"),
    _("Keep the one that decides, or word the criterion as 每次 so that entries are counted."),
)
NO_PERIOD = _kind(
    "R116",
    _("{unit}, {indicator}: “{found}” is no period"),
    _("2014, 2014H1, 2014Q1 or 2014-01"),
    _("Correct the column period."),
)
NO_INPUT = _kind(
    "R117",
    _("{unit}, {indicator}: the entry “{found}” fits no input of the criterion"),
    _("an input or level the criterion names: {known}"),
    _("Correct the level or input of the entry, or the code of the item it belongs to."),
)
NO_POINTS = _kind(
    "R118",
    _("{unit}, {indicator}: the entry “{found}” has no points, and no rule says what it is worth"),
    _("points in the row of the entry"),
    _("Enter the points that were settled, or give the item a criterion in the scheme."),
)
NO_UNIT_RESULT = _kind(
    "R119",
    _("{unit}: the correction needs the score of its unit “{found}”, and there is none"),
    _("a unit of the data, or a column {column}_score in the table of units"),
    _("Correct the column “{column}” in the table of units, or add the unit or the column."),
)
NO_DATE = _kind(
    "R120",
    _("{unit}, {indicator}: the entry “{found}” has no date, and the item is scored by period"),
    _("a date such as 2026-03-15"),
    _("Enter the date, so that the entry counts in its period."),
)
DECIDED_SUM = _kind(
    "R121",
    _("{unit}, {indicator}: a decision cannot set a score that is summed over periods"),
    _("a decision on the indicator above, or on the total"),
    _("Record the decision on the indicator above or on the total, or correct the figure of the period."),
)


class Unscorable(Exception):
    """One cell cannot be scored; the run goes on to find the others and then raises `Problems`."""

    def __init__(self, kind: Kind, found: str = "", **values: str) -> None:
        super().__init__(kind.code)
        self.kind, self.found, self.values = kind, found, values

    def problem(self, unit: str, indicator: str, fact: Fact | None) -> Problem:
        """Say where it happened."""
        return self.at(unit, indicator, NOWHERE if fact is None else fact.place)

    def at(self, unit: str, indicator: str, place: Place) -> Problem:
        """Say where it happened, by place."""
        return Problem(self.kind, place, self.found, {"unit": unit, "indicator": indicator, **self.values})
