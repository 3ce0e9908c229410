"""May they? One policy a noun, asked by actions, views and templates alike."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.people.models import Account, Delegation, Grant, ImportKind, Person, Unit
from kaohe.office.people.roles import ADMINISTRATORS, UNITS_SEEN, Reach, Role, View

_EDITS = {Role.OFFICER: View.SCOPE}
"""Units and staff are kept by the appraisal office, within the subtree of the role."""


def require(is_allowed: bool) -> None:
    """Refuse with one message for all cases: what may not be seen is not told apart from what may not be done."""
    if not is_allowed:
        raise PermissionDenied(_("Your account may not do this. Ask the security administrator for the role."))


def may_import(account: Account, kind: str) -> bool:
    """Tell whether an account may hand in a list: of units, who keeps them all; of people, who keeps any staff."""
    reach = account.reach(_EDITS)
    return reach.covers("/") if kind == ImportKind.UNITS else reach.is_all or bool(reach.paths)


class UnitPolicy:
    """Units."""

    def may_view(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may see a unit by its roles."""
        return account.reach(UNITS_SEEN).covers(unit.path)

    def may_change(self, account: Account, *units: Unit | None) -> bool:
        """Tell whether an account may open, rename, move, merge or close units; None stands for the top of the tree."""
        reach = account.reach(_EDITS)
        return all(reach.covers(unit.path if unit else "/") for unit in units)

    def may_change_some(self, account: Account) -> bool:
        """Tell whether there is any unit that the account keeps."""
        reach = account.reach(_EDITS)
        return reach.is_all or bool(reach.paths)


class PersonPolicy:
    """Persons, sections, posts and appointments."""

    def may_view(self, account: Account, person: Person) -> bool:
        """Tell whether an account may see a person."""
        return Person.objects.visible_to(account).filter(pk=person.pk).exists()

    def may_change(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may keep the staff of a unit."""
        return account.reach(_EDITS).covers(unit.path)

    def may_correct(self, account: Account, person: Person) -> bool:
        """Tell whether an account keeps every unit in which a person works today."""
        reach = account.reach(_EDITS)
        paths = person.appointments.on(timezone.localdate()).values_list("unit__path", flat=True)
        return reach.is_all or (bool(paths) and all(reach.covers(path) for path in paths))

    def reach_of_changes(self, account: Account) -> Reach:
        """Give the units whose staff an account may keep."""
        return account.reach(_EDITS)


class AccountPolicy:
    """Accounts: the system administrator opens and disables them, and never gives them a role."""

    def may_open(self, account: Account) -> bool:
        """Tell whether an account may open others."""
        return account.has_role(Role.SYSTEM_ADMIN)

    def may_view(self, account: Account) -> bool:
        """Tell whether an account may look through the others."""
        return account.has_role(*ADMINISTRATORS)

    def may_disable(self, account: Account, other: Account) -> bool:
        """Tell whether an account may disable or unlock another; nobody does it to the own one."""
        return account.pk != other.pk and account.has_role(Role.SYSTEM_ADMIN)


class GrantPolicy:
    """Roles: the security administrator grants them, and never to the own account."""

    def may_grant(self, account: Account, other: Account) -> bool:
        """Tell whether an account may grant or revoke roles of another."""
        return account.pk != other.pk and account.has_role(Role.SECURITY_ADMIN)

    def may_manage(self, account: Account) -> bool:
        """Tell whether an account grants roles at all."""
        return account.has_role(Role.SECURITY_ADMIN)

    def may_delegate(self, account: Account, grant: Grant) -> bool:
        """Tell whether an account may name a delegate for a role: its own, and no administrator's."""
        return grant.account_id == account.pk and account.is_active and grant.role in _DELEGATED

    def may_end(self, account: Account, delegation: Delegation) -> bool:
        """Tell whether an account may end a delegation: who gave it, or the security administrator."""
        return delegation.grant.account_id == account.pk or account.has_role(Role.SECURITY_ADMIN)


_DELEGATED = frozenset(Role) - ADMINISTRATORS


class CalendarPolicy:
    """The calendar of working days: one for everybody."""

    def may_view(self, account: Account) -> bool:
        """Tell whether an account may look at the calendar: everybody may."""
        return account.is_active

    def may_change(self, account: Account) -> bool:
        """Tell whether an account may enter a notice: an officer for everything, not one of a subtree."""
        return account.reach(_EDITS).covers("/")


class AuditPolicy:
    """The log: read by the audit administrator alone, written by nobody."""

    def may_view(self, account: Account) -> bool:
        """Tell whether an account may read the log."""
        return account.has_role(Role.AUDIT_ADMIN)


units = UnitPolicy()
persons = PersonPolicy()
accounts = AccountPolicy()
grants = GrantPolicy()
calendar = CalendarPolicy()
audit_log = AuditPolicy()
