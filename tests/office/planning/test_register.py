"""The register: nothing unapproved starts, a veto holds only with document, level and expiry."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from tests.office.factories import UnitFactory, account_with
from tests.office.planning.factories import spec
from tests.office.planning.undertakings import TODAY, VETOES, World, locked_targets, registered, world

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Grant
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import register as actions
from kaohe.office.planning.actions.cycles import start_cycle
from kaohe.office.planning.models import CycleState, RegisterItem
from kaohe.office.revisions import StaleError

pytestmark = pytest.mark.django_db
APPROVAL: dict[str, Any] = {"approving_body": "省委办公厅", "approval_document": "3号", "approved_on": TODAY}


@pytest.fixture
def w() -> World:
    return world(document=spec(vetoes=VETOES))


def filed(w: World, **fields: Any) -> RegisterItem:
    known = {"kind": "appraisal", "name": "综合考核", "year": TODAY.year, "organiser": w.cycle.root, "basis": "1号文"}
    return actions.file_item(by=w.officer, **{**known, "cycle": w.cycle, **fields})  # type: ignore[arg-type]


def veto(w: World, **fields: Any) -> RegisterItem:
    return filed(w, kind="veto", name="安全生产", veto_code="V1", **fields)


def test_filed_approved_and_in_force_until_it_lapses(w: World) -> None:
    item = actions.approve_item(by=w.leader, item=filed(w), expires_on=TODAY + timedelta(days=10), **APPROVAL)
    held = RegisterItem.objects
    assert list(held.in_force(TODAY)) == [item]
    assert not held.in_force(TODAY - timedelta(days=1)).exists()
    assert not held.in_force(TODAY + timedelta(days=10)).exists()
    assert [item.is_in_force_on(TODAY + timedelta(days=n)) for n in (-1, 0, 9, 10)] == [False, True, True, False]
    assert list(Entry.objects.values_list("action", "chain__key")) == [
        ("file_item", w.cycle.chain),
        ("approve_item", w.cycle.chain),
    ]


def test_item_without_a_cycle_is_told_of_in_the_general_chain(w: World) -> None:
    filed(w, cycle=None, kind="inspection")
    assert Entry.objects.get().chain.key == "office"


@pytest.mark.parametrize(
    "role", [r for r in Role if r not in (Role.OFFICER, Role.SUPERVISOR, Role.UNIT_HEAD, Role.LIAISON)]
)
def test_only_who_speaks_for_the_organiser_files(w: World, role: Role) -> None:
    by = account_with(role, w.cycle.root)
    with pytest.raises(PermissionDenied):
        actions.file_item(by=by, kind="inspection", name="检", year=2026, organiser=w.cycle.root, basis="1号")


def test_head_files_for_the_own_unit_alone(w: World) -> None:
    known: dict[str, Any] = {"kind": "inspection", "name": "检查", "year": 2026, "basis": "1号"}
    assert actions.file_item(by=w.head, organiser=w.unit, **known).filed_by == w.head
    with pytest.raises(PermissionDenied):
        actions.file_item(by=w.head, organiser=w.cycle.root, **known)


def test_who_filed_never_approves_and_no_leader_of_elsewhere(w: World) -> None:
    both = account_with(Role.LEADER, w.cycle.root)
    Grant.objects.create(account=both, role=Role.OFFICER, unit=w.cycle.root, since="2020-01-01")
    item = actions.file_item(by=both, kind="inspection", name="检", year=2026, organiser=w.cycle.root, basis="1号")
    for by in (both, w.officer, w.head, account_with(Role.LEADER, UnitFactory.create())):
        with pytest.raises(PermissionDenied):
            actions.approve_item(by=by, item=item, **APPROVAL)
        with pytest.raises(PermissionDenied):
            actions.refuse_item(by=by, item=item, remarks="重复")
    assert actions.approve_item(by=w.leader, item=item, **APPROVAL).decided_by == w.leader


def test_who_corrects_an_item_has_filed_it(w: World) -> None:
    item = filed(w)
    actions.change_item(by=w.officer, item=item, basis="2号文", state="approved", seen=item.revision)
    item.refresh_from_db()
    assert (item.basis, item.state) == ("2号文", "filed")
    with pytest.raises(StaleError):
        actions.change_item(by=w.officer, item=item, basis="3号文", seen=0)
    with pytest.raises(PermissionDenied):
        actions.change_item(by=w.head, item=item, basis="3号文")


def test_approval_names_body_document_and_for_a_veto_the_expiry(w: World) -> None:
    with pytest.raises(ValidationError) as caught:
        actions.approve_item(
            by=w.leader, item=filed(w), **(APPROVAL | {"approving_body": " ", "approval_document": ""})
        )
    assert set(caught.value.message_dict) == {"approving_body", "approval_document"}
    item = veto(w)
    with pytest.raises(ValidationError) as caught:
        actions.approve_item(by=w.leader, item=item, **APPROVAL)
    assert set(caught.value.message_dict) == {"expires_on"}
    with pytest.raises(ValidationError):
        actions.approve_item(by=w.leader, item=item, expires_on=TODAY, **APPROVAL)
    assert not RegisterItem.objects.in_force(TODAY).exists()


def test_the_database_itself_keeps_a_veto_off_without_expiry(w: World) -> None:
    item = veto(w)
    with pytest.raises(IntegrityError), transaction.atomic():
        RegisterItem.objects.filter(pk=item.pk).update(state="approved", approving_body="省委", approval_document="1")


def test_bad_items_are_refused(w: World) -> None:
    for fields in ({"basis": ""}, {"kind": "veto"}, {"kind": "party"}, {"organiser": UnitFactory.create()}):
        with pytest.raises((ValidationError, PermissionDenied)):
            filed(w, **fields)
    assert not RegisterItem.objects.exists()


def test_decided_items_are_not_decided_again_and_withdrawn_ones_hold_no_longer(w: World) -> None:
    item = actions.approve_item(by=w.leader, item=filed(w), **APPROVAL)
    for again in (
        lambda: actions.approve_item(by=w.leader, item=item, **APPROVAL),
        lambda: actions.refuse_item(by=w.leader, item=item, remarks="晚"),
        lambda: actions.change_item(by=w.officer, item=item, basis="3号"),
        lambda: actions.withdraw_item(by=w.officer, item=item, remarks=" "),
    ):
        with pytest.raises(ValidationError):
            again()
    with pytest.raises(PermissionDenied):
        actions.withdraw_item(by=w.head, item=item, remarks="不要了")
    actions.withdraw_item(by=w.officer, item=item, remarks="合并")
    assert not RegisterItem.objects.in_force(TODAY).exists()
    refused = actions.refuse_item(by=w.leader, item=filed(w), remarks="重复")
    assert refused.state == "refused"


# --- what keeps a cycle from starting --------------------------------------------------------------------------------
def missing(w: World, **days: int) -> list[tuple[str, str]]:
    found = RegisterItem.objects.missing_for(w.cycle, TODAY + timedelta(**days))
    return [(one.kind, one.code) for one in found]


def test_cycle_misses_its_appraisal_and_its_vetoes_until_they_are_approved(w: World) -> None:
    both = [("appraisal", w.cycle.code), ("veto", "V1")]
    assert missing(w) == both
    appraisal, one = filed(w), veto(w)
    assert missing(w) == both
    actions.approve_item(by=w.leader, item=appraisal, expires_on=TODAY + timedelta(days=5), **APPROVAL)
    assert missing(w) == [("veto", "V1")]
    actions.approve_item(by=w.leader, item=one, expires_on=TODAY + timedelta(days=9), **APPROVAL)
    assert missing(w) == []
    assert missing(w, days=5) == [("appraisal", w.cycle.code)]
    assert missing(w, days=9) == both
    reasons = [str(one) for one in RegisterItem.objects.missing_for(w.cycle, TODAY + timedelta(days=5))]
    assert str(TODAY + timedelta(days=5)) in reasons[0]


def test_veto_that_the_scheme_leaves_off_blocks_nothing() -> None:
    w = world(document=spec(vetoes=[{"code": "V9", "name": "无依据"}]))
    registered(w.cycle)
    assert missing(w) == []


# --- lists -----------------------------------------------------------------------------------------------------------
def test_same_item_twice_in_a_year_is_shown(w: World) -> None:
    filed(w)
    filed(w)
    filed(w, year=TODAY.year + 1)
    filed(w, level="村")
    twins = RegisterItem.objects.with_twins().order_by("pk").values_list("is_twice", flat=True)
    assert list(twins) == [True, True, False, False]


def test_register_is_open_to_everybody_who_may_sign_in(w: World) -> None:
    filed(w)
    for account in (account_with(), w.head, account_with(Role.AUDIT_ADMIN)):
        assert RegisterItem.objects.visible_to(account).count() == 1
    gone = account_with()
    gone.is_active = False
    assert not RegisterItem.objects.visible_to(gone).exists()


def test_unit_reads_what_may_be_asked_of_it(w: World) -> None:
    department = UnitFactory.create(parent=w.cycle.root)
    elsewhere = UnitFactory.create()
    asked = registered(w.cycle, organiser=department, cycle=None, name="部门检查", kind="inspection")
    registered(w.cycle, organiser=elsewhere, cycle=None, name="外县检查", kind="inspection")
    registered(w.cycle, cycle=None, name="未批", state="filed")
    own = registered(w.cycle)
    assert set(RegisterItem.objects.addressed_to(w.unit, TODAY)) == {asked, own}


def test_year_does_not_begin_while_the_approval_has_lapsed() -> None:
    w = world(document=spec(vetoes=VETOES))
    w.cycle.state = CycleState.PUBLISHED
    w.cycle.save()
    locked_targets(w.cycle)
    registered(w.cycle, expires_on=TODAY)
    registered(w.cycle, kind="veto", veto_code="V1", expires_on=TODAY + timedelta(days=9))
    with pytest.raises(ValidationError, match=str(TODAY)):
        start_cycle(by=w.officer, cycle=w.cycle)
    RegisterItem.objects.filter(kind="appraisal").update(expires_on=TODAY + timedelta(days=1))
    assert start_cycle(by=w.officer, cycle=w.cycle).state == CycleState.RUNNING
