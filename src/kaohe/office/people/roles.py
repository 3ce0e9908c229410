"""Who does what, and what each role may see: two tables that a security officer can read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from django.db.models import Q, TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    """Roles of accounts; a person without any is simply a person, a citizen has no account."""

    OFFICER = "officer", _("appraisal officer")
    LIAISON = "liaison", _("unit liaison")
    UNIT_HEAD = "unit_head", _("unit head")
    DATA_OWNER = "data_owner", _("data owner")
    ASSESSOR = "assessor", _("assessor")
    SUPERVISOR = "supervisor", _("supervisor")
    LEADER = "leader", _("leader")
    SYSTEM_ADMIN = "system_admin", _("system administrator")
    SECURITY_ADMIN = "security_admin", _("security administrator")
    AUDIT_ADMIN = "audit_admin", _("audit administrator")


ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
"""Three separated powers: nobody holds two of them, nor one beside another role. None sees or changes scores."""

NEEDS_UNIT = frozenset({Role.LIAISON, Role.UNIT_HEAD, Role.DATA_OWNER})
"""Roles that speak for one unit; without a unit they would speak for all."""


class View(StrEnum):
    """How far a role sees."""

    ALL = "all"
    SCOPE = "scope"
    """The subtree for which the role was granted; without a unit: everything."""
    FIELD = "field"
    """The units that the leader is in charge of, and the subtree granted, if any."""


UNITS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.DATA_OWNER: View.ALL,  # supplies figures for every unit
    Role.ASSESSOR: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.SYSTEM_ADMIN: View.ALL,
    Role.SECURITY_ADMIN: View.ALL,
}
PERSONS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.DATA_OWNER: View.SCOPE,  # its own staff, not that of the units it measures
    Role.ASSESSOR: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.SYSTEM_ADMIN: View.ALL,
    Role.SECURITY_ADMIN: View.ALL,
}
ACCOUNTS_SEEN = {Role.SYSTEM_ADMIN: View.ALL, Role.SECURITY_ADMIN: View.ALL, Role.AUDIT_ADMIN: View.ALL}


@dataclass(frozen=True, slots=True)
class Scope:
    """A role in force and the path of its subtree; ``None``: granted without a unit.

    Attributes
    ----------
    holder
        Name of the account that the role was granted to, when another stands in for it; empty: the own role.
    person
        Key of the holder's person: what a leader is in charge of hangs on it.
    """

    role: Role
    path: str | None = None
    holder: str = ""
    person: int | None = None

    def covers(self, path: str) -> bool:
        """Tell whether a unit of this path is in the subtree."""
        return self.path is None or path.startswith(self.path)


@dataclass(frozen=True, slots=True)
class Reach:
    """What an account may see of one noun: everything, or the subtrees of these paths.

    Attributes
    ----------
    noted
        Called with a path that was found within reach: whose role reached it may have to stand in the log.
    """

    is_all: bool = False
    paths: tuple[str, ...] = ()
    noted: Callable[[str], None] | None = field(default=None, compare=False, repr=False)

    def condition(self, field: str) -> Q:
        """Give the filter over a path column; nothing at all when there is no path."""
        if self.is_all:
            return Q()
        found = Q(pk__in=[])
        for path in self.paths:
            found |= Q(**{f"{field}__startswith": path})
        return found

    def covers(self, path: str) -> bool:
        """Tell whether a unit of this path is within reach."""
        is_covered = self.is_all or any(path.startswith(reached) for reached in self.paths)
        if is_covered and self.noted:
            self.noted(path)
        return is_covered


def reach(
    scopes: Iterable[Scope],
    seen: dict[Role, View],
    in_charge: Mapping[int | None, Iterable[str]] = MappingProxyType({}),
) -> Reach:
    """Add up what the roles see.

    Parameters
    ----------
    in_charge
        Key of a leader's person → paths of the units this leader is in charge of.
    """
    paths: set[str] = set()
    for scope in scopes:
        view = seen.get(scope.role)
        if view is View.ALL or (view is View.SCOPE and scope.path is None):
            return Reach(is_all=True)
        if view is not None and scope.path is not None:
            paths.add(scope.path)
        if view is View.FIELD:
            paths.update(in_charge.get(scope.person, ()))
    return Reach(paths=_outermost(paths))


def _outermost(paths: set[str]) -> tuple[str, ...]:
    """Leave out subtrees within subtrees, so that the filter stays short."""
    kept: list[str] = []
    for path in sorted(paths):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)
