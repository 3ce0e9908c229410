"""Who does what, and what each role may see: two tables that a security officer can read."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

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
    """A role in force and the path of its subtree; ``None``: granted without a unit."""

    role: Role
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What an account may see of one noun: everything, or the subtrees of these paths."""

    is_all: bool = False
    paths: tuple[str, ...] = ()

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
        return self.is_all or any(path.startswith(reached) for reached in self.paths)


def reach(scopes: Iterable[Scope], seen: dict[Role, View], field: Iterable[str] = ()) -> Reach:
    """Add up what the roles see.

    Parameters
    ----------
    field
        Paths of the units a leader is in charge of.
    """
    paths: set[str] = set()
    for scope in scopes:
        view = seen.get(scope.role)
        if view is View.ALL or (view is View.SCOPE and scope.path is None):
            return Reach(is_all=True)
        if view is not None and scope.path is not None:
            paths.add(scope.path)
        if view is View.FIELD:
            paths.update(field)
    return Reach(paths=_outermost(paths))


def _outermost(paths: set[str]) -> tuple[str, ...]:
    """Leave out subtrees within subtrees, so that the filter stays short."""
    kept: list[str] = []
    for path in sorted(paths):
        if not (kept and path.startswith(kept[-1])):
            kept.append(path)
    return tuple(kept)
