"""Forms of accounts, roles and delegation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.forms.picking import PickField, account_field, person_field, unit_field
from kaohe.office.people.forms.units import OfAccount
from kaohe.office.people.models import Account, Grant, Person
from kaohe.office.people.roles import ADMINISTRATORS, Role
from kaohe.office.ui.forms import Form

_NEW = {"autocomplete": "new-password"}


class OpenAccount(OfAccount):
    """An account without a role."""

    username = forms.CharField(label=_("account name"), max_length=150)
    person = person_field(
        _("person"), required=False, help_text=_("Empty only for administrators who appear nowhere else.")
    )
    password = forms.CharField(
        label=_("initial password"),
        widget=forms.PasswordInput(attrs=_NEW),
        help_text=_("It must be changed at the first sign-in."),
    )

    def rows_for(self, name: str, field: PickField, account: Account) -> Any:
        """Give the persons without an account."""
        return Person.objects.visible_to(account).working_on(timezone.localdate()).filter(account__isnull=True)


class NewPassword(Form):
    """An initial password for somebody who forgot the own."""

    password = forms.CharField(
        label=_("initial password"),
        widget=forms.PasswordInput(attrs=_NEW),
        help_text=_("It must be changed at the first sign-in."),
    )


class GrantRole(OfAccount):
    """A role for a subtree."""

    field_order = ("account", "role", "unit", "since", "until")

    role = forms.ChoiceField(label=_("role"), choices=Role.choices)
    unit = unit_field(_("for the unit and all below"), required=False, help_text=_("Empty: for everything."))
    since = forms.DateField(label=_("since"), initial=timezone.localdate)
    until = forms.DateField(
        label=_("until"), required=False, help_text=_("First day on which the role is no longer held; empty: no end.")
    )

    def clean_role(self) -> Role:
        """Give the role itself."""
        return Role(self.cleaned_data["role"])


class GrantRoleTo(GrantRole):
    """A role for an account that is named."""

    account = account_field(_("account"))

    def rows_for(self, name: str, field: PickField, account: Account) -> Any:
        """Give the open accounts, or the units."""
        if name == "account":
            return Account.objects.visible_to(account).filter(is_active=True)
        return super().rows_for(name, field, account)


class DelegateRole(OfAccount):
    """Somebody who stands in for days."""

    grant = forms.ModelChoiceField(Grant.objects.none(), label=_("role"))
    delegate = account_field(_("who stands in"), help_text=_("The account name, or the full name of the person."))
    since = forms.DateField(label=_("first day"), initial=timezone.localdate)
    until = forms.DateField(label=_("last day"))
    reason = forms.CharField(label=_("reason"), max_length=200, required=False)

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        today = timezone.localdate()
        own = Grant.objects.filter(account=account).in_force_on(today).exclude(role__in=ADMINISTRATORS)
        self.fields["grant"].queryset = own.select_related("account__person", "unit")  # type: ignore[attr-defined]

    def rows_for(self, name: str, field: PickField, account: Account) -> Any:
        """Give the open accounts: whoever stands in may come from anywhere in the office."""
        return Account.objects.filter(is_active=True).exclude(pk=account.pk)
