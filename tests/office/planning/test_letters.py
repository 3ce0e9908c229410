"""Responsibility letters: frozen with their hash, signed by both sides, and any change is found."""

from __future__ import annotations

import json
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import OPENED, PASSWORD, UnitFactory, account_with, person_in
from tests.office.planning.factories import spec, units_of
from tests.office.planning.undertakings import TODAY, VETOES, World, locked_targets, registered, world

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account, Charge, Grant
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import letters as actions
from kaohe.office.planning.letter_check import check_letter
from kaohe.office.planning.letter_text import hash_of
from kaohe.office.planning.models import (
    AppraisedUnit,
    CycleState,
    Letter,
    SchemeVersion,
    Signature,
    Target,
    TargetState,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    w = world(document=spec(vetoes=VETOES, consequences=["优秀单位给予通报表扬"]))
    locked_targets(w.cycle)
    registered(w.cycle)
    return w


def made(w: World) -> Letter:
    actions.make_letters(by=w.officer, cycle=w.cycle)
    return Letter.objects.current().get(unit=w.unit)


def sign(by: Account, *letters: Letter, password: str = PASSWORD, **seen: Any) -> int:
    hashes = {letter.pk: seen.get("hash", letter.hash) for letter in letters}
    return actions.sign_letters(by=by, letters=letters, seen=hashes, password=password)


def standing(letter: Letter) -> str:
    return str(Letter.objects.with_standing().get(pk=letter.pk).standing)


# --- making ----------------------------------------------------------------------------------------------------------
def test_letter_says_everything_that_is_signed(w: World) -> None:
    letter = made(w)
    content = json.loads(letter.content)
    terms = content["terms"]
    assert content["unit"] == {"code": w.unit.code, "name": w.unit.name}
    assert content["issuer"]["name"] == w.cycle.root.name
    assert [(i["code"], i["points"], i["target"]) for i in terms["indicators"]] == [
        ("A1", "30", "1000"),
        ("A2", "30", "1000"),
        ("B1", "40", None),
    ]
    assert terms["scheme"] == w.cycle.versions.get().hash
    assert terms["vetoes"][0]["basis"] == VETOES[0]["basis"]
    assert terms["rewards"] == ["优秀单位给予通报表扬"]
    assert letter.hash == hash_of(letter.content)
    assert letter.is_whole


def test_letters_are_made_once_for_all_units(w: World) -> None:
    assert len(actions.make_letters(by=w.officer, cycle=w.cycle)) == 3
    assert actions.make_letters(by=w.officer, cycle=w.cycle) == []
    assert Entry.objects.filter(action="make_letters").count() == 1


def test_letter_of_one_unit_alone(w: World) -> None:
    row = AppraisedUnit.objects.get(cycle=w.cycle, unit=w.unit)
    assert [letter.unit for letter in actions.make_letters(by=w.officer, cycle=w.cycle, units=[row])] == [w.unit]


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OFFICER])
def test_only_the_office_makes_letters(w: World, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.make_letters(by=account_with(role, w.cycle.root), cycle=w.cycle)


def test_no_letter_before_publication_without_approval_or_with_open_targets(w: World) -> None:
    target = Target.objects.filter(unit=w.unit).first()
    assert target is not None
    Target.objects.filter(pk=target.pk).update(state=TargetState.APPROVED)
    with pytest.raises(ValidationError, match=w.unit.name):
        made(w)
    target.save()
    w.cycle.register_items.update(expires_on=TODAY)
    with pytest.raises(ValidationError, match=w.cycle.title):
        made(w)
    w.cycle.register_items.update(expires_on=None)
    w.cycle.state = CycleState.APPROVED
    w.cycle.save()
    with pytest.raises(ValidationError):
        made(w)
    assert not Letter.objects.exists()


# --- signing ---------------------------------------------------------------------------------------------------------
def test_signed_by_both_sides(w: World) -> None:
    letter = made(w)
    assert standing(letter) == "unsigned"
    sign(w.head, letter)
    assert standing(letter) == "issuer"
    sign(w.leader, letter)
    assert standing(letter) == "signed"
    said = list(Signature.objects.order_by("pk").values_list("side", "name", "hash"))
    assert said == [("unit", "镇长", letter.hash), ("issuer", "县长", letter.hash)]
    details = [json.loads(e.details) for e in Entry.objects.filter(action="sign_letter")]
    assert [d["hash"] for d in details] == [letter.hash] * 2
    assert check_letter(letter).is_whole


def test_leader_signs_many_at_once_and_a_unit_only_its_own(w: World) -> None:
    made(w)
    assert sign(w.leader, *Letter.objects.all()) == 3
    with pytest.raises(PermissionDenied):
        sign(w.head, *Letter.objects.all())
    assert Signature.objects.filter(side="unit").count() == 0


def test_leader_in_charge_signs_for_the_units_in_charge_of(w: World) -> None:
    letter, deputy = made(w), account_with(Role.LEADER, None, person_in(w.cycle.root))
    Grant.objects.filter(account=deputy).update(unit=UnitFactory.create())
    with pytest.raises(PermissionDenied):
        sign(deputy, letter)
    deputy = Account.objects.get(pk=deputy.pk)
    Charge.objects.create(person=deputy.person, unit=w.unit, since=OPENED)
    assert sign(deputy, letter) == 1
    other = Letter.objects.get(unit=units_of(w.cycle, "industrial")[1])
    with pytest.raises(PermissionDenied):
        sign(deputy, other)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.LEADER, Role.UNIT_HEAD)])
def test_nobody_else_signs(w: World, role: Role) -> None:
    letter = made(w)
    with pytest.raises(PermissionDenied):
        sign(account_with(role, w.unit), letter)


def test_head_of_the_whole_area_does_not_sign_for_a_unit(w: World) -> None:
    with pytest.raises(PermissionDenied):
        sign(account_with(Role.UNIT_HEAD, w.cycle.root), made(w))


def test_nobody_signs_twice_or_for_both_sides(w: World) -> None:
    letter = made(w)
    sign(w.head, letter)
    with pytest.raises(ValidationError):
        sign(w.head, letter)
    Grant.objects.create(account=w.head, role=Role.LEADER, unit=w.cycle.root, since=OPENED)
    with pytest.raises(ValidationError):
        sign(Account.objects.get(pk=w.head.pk), letter)
    assert Signature.objects.count() == 1


def test_wrong_password_signs_nothing_and_counts(w: World) -> None:
    letter = made(w)
    with pytest.raises(ValidationError):
        sign(w.head, letter, password="wrong")
    w.head.refresh_from_db()
    assert (w.head.failed_logins, Signature.objects.count()) == (1, 0)


def test_only_what_was_shown_is_signed(w: World) -> None:
    letter = made(w)
    with pytest.raises(ValidationError):
        sign(w.head, letter, hash="0" * 64)
    with pytest.raises(ValidationError):
        actions.sign_letters(by=w.head, letters=[], seen={}, password=PASSWORD)
    Letter.objects.filter(pk=letter.pk).update(content=letter.content.replace("粮食", "棉花"))
    with pytest.raises(ValidationError):
        sign(w.head, letter)
    assert not Signature.objects.exists()


# --- outdated --------------------------------------------------------------------------------------------------------
def adjusted(w: World, value: str) -> None:
    Target.objects.filter(unit=w.unit, indicator=w.indicator).update(value=Decimal(value), changed_at=timezone.now())


def test_letter_is_outdated_after_an_adjustment_and_replaced_by_a_new_version(w: World) -> None:
    letter = made(w)
    sign(w.head, letter)
    adjusted(w, "1200")
    assert standing(letter) == "outdated"
    with pytest.raises(ValidationError):
        sign(w.leader, letter)
    (new,) = actions.make_letters(by=w.officer, cycle=w.cycle)
    letter.refresh_from_db()
    assert (new.unit, new.number, letter.replaced_by, standing(letter)) == (w.unit, 2, new, "replaced")
    assert standing(new) == "unsigned"
    assert letter.signatures.count() == 1
    with pytest.raises(ValidationError):
        sign(w.leader, letter)
    assert sign(w.leader, new) == 1


def test_all_letters_are_outdated_after_a_new_version_of_the_scheme(w: World) -> None:
    letter = made(w)
    before = w.cycle.versions.first()
    assert before is not None
    SchemeVersion.objects.create(
        cycle=w.cycle,
        number=before.number + 1,
        document=before.document,
        hash="f" * 64,
        made_by=before.made_by,
        published_at=timezone.now() + timedelta(seconds=1),
    )
    assert standing(letter) == "outdated"
    assert len(actions.make_letters(by=w.officer, cycle=w.cycle)) == 3


def test_target_touched_without_another_value_outdates_nothing_for_long(w: World) -> None:
    letter = made(w)
    adjusted(w, "1000")
    assert actions.make_letters(by=w.officer, cycle=w.cycle) == []
    assert standing(letter) == "unsigned"


# --- checking --------------------------------------------------------------------------------------------------------
def test_every_forgery_is_found(w: World) -> None:
    letter = made(w)
    sign(w.head, letter)
    assert check_letter(letter).problems == ()
    forged = letter.content.replace('"1000"', '"900"')
    letter.content = forged
    assert len(check_letter(letter).problems) == 3
    letter.hash = hash_of(forged)
    assert len(check_letter(letter).problems) == 2
    letter.save()
    letter.signatures.update(hash=letter.hash)
    assert letter.is_whole
    assert len(check_letter(letter).problems) == 2, "who forges all three rows is found by the sealed log"


def test_signature_that_nobody_gave_is_found(w: World) -> None:
    letter = made(w)
    Signature.objects.create(letter=letter, side="issuer", account=w.leader, name="县长", hash=letter.hash)
    assert len(check_letter(letter).problems) == 1


# --- who reads -------------------------------------------------------------------------------------------------------
def test_read_by_unit_office_and_leader(w: World) -> None:
    made(w)
    for account, number in ((w.officer, 3), (w.leader, 3), (w.head, 1), (w.liaison, 1), (account_with(), 0)):
        assert Letter.objects.visible_to(account).count() == number
    for role in (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN):
        assert not Letter.objects.visible_to(account_with(role)).exists()
