"""Which cycles, indicators, appraised units, comments."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

from kaohe.office.people.roles import UNITS_SEEN, Reach, Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account

KEEPERS = {
    Role.OFFICER: View.SCOPE,
    Role.LEADER: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.ASSESSOR: View.SCOPE,
}
"""See a cycle from its first draft on, when its whole area is within the role."""

CONCERNED = {
    **KEEPERS,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.DATA_OWNER: View.SCOPE,
    Role.LEADER: View.FIELD,
}
"""See a cycle from consultation on, when a part of its area is within the role."""

OPEN_TO_UNITS = ("consultation", "approved")
PUBLIC = ("published", "running", "assessing", "decided", "publicised", "closed")
"""States in which the scheme is published."""

APPRAISALS_SEEN: dict[Role, View] = {
    role: view for role, view in UNITS_SEEN.items() if role not in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN)
}
"""As units; administrators see no appraisal."""


class CycleQuerySet(models.QuerySet[Any]):
    """Cycles."""

    def visible_to(self, account: Account) -> Self:
        """Keep the cycles an account may see.

        The office, leaders, supervisors and assessors of the whole area: always. Units, data owners and leaders of a
        part of it: from consultation on, and what was published before a draft. Whoever works in an appraised unit:
        from publication on.
        """
        keepers, concerned = account.reach(KEEPERS), account.reach(CONCERNED)
        if keepers.is_all:
            return self
        seen = keepers.condition("root__path")
        begun = Q(state__in=(*OPEN_TO_UNITS, *PUBLIC))
        seen |= Q(begun, concerned.condition("root__path") if concerned.is_all else _over(concerned))
        if account.person_id and account.is_active:
            own = self._appraised().filter(unit__appointments__person=account.person_id)
            still = own.filter(unit__appointments__until__isnull=True)
            seen |= Q(state__in=PUBLIC, pk__in=still.values("cycle"))
        return self.filter(seen)

    def public(self) -> Self:
        """Keep the cycles whose scheme is published."""
        return self.filter(state__in=PUBLIC)

    def _appraised(self) -> Any:
        return self.model._meta.get_field("appraised_units").related_model.objects


def _over(reach: Reach) -> Q:
    """Cycles whose area holds, or lies within, one of the subtrees."""
    areas = {prefix for path in reach.paths for prefix in _prefixes(path)}
    return Q(root__path__in=areas) | reach.condition("root__path")


def _prefixes(path: str) -> list[str]:
    """The path itself and those of the units above: ``/1/17/`` and ``/1/`` of ``/1/17/``."""
    keys = path.strip("/").split("/")
    return ["/" + "/".join(keys[: n + 1]) + "/" for n in range(len(keys))]


class IndicatorQuerySet(models.QuerySet[Any]):
    """Indicators."""

    def visible_to(self, account: Account) -> Self:
        """Keep the indicators of the cycles an account may see."""
        cycles = self.model._meta.get_field("cycle").related_model.objects
        return self.filter(cycle__in=cycles.visible_to(account))

    def in_force(self) -> Self:
        """Keep what no later version of the scheme has withdrawn."""
        return self.filter(withdrawn_in__isnull=True)

    def leaves(self) -> Self:
        """Keep what is scored by itself."""
        return self.filter(is_leaf=True)

    def of_class(self, class_id: str) -> Self:
        """Keep what applies to a class of units."""
        return self.filter(Q(classes="") | Q(classes__contains=f" {class_id} "))


class CommentQuerySet(models.QuerySet[Any]):
    """Comments."""

    def visible_to(self, account: Account) -> Self:
        """Keep all comments for who keeps or decides the cycle, those of the own subtree for units."""
        office = account.reach({Role.OFFICER: View.SCOPE, Role.LEADER: View.SCOPE, Role.SUPERVISOR: View.SCOPE})
        units = account.reach({Role.LIAISON: View.SCOPE, Role.UNIT_HEAD: View.SCOPE})
        if office.is_all:
            return self
        return self.filter(office.condition("cycle__root__path") | units.condition("unit__path") | Q(author=account))

    def unanswered(self) -> Self:
        """Keep what the office has not answered."""
        return self.filter(outcome="open")


class AppraisedUnitQuerySet(models.QuerySet[Any]):
    """Units in cycles."""

    def visible_to(self, account: Account) -> Self:
        """Keep the appraised units an account may see: those within its roles, and the one it works in."""
        reach = account.reach(APPRAISALS_SEEN)
        if reach.is_all:
            return self
        seen = reach.condition("unit__path")
        if account.person_id and account.is_active:
            units = self.model._meta.get_field("unit").related_model.objects
            own = units.filter(appointments__person=account.person_id, appointments__until__isnull=True)
            seen |= Q(unit__in=own)
        return self.filter(seen)

    def on(self, day: date) -> Self:
        """Keep the units that are appraised on a day: not those that left before."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gt=day))

    def of_class(self, class_id: str) -> Self:
        """Keep one class."""
        return self.filter(class_id=class_id)
