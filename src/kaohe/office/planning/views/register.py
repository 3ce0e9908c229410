"""Pages of the register 督查检查考核事项清单."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.office.people.models import Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import register as actions
from kaohe.office.planning.forms.register import ApprovalForm, ItemForm, ReasonForm
from kaohe.office.planning.models import RegisterItem
from kaohe.office.planning.policies.undertakings import register
from kaohe.office.planning.views.frame import account_of, done
from kaohe.office.ui import panel
from kaohe.office.ui.forms import Form, submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge

State = RegisterItem.State


def standing(item: RegisterItem) -> Badge:
    """Draw where an item stands today: an approved one may be ahead or lapsed."""
    today = timezone.localdate()
    if item.state == State.APPROVED and not item.is_in_force_on(today):
        lapsed = item.expires_on is not None and item.expires_on <= today
        return Badge(_("lapsed"), "overdue") if lapsed else Badge(_("in force later"), "neutral", "clock")
    tones = {State.APPROVED: "ok", State.FILED: "action", State.REFUSED: "risk", State.WITHDRAWN: "neutral"}
    return Badge(item.get_state_display(), tones[State(item.state)])


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponseBase:
    """List everything that may be asked of units: open to everybody who is signed in."""
    account = account_of(request)
    rows = RegisterItem.objects.visible_to(account).with_twins().select_related("organiser", "cycle")
    table = Table(
        "register",
        [
            Column("name", gettext_lazy("item"), sort="name"),
            Column("kind", gettext_lazy("kind"), lambda item: item.get_kind_display(), sort="kind"),
            Column("organiser", gettext_lazy("organiser"), "organiser.name", sort="organiser__name"),
            Column("level", gettext_lazy("level addressed"), sort="level"),
            Column("basis", gettext_lazy("basis"), phone=False),
            Column("approval_document", gettext_lazy("approval document"), phone=False),
            Column("times_a_year", gettext_lazy("times a year"), kind="number", sort="times_a_year", total=True),
            Column("expires_on", gettext_lazy("expires on"), kind="date", sort="expires_on"),
            Column("state", gettext_lazy("standing"), standing, kind="badge", sort="state"),
            Column("is_twice", gettext_lazy("same as another"), _twice, kind="badge"),
            Column("plan_number", gettext_lazy("plan number"), hidden=True),
            Column("approving_body", gettext_lazy("approving body"), hidden=True),
            Column("year", gettext_lazy("year"), kind="number", sort="year", hidden=True),
        ],
        rows=rows,
        filters=[
            Choice("year", gettext_lazy("year"), _years, "year"),
            Choice("kind", gettext_lazy("kind"), RegisterItem.Kind.choices, "kind"),
            Choice("state", gettext_lazy("standing"), State.choices, "state"),
            Choice("level", gettext_lazy("level addressed"), _levels, "level"),
            UnitWithin("within", gettext_lazy("within the area"), "organiser__path"),
        ],
        search=("name", "organiser__name", "basis", "approval_document"),
        default_sort="name",
        row_link=lambda item: reverse("planning:register_item", args=[item.pk]),
        panel=True,
        empty=Empty(_("Nothing is registered: nothing may be asked of any unit.")),
        title=_("Register of inspections and appraisals"),
    )
    return show_table(
        request,
        table,
        template="planning/register/list.html",
        title=_("Register of inspections and appraisals"),
        may_file=register.may_file_any(account),
        levels=_per_level(rows),
    )


def _twice(item: Any) -> Badge | None:
    return Badge(_("twice in the year"), "risk") if item.is_twice else None


def _years() -> list[tuple[int, str]]:
    years = RegisterItem.objects.order_by("-year").values_list("year", flat=True).distinct()
    return [(year, str(year)) for year in years]


def _levels() -> list[tuple[str, str]]:
    levels = RegisterItem.objects.exclude(level="").order_by("level").values_list("level", flat=True).distinct()
    return [(level, level) for level in levels]


def _per_level(rows: Any) -> Any:
    """Count the items in force by the level that they address, and how often they come in a year."""
    today = timezone.localdate()
    found = rows.in_force(today).filter(year=today.year).order_by("level").values("level")
    return found.annotate(items=Count("pk"), times=Sum("times_a_year"))


@require_safe
@login_required
def item_page(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show one item, its duplicates, and what may be done with it."""
    account = account_of(request)
    rows = RegisterItem.objects.visible_to(account).select_related("organiser", "cycle", "filed_by", "decided_by")
    item: RegisterItem = get_object_or_404(rows, pk=pk)
    alike = RegisterItem.objects.filter(organiser=item.organiser, name=item.name, level=item.level, year=item.year)
    shown = {
        "item": item,
        "standing": standing(item),
        "twins": alike.exclude(pk=item.pk),
        "may_change": item.state == State.FILED and register.may_file(account, item.organiser),
        "may_withdraw": item.state in (State.FILED, State.APPROVED) and register.may_file(account, item.organiser),
        "may_decide": item.state == State.FILED and register.may_decide(account, item),
    }
    return panel.show(request, "planning/register/item.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def file(request: HttpRequest) -> HttpResponseBase:
    """File an item."""
    account = account_of(request)
    require(register.may_file_any(account))
    form = ItemForm(request.POST or None, account=account, initial={"year": timezone.localdate().year})
    form.fields.pop("seen")
    if request.method == "POST" and (item := submit(request, form, partial(actions.file_item, by=account))):
        return done(request, _("Filed; a leader decides."), "planning:register_item", pk=item.pk)
    return _form_page(request, form, _("File an item"), _("File"), reverse("planning:register_list"))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct an item that is not decided yet."""
    account, item = account_of(request), get_object_or_404(RegisterItem, pk=pk)
    require(register.may_file(account, item.organiser))
    form = ItemForm(request.POST or None, account=account, instance=item, initial={"seen": item.revision})
    action = partial(actions.change_item, by=account, item=RegisterItem.objects.get(pk=pk))
    if request.method == "POST" and submit(request, form, action):
        return done(request, _("The item was corrected."), "planning:register_item", pk=pk)
    return _form_page(request, form, _("Correct: {name}").format(name=item.name), _("Save"), _item_url(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def approve(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve an item."""
    account, item = account_of(request), get_object_or_404(RegisterItem, pk=pk)
    require(register.may_decide(account, item))
    known = {"seen": item.revision, "expires_on": item.expires_on, "approved_on": timezone.localdate()}
    form = ApprovalForm(request.POST or None, initial=known)
    if request.method == "POST" and submit(request, form, partial(actions.approve_item, by=account, item=item)):
        return done(request, _("The item was approved."), "planning:register_item", pk=pk)
    return _form_page(request, form, _("Approve: {name}").format(name=item.name), _("Approve"), _item_url(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def refuse(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Refuse an item."""
    account, item = account_of(request), get_object_or_404(RegisterItem, pk=pk)
    require(register.may_decide(account, item))
    form = ReasonForm(request.POST or None, initial={"seen": item.revision})
    if request.method == "POST" and submit(request, form, partial(actions.refuse_item, by=account, item=item)):
        return done(request, _("The item was refused."), "planning:register_item", pk=pk)
    return _form_page(request, form, _("Refuse: {name}").format(name=item.name), _("Refuse the item"), _item_url(pk))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take an item back."""
    account, item = account_of(request), get_object_or_404(RegisterItem, pk=pk)
    require(register.may_file(account, item.organiser))
    form = ReasonForm(request.POST or None, initial={"seen": item.revision})
    if request.method == "POST" and submit(request, form, partial(actions.withdraw_item, by=account, item=item)):
        return done(request, _("The item was withdrawn."), "planning:register_item", pk=pk)
    return _form_page(request, form, _("Withdraw: {name}").format(name=item.name), _("Withdraw"), _item_url(pk))


@require_safe
@login_required
def official(request: HttpRequest) -> HttpResponseBase:
    """Show the list of the year as it is published and printed: what is in force, vetoes apart."""
    text = request.GET.get("year", "")
    year = int(text) if text.isdecimal() and len(text) == 4 else timezone.localdate().year
    items = RegisterItem.objects.visible_to(account_of(request)).in_force(timezone.localdate()).filter(year=year)
    found = list(items.select_related("organiser").order_by("kind", "organiser__path", "name"))
    shown = {
        "year": year,
        "items": [item for item in found if item.kind != RegisterItem.Kind.VETO],
        "vetoes": [item for item in found if item.kind == RegisterItem.Kind.VETO],
        "today": timezone.localdate(),
    }
    return render(request, "planning/register/official.html", shown)


@require_safe
@login_required
def of_unit(request: HttpRequest, unit: int) -> HttpResponseBase:
    """Show what may be asked of one unit this year."""
    row = get_object_or_404(Unit.objects.visible_to(account_of(request)), pk=unit)
    today = timezone.localdate()
    items = RegisterItem.objects.addressed_to(row, today).filter(year=today.year).select_related("organiser")
    shown = {"unit": row, "items": items.order_by("kind", "name"), "year": today.year}
    return render(request, "planning/register/of_unit.html", shown)


def _item_url(pk: int) -> str:
    return reverse("planning:register_item", args=[pk])


def _form_page(request: HttpRequest, form: Any, title: str, button: str, back: str) -> HttpResponseBase:
    draft = "" if isinstance(form, Form) else "register-item"
    shown = {"form": form, "title": title, "button": button, "back": back, "draft": draft}
    return render(request, "planning/undertaking_form.html", shown)
