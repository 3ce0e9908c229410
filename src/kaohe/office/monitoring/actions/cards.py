"""Remind, mark what is late, issue yellow and red cards, lift them: done by the worker each night, never twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.actions.calendar import RUNNING, lay_out_reports
from kaohe.office.monitoring.letters import Occasion, write_to_reporters
from kaohe.office.monitoring.models import Card, Report
from kaohe.office.monitoring.policies.reports import reporting
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle


def watch_reports(day: date | None = None) -> None:
    """Look through every running cycle, each in a transaction of its own.

    Parameters
    ----------
    day
        The day that begins; None: today. What fell on days that the worker missed is caught up.
    """
    day = day or timezone.localdate()
    for cycle in Cycle.objects.filter(state__in=RUNNING).order_by("pk"):
        watch_cycle(cycle=cycle, day=day)


@transaction.atomic
def watch_cycle(*, cycle: Cycle, day: date) -> dict[str, int]:
    """Lay out new reports, mark the late ones, issue cards and reminders of one cycle; says how many of each.

    Safe to run again on the same day, and two at once: the cycle is held, and the database keeps one card of a kind
    a report. A report that came after the day of a card gets the card all the same, whenever the worker runs.
    """
    cycle = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    added = lay_out_reports(by=None, cycle=cycle)
    late = _overdue(cycle, day, "due_on").filter(is_late=False).update(is_late=True)
    yellow = _issue(cycle, day, Card.Kind.YELLOW)
    red = _issue(cycle, day, Card.Kind.RED)
    reminded = _remind(cycle, day)
    counts = {"added": added, "late": late, "yellow": yellow, "red": red, "reminded": reminded}
    if any(counts.values()):
        record(action="watch_cycle", actor=None, subject=cycle, details={"day": day, **counts}, chain=cycle.chain)
    return counts


def _overdue(cycle: Cycle, day: date, column: str) -> Any:
    """Reports that were not there when a day was over."""
    late = Q(reported_at__isnull=True) | Q(reported_at__date__gt=F(column))
    return Report.objects.filter(late, cycle=cycle, **{f"{column}__lt": day})


def _issue(cycle: Cycle, day: date, kind: Card.Kind) -> int:
    column = f"{kind.value}_on"
    there = Card.objects.filter(report=OuterRef("pk"), kind=kind)
    rows = list(_overdue(cycle, day, column).filter(~Exists(there)).select_related("unit"))
    cards = [Card(report=report, kind=kind, issued_on=getattr(report, column)) for report in rows]
    Card.objects.bulk_create(cards, ignore_conflicts=True)
    telling.cards_issued(rows, kind)
    _tell(rows, Occasion(kind.value))
    return len(cards)


def _remind(cycle: Cycle, day: date) -> int:
    rows = Report.objects.filter(
        cycle=cycle, reported_at__isnull=True, reminded_at__isnull=True, remind_on__lte=day, due_on__gte=day
    )
    found = list(rows.select_related("unit"))
    Report.objects.filter(pk__in=[report.pk for report in found]).update(reminded_at=timezone.now())
    _tell(found, Occasion.REMINDER)
    return len(found)


def _tell(reports: Sequence[Report], occasion: Occasion) -> None:
    """Write when the cards are kept for good, never before."""
    if reports:
        transaction.on_commit(lambda: write_to_reporters(reports, occasion))


@transaction.atomic
def lift_card(*, by: Account, card: Card, reason: str) -> Card:
    """Take a card back, with the reason; it stays in the list, struck through.

    Raises
    ------
    PermissionDenied
        Unless the account keeps the reporting of the area.
    ValidationError
        Without a reason, or when it was lifted already.
    """
    card = Card.objects.select_for_update(of=("self",)).select_related("report__cycle__root").get(pk=card.pk)
    cycle = card.report.cycle
    require(reporting.may_keep(by, cycle))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the card is lifted.")})
    if card.lifted_at is not None:
        raise ValidationError(_("The card was lifted already."))
    card.lifted_at, card.lifted_by, card.lifted_reason = timezone.now(), by, reason.strip()
    card.save(update_fields=["lifted_at", "lifted_by", "lifted_reason"])
    details = {"kind": card.kind, "report": card.report_id, "reason": reason}
    record(action="lift_card", actor=by, subject=card, details=details, chain=cycle.chain)
    return card
