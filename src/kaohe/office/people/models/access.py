"""Accounts and what they may do: grants of roles, charge of units, delegates."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models.staff import Person
from kaohe.office.people.models.units import Unit
from kaohe.office.people.querysets.access import AccountQuerySet, ChargeQuerySet, DelegationQuerySet, GrantQuerySet
from kaohe.office.people.roles import Reach, Role, Scope, View, reach


class AccountManager(BaseUserManager.from_queryset(AccountQuerySet)):  # type: ignore[misc]
    """Looks accounts up by name; accounts are opened by the action `open_account` only."""

    use_in_migrations = True


class Account(AbstractBaseUser):
    """A way in for one person, or for an administrator."""

    username = models.CharField(_("account name"), max_length=150, unique=True)
    email = models.EmailField(_("e-mail"), blank=True)
    person = models.OneToOneField(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="account", verbose_name=_("person")
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    opened_at = models.DateTimeField(_("opened at"), default=timezone.now)
    disabled_at = models.DateTimeField(_("disabled at"), null=True, blank=True)
    failed_logins = models.PositiveSmallIntegerField(_("failed attempts in a row"), default=0)
    locked_until = models.DateTimeField(_("locked until"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=10, default="zh-hans")
    must_change_password = models.BooleanField(_("must change the password"), default=False)
    """Somebody else knows the password: who opened the account, or who set it anew."""
    password_changed_at = models.DateTimeField(_("password changed at"), default=timezone.now)

    objects = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("account")

    def __str__(self) -> str:
        return self.get_full_name()

    def get_full_name(self) -> str:
        """Give the person's name, else the account's."""
        return self.person.name if self.person else self.username

    def is_locked_at(self, moment: datetime) -> bool:
        """Tell whether too many failed attempts keep the account shut."""
        return self.locked_until is not None and moment < self.locked_until

    def scopes(self, day: date | None = None) -> tuple[Scope, ...]:
        """Give the roles in force on a day, own and delegated: one query, remembered for the request."""
        day = day or timezone.localdate()
        known: dict[date, tuple[Scope, ...]] = self.__dict__.setdefault("_scopes", {})
        if day not in known:
            rows = Grant.objects.held_by(self, day).select_related("account__person", "unit") if self.is_active else ()
            known[day] = tuple(self._scope(grant) for grant in rows)
        return known[day]

    def _scope(self, grant: Grant) -> Scope:
        holder = "" if grant.account_id == self.pk else grant.account.get_full_name()
        return Scope(Role(grant.role), grant.unit.path if grant.unit else None, holder, grant.account.person_id)

    def has_role(self, *roles: Role, day: date | None = None) -> bool:
        """Tell whether one of the roles is in force, for any unit."""
        return self._granted([scope for scope in self.scopes(day) if scope.role in roles])

    def holds(self, *roles: Role, over: Unit, day: date | None = None) -> bool:
        """Tell whether one of the roles is in force for a subtree in which a unit stands."""
        return self._granted([scope for scope in self.scopes(day) if scope.role in roles and scope.covers(over.path)])

    def reach(self, seen: dict[Role, View], day: date | None = None) -> Reach:
        """Give what the account may see of one noun, by a table of `kaohe.office.people.roles`."""
        scopes = self.scopes(day)
        field = self._field(day or timezone.localdate(), seen)

        def note(path: str) -> None:
            self._granted([scope for scope in scopes if reach([scope], seen, field).covers(path)])

        return replace(reach(scopes, seen, field), noted=note)

    @property
    def on_behalf_of(self) -> str:
        """Names of those in whose stead the account acts in this transaction; empty: by its own roles."""
        return ", ".join(sorted(self.__dict__.get("_lenders", ())))

    def _granted(self, scopes: Collection[Scope]) -> bool:
        """Tell whether a role gives the permission, and note its holder when nothing but a lent one does.

        Only inside a transaction: there an action asks, outside it a page asks what to show. The note is for the log
        entry that the action writes, and ends with the transaction.
        """
        is_lent = bool(scopes) and all(scope.holder for scope in scopes)
        if is_lent and transaction.get_connection().in_atomic_block:
            lenders: set[str] = self.__dict__.setdefault("_lenders", set())
            lenders.update(scope.holder for scope in scopes)
            transaction.on_commit(lenders.clear)
        return bool(scopes)

    def _field(self, day: date, seen: dict[Role, View]) -> dict[int | None, tuple[str, ...]]:
        """Give what each leader among the roles is in charge of; no query without a leader."""
        leaders = {scope.person for scope in self.scopes(day) if seen.get(scope.role) is View.FIELD} - {None}
        if not leaders:
            return {}
        known: dict[date, dict[int | None, tuple[str, ...]]] = self.__dict__.setdefault("_fields", {})
        if day not in known:
            field: dict[int | None, tuple[str, ...]] = {}
            charges = Charge.objects.in_force_on(day).filter(person__in=leaders)
            for person, path in charges.values_list("person", "unit__path"):
                field[person] = (*field.get(person, ()), path)
            known[day] = field
        return known[day]


class Grant(models.Model):
    """A role for a subtree, from one day until another."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="grants", verbose_name=_("account"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="grants", verbose_name=_("unit")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)
    """First day on which the role is no longer held."""

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of an account")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["account", "role", "unit"],
                condition=Q(until__isnull=True),
                name="grant_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(condition=Q(until__isnull=True) | Q(until__gte=F("since")), name="grant_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.get_role_display()}"


class Delegation(models.Model):
    """Somebody stands in for the holder of a role, between two days and no longer."""

    grant = models.ForeignKey(Grant, on_delete=models.CASCADE, related_name="delegations", verbose_name=_("role"))
    delegate = models.ForeignKey(
        Account, on_delete=models.CASCADE, related_name="delegations", verbose_name=_("delegate")
    )
    since = models.DateField(_("since"))
    until = models.DateField(_("until"))
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("delegation")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(condition=Q(until__gte=F("since")), name="delegation_ends_later"),
        ]

    def __str__(self) -> str:
        return f"{self.grant} → {self.delegate}"


class Charge(models.Model):
    """A leader is in charge of a unit and everything below it."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="charges", verbose_name=_("leader"))
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="charges", verbose_name=_("unit"))
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = ChargeQuerySet.as_manager()

    class Meta:
        verbose_name = _("charge of a leader")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(fields=["person", "unit"], condition=Q(until__isnull=True), name="charge_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.unit}"
