"""Data owners accept or return figures one by one; units correct what they signed, with a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.actions.calendar import check_running
from kaohe.office.monitoring.actions.reports import check_return
from kaohe.office.monitoring.actions.writing import (
    check_other_hands,
    follow,
    held_figures,
    held_reports,
    step,
    store,
    with_twins,
)
from kaohe.office.monitoring.answers import Answer, problem_with
from kaohe.office.monitoring.models import Figure, Report
from kaohe.office.monitoring.policies.reports import reports
from kaohe.office.monitoring.questions import questions_of
from kaohe.office.monitoring.signoff import Step
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.revisions import StaleError

Seen = Mapping[int, int]
"""Key of a figure → revision that the form showed."""


@transaction.atomic
def accept_figures(*, by: Account, figures: Sequence[Figure], seen: Seen | None = None) -> int:
    """Accept values as the data owner, one or many at a time; says how many, those of the same data item included.

    Parameters
    ----------
    seen
        What the form showed: a value that changed meanwhile is refused, so that nobody signs what they did not see.

    Raises
    ------
    PermissionDenied
        Unless the account speaks for the data owner of every one of them.
    StaleError, ValidationError
        When one changed meanwhile, does not wait for the owner, or was entered or signed by this account.
    """
    rows, asked = _held(by, figures, seen)
    check_other_hands(rows, by, signers=True)
    step(rows, Step.ACCEPT)
    for figure in rows:
        figure.accepted_by = by
    store(rows, by=by)
    follow(asked)
    _log("accept_figures", by, rows)
    return len(rows)


@transaction.atomic
def return_figures(
    *, by: Account, figures: Sequence[Figure], reason: str, until: date, seen: Seen | None = None
) -> int:
    """Give values back to the units as the data owner, with the reason and a day; accepted ones too.

    Raises
    ------
    ValidationError
        Without a reason, for a day that has passed, or when a value is not with the owner.
    """
    check_return(reason, until)
    rows, asked = _held(by, figures, seen)
    step(rows, Step.RETURN)
    for figure in rows:
        figure.return_reason, figure.return_until = reason.strip(), until
        figure.signed_by = figure.accepted_by = None
    store(rows, by=by, reason=reason)
    follow(asked)
    telling.figures_returned(asked, by, reason)
    _log("return_figures", by, rows, reason=reason, until=until)
    return len(rows)


@transaction.atomic
def correct_figure(*, by: Account, figure: Figure, revision: int | None, answer: Answer, reason: str) -> Figure:
    """Replace a value that was signed or accepted; it passes head and data owner anew, and what stood there stays.

    Raises
    ------
    ValidationError
        Without a reason, for the value that stands there, or for one that was not handed in yet.
    """
    if not reason.strip():
        raise ValidationError({"reason": _("Say why the figure is corrected.")})
    rows, asked = _held(by, [figure], None if revision is None else {figure.pk: revision}, enters=True)
    _check_answer(rows[0], answer)
    step(rows, Step.CORRECT)
    for row in rows:
        row.value = answer.value.quantize(Decimal("0.0001")) if answer.value is not None else None
        row.text, row.is_applicable, row.remarks = answer.text, answer.is_applicable, answer.remarks
        row.recorded_by = row.submitted_by = by
        row.recorded_at = timezone.now()
        row.signed_by = row.accepted_by = None
    store(rows, by=by, reason=reason)
    follow(asked)
    _log("correct_figure", by, rows, reason=reason)
    return next(row for row in rows if row.pk == figure.pk)


def _check_answer(figure: Figure, answer: Answer) -> None:
    asked = questions_of(figure.cycle).get(figure.indicator.code, ())
    question = next((q for q in asked if q.input == figure.input), None)
    said = problem_with(answer, question) if question else _("This figure is not asked any more.")
    if said:
        raise ValidationError(said)
    if (figure.value, figure.text, figure.is_applicable) == (answer.value, answer.text, answer.is_applicable):
        raise ValidationError(_("This is the figure that stands there already."))


def _held(
    by: Account, figures: Sequence[Figure], seen: Seen | None, *, enters: bool = False
) -> tuple[list[Figure], list[Report]]:
    """Hold the reports, then the figures with their twins; check permission and what the form showed."""
    if not figures:
        raise ValidationError(_("Choose at least one figure."))
    query = with_twins(figures).select_related("indicator__reporting", "indicator__owner", "indicator__cycle__root")
    asked = held_reports(list(query))
    rows = held_figures(query.select_related("cycle", "indicator__owner", "indicator__cycle__root"))
    for report in asked if enters else ():
        require(reports.may_enter(by, report))
    for row in rows if not enters else ():
        require(reports.may_accept(by, row.indicator))
    for cycle in {row.cycle for row in rows}:
        check_running(cycle)
    for row in rows:
        if seen is not None and row.pk in seen and seen[row.pk] != row.revision:
            raise StaleError(row)
    if not asked:
        raise ValidationError(_("No report asks for these figures."))
    return rows, asked


def _log(action: str, by: Account, rows: Sequence[Figure], **more: object) -> None:
    """One entry a cycle, however many values: the versions say what happened to each."""
    for cycle in {row.cycle for row in rows}:
        own = [row for row in rows if row.cycle_id == cycle.pk]
        details = {"count": len(own), "figures": [row.pk for row in own[:200]], **more}
        record(action=action, actor=by, subject=cycle, details=details, chain=cycle.chain)
