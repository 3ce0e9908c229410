"""Pages of the consultation: comments of units, answers of the office, the summary."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role, View
from kaohe.office.planning.actions import consultation as actions
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.forms.cycles import AnswerComment, WriteComment
from kaohe.office.planning.models import Comment, Cycle, CycleState
from kaohe.office.planning.policies.cycles import comments as policy
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.planning.views.cycles import seen_cycle
from kaohe.office.planning.views.frame import account_of, done
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, Text, show_table

_SPEAKS = {Role.LIAISON: View.SCOPE, Role.UNIT_HEAD: View.SCOPE}


@require_safe
@login_required
def comment_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the comments that the account may see; the workbook is the summary for the files."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    may_write = is_open(cycle) and bool(_units(account, cycle))
    write = reverse("planning:comment_write", args=[code])
    table = Table(
        "comments",
        [
            Column("unit", gettext_lazy("unit"), "unit.name", sort="unit__code"),
            Column(
                "indicator_code",
                gettext_lazy("indicator"),
                lambda c: c.indicator_code or _("the whole"),
                sort="indicator_code",
            ),
            Column("text", gettext_lazy("comment")),
            Column("written_at", gettext_lazy("written at"), kind="date", sort="written_at", phone=False),
            Column("outcome", gettext_lazy("outcome"), _outcome, kind="badge", sort="outcome"),
            Column("reply", gettext_lazy("reply")),
            Column("author", gettext_lazy("author"), lambda c: str(c.author), hidden=True),
            Column("replied_by", gettext_lazy("replied by"), lambda c: str(c.replied_by or ""), hidden=True),
        ],
        rows=cycle.comments.visible_to(account).select_related("unit", "author__person", "replied_by__person"),
        filters=[
            Choice("outcome", gettext_lazy("outcome"), Comment.Outcome.choices, "outcome"),
            Text("unit", gettext_lazy("unit"), "unit__name"),
            Text("indicator", gettext_lazy("indicator"), "indicator_code"),
        ],
        search=("text", "reply"),
        default_sort="indicator_code,written_at",
        row_link=lambda comment: reverse("planning:comment_detail", args=[code, comment.pk]),
        panel=True,
        empty=Empty(
            gettext_lazy("No comment yet."), write if may_write else "", gettext_lazy("Comment") if may_write else ""
        ),
        title=gettext_lazy("Comments and answers"),
    )
    context = {"cycle": cycle, "may_write": may_write}
    return show_table(request, table, "planning/comment_list.html", **context)


def _outcome(comment: Comment) -> Any:
    return Comment.Outcome(comment.outcome)


def is_open(cycle: Cycle) -> bool:
    """Tell whether comments are taken today."""
    until = cycle.comments_until
    return cycle.state == CycleState.CONSULTATION and until is not None and until >= timezone.localdate()


def _units(account: Account, cycle: Cycle) -> list[Unit]:
    """Give the first units of the area for which an account may comment."""
    units = Unit.objects.filter(account.reach(_SPEAKS).condition("path"), path__startswith=cycle.root.path)
    return [u for u in units.exclude(pk=cycle.root_id).order_by("path")[:2] if policy.may_write(account, cycle, u)]


@require_http_methods(["GET", "POST"])
@login_required
def comment_write(request: HttpRequest, code: str) -> HttpResponseBase:
    """Write a comment for a unit."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    units = _units(account, cycle)
    require(bool(units))
    version = cycle.versions.first()
    walked = spec_of(version.document).walk() if version else ()
    indicators = [(node.code, f"{node.code} {node.name}") for _path, node, _parent in walked]
    initial = {"indicator": request.GET.get("indicator", ""), "unit": units[0] if len(units) == 1 else None}
    form = WriteComment(request.POST or None, account=account, indicators=indicators, initial=initial)
    if request.method == "POST" and submit(request, form, partial(actions.write_comment, by=account, cycle=cycle)):
        return done(request, _("The comment is with the office."), "planning:comment_list", code=code)
    context = {"cycle": cycle, "form": form, "is_open": is_open(cycle)}
    return render(request, "planning/comment_write.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def comment_detail(request: HttpRequest, code: str, key: int) -> HttpResponseBase:
    """Read a comment; the office answers it."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    rows = cycle.comments.visible_to(account).select_related("unit", "author__person", "replied_by__person")
    comment: Comment = get_object_or_404(rows, pk=key)
    comment.cycle = cycle
    may_answer = policy.may_answer(account, comment) and cycle.state in (CycleState.CONSULTATION, CycleState.DRAFT)
    initial = {"outcome": comment.outcome, "reply": comment.reply, "seen": comment.outcome}
    form = AnswerComment(request.POST or None, initial=initial)
    action = partial(actions.answer_comment, by=account, comment=comment)
    if request.method == "POST" and submit(request, form, action) is not None:
        return done(request, _("The answer is saved."), "planning:comment_list", code=code)
    context = {
        "cycle": cycle,
        "comment": comment,
        "form": form if may_answer else None,
        "may_see_draft": cycles.may_see_draft(account, cycle),
    }
    return panel.show(request, "planning/comment_detail.html", context)
