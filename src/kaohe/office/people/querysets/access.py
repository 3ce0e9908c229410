"""Which accounts, grants, delegations and charges."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from kaohe.office.people.roles import ACCOUNTS_SEEN, PERSONS_SEEN, Role

if TYPE_CHECKING:
    from kaohe.office.people.models import Account, Unit


class DatedQuerySet(models.QuerySet[Any]):
    """Rows with ``since`` and ``until``."""

    def in_force_on(self, day: date) -> Self:
        """Keep what is in force on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)


class AccountQuerySet(models.QuerySet[Any]):
    """Accounts."""

    def visible_to(self, account: Account) -> Self:
        """Keep the accounts an account may see: administrators all, others their own."""
        return self if account.reach(ACCOUNTS_SEEN).is_all else self.filter(pk=account.pk)

    def holding(self, *roles: Role, over: Unit | Collection[Unit], day: date | None = None) -> Self:
        """Keep the active accounts that hold one of the roles over a unit, or over one of several: own or delegated.

        One query, however many units and accounts.
        """
        day = day or timezone.localdate()
        above = _paths_above(over if isinstance(over, Collection) else [over])
        own = _granted("grants__", roles, above, day)
        lent = _granted("delegations__grant__", roles, above, day) & Q(
            delegations__since__lte=day, delegations__until__gt=day, delegations__grant__account__is_active=True
        )
        return self.filter(own | lent, is_active=True).distinct()


def _paths_above(units: Collection[Unit]) -> set[str]:
    """Give the paths of units and of everything above them: ``/1/17/`` stands below ``/1/``."""
    steps = [unit.path.split("/")[1:-1] for unit in units]
    return {f"/{'/'.join(keys[: n + 1])}/" for keys in steps for n in range(len(keys))}


def _granted(prefix: str, roles: Collection[Role], paths: Collection[str], day: date) -> Q:
    """Give the condition that a grant is of a role, for one of the paths or for none, and in force."""
    ends = Q(**{f"{prefix}until__isnull": True}) | Q(**{f"{prefix}until__gt": day})
    where = Q(**{f"{prefix}unit__isnull": True}) | Q(**{f"{prefix}unit__path__in": paths})
    return Q(**{f"{prefix}role__in": roles, f"{prefix}since__lte": day}) & ends & where


class GrantQuerySet(DatedQuerySet):
    """Roles of accounts."""

    def visible_to(self, account: Account) -> Self:
        """Keep the grants an account may see."""
        return self if account.reach(ACCOUNTS_SEEN).is_all else self.filter(account=account)

    def held_by(self, account: Account, day: date) -> Self:
        """Keep what an account may use on a day: its own roles, and those delegated to it by an active account."""
        delegated = Q(
            delegations__delegate=account,
            delegations__since__lte=day,
            delegations__until__gt=day,
            account__is_active=True,
        )
        return self.in_force_on(day).filter(Q(account=account) | delegated).distinct()


class DelegationQuerySet(DatedQuerySet):
    """Delegations."""

    def visible_to(self, account: Account) -> Self:
        """Keep the delegations an account may see: given or received."""
        if account.reach(ACCOUNTS_SEEN).is_all:
            return self
        return self.filter(Q(delegate=account) | Q(grant__account=account))


class ChargeQuerySet(DatedQuerySet):
    """Charges of leaders."""

    def visible_to(self, account: Account) -> Self:
        """Keep the charges an account may see: of units within its reach."""
        reach = account.reach(PERSONS_SEEN)
        if reach.is_all:
            return self
        return self.filter(reach.condition("unit__path") | Q(person=account.person_id or 0))
