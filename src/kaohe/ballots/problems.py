"""What may be wrong with the rows of a campaign: told all at once, each with its place and what to do."""

from __future__ import annotations

from functools import partial

from kaohe.i18n import mark as _
from kaohe.tables.problems import Kind

_kind = partial(Kind, domain="ballots")

VOTER_CLASS = _kind(
    "B001",
    _("the campaign {campaign} has no such voter class"),
    _("one of {known}"),
    _("Correct the class, or add it to the campaign in the scheme."),
)
ONLY_QUESTION = _kind(
    "B002",
    _("the campaign {campaign} asks only one question"),
    _("an empty cell"),
    _("Leave the question empty, or list the questions in the scheme."),
)
QUESTION = _kind(
    "B003",
    _("the campaign {campaign} does not ask this"),
    _("one of {known}"),
    _("Correct the question, or add it to the campaign in the scheme."),
)
COUNT = _kind(
    "B004",
    _("a row cannot stand for that many votes"),
    _("1 or more, and exactly 1 for a numbered ballot"),
    _("Count equal votes without a ballot number, or give each ballot its own row."),
)
CHOICE = _kind(
    "B005",
    _("there is no such choice on the ballot"),
    _("one of {known}, or nothing for an abstention"),
    _("Look the ballot up and enter its choice as printed."),
)
NUMBER = _kind(
    "B006",
    _("the score is no number on the ballot's scale"),
    _("a number from {low} to {high}, or nothing for an abstention"),
    _("Look the ballot up and enter its number; an absent rater is left empty, not scored 0."),
)
TWICE = _kind(
    "B007",
    _("ballot {ballot} votes a second time on {subject}"),
    _("one vote a ballot, subject and question"),
    _("Remove the row that was entered twice."),
)
ISSUED = _kind(
    "B008",
    _("the ballots issued to {found} cannot be right"),
    _("one figure, 0 or more, for each of {known}"),
    _("Report each voter class of the campaign once."),
)
NOT_ISSUED = _kind(
    "B009",
    _("the campaign {campaign} has a turnout threshold, and nobody reported the ballots issued to {found}"),
    _("one figure for each voter class"),
    _("Report the ballots issued, or take the threshold out of the scheme."),
)
