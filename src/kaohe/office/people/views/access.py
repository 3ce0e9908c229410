"""Roles, for the security administrator; who stands in for whom, for everybody."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people import policies
from kaohe.office.people.actions import access as actions
from kaohe.office.people.forms import access as forms
from kaohe.office.people.models import Account, Delegation, Grant
from kaohe.office.people.roles import Role
from kaohe.office.people.views.doors import account_of, act, deed, do, form_page, page
from kaohe.office.ui.tables import Choice, Column, Table, UnitWithin, show_table


@page
def roles(request: HttpRequest) -> HttpResponseBase:
    """List who holds which role."""
    by = account_of(request)
    policies.require(policies.accounts.may_view(by))
    grants = Grant.objects.visible_to(by)
    if "past" not in request.GET:
        grants = grants.in_force_on(timezone.localdate())
    table = Table(
        name="roles",
        title=gettext_lazy("Roles of accounts"),
        rows=grants.select_related("account__person", "unit"),
        columns=[
            Column("account", gettext_lazy("account"), value="account.username", sort="account__username"),
            Column("person", gettext_lazy("person"), value="account.person.name", sort="account__person__name"),
            Column("role", gettext_lazy("role"), value=lambda grant: grant.get_role_display(), sort="role"),
            Column("unit", gettext_lazy("unit"), value=lambda grant: grant.unit or _("everything"), sort="unit__name"),
            Column("since", gettext_lazy("since"), kind="date", sort="since"),
            Column("until", gettext_lazy("until"), kind="date", sort="until"),
        ],
        search=["account__username", "account__person__name", "unit__name"],
        filters=[
            Choice("role", gettext_lazy("role"), Role.choices, "role"),
            UnitWithin("within", gettext_lazy("within"), "unit__path"),
        ],
        default_sort="account",
        row_link=lambda grant: reverse("people:account", args=[grant.account_id]),
        panel=True,
    )
    may_grant = policies.grants.may_manage(by)
    return show_table(request, table, template="people/roles.html", may_grant=may_grant)


@form_page
def grant(request: HttpRequest) -> HttpResponse:
    """Grant a role to an account that is named."""
    by = account_of(request)
    policies.require(policies.grants.may_manage(by))
    key = request.GET.get("account", "")
    account = Account.objects.visible_to(by).filter(pk=key).first() if key.isdecimal() else None
    form = forms.GrantRoleTo(request.POST or None, account=by, initial={"account": account})
    title = _("Grant a role")
    hint = _("The three administrators' powers never meet in one account, nor with any other role.")
    return act(request, form, partial(actions.grant_role, by=by), title=title, back=_account_page, hint=hint)


def _account_page(grant: Grant) -> str:
    return reverse("people:account", args=[grant.account_id])


@deed
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a role today."""
    by = account_of(request)
    policies.require(policies.grants.may_manage(by))
    found = get_object_or_404(Grant.objects.visible_to(by).select_related("account"), pk=pk)
    action = partial(actions.revoke_role, by=by, grant=found)
    return do(request, action, back=_account_page(found), said=_("The role has ended."))


@page
def delegations(request: HttpRequest) -> HttpResponse:
    """Show the own roles, who stands in for them, and for whom one stands in."""
    by, today = account_of(request), timezone.localdate()
    all_of_own = Delegation.objects.filter(until__gt=today).select_related(
        "grant__account__person", "grant__unit", "delegate__person"
    )
    grants = Grant.objects.filter(account=by).in_force_on(today).select_related("unit", "account__person")
    shown = {
        "grants": grants,
        "given": all_of_own.filter(grant__account=by).order_by("since"),
        "received": all_of_own.filter(delegate=by).order_by("since"),
        "may_delegate": any(policies.grants.may_delegate(by, found) for found in grants),
    }
    return render(request, "people/delegations.html", shown)


@form_page
def delegate(request: HttpRequest) -> HttpResponse:
    """Let somebody stand in."""
    by = account_of(request)
    form = forms.DelegateRole(request.POST or None, account=by)
    hint = _("For these days, first and last included. The log names both of you.")
    action = partial(actions.delegate_role, by=by)
    return act(request, form, action, title=_("Let somebody stand in"), back=reverse("people:delegations"), hint=hint)


@deed
def end_delegation(request: HttpRequest, pk: int) -> HttpResponse:
    """End a delegation today."""
    by = account_of(request)
    found = get_object_or_404(Delegation.objects.visible_to(by).select_related("grant"), pk=pk)
    action = partial(actions.end_delegation, by=by, delegation=found)
    return do(request, action, back=reverse("people:delegations"), said=_("The delegation has ended."))
