"""Pages of notices."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.actions import notices as actions
from kaohe.office.monitoring.forms.notices import NoticeForm
from kaohe.office.monitoring.forms.words import SeenForm, SeenReasonForm
from kaohe.office.monitoring.models import Notice
from kaohe.office.monitoring.notice_sections import SECTIONS
from kaohe.office.monitoring.policies.notices import notices as policy
from kaohe.office.monitoring.views.cycles import choose_cycle, cycle_filter
from kaohe.office.monitoring.views.steps import Offered, Step, offered, take
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import Cycle
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, show_table


def _in(state: str) -> Callable[[Account, Notice], bool]:
    return lambda account, notice: notice.state == state and policy.may_make(account, notice.cycle)


STEPS = (
    Step("issue", gettext_lazy("Issue"), actions.issue_notice, "notice", _in("draft"), SeenForm, "btn-primary"),
    Step("withdraw", gettext_lazy("Withdraw"), actions.withdraw_notice, "notice", _in("issued"), SeenReasonForm),
)


@signed_in
def notice_list(request: Request) -> HttpResponseBase:
    """List the notices that the account may read."""
    new = reverse("monitoring:notice_new") if request.user.has_role(Role.OFFICER, Role.SUPERVISOR) else ""
    table = Table(
        "notices",
        [
            Column("number", _("number"), kind="number", sort="number"),
            Column("title", _("title"), sort="title", link=Notice.get_absolute_url),
            Column("period", _("period"), sort="period"),
            Column("issued_at", _("issued at"), kind="date", sort="issued_at"),
            Column("state", _("state"), kind="badge", sort="state"),
        ],
        Notice.objects.visible_to(request.user),
        filters=[cycle_filter(request.user), Choice("state", _("state"), Notice.State.choices, "state")],
        search=["title"],
        default_sort="-number",
        row_link=Notice.get_absolute_url,
        empty=Empty(_("No notice has been issued yet."), new, _("Compose a notice")),
    )
    return show_table(
        request, table, "monitoring/list.html", title=_("Notices"), new_url=new, new_label=_("Compose a notice")
    )


@signed_in
def notice_new(request: Request) -> HttpResponseBase:
    """Choose the cycle of a new notice."""
    return choose_cycle(
        request,
        policy.may_make,
        lambda cycle: reverse("monitoring:notice_compose", args=[cycle.code]),
        _("Compose a notice"),
    )


@signed_in
def notice_compose(request: Request, code: str) -> HttpResponseBase:
    """Compose a notice."""
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), code=code)
    require(policy.may_make(request.user, cycle))
    started = {"period": f"{timezone.localdate():%Y-%m}", "kinds": ["supervision_overdue", "problems"]}
    form = NoticeForm(request.POST or None, initial=started)
    return _edited(request, form, partial(_compose, request.user, cycle), cycle, reverse("monitoring:notice_list"))


def _compose(by: Account, cycle: Cycle, *, seen: int | None = None, **fields: Any) -> Notice:
    return actions.compose_notice(by=by, cycle=cycle, **fields)


@signed_in
def notice_change(request: Request, pk: int) -> HttpResponseBase:
    """Change a draft."""
    row = _notice(request, pk)
    require(policy.may_make(request.user, row.cycle) and row.state == Notice.State.DRAFT)
    texts = [section.text for section in actions.sections_of(row) if section.kind == "text"]
    started = {
        "title": row.title,
        "period": row.period,
        "seen": row.revision,
        "words": texts[0] if texts else "",
        "demand": texts[1] if len(texts) > 1 else "",
        "kinds": [section.kind for section in actions.sections_of(row) if section.kind in SECTIONS],
    }
    form = NoticeForm(request.POST or None, initial=started)
    act = partial(actions.change_notice, by=request.user, notice=row)
    return _edited(request, form, act, row.cycle, row.get_absolute_url())


def _edited(
    request: Request, form: NoticeForm, act: Callable[..., Notice], cycle: Cycle, cancel_url: str
) -> HttpResponseBase:
    if request.method == "POST":
        row = submit(request, form, act)
        if row is not None:
            return redirect(row.get_absolute_url())
    shown = {
        "title": _("Compose a notice"),
        "button": _("Save the draft"),
        "form": form,
        "subtitle": cycle,
        "cancel_url": cancel_url,
    }
    return render(request, "monitoring/form.html", shown)


@signed_in
def notice(request: Request, pk: int) -> HttpResponseBase:
    """Show a notice: as it would be issued today, or as it was issued."""
    return _page(request, _notice(request, pk))


@signed_in
def notice_step(request: Request, pk: int, step: str) -> HttpResponseBase:
    """Issue or withdraw a notice."""
    return take(request, _notice(request, pk), STEPS, step, _page)


def _notice(request: Request, pk: int) -> Notice:
    rows = Notice.objects.visible_to(request.user).select_related("cycle__root", "issued_by__person", "made_by__person")
    found: Notice = get_object_or_404(rows, pk=pk)
    return found


def _page(request: Request, row: Notice, refused: Offered | None = None) -> HttpResponseBase:
    shown = {
        "notice": row,
        "sections": actions.live_sections(row),
        "is_genuine": not row.hash or row.hash == actions.content_hash(row),
        "may_change": row.state == Notice.State.DRAFT and policy.may_make(request.user, row.cycle),
        "steps": offered(request.user, row, STEPS, refused),
        "step_url": "monitoring:notice_step",
    }
    return render(request, "monitoring/notice.html", shown)
