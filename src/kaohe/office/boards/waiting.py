"""What waits for an account: a count and a way there for each kind of work; nothing else is pushed on anybody."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.monitoring.models import (
    Complaint,
    Event,
    Figure,
    Objection,
    Problem,
    Report,
    Supervised,
    SupervisionTask,
)
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role, View
from kaohe.office.planning.models import Adjustment, Comment, RegisterItem, Target
from kaohe.office.ui.tones import Tone


@dataclass(frozen=True, slots=True)
class Waiting:
    """One kind of work that waits.

    Attributes
    ----------
    tone
        Red for what is overdue, blue for what is to be done.
    """

    label: str
    count: int
    url: str
    tone: Tone = Tone.ACTION


def waiting(account: Account) -> list[Waiting]:
    """Give everything that waits for an account, overdue things first; the number of queries depends on its roles."""
    today = timezone.localdate()
    found = [line for role in Role if account.has_role(role) for line in _OF_ROLE.get(role, _nothing)(account, today)]
    unique = {line.label: line for line in found if line.count}
    return sorted(unique.values(), key=lambda line: line.tone is not Tone.OVERDUE)


def _nothing(account: Account, today: date) -> Iterator[Waiting]:
    yield from ()


def _officer(account: Account, today: date) -> Iterator[Waiting]:
    area = account.reach({Role.OFFICER: View.SCOPE})
    in_cycle = area.condition("cycle__root__path")
    missing = Report.objects.filter(in_cycle).missing_on(today)
    yield Waiting(_("Reports missing"), missing.count(), _list("report_list", light="missing"), Tone.OVERDUE)
    comments = Comment.objects.filter(in_cycle).unanswered()
    yield Waiting(_("Comments on the scheme to answer"), comments.count(), reverse("planning:cycle_list"))
    proposed = Target.objects.filter(in_cycle, state="proposed")
    yield Waiting(_("Targets to review"), proposed.count(), reverse("planning:cycle_list"))
    filed = Event.objects.filter(in_cycle, state="filed").exclude(filed_by=account)
    yield Waiting(_("Bonus and deduction to decide"), filed.count(), _list("event_list", state="filed"))
    complaints = Complaint.objects.filter(area.condition("unit__path")).unanswered()
    yield Waiting(_("Complaints to answer"), complaints.count(), _list("complaint_list"))


def _supervisor(account: Account, today: date) -> Iterator[Waiting]:
    area = account.reach({Role.SUPERVISOR: View.SCOPE, Role.OFFICER: View.SCOPE})
    reported = Problem.objects.filter(area.condition("unit__path"), state="reported")
    yield Waiting(_("Rectification to verify"), reported.count(), _list("problem_list", state="reported"))
    late = Supervised.objects.filter(area.condition("task__organiser__path")).overdue_on(today)
    yield Waiting(_("Supervision overdue in units"), late.count(), _list("supervision_list"), Tone.OVERDUE)
    objections = Objection.objects.filter(area.condition("supervised__task__organiser__path")).undecided()
    yield Waiting(_("Objections to decide"), objections.count(), _list("supervision_list"))


def _leader(account: Account, today: date) -> Iterator[Waiting]:
    area = account.reach({Role.LEADER: View.SCOPE})
    in_cycle = area.condition("cycle__root__path")
    asked = Adjustment.objects.filter(area.condition("target__cycle__root__path"), state="asked")
    yield Waiting(_("Adjustments of targets to decide"), asked.exclude(asked_by=account).count(), _plan("cycle_list"))
    items = RegisterItem.objects.filter(area.condition("organiser__path"), state="filed")
    yield Waiting(_("Register items to approve"), items.count(), _plan("register_list"))
    tasks = SupervisionTask.objects.filter(in_cycle, state="filed")
    yield Waiting(_("Supervision to approve"), tasks.count(), _list("supervision_list", state="filed"))


def _unit_head(account: Account, today: date) -> Iterator[Waiting]:
    own = account.reach({Role.UNIT_HEAD: View.SCOPE}).condition("unit__path")
    submitted = Report.objects.filter(own, state="submitted")
    yield Waiting(_("Reports to sign"), submitted.count(), _list("report_list", state="submitted"))
    yield from _liaison(account, today)


def _liaison(account: Account, today: date) -> Iterator[Waiting]:
    own = account.reach({Role.LIAISON: View.SCOPE, Role.UNIT_HEAD: View.SCOPE}).condition("unit__path")
    reports = Report.objects.filter(own)
    missing, due = reports.missing_on(today), reports.to_do_on(today).exclude(reported_at=None, due_on__lt=today)
    yield Waiting(_("Own reports overdue"), missing.count(), _list("report_list", light="missing"), Tone.OVERDUE)
    yield Waiting(_("Own reports to fill"), due.count(), _list("report_list"))
    returned = Target.objects.filter(own, state="returned")
    yield Waiting(_("Targets returned"), returned.count(), reverse("planning:cycle_list"))
    late = Supervised.objects.filter(own).overdue_on(today)
    yield Waiting(_("Own supervision overdue"), late.count(), _list("supervision_list"), Tone.OVERDUE)
    problems = Problem.objects.filter(own, state__in=("open", "planned"))
    over = problems.filter(due_on__lt=today)
    yield Waiting(_("Own rectification overdue"), over.count(), _list("problem_list"), Tone.OVERDUE)
    still = problems.filter(due_on__gte=today)
    yield Waiting(_("Problems to rectify"), still.count(), _list("problem_list"))


def _data_owner(account: Account, today: date) -> Iterator[Waiting]:
    signed = Figure.objects.waiting_for(account)
    yield Waiting(_("Figures to accept or return"), signed.count(), reverse("monitoring:figure_review"))


def _list(name: str, **query: str) -> str:
    words = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"monitoring:{name}") + (f"?{words}" if words else "")


def _plan(name: str) -> str:
    return reverse(f"planning:{name}")


_OF_ROLE: dict[Role, Callable[[Account, date], Iterator[Waiting]]] = {
    Role.OFFICER: _officer,
    Role.SUPERVISOR: _supervisor,
    Role.LEADER: _leader,
    Role.UNIT_HEAD: _unit_head,
    Role.LIAISON: _liaison,
    Role.DATA_OWNER: _data_owner,
}
