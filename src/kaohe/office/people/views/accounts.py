"""Accounts, for the three administrators."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people import policies
from kaohe.office.people.actions import accounts as actions
from kaohe.office.people.actions.passwords import reset_password
from kaohe.office.people.forms import access as forms
from kaohe.office.people.forms.units import Reason
from kaohe.office.people.models import Account, Delegation, Grant, Person
from kaohe.office.people.views.doors import account_of, act, deed, do, form_page, page
from kaohe.office.ui import panel
from kaohe.office.ui.tables import Choice, Column, Table, show_table
from kaohe.office.ui.tones import Badge, Tone


def page_of(account: Account) -> str:
    """Address of an account's page."""
    return reverse("people:account", args=[account.pk])


def state_of(account: Account) -> Badge:
    """Say whether somebody can sign in."""
    if not account.is_active:
        return Badge(_("disabled"), Tone.NEUTRAL)
    if account.is_locked_at(timezone.now()):
        return Badge(_("locked"), Tone.RISK)
    if account.must_change_password:
        return Badge(_("initial password"), Tone.ACTION)
    return Badge(_("in use"), Tone.OK)


@page
def accounts(request: HttpRequest) -> HttpResponseBase:
    """List accounts."""
    account = account_of(request)
    policies.require(policies.accounts.may_view(account))
    table = Table(
        name="accounts",
        title=gettext_lazy("Accounts"),
        rows=Account.objects.visible_to(account).select_related("person"),
        columns=[
            Column("username", gettext_lazy("account name"), sort="username"),
            Column("person", gettext_lazy("person"), value="person.name", sort="person__name"),
            Column("state", gettext_lazy("state"), value=state_of, kind="badge"),
            Column("opened_at", gettext_lazy("opened at"), kind="date", sort="opened_at", phone=False),
            Column("last_login", gettext_lazy("last sign-in"), kind="date", sort="last_login"),
        ],
        search=["username", "person__name"],
        filters=[
            Choice(
                "active",
                gettext_lazy("state"),
                [("True", gettext_lazy("in use")), ("False", gettext_lazy("disabled"))],
                "is_active",
            )
        ],
        default_sort="username",
        row_link=page_of,
        panel=True,
    )
    may_open = policies.accounts.may_open(account)
    return show_table(request, table, template="people/accounts.html", may_open=may_open)


@page
def account(request: HttpRequest, pk: int) -> HttpResponse:
    """Show an account: state, roles, delegations."""
    by = account_of(request)
    policies.require(policies.accounts.may_view(by))
    found = get_object_or_404(Account.objects.visible_to(by).select_related("person"), pk=pk)
    today = timezone.localdate()
    grants = Grant.objects.visible_to(by).filter(account=found).select_related("unit").order_by("-since", "-pk")
    lent = Delegation.objects.visible_to(by).in_force_on(today).filter(delegate=found)
    shown = {
        "found": found,
        "state": state_of(found),
        "grants": grants,
        "lent": lent.select_related("grant__account__person", "grant__unit"),
        "today": today,
        "may_disable": policies.accounts.may_disable(by, found),
        "may_grant": policies.grants.may_grant(by, found) and found.is_active,
        "is_locked": found.is_locked_at(timezone.now()),
    }
    return panel.show(request, "people/account.html", shown)


@form_page
def open_account(request: HttpRequest) -> HttpResponse:
    """Open an account."""
    by = account_of(request)
    policies.require(policies.accounts.may_open(by))
    key = request.GET.get("person", "")
    person = Person.objects.visible_to(by).filter(pk=key).first() if key.isdecimal() else None
    form = forms.OpenAccount(request.POST or None, account=by, initial={"person": person})
    return act(request, form, partial(actions.open_account, by=by), title=_("Open an account"), back=page_of)


def _found(request: HttpRequest, pk: int) -> tuple[Account, Account]:
    by = account_of(request)
    policies.require(policies.accounts.may_open(by))
    found = get_object_or_404(Account.objects.visible_to(by), pk=pk)
    policies.require(policies.accounts.may_disable(by, found))
    return by, found


@form_page
def disable(request: HttpRequest, pk: int) -> HttpResponse:
    """Disable an account."""
    by, found = _found(request, pk)
    form = Reason(request.POST or None, account=by)
    hint = _("Its roles end today and its sessions at once; what it did stays in the log.")
    action = partial(actions.disable_account, by=by, account=found)
    title = _("Disable {name}").format(name=found.username)
    return act(request, form, action, title=title, back=page_of(found), hint=hint)


@form_page
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Set an initial password."""
    by, found = _found(request, pk)
    title = _("New password for {name}").format(name=found.username)
    action = partial(reset_password, by=by, account=found)
    return act(request, forms.NewPassword(request.POST or None), action, title=title, back=page_of(found))


@form_page
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a disabled account again."""
    by, found = _found(request, pk)
    title = _("Open {name} again").format(name=found.username)
    hint = _("The roles that it had do not come back: the security administrator grants them anew.")
    action = partial(actions.reopen_account, by=by, account=found)
    form = forms.NewPassword(request.POST or None)
    return act(request, form, action, title=title, back=page_of(found), hint=hint)


@deed
def unlock(request: HttpRequest, pk: int) -> HttpResponse:
    """Open an account that failed attempts locked."""
    by, found = _found(request, pk)
    action = partial(actions.unlock_account, by=by, account=found)
    return do(request, action, back=page_of(found), said=_("The account is unlocked."))
