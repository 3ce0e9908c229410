"""Entering, handing in, signing, accepting, returning, correcting: what works and what is refused."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions.reports import (
    report_nil,
    save_report,
    send_back_report,
    sign_report,
    submit_report,
)
from kaohe.office.monitoring.actions.signing_off import accept_figures, correct_figure, return_figures
from kaohe.office.monitoring.answers import NIL, Answer, AnswersError, DoubtsError
from kaohe.office.monitoring.models import Figure, FigureState, FigureVersion
from kaohe.office.people.roles import Role
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage() -> Stage:
    return staged()


def later() -> date:
    return timezone.localdate() + timedelta(days=5)


def test_a_figure_passes_liaison_head_and_data_owner(stage: Stage) -> None:
    report = stage.signed(stage.report())
    assert report.state == "signed"
    assert report.reported_at is not None
    figures = list(Figure.objects.of(report))
    assert len(figures) == 4
    assert accept_figures(by=stage.data_owner, figures=figures) == 4
    report.refresh_from_db()
    assert report.state == "accepted"
    figure = Figure.objects.get(indicator__code="C1")
    assert (figure.value, figure.recorded_by, figure.signed_by, figure.accepted_by) == (
        Decimal(10),
        stage.liaison,
        stage.head,
        stage.data_owner,
    )
    assert [v.state for v in figure.versions.all()] == ["draft", "submitted", "signed", "accepted"]
    entries = Entry.objects.filter(chain__key=stage.cycle.chain).values_list("action", flat=True)
    assert list(entries)[-4:] == ["save_report", "submit_report", "sign_report", "accept_figures"]


@pytest.mark.parametrize("role", [Role.UNIT_HEAD, Role.DATA_OWNER, Role.OFFICER, Role.LEADER, Role.SUPERVISOR])
def test_only_the_liaison_enters(stage: Stage, role: Role) -> None:
    report = stage.report()
    stranger = account_with(role, stage.unit)
    with pytest.raises(PermissionDenied):
        save_report(by=stranger, report=report, revision=None, answers=stage.answers(report))
    neighbour = account_with(Role.LIAISON, UnitFactory.create())
    with pytest.raises(PermissionDenied):
        submit_report(by=neighbour, report=report, revision=None)
    assert not Figure.objects.exists()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.DATA_OWNER, Role.OFFICER, Role.LEADER])
def test_only_the_head_signs(stage: Stage, role: Role) -> None:
    report = stage.submitted(stage.report())
    with pytest.raises(PermissionDenied):
        sign_report(by=account_with(role, stage.unit), report=report, revision=None)


def test_only_the_data_owner_accepts(stage: Stage) -> None:
    figures = list(Figure.objects.of(stage.signed(stage.report())))
    for stranger in (stage.head, stage.liaison, stage.officer, account_with(Role.DATA_OWNER, stage.unit)):
        with pytest.raises(PermissionDenied):
            accept_figures(by=stranger, figures=figures)
    assert set(Figure.objects.values_list("state", flat=True)) == {"signed"}


def test_who_entered_does_not_sign_and_who_signed_does_not_accept(stage: Stage) -> None:
    from kaohe.office.people.models import Grant

    for role, unit in ((Role.UNIT_HEAD, stage.unit), (Role.DATA_OWNER, stage.owner)):
        Grant.objects.create(account=stage.liaison, role=role, unit=unit, since=date(2020, 1, 1))
    report = stage.submitted(stage.report())
    with pytest.raises(ValidationError, match=r"yourself|本人"):
        sign_report(by=stage.liaison, report=report, revision=None)
    report = sign_report(by=stage.head, report=report, revision=None)
    Grant.objects.create(account=stage.head, role=Role.DATA_OWNER, unit=stage.owner, since=date(2020, 1, 1))
    figures = list(Figure.objects.of(report))
    stage.head.__dict__.pop("_scopes", None)
    for hand in (stage.liaison, stage.head):
        with pytest.raises(ValidationError, match=r"yourself|本人"):
            accept_figures(by=hand, figures=figures)


def test_a_report_with_open_fields_is_not_handed_in(stage: Stage) -> None:
    report = stage.report()
    answers = stage.answers(report)
    answers.popitem()
    report = save_report(by=stage.liaison, report=report, revision=0, answers=answers)
    with pytest.raises(ValidationError, match="会议"):
        submit_report(by=stage.liaison, report=report, revision=None)
    report = report_nil(by=stage.liaison, report=report, revision=report.revision)
    assert report.state == "submitted"
    assert Figure.objects.get(indicator__code="C4").is_nil


def test_a_nil_report_is_a_report(stage: Stage) -> None:
    report = report_nil(by=stage.liaison, report=stage.report(), revision=0)
    report = sign_report(by=stage.head, report=report, revision=None)
    assert report.reported_at is not None
    assert all(figure.is_nil for figure in Figure.objects.all())


def test_two_people_at_one_report_do_not_overwrite_each_other(stage: Stage) -> None:
    report = stage.report()
    seen = report.revision
    save_report(by=stage.liaison, report=report, revision=seen, answers=stage.answers(report))
    with pytest.raises(StaleError):
        save_report(by=account_with(Role.LIAISON, stage.unit), report=report, revision=seen, answers={})


def test_saving_twice_writes_once(stage: Stage) -> None:
    report = stage.filled(stage.report())
    stage.filled(report)
    assert FigureVersion.objects.count() == 4
    stage.submitted(report)
    with pytest.raises(ValidationError):
        submit_report(by=stage.liaison, report=report, revision=None)


def test_figures_beyond_sense_are_asked_about_once(stage: Stage) -> None:
    report = stage.report("2026Q1")
    answers = stage.answers(report, C5=Answer(Decimal(1000)))
    with pytest.raises(DoubtsError) as raised:
        save_report(by=stage.liaison, report=report, revision=0, answers=answers)
    assert [str(d) for found in raised.value.doubts.values() for d in found] == ["over_100"]
    report = save_report(by=stage.liaison, report=report, revision=0, answers=answers, confirmed=set(answers))
    assert Figure.objects.get().doubts == "over_100"
    assert "over_100" in FigureVersion.objects.get().reason
    save_report(by=stage.liaison, report=report, revision=None, answers=answers)  # the same figure is not asked again
    with pytest.raises(DoubtsError):
        save_report(by=stage.liaison, report=report, revision=None, answers=dict.fromkeys(answers, Answer(Decimal(-1))))


@pytest.mark.parametrize(
    ("code", "answer"),
    [
        ("C3", Answer(Decimal("1.5"))),
        ("C1", Answer(Decimal("1.00001"))),
        ("C1", Answer(Decimal("1e17"))),
        ("C1", Answer(Decimal("NaN"))),
        ("C1", Answer(text="many")),
        ("C4", Answer(text="perhaps")),
        ("C1", Answer(is_applicable=False)),
    ],
)
def test_answers_that_cannot_be_kept(stage: Stage, code: str, answer: Answer) -> None:
    report = stage.report()
    with pytest.raises(AnswersError) as raised:
        save_report(by=stage.liaison, report=report, revision=0, answers=stage.answers(report, **{code: answer}))
    assert len(raised.value.problems) == 1
    assert not Figure.objects.exists()


def test_a_field_that_is_not_asked_is_refused(stage: Stage) -> None:
    report = stage.report()
    with pytest.raises(AnswersError):
        save_report(by=stage.liaison, report=report, revision=0, answers={(stage.owner.pk, 1, ""): NIL})


def test_does_not_apply_with_its_reason(stage: Stage) -> None:
    none = Answer(is_applicable=False, remarks="无此业务")
    stage.filled(stage.report(), C1=none)
    figure = Figure.objects.get(indicator__code="C1")
    assert (figure.is_applicable, figure.value, figure.remarks) == (False, None, "无此业务")


def test_the_head_sends_back_before_it_goes_out(stage: Stage) -> None:
    report = stage.submitted(stage.report())
    report = send_back_report(by=stage.head, report=report, revision=None, reason="重新核对", until=later())
    assert (report.state, report.return_until, report.reported_at) == ("returned", later(), None)
    with pytest.raises(ValidationError):
        send_back_report(by=stage.head, report=report, revision=None, reason="x", until=later())


def test_one_value_comes_back_with_reason_and_day_and_goes_again(stage: Stage) -> None:
    report = stage.signed(stage.report())
    one, *others = Figure.objects.of(report).order_by("pk")
    return_figures(by=stage.data_owner, figures=[one], reason="与统计口径不符", until=later())
    accept_figures(by=stage.data_owner, figures=others)
    report.refresh_from_db()
    assert (report.state, report.return_until) == ("returned", later())
    report = save_report(
        by=stage.liaison,
        report=report,
        revision=report.revision,
        answers={(one.unit_id, one.indicator_id, one.input): Answer(Decimal(12))},
    )
    report = submit_report(by=stage.liaison, report=report, revision=None)
    report = sign_report(by=stage.head, report=report, revision=None)
    accept_figures(by=stage.data_owner, figures=[one])
    report.refresh_from_db()
    assert report.state == "accepted"
    one.refresh_from_db()
    assert (one.value, one.return_reason) == (Decimal(12), "")
    assert "与统计口径不符" in one.versions.get(state="returned", reason__startswith="与").reason


@pytest.mark.parametrize(("reason", "days"), [("", 5), ("  ", 5), ("错", -1)])
def test_a_return_has_a_reason_and_a_day_ahead(stage: Stage, reason: str, days: int) -> None:
    figures = list(Figure.objects.of(stage.signed(stage.report())))
    until = timezone.localdate() + timedelta(days=days)
    with pytest.raises(ValidationError):
        return_figures(by=stage.data_owner, figures=figures, reason=reason, until=until)


def test_a_correction_passes_everybody_again_and_keeps_what_stood_there(stage: Stage) -> None:
    report = stage.signed(stage.report())
    figure = Figure.objects.get(indicator__code="C1")
    accept_figures(by=stage.data_owner, figures=[figure])
    figure.refresh_from_db()
    with pytest.raises(ValidationError):
        correct_figure(by=stage.liaison, figure=figure, revision=None, answer=Answer(Decimal(11)), reason="")
    with pytest.raises(PermissionDenied):
        correct_figure(by=stage.data_owner, figure=figure, revision=None, answer=Answer(Decimal(11)), reason="错")
    figure = correct_figure(
        by=stage.liaison, figure=figure, revision=figure.revision, answer=Answer(Decimal(11)), reason="漏报"
    )
    assert (figure.state, figure.value, figure.accepted_by) == ("submitted", Decimal(11), None)
    with pytest.raises(ValidationError):
        accept_figures(by=stage.data_owner, figures=[figure])
    report.refresh_from_db()
    sign_report(by=stage.head, report=report, revision=report.revision)
    accept_figures(by=stage.data_owner, figures=[figure])
    assert [v.value for v in figure.versions.filter(state="accepted")] == [Decimal(10), Decimal(11)]


def test_nobody_accepts_what_they_did_not_see(stage: Stage) -> None:
    figures = list(Figure.objects.of(stage.signed(stage.report())))
    seen = {f.pk: f.revision - 1 for f in figures}
    with pytest.raises(StaleError):
        accept_figures(by=stage.data_owner, figures=figures, seen=seen)


def test_the_data_owner_enters_for_all_units_and_a_second_person_signs() -> None:
    stage = staged(units=3, entered_by={"C1": "owner"})
    report = stage.report(side="owner")
    unit = stage.report()
    key = (stage.unit.pk, stage.indicator("C1").pk, "")
    with pytest.raises(AnswersError):  # the unit is not asked for it
        save_report(by=stage.liaison, report=unit, revision=None, answers={key: Answer(Decimal(1))})
    report = stage.submitted(report)
    assert Figure.objects.count() == 4
    with pytest.raises(ValidationError):
        sign_report(by=stage.data_owner, report=report, revision=None)
    report = sign_report(by=stage.second_owner, report=report, revision=None)
    assert report.state == "accepted"
    assert set(Figure.objects.values_list("state", flat=True)) == {FigureState.ACCEPTED}


def test_nothing_is_reported_before_publication_or_after_the_decision(stage: Stage) -> None:
    stage.cycle.__class__.objects.filter(pk=stage.cycle.pk).update(state="decided")
    with pytest.raises(ValidationError):
        report_nil(by=stage.liaison, report=stage.report(), revision=0)


def test_the_database_refuses_to_change_what_was_reported(stage: Stage) -> None:
    stage.filled(stage.report())
    for statement in (
        "UPDATE monitoring_figureversion SET value = 1",
        "DELETE FROM monitoring_figureversion",
        "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE monitoring_figureversion",
    ):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
