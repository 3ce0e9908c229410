"""Pages of API tokens."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from kaohe.office.api.actions.tokens import open_token, revoke_token
from kaohe.office.api.forms import TokenForm
from kaohe.office.api.models import Token
from kaohe.office.api.policies import tokens
from kaohe.office.api.scopes import Scope
from kaohe.office.people.policies import require
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Column, Empty, Table, show_table
from kaohe.office.ui.tones import Badge, Tone


@signed_in
def token_list(request: Request) -> HttpResponseBase:
    """List one's own tokens; the security administrator sees all."""
    new = reverse("api:token_new") if tokens.may_open(request.user) else ""
    today = timezone.localdate()
    table = Table(
        "tokens",
        [
            Column("name", _("program"), sort="name"),
            Column("account", _("account"), sort="account__username"),
            Column("scopes", _("may be used to"), _said),
            Column("opened_at", _("opened at"), kind="date", sort="opened_at"),
            Column("expires_on", _("expires on"), kind="date", sort="expires_on"),
            Column("used_on", _("last used on"), kind="date", sort="used_on"),
            Column("state", _("state"), _state, kind="badge"),
        ],
        Token.objects.visible_to(request.user).select_related("account__person"),
        search=["name", "account__username"],
        default_sort="-opened_at",
        row_link=lambda token: reverse("api:token_revoke", args=[token.pk]) if token.works_on(today) else None,
        empty=Empty(_("No program acts for this account."), new, _("Open a token")),
    )
    return show_table(
        request, table, "api/tokens.html", title=_("API tokens"), new_url=new, openapi=reverse("api-1:openapi-json")
    )


def _said(token: Token) -> str:
    return "、".join(str(Scope(scope).label) for scope in token.scopes.split())


def _state(token: Token) -> Badge:
    if token.revoked_at is not None:
        return Badge(_("revoked"), Tone.NEUTRAL)
    return Badge(_("works"), Tone.OK) if token.works_on(timezone.localdate()) else Badge(_("expired"), Tone.NEUTRAL)


@never_cache
@signed_in
def token_new(request: Request) -> HttpResponseBase:
    """Open a token; it is shown once, on the answer to this form."""
    require(tokens.may_open(request.user))
    form = TokenForm(request.POST or None)
    if request.method == "POST":
        opened = submit(request, form, partial(open_token, by=request.user))
        if opened is not None:
            token, key = opened
            return render(request, "api/token_opened.html", {"token": token, "key": key})
    return render(request, "api/token_form.html", {"form": form})


@signed_in
def token_revoke(request: Request, pk: int) -> HttpResponseBase:
    """Ask whether a token is to end, and end it."""
    token: Token = get_object_or_404(Token.objects.visible_to(request.user).select_related("account"), pk=pk)
    require(tokens.may_revoke(request.user, token))
    if request.method == "POST":
        revoke_token(by=request.user, token=token)
        messages.success(request, _("The token no longer works."))
        return redirect("api:token_list")
    return render(request, "api/token_revoke.html", {"token": token})
