"""Sections of a notice, each a table filled from what stands in the ledgers on the day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.monitoring.models import (
    Card,
    Event,
    EventState,
    Figure,
    Problem,
    ProblemState,
    Report,
    Supervised,
    SupervisionState,
)
from kaohe.office.monitoring.pace import rounded
from kaohe.office.monitoring.paces import latest_months, plan_of
from kaohe.office.monitoring.querysets.pace import with_pace
from kaohe.office.planning.models import AppraisedUnit, Cycle

Rows: TypeAlias = list[list[str]]
Fill: TypeAlias = Callable[[Cycle, date], tuple[list[str], Rows]]


@dataclass(frozen=True, slots=True)
class Section:
    """One section: a title, words of the author, and a table.

    Attributes
    ----------
    kind
        Key in `SECTIONS`, or ``text`` for words alone.
    """

    kind: str
    title: str
    text: str = ""
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()

    def to_json(self) -> dict[str, Any]:
        """Write it as it is stored."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Section:
        """Read what `to_json` writes."""
        rows = tuple(tuple(row) for row in data["rows"])
        return cls(data["kind"], data["title"], data["text"], tuple(data["header"]), rows)


def filled(section: Section, cycle: Cycle, day: date) -> Section:
    """Fill a section's table with what stands on a day."""
    if section.kind not in SECTIONS:
        return section
    header, rows = SECTIONS[section.kind][1](cycle, day)
    return Section(section.kind, section.title, section.text, tuple(header), tuple(tuple(row) for row in rows))


def overdue_supervision(cycle: Cycle, day: date) -> tuple[list[str], Rows]:
    """Give units whose clock under a supervision task has run out."""
    found = Supervised.objects.overdue_on(day).filter(task__cycle=cycle).select_related("task", "unit")
    rows = [[s.unit.name, s.task.title, _waited_for(s, day)] for s in found.order_by("unit__code", "task__number")]
    return [_("unit"), _("supervision task"), _("waited for")], rows


def _waited_for(supervised: Supervised, day: date) -> str:
    steps = (
        (_("arrangement"), supervised.arranged_at, supervised.arrange_by),
        (_("report"), supervised.reported_at, supervised.report_by),
        (_("settlement"), supervised.settled_at, supervised.settle_by),
    )
    late = [f"{name} ({due_on})" for name, done_at, due_on in steps if done_at is None and due_on and due_on < day]
    return "、".join(late)


def open_problems(cycle: Cycle, day: date) -> tuple[list[str], Rows]:
    """Give problems past their deadline that are not even reported as rectified."""
    found = Problem.objects.filter(cycle=cycle).overdue_on(day).select_related("unit").order_by("unit__code", "due_on")
    rows = [[p.unit.name, p.text, str(p.due_on), str((day - p.due_on).days)] for p in found]
    return [_("unit"), _("problem"), _("due on"), _("days late")], rows


def common_problems(cycle: Cycle, _day: date) -> tuple[list[str], Rows]:
    """Give kinds of problem that several units share, with how many are still open."""
    waiting = Q(state__in=(ProblemState.OPEN, ProblemState.PLANNED, ProblemState.REPORTED))
    found = (
        Problem.objects.filter(cycle=cycle)
        .exclude(kind="")
        .values("kind")
        .annotate(units=Count("unit", distinct=True), all=Count("pk"), waiting=Count("pk", filter=waiting))
        .order_by("-waiting", "kind")
    )
    rows = [[k["kind"], str(k["units"]), str(k["all"]), str(k["waiting"])] for k in found]
    return [_("common problem"), _("units concerned"), _("problems found"), _("problems open")], rows


def counted_events(cycle: Cycle, day: date) -> tuple[list[str], Rows]:
    """Give the events that count, of the month of the day."""
    found = Event.objects.filter(
        cycle=cycle, state=EventState.APPROVED, happened_on__year=day.year, happened_on__month=day.month
    ).select_related("unit")
    rows = [[e.unit.name, e.item, e.grounds, e.document, str(e.happened_on)] for e in found.order_by("unit__code")]
    return [_("unit"), _("item"), _("grounds"), _("document"), _("happened on")], rows


def supervision_by_unit(cycle: Cycle, day: date) -> tuple[list[str], Rows]:
    """Give, for each unit under supervision, how many tasks are settled, under way and overdue."""
    late = Supervised.objects.overdue_on(day).filter(task__cycle=cycle).values("pk")
    counted = {
        row["unit"]: row
        for row in Supervised.objects.filter(task__cycle=cycle)
        .exclude(task__state__in=(SupervisionState.FILED, SupervisionState.APPROVED, SupervisionState.REFUSED))
        .values("unit")
        .annotate(
            all=Count("pk"),
            settled=Count("pk", filter=Q(settled_at__isnull=False)),
            late=Count("pk", filter=Q(pk__in=late)),
        )
    }
    units = AppraisedUnit.objects.filter(cycle=cycle, unit__in=counted).select_related("unit").order_by("unit__code")
    rows = [[a.unit.name, *(str(counted[a.unit_id][key]) for key in ("all", "settled", "late"))] for a in units]
    return [_("unit"), _("tasks"), _("tasks settled"), _("tasks overdue")], rows


def missing_reports(cycle: Cycle, day: date) -> tuple[list[str], Rows]:
    """Give reports that should have come before a day and did not."""
    found = Report.objects.filter(cycle=cycle).missing_on(day).select_related("unit").order_by("unit__code", "due_on")
    rows = [[r.unit.name, r.period, str(r.due_on), str((day - r.due_on).days)] for r in found]
    return [_("unit"), _("period"), _("due on"), _("days late")], rows


def standing_cards(cycle: Cycle, _day: date) -> tuple[list[str], Rows]:
    """Give the yellow and red cards that stand."""
    found = Card.objects.standing().filter(report__cycle=cycle).select_related("report__unit")
    rows = [
        [c.report.unit.name, c.report.period, str(c.get_kind_display()), str(c.issued_on)]
        for c in found.order_by("report__unit__code", "issued_on")
    ]
    return [_("unit"), _("period"), _("card"), _("issued for")], rows


def pace_by_unit(cycle: Cycle, _day: date) -> tuple[list[str], Rows]:
    """Give the share of indicators on pace, a unit a row, the best first."""
    plan = plan_of(cycle, latest_months(cycle))
    lights = with_pace(Figure.objects.filter(cycle=cycle), plan).order_by()
    counted = lights.values("unit__name").annotate(
        measured=Count("pk"),
        on_pace=Count("pk", filter=Q(light="on_pace")),
        behind=Count("pk", filter=Q(light="behind")),
    )
    best = sorted(counted, key=lambda row: (-Fraction(row["on_pace"], row["measured"]), row["unit__name"]))
    rows = [
        [row["unit__name"], str(row["measured"]), str(row["on_pace"]), str(row["behind"]), _percent(row)]
        for row in best
    ]
    header = [_("unit"), _("indicators measured"), _("indicators on pace"), _("indicators behind"), _("on pace")]
    return header, rows


def _percent(row: dict[str, Any]) -> str:
    return f"{rounded(Fraction(100 * row['on_pace'], row['measured']))}%"


SECTIONS: dict[str, tuple[Any, Fill]] = {
    "missing_reports": (gettext_lazy("Reports missing"), missing_reports),
    "cards": (gettext_lazy("Yellow and red cards"), standing_cards),
    "pace": (gettext_lazy("Indicators on pace, by unit"), pace_by_unit),
    "supervision": (gettext_lazy("Supervision by unit"), supervision_by_unit),
    "supervision_overdue": (gettext_lazy("Supervision overdue"), overdue_supervision),
    "problems": (gettext_lazy("Problems past their deadline"), open_problems),
    "common_problems": (gettext_lazy("Common problems"), common_problems),
    "events": (gettext_lazy("Bonus and deduction of the month"), counted_events),
}
"""Kind of section → its usual title, and what fills its table."""
