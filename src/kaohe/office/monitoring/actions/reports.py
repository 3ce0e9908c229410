"""Fill, submit, sign and send back reports."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.actions import telling
from kaohe.office.monitoring.actions.calendar import check_running
from kaohe.office.monitoring.actions.writing import check_other_hands, follow, held_figures, step, store
from kaohe.office.monitoring.answers import NIL, Answer, AnswersError, DoubtsError, Key, problems_with
from kaohe.office.monitoring.data_dates import rules_of
from kaohe.office.monitoring.demands import Field
from kaohe.office.monitoring.doubts import Doubt, doubts_about
from kaohe.office.monitoring.models import Figure, FigureState, Report, Side
from kaohe.office.monitoring.policies.reports import reports
from kaohe.office.monitoring.sheets import Sheet, sheet_of
from kaohe.office.monitoring.signoff import Step
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.revisions import held

EDITABLE = (FigureState.DRAFT, FigureState.RETURNED)


@transaction.atomic
def save_report(
    *,
    by: Account,
    report: Report,
    revision: int | None,
    answers: Mapping[Key, Answer],
    confirmed: Collection[Key] = (),
) -> Report:
    """Keep what was entered so far; nothing leaves the unit yet.

    Parameters
    ----------
    answers
        Unit, indicator and input → answer. Fields that are left out stay as they are.
    confirmed
        Fields whose figure was checked although it looks beyond sense.

    Raises
    ------
    StaleError
        When somebody else saved meanwhile.
    AnswersError
        With everything that cannot be kept, by field; nothing is written.
    DoubtsError
        With figures beyond sense that are not confirmed; nothing is written.
    """
    report = _held(by, report, revision)
    changed = _fill(sheet_of(report), answers, confirmed, by)
    if changed:
        store(changed, by=by, reason=_confirmation(changed))
        follow([report])
        record(
            action="save_report",
            actor=by,
            subject=report,
            details={"period": report.period, "unit": report.unit.code, "figures": len(changed)},
            chain=report.cycle.chain,
        )
    return report


@transaction.atomic
def submit_report(*, by: Account, report: Report, revision: int | None) -> Report:
    """Hand a filled report to the head of the unit.

    Raises
    ------
    ValidationError
        While a field is without an answer; a nil report is an answer.
    """
    report = _held(by, report, revision)
    sheet = sheet_of(report)
    missing = sheet.unanswered
    if missing:
        names = ", ".join(dict.fromkeys(f.demand.indicator.name for f in missing[:5]))
        message = _("{count} fields have no answer yet: {names}. Enter a figure, nil, or why it does not apply.")
        raise ValidationError(message.format(count=len(missing), names=names))
    return _submit(by, report, "submit_report")


@transaction.atomic
def report_nil(*, by: Account, report: Report, revision: int | None) -> Report:
    """Report that nothing happened in all fields that have no answer yet, and hand it in: a nil report is a report."""
    report = _held(by, report, revision)
    sheet = sheet_of(report)
    changed = _fill(sheet, {f.key: NIL for f in sheet.asked if f.key not in sheet.figures}, (), by)
    store(changed, by=by, reason=_("nil report"))
    return _submit(by, report, "report_nil")


@transaction.atomic
def sign_report(*, by: Account, report: Report, revision: int | None) -> Report:
    """Sign a report for the unit: from now on it is reported.

    A data owner's own figures are final with the signature of a second person of the owner.

    Raises
    ------
    ValidationError
        When nothing waits for a signature, or the account entered a figure itself.
    """
    report = held(report, revision)
    require(reports.may_sign(by, report))
    check_running(report.cycle)
    figures = _waiting(report)
    check_other_hands(figures, by)
    step(figures, Step.SIGN)
    for figure in figures:
        figure.signed_by, figure.return_reason, figure.return_until = by, "", None
        if report.side == Side.OWNER:
            figure.accepted_by = by
    store(figures, by=by)
    _mark_reported(report)
    follow([report])
    telling.figures_wait_for_acceptance(report, figures, by)
    _log("sign_report", by, report, len(figures))
    return report


@transaction.atomic
def send_back_report(*, by: Account, report: Report, revision: int | None, reason: str, until: date) -> Report:
    """Give a report back to who entered it before it is signed, with the reason and a day.

    Raises
    ------
    ValidationError
        Without a reason, or for a day that has passed.
    """
    report = held(report, revision)
    require(reports.may_sign(by, report))
    check_running(report.cycle)
    check_return(reason, until)
    figures = _waiting(report)
    step(figures, Step.RETURN)
    for figure in figures:
        figure.return_reason, figure.return_until = reason.strip(), until
    store(figures, by=by, reason=reason)
    follow([report])
    telling.report_sent_back(report, by, reason)
    _log("send_back_report", by, report, len(figures), reason=reason, until=until)
    return report


def check_return(reason: str, until: date) -> None:
    """Refuse a return without a reason, or with a day that has passed."""
    if not reason.strip():
        raise ValidationError({"reason": _("Say what is to be corrected.")})
    if until < timezone.localdate():
        raise ValidationError({"until": _("The day has passed. Give today or a later one.")})


def _held(by: Account, report: Report, revision: int | None) -> Report:
    report = held(report, revision)
    require(reports.may_enter(by, report))
    check_running(report.cycle)
    return report


def _waiting(report: Report) -> list[Figure]:
    figures = held_figures(Figure.objects.of(report).filter(state=FigureState.SUBMITTED))
    if not figures:
        raise ValidationError(_("Nothing of this report waits for a signature."))
    return figures


def _submit(by: Account, report: Report, action: str) -> Report:
    figures = held_figures(Figure.objects.of(report).filter(state__in=EDITABLE))
    if not figures:
        raise ValidationError(_("Everything in this report was handed in already."))
    step(figures, Step.SUBMIT)
    for figure in figures:
        figure.submitted_by, figure.signed_by, figure.accepted_by = by, None, None
    store(figures, by=by)
    report.submitted_at = report.submitted_at or timezone.now()
    follow([report])
    telling.report_waits_for_signature(report, by)
    _log(action, by, report, len(figures))
    return report


def _mark_reported(report: Report) -> None:
    """The first signature under all of it is the moment of reporting; late when its day is over."""
    if report.reported_at is None and not sheet_of(report).unanswered:
        report.reported_at = timezone.now()
        report.is_late = report.due_on is not None and timezone.localdate() > report.due_on


def _log(action: str, by: Account, report: Report, count: int, **more: object) -> None:
    details = {"period": report.period, "unit": report.unit.code, "figures": count, **more}
    record(action=action, actor=by, subject=report, details=details, chain=report.cycle.chain)


def _confirmation(figures: list[Figure]) -> str:
    doubts = sorted({word for figure in figures for word in figure.doubts.split()})
    return _("confirmed: {doubts}").format(doubts=", ".join(doubts)) if doubts else ""


def _fill(sheet: Sheet, answers: Mapping[Key, Answer], confirmed: Collection[Key], by: Account) -> list[Figure]:
    """Give the figures that change, new ones included, with those that the same data item fills."""
    _check_fields(sheet, answers)
    doubts = _doubts(sheet, answers)
    open_ = {
        key: found
        for key, found in doubts.items()
        if key not in confirmed and not _is_confirmed(sheet.figures.get(key), answers[key], found)
    }
    if open_:
        raise DoubtsError(open_)
    changed = []
    for field, answer in _answered(sheet, answers):
        figure = sheet.figures.get(field.key) or _new(sheet, field)
        if _differs(figure, answer):
            _put(figure, answer, doubts.get(field.key, []), by)
            changed.append(figure)
    return changed


def _check_fields(sheet: Sheet, answers: Mapping[Key, Answer]) -> None:
    fields = {f.key: f for f in sheet.asked}
    problems = {key: _("This figure is not asked here.") for key in answers if key not in fields}
    problems |= problems_with((key, a, fields[key].question) for key, a in answers.items() if key in fields)
    for key, answer in answers.items():
        figure = sheet.figures.get(key)
        if figure is not None and figure.state not in EDITABLE and _differs(figure, answer):
            problems[key] = _("This figure was handed in. Correct it with a reason, or have it returned.")
    if problems:
        raise AnswersError(problems)


def _doubts(sheet: Sheet, answers: Mapping[Key, Answer]) -> dict[Key, list[Doubt]]:
    most_times = rules_of(sheet.report.cycle).most_times_target
    found = {}
    for field in sheet.asked:
        answer = answers.get(field.key)
        if answer is not None and answer.value is not None:
            found[field.key] = doubts_about(
                answer.value,
                field.question,
                target=sheet.targets.get((field.unit_id, field.demand.indicator.pk)),
                last=sheet.last.get(field.key),
                is_cumulative=field.demand.is_cumulative,
                most_times=most_times,
            )
    return {key: doubts for key, doubts in found.items() if doubts}


def _is_confirmed(figure: Figure | None, answer: Answer, doubts: list[Doubt]) -> bool:
    """Asked once: the same value is not asked about again."""
    return figure is not None and figure.value == answer.value and set(doubts) <= set(figure.doubts.split())


def _answered(sheet: Sheet, answers: Mapping[Key, Answer]) -> Iterator[tuple[Field, Answer]]:
    for field in sheet.fields:
        source = field.key if field.filled_by is None else (field.unit_id, *field.filled_by)
        if source in answers:
            yield field, answers[source]


def _new(sheet: Sheet, field: Field) -> Figure:
    return Figure(
        cycle=sheet.report.cycle,
        unit_id=field.unit_id,
        indicator=field.demand.indicator,
        input=field.question.input,
        period=sheet.report.period,
    )


def _differs(figure: Figure, answer: Answer) -> bool:
    if not figure.pk:
        return True
    return (figure.value, figure.text, figure.is_applicable, figure.remarks) != (
        answer.value if answer.is_applicable else None,
        answer.text if answer.is_applicable else "",
        answer.is_applicable,
        answer.remarks,
    )


def _put(figure: Figure, answer: Answer, doubts: list[Doubt], by: Account) -> None:
    figure.value = answer.value.quantize(Decimal("0.0001")) if answer.value is not None else None
    figure.text = answer.text
    if not answer.is_applicable:
        figure.value, figure.text = None, ""
    figure.is_applicable, figure.remarks = answer.is_applicable, answer.remarks.strip()
    figure.doubts = " ".join(doubts)
    figure.recorded_by, figure.recorded_at = by, timezone.now()
