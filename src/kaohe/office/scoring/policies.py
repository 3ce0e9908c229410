"""Who sees which scores. Asked by views, querysets and actions alike.

Before the results are publicised a unit sees its own score card and its own place, never another's row: a trial score
is no result, and a ranking that leaks becomes one. From publicity on, every unit of the cycle sees the ranking of its
class; score cards of others stay closed. Administrators see no scores, even of a unit in which they work.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import ADMINISTRATORS, Reach, Role, View
from kaohe.office.planning.models import Cycle, CycleState, Indicator

CARDS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.UNIT_HEAD: View.SCOPE,
    Role.LIAISON: View.SCOPE,
}
"""Whose score cards a role opens; a person opens that of the unit it works in."""

_OPEN = frozenset({CycleState.PUBLICISED, CycleState.CLOSED})


def is_administrator(account: Account) -> bool:
    """Tell whether an account is one of the three administrators, who see no scores."""
    return account.has_role(*ADMINISTRATORS)


def sees_scores(account: Account) -> bool:
    """Tell whether an account may see scores of anything: by a role, or because it works somewhere."""
    return not is_administrator(account) and (bool(account.scopes()) or account.person_id is not None)


@dataclass(frozen=True, slots=True)
class Cards:
    """Units whose score cards an account opens.

    Attributes
    ----------
    reach
        Subtrees, by roles.
    own
        Paths of the units it works in: these alone, not what stands below them.
    """

    reach: Reach
    own: frozenset[str] = frozenset()

    def covers(self, path: str) -> bool:
        """Tell whether the card of the unit with this path opens."""
        return path in self.own or self.reach.covers(path)

    def condition(self, field: str) -> Q:
        """Give the filter over a path column."""
        return Q() if self.reach.is_all else self.reach.condition(field) | Q(**{f"{field}__in": self.own})


class ScorePolicy:
    """Scores, score cards and rankings of a cycle."""

    def cards(self, account: Account) -> Cards:
        """Give the units whose score cards an account opens: by its roles, and the units it works in today."""
        if is_administrator(account):
            return Cards(Reach())
        return Cards(account.reach(CARDS_SEEN), _own_paths(account))

    def may_view_card(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may open the score card of a unit."""
        return self.cards(account).covers(unit.path)

    def sees_all(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account sees every unit of a cycle: its officers, and leaders granted for its area."""
        return not is_administrator(account) and account.holds(Role.OFFICER, Role.LEADER, over=cycle.root)

    def sees_ranking(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account sees the rows of units whose cards it may not open: once results are publicised."""
        return not is_administrator(account) and cycle.state in _OPEN

    def owned_codes(self, account: Account, cycle: Cycle) -> frozenset[str]:
        """Give the indicators that an account signs off for all units: it sees their scores of every unit."""
        if is_administrator(account):
            return frozenset()
        owned = account.reach({Role.DATA_OWNER: View.SCOPE})
        mine = Indicator.objects.filter(owned_by(owned), cycle=cycle, is_leaf=True)
        return frozenset(mine.values_list("code", flat=True))


def owned_by(reach: Reach) -> Q:
    """Give the filter for indicators whose owner stands within reach; an indicator without owner is nobody's."""
    return reach.condition("owner__path") & Q(owner__isnull=False)


def _own_paths(account: Account) -> frozenset[str]:
    if account.person_id is None:
        return frozenset()
    working = Unit.objects.filter(appointments__person=account.person_id, appointments__until__isnull=True)
    return frozenset(working.values_list("path", flat=True))


@dataclass(frozen=True, slots=True)
class Sight:
    """What one account sees of one cycle: asked once a page.

    Attributes
    ----------
    cards
        Units whose score cards it opens.
    is_everything
        Every unit: analyses over the whole class, runs and what-if on weights.
    is_ranking_open
        Rows of the other units of the class too.
    owned
        Codes of indicators whose scores it sees for every unit.
    """

    cards: Cards
    is_everything: bool
    is_ranking_open: bool
    owned: frozenset[str]


class RunPolicy:
    """Stored runs."""

    def may_view(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may look at runs: who sees every unit of the cycle."""
        return scores.sees_all(account, cycle)

    def may_make(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may make and repeat runs: the officers of the area."""
        return not is_administrator(account) and account.holds(Role.OFFICER, over=cycle.root)


class ImportPolicy:
    """Figures that the office brings in from a file."""

    def may_import(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may bring in figures for every unit: the officers of the area."""
        return runs.may_make(account, cycle)


scores = ScorePolicy()
runs = RunPolicy()
imports = ImportPolicy()


def sight(account: Account, cycle: Cycle) -> Sight:
    """Give what an account sees of a cycle."""
    return Sight(
        scores.cards(account),
        scores.sees_all(account, cycle),
        scores.sees_ranking(account, cycle),
        scores.owned_codes(account, cycle),
    )
