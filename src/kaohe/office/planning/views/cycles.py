"""Pages of cycles: the list, a new one, where the year stands, the moves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.planning import moves
from kaohe.office.planning.actions import approval, consultation, cycles, publication
from kaohe.office.planning.document.in_force import version_in_force
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.forms import cycles as forms
from kaohe.office.planning.models import Approval, Cycle, CycleState
from kaohe.office.planning.policies.cycles import cycles as policy
from kaohe.office.planning.views.frame import account_of, done, press
from kaohe.office.ui.forms import submit
from kaohe.office.ui.forms.base import House
from kaohe.office.ui.tables import Choice, Column, Empty, Table, Text, show_table
from kaohe.office.ui.uploads import checked
from kaohe.presets.catalog import preset_path
from kaohe.scheme import Finding, SchemeSpec, load_reading

MOST_MB = 10


@require_safe
@login_required
def cycle_list(request: HttpRequest) -> HttpResponseBase:
    """List the cycles that the account may see."""
    account = account_of(request)
    may_open = account.has_role(Role.OFFICER)
    new = reverse("planning:cycle_new")
    table = Table(
        "cycles",
        [
            Column("title", gettext_lazy("cycle"), sort="title"),
            Column("year", gettext_lazy("year"), sort="year"),
            Column("root", gettext_lazy("area"), "root.name", sort="root__code"),
            Column("state", gettext_lazy("state"), kind="badge", sort="state"),
            Column("comments_until", gettext_lazy("comments until"), kind="date", sort="comments_until", phone=False),
            Column("targets_until", gettext_lazy("targets until"), kind="date", sort="targets_until", phone=False),
        ],
        rows=Cycle.objects.visible_to(account).select_related("root"),
        filters=[
            Choice("state", gettext_lazy("state"), CycleState.choices, "state"),
            Text("area", gettext_lazy("area"), "root__name"),
        ],
        search=("title", "code"),
        default_sort="-year,code",
        row_link=lambda cycle: reverse("planning:cycle_detail", args=[cycle.code]),
        empty=Empty(
            gettext_lazy("No cycle yet."),
            new if may_open else "",
            gettext_lazy("Open the first cycle") if may_open else "",
        ),
        title=gettext_lazy("Cycles"),
    )
    return show_table(request, table, "planning/cycle_list.html", may_open=may_open)


@require_http_methods(["GET", "POST"])
@login_required
def cycle_new(request: HttpRequest) -> HttpResponseBase:
    """Open a cycle."""
    account = account_of(request)
    require(account.has_role(Role.OFFICER))
    form = forms.NewCycle(request.POST or None, request.FILES or None, account=account)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        scheme, findings = _scheme(form)
        if scheme is not None:
            cycle = submit(request, form, partial(_create, account, scheme))
            if cycle is not None:
                return done(request, _("The cycle is open as a draft."), "planning:scheme_edit", code=cycle.code)
    context = {"form": form, "findings": findings}
    status = 422 if request.method == "POST" else 200
    return render(request, "planning/cycle_new.html", context, status=status)


def _create(account: Account, scheme: SchemeSpec, **cleaned: Any) -> Cycle:
    """Open the cycle with what the form holds beside the origin of the scheme."""
    own = {name: cleaned[name] for name in ("code", "title", "year", "root", "previous")}
    return cycles.create_cycle(by=account, scheme=scheme, origin=cleaned["origin"], **own)


def _scheme(form: forms.NewCycle) -> tuple[SchemeSpec | None, tuple[Finding, ...]]:
    """Give the scheme that the cycle begins with, or everything that is wrong with the file."""
    cleaned = form.cleaned_data
    match cleaned["origin"]:
        case forms.PRESET:
            reading = load_reading(preset_path(cleaned["preset"]))
        case forms.LAST_YEAR:
            version = version_in_force(cleaned["previous"])
            return spec_of(version.document if version else cleaned["previous"].draft.document), ()
        case forms.FILE:
            reading = load_reading(checked(cleaned["file"], forms.KINDS, MOST_MB))
        case _:
            return cycles.blank_scheme(cleaned["year"]), ()
    return reading.spec, () if reading.spec else reading.findings


PLACES = {
    "scheme": "planning:scheme_edit",
    "versions": "planning:version_list",
    "comments": "planning:comment_list",
    "approval": "planning:version_list",
    "dates": "planning:cycle_detail",
    "units": "planning:unit_list",
}
"""Where each kind of gap is mended; other places belong to pages without the cycle in their address."""


@require_safe
@login_required
def cycle_detail(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show where the year stands, what is missing for the next step, the dates and the ways on."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    is_inside = policy.may_see_draft(account, cycle)
    context = {
        "cycle": cycle,
        "steps": _steps(cycle),
        "is_inside": is_inside,
        "may_keep": policy.may_keep(account, cycle),
        "moves": _moves(account, cycle),
        "in_force": version_in_force(cycle),
        "last": cycle.versions.select_related("made_by__person").first() if is_inside else None,
        "approvals": _approvals(cycle) if is_inside else (),
        "counts": _counts(account, cycle),
        "is_public": cycle.state in _PUBLIC,
    }
    return render(request, "planning/cycle_detail.html", context)


_PUBLIC = tuple(s for s in CycleState if s not in (CycleState.DRAFT, CycleState.CONSULTATION, CycleState.APPROVED))


def _approvals(cycle: Cycle) -> list[Approval]:
    rows = Approval.objects.filter(version__cycle=cycle).select_related("version", "decided_by__person")
    return list(rows)


def _counts(account: Account, cycle: Cycle) -> dict[str, int]:
    return {
        "units": cycle.appraised_units.count(),
        "indicators": cycle.indicators.in_force().leaves().count(),
        "comments": cycle.comments.visible_to(account).count(),
        "unanswered": cycle.comments.visible_to(account).unanswered().count(),
    }


@dataclass(frozen=True, slots=True)
class Offered:
    """A move as the page offers it: with what is missing, and the address of its form."""

    move: moves.Move
    gaps: list[tuple[moves.Gap, str]]
    url: str


def _moves(account: Account, cycle: Cycle) -> list[Offered]:
    """The moves of an account; in mid-year only when a change of the scheme is under way."""
    found = []
    for move in moves.open_to(account, cycle):
        if move.target is None and not _is_changing(cycle):
            continue
        gaps = [] if move.name == "open_consultation" else moves.gaps(move, cycle)
        url = reverse("planning:cycle_move", args=[cycle.code, move.name])
        found.append(Offered(move, [(gap, _place(gap, cycle)) for gap in gaps], url))
    return found


def _is_changing(cycle: Cycle) -> bool:
    last = cycle.versions.first()
    return last is not None and last.published_at is None


def _place(gap: moves.Gap, cycle: Cycle) -> str:
    name = PLACES.get(gap.place)
    return reverse(name, args=[cycle.code]) if name else ""


@dataclass(frozen=True, slots=True)
class Stage:
    """One state on the way."""

    label: str
    is_done: bool
    is_now: bool


def _steps(cycle: Cycle) -> list[Stage]:
    states = list(CycleState)
    now = states.index(CycleState(cycle.state))
    return [Stage(str(s.label), n < now, n == now) for n, s in enumerate(states)]


def seen_cycle(account: Account, code: str) -> Cycle:
    """Give a cycle that the account may see; another one does not exist for it."""
    found: Cycle = get_object_or_404(Cycle.objects.visible_to(account).select_related("root", "previous"), code=code)
    return found


_FORMS: dict[str, tuple[type[House], Callable[..., Any]]] = {
    "open_consultation": (forms.OpenConsultation, consultation.open_consultation),
    "end_consultation": (forms.StepBack, consultation.end_consultation),
    "withdraw_consultation": (forms.StepBack, consultation.withdraw_consultation),
    "approve_scheme": (forms.Decision, approval.approve_scheme),
    "return_scheme": (forms.Return, approval.return_scheme),
    "approve_change": (forms.Decision, approval.approve_scheme),
    "return_change": (forms.Return, approval.return_scheme),
    "publish_scheme": (forms.Step, publication.publish_scheme),
    "publish_change": (forms.Step, publication.publish_scheme),
    "start_cycle": (forms.Step, cycles.start_cycle),
    "begin_assessment": (forms.Step, cycles.begin_assessment),
    "resume_running": (forms.StepBack, cycles.resume_running),
    "decide_results": (forms.Meeting, cycles.decide_results),
    "publicise_results": (forms.Step, cycles.publicise_results),
    "close_cycle": (forms.Step, cycles.close_cycle),
}
"""What each move asks for, and the action that makes it."""


@require_http_methods(["GET", "POST"])
@login_required
def cycle_move(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """Ask for what a move needs, and make it."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    if name not in _FORMS:
        raise Http404(name)
    move = moves.BY_NAME.get(name)
    require(move.who(account, cycle) if move else policy.may_keep(account, cycle))
    form_class, action = _FORMS[name]
    form: Any = form_class(request.POST or None, initial={"seen": cycle.revision})
    if request.method == "POST" and submit(request, form, partial(action, by=account, cycle=cycle)) is not None:
        return done(request, _("Done."), "planning:cycle_detail", code=code)
    gaps = moves.gaps(move, cycle) if move and name != "open_consultation" else []
    context = {
        "cycle": cycle,
        "form": form,
        "move": move,
        "label": move.label if move else _("End the time for comments"),
        "gaps": [(gap, _place(gap, cycle)) for gap in gaps],
        "version": cycle.versions.first(),
    }
    return render(request, "planning/cycle_move.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def cycle_change(request: HttpRequest, code: str) -> HttpResponseBase:
    """Change title and dates."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    require(policy.may_keep(account, cycle))
    initial = {"title": cycle.title, "targets_until": cycle.targets_until, "seen": cycle.revision}
    form = forms.ChangeCycle(request.POST or None, initial=initial)
    action = partial(cycles.change_cycle, by=account, cycle=cycle)
    if request.method == "POST" and submit(request, form, action) is not None:
        return done(request, _("Saved."), "planning:cycle_detail", code=code)
    context = {"cycle": cycle, "form": form, "may_delete": cycle.state == CycleState.DRAFT}
    return render(request, "planning/cycle_change.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["POST"])
@login_required
def cycle_delete(request: HttpRequest, code: str) -> HttpResponseBase:
    """Give up a draft."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    action = partial(cycles.delete_draft, by=account, cycle=cycle)
    return press(request, action, _("The draft is deleted."), "planning:cycle_list")
