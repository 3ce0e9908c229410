"""Every demand can be complained about, and every complaint is answered by somebody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.office.factories import account_with, person_in
from tests.office.monitoring.process_factories import Area, area

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions import complaints
from kaohe.office.monitoring.models import Complaint
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db


@pytest.fixture
def here() -> Area:
    return area()


def filed(here: Area, by: Account | None = None, reason: Complaint.Reason = Complaint.Reason.TWICE) -> Complaint:
    return complaints.file_complaint(
        by=by or here.liaison,
        unit=here.town,
        demand="register:1",
        demand_name="月报",
        reason=reason,
        cycle=here.cycle,
    )


def test_filed_and_answered(here: Area) -> None:
    complaint = complaints.answer_complaint(by=here.officer, complaint=filed(here), answer="合并为一张表")
    assert complaint.answered_by == here.officer
    assert Entry.objects.filter(chain__key=here.cycle.chain).count() == 2
    with pytest.raises(ValidationError):
        complaints.answer_complaint(by=here.officer, complaint=complaint, answer="再答")


def test_person_of_the_unit_complains_too(here: Area) -> None:
    assert filed(here, by=account_with(person=person_in(here.town)))
    with pytest.raises(PermissionDenied):
        filed(here, by=account_with(person=person_in(here.street)))
    with pytest.raises(PermissionDenied):
        filed(here, by=account_with(Role.SYSTEM_ADMIN))


def test_sent_twice_is_one_complaint(here: Area) -> None:
    assert filed(here) == filed(here)
    assert Complaint.objects.count() == 1


def test_something_else_is_said_in_words(here: Area) -> None:
    with pytest.raises(ValidationError):
        filed(here, reason=Complaint.Reason.OTHER)


def test_nobody_answers_the_own_complaint(here: Area) -> None:
    here.officer.grants.create(role=Role.LIAISON, unit=here.town, since=here.town.opened_on)
    complaint = filed(here, by=Account.objects.get(pk=here.officer.pk))
    with pytest.raises(PermissionDenied):
        complaints.answer_complaint(by=Account.objects.get(pk=here.officer.pk), complaint=complaint, answer="x")


def test_seen_by_the_unit_and_the_office(here: Area) -> None:
    complaint = filed(here)
    assert Complaint.objects.visible_to(here.officer).get() == complaint
    assert not Complaint.objects.visible_to(here.other_head).exists()
