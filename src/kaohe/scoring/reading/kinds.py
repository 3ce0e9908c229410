"""The numbered problems of a DATA folder against its scheme: D1xx errors, D2xx warnings.

A number is never given to another problem: D131 and D132 belonged to a reader that is gone.
"""

from __future__ import annotations

from kaohe.i18n import mark as _
from kaohe.tables.problems import Kind


def _kind(code: str, title: str, expected: str, advice: str) -> Kind:
    return Kind(code, title, expected, advice, "scoring", is_warning=code.startswith("D2"))


NO_UNITS = _kind(
    "D101", _("there is no table of units"), _("units.csv or units.xlsx (单位)"), _("List the units and their classes")
)
NO_FIGURES = _kind(
    "D102",
    _("there is nothing to score: no facts, events, ballots or decisions"),
    _("facts.csv or facts.xlsx (指标数据)"),
    _("Put the reported figures into the folder"),
)
NO_UNIT = _kind("D103", _("the row names no unit"), _("id or name of a unit"), _("Fill in the unit, or delete the row"))
UNKNOWN_UNIT = _kind(
    "D104",
    _("the unit is not in the table of units"),
    _("a unit of the table{nearest}"),
    _("Correct the name, or add the unit to the table of units"),
)
UNKNOWN_CLASS = _kind(
    "D105",
    _("the scheme has no such class"),
    _("one of: {known}{nearest}"),
    _("Correct the class, or add it to the scheme"),
)
UNKNOWN_INDICATOR = _kind(
    "D106",
    _("the scheme has no such indicator or adjustment"),
    _("a code or name of the scheme{nearest}"),
    _("Correct the code or name; a column that is no indicator is to be deleted"),
)
NOT_A_LEAF = _kind(
    "D107",
    _("figures are reported for indicators that have a criterion, not for groups of indicators"),
    _("one of: {known}"),
    _("Use the code of the indicator below"),
)
SAME_NAME = _kind(
    "D108",
    _("several items of the scheme bear this name"),
    _("one of the codes {known}"),
    _("Write the code instead of the name"),
)
UNKNOWN_INPUT = _kind(
    "D109",
    _("the criterion of {indicator} has no such input"),
    _("one of: {known}{nearest}"),
    _("Use the words of the criterion"),
)
WHICH_INPUT = _kind(
    "D110",
    _("the criterion of {indicator} asks for several things, and one figure cannot answer them"),
    _("one row per input, with the columns input and value: {known}"),
    _("Split the row"),
)
UNKNOWN_CHOICE = _kind(
    "D111", _("this is not among the choices"), _("one of: {known}{nearest}"), _("Use one of the choices")
)
OUT_OF_BOUNDS = _kind("D112", _("the value is outside what may be given"), _("{low} to {high}"), _("Correct the value"))
DUPLICATE_UNIT = _kind(
    "D113", _("the unit is listed twice"), _("one row per unit"), _("Delete one; the first is {first}")
)
DUPLICATE_FACT = _kind(
    "D114",
    _("a second figure for {unit}, {indicator}, {period}"),
    _("one figure per unit, indicator, period and input"),
    _("Keep the right one; the first is {first}"),
)
CLASS_MISMATCH = _kind(
    "D115",
    _("another class than in the table of units"),
    _("{known}"),
    _("Correct the class in one of the tables"),
)
NOT_FOR_CLASS = _kind(
    "D116",
    _("{indicator} does not apply to class {unit_class}, to which {unit} belongs"),
    _("an empty cell, or 不适用"),
    _("Delete the figure, give the class points for the indicator, or correct the class of the unit"),
)
NO_TARGET = _kind(
    "D117",
    _("the criterion of {indicator} compares with a target, and {unit} has none"),
    _("a target in this row, or a default target in the scheme"),
    _("Fill in the target, or write 不适用 if the indicator does not concern the unit"),
)
TARGET_NOT_POSITIVE = _kind(
    "D118",
    _("a degree of completion cannot be computed from this target"),
    _("a target above zero"),
    _("Correct the target; where zero is meant, score the difference, or write 不适用"),
)
NO_PREVIOUS = _kind(
    "D119",
    _("the criterion of {indicator} looks at the change from last year, and {unit} has no figure for it"),
    _("last year's figure in the column previous, or a row of the year before"),
    _("Fill in last year's figure"),
)
NO_PERIOD = _kind(
    "D120",
    _("this is no period"),
    _("2014, 2014H1, 2014Q1 or 2014-01"),
    _("Correct the period; a year is needed unless it is that of the scheme"),
)
UNKNOWN_CAMPAIGN = _kind(
    "D121", _("the scheme has no such campaign"), _("one of: {known}{nearest}"), _("Correct the name of the campaign")
)
UNKNOWN_VOTER_CLASS = _kind(
    "D122",
    _("the campaign has no such voter class"),
    _("one of: {known}{nearest}"),
    _("Correct the voter class, or add it to the scheme"),
)
UNKNOWN_QUESTION = _kind(
    "D123", _("the ballot has no such question"), _("one of: {known}{nearest}"), _("Correct the item of the ballot")
)
UNKNOWN_DECISION = _kind(
    "D124",
    _("this is no kind of decision"),
    _("veto (一票否决), grade (定等), score (定分) or exclude (不排名)"),
    _("Correct the kind"),
)
UNKNOWN_VETO = _kind(
    "D125",
    _("the scheme has no such veto item"),
    _("one of: {known}{nearest}"),
    _("A veto needs an item of the scheme with its legal basis; correct the code or add the item"),
)
VETO_LAPSED = _kind("D126", _("the veto item lapsed on {expires}"), "", _("Renew its approval, or remove the decision"))
UNKNOWN_GRADE = _kind("D127", _("the scheme has no such grade"), _("one of: {known}{nearest}"), _("Correct the grade"))
TWO_FIGURES = _kind(
    "D128",
    _("the row gives the figure twice, as actual and as value"),
    _("one of the two columns"),
    _("Delete one of the two cells"),
)
OTHER_TARGET = _kind(
    "D129",
    _("the rows of one figure give different values for {column}"),
    _("{known}"),
    _("Write the same value in all rows of the figure, or only in one; the first is {first}"),
)
NO_CHOICE = _kind(
    "D130",
    _("the ballot row has neither a choice nor a score"),
    _("a column choice (选项), value (分数), or one column per choice with the number of votes"),
    _("Add the column"),
)
SAME_UNIT_NAME = _kind(
    "D133",
    _("several units bear this name"),
    _("one of the ids {known}"),
    _("Write the id of the unit instead of its name"),
)
NO_FIGURE_COLUMN = _kind(
    "D134",
    _("the table names indicators but no column gives their figures"),
    _("a column actual (完成值) or value (数值), or target (目标值) in a table of targets"),
    _("Name the column of the figures so; the columns read as none were {unread}"),
)

BIG_PERCENT = _kind(
    "D201",
    _("a percentage beyond sense"),
    _("percentages as numbers: 95 is 95 %"),
    _("Check the figure; it is read as it stands"),
)
FRACTION = _kind(
    "D202",
    _("this may be a fraction where a percentage is meant: the target is {target}"),
    _("percentages as numbers: 0.98 is 0.98 %, not 98 %"),
    _("Check the figure; it is read as it stands"),
)
BASE_NOT_POSITIVE = _kind(
    "D203",
    _("no growth rate exists over a base of zero or less; the difference is scored"),
    _("a figure of last year above zero"),
    _("Check last year's figure"),
)
SAME_EVENT = _kind(
    "D204",
    _("the same event is entered twice"),
    _("one row per event"),
    _("Delete one of them if it was one event; the first is {first}"),
)
OTHER_YEAR = _kind(
    "D205", _("the date lies outside {year}, the year of the scheme"), "", _("Check the date; the event is counted")
)
UNKNOWN_FILE = _kind(
    "D206",
    _("the file or sheet is not part of the data and was left out"),
    _("one of: {known}{nearest}"),
    _("Rename it if it belongs to the data"),
)
NO_REASON = _kind(
    "D207",
    _("the decision does not say {column}"),
    _("who decided, and why"),
    _("Record it: a decision without it does not stand in an appeal"),
)
UNREAD_COLUMNS = _kind(
    "D208",
    _("these columns are not part of the data and were not read"),
    _("columns named as in docs/reference/data.md"),
    _("Rename them if they hold data; remarks may stay"),
)
