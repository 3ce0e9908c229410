"""The way through the year: who may move a cycle, what is missing, and that nothing is skipped."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.office.factories import UnitFactory, account_with
from tests.office.planning.factories import CycleFactory, classified, published_cycle, spec

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning import moves
from kaohe.office.planning.actions import approval, consultation, cycles, publication, schemes, versions
from kaohe.office.planning.document import store, tree
from kaohe.office.planning.models import Approval, Comment, Cycle, CycleState, RegisterItem, Target, TargetState

pytestmark = pytest.mark.django_db
D = CycleState


def officer_of(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


def leader_of(cycle: Cycle) -> Account:
    return account_with(Role.LEADER, cycle.root)


def now(cycle: Cycle) -> Cycle:
    return Cycle.objects.get(pk=cycle.pk)


def consulted() -> Cycle:
    """A cycle whose consultation is over."""
    cycle = CycleFactory.create()
    classified(cycle.root, "industrial")
    classified(cycle.root, "farming")
    officer = officer_of(cycle)
    consultation.open_consultation(by=officer, cycle=cycle, until=timezone.localdate())
    consultation.end_consultation(by=officer, cycle=cycle, reason="各单位均已反馈")
    return now(cycle)


def approve(cycle: Cycle, by: Account | None = None) -> Approval:
    today = timezone.localdate()
    return approval.approve_scheme(by=by or leader_of(cycle), cycle=cycle, meeting="第3次会议", decided_on=today)


def registered(cycle: Cycle, **fields: Any) -> RegisterItem:
    item = {"kind": "appraisal", "name": "年度考核", "year": cycle.year, "organiser": cycle.root, "basis": "条例"}
    return RegisterItem.objects.create(
        **{**item, "state": "approved", "approved_on": date(2020, 1, 1), "cycle": cycle, **fields}
    )


def locked(cycle: Cycle) -> None:
    for indicator in cycle.indicators.filter(needs_target=True):
        for appraised in cycle.appraised_units.all():
            if not indicator.classes or appraised.class_id in indicator.classes:
                Target.objects.create(
                    cycle=cycle,
                    indicator=indicator,
                    unit=appraised.unit,
                    value=1,
                    state=TargetState.LOCKED,
                    changed_by=cycle.created_by,
                    proposed_by=cycle.created_by,
                )


def test_the_whole_way() -> None:
    cycle = consulted()
    officer, leader = officer_of(cycle), leader_of(cycle)
    approve(cycle, leader)
    assert now(cycle).state == D.APPROVED
    version = publication.publish_scheme(by=officer, cycle=now(cycle))
    assert now(cycle).state == D.PUBLISHED
    assert version.published_at is not None
    assert cycle.indicators.count() == 6
    assert cycle.appraised_units.count() == 2
    registered(cycle)
    locked(cycle)
    cycles.start_cycle(by=officer, cycle=now(cycle))
    cycles.begin_assessment(by=officer, cycle=now(cycle))
    cycles.decide_results(by=leader, cycle=now(cycle), meeting="第9次会议")
    cycles.publicise_results(by=officer, cycle=now(cycle))
    cycles.close_cycle(by=officer, cycle=now(cycle))
    assert now(cycle).state == D.CLOSED
    told = list(Entry.objects.filter(chain__key=cycle.chain).order_by("serial").values_list("action", flat=True))
    assert told[-8:] == [
        "end_consultation",
        "approve_scheme",
        "publish_scheme",
        "start_cycle",
        "begin_assessment",
        "decide_results",
        "publicise_results",
        "close_cycle",
    ]


DEEDS: dict[str, tuple[str, Role, Callable[[Account, Cycle], object]]] = {
    "open_consultation": (
        D.DRAFT,
        Role.OFFICER,
        lambda by, c: consultation.open_consultation(by=by, cycle=c, until=timezone.localdate()),
    ),
    "end_consultation": (
        D.CONSULTATION,
        Role.OFFICER,
        lambda by, c: consultation.end_consultation(by=by, cycle=c, reason="已反馈"),
    ),
    "withdraw_consultation": (
        D.CONSULTATION,
        Role.OFFICER,
        lambda by, c: consultation.withdraw_consultation(by=by, cycle=c, reason="重拟"),
    ),
    "approve_scheme": (D.CONSULTATION, Role.LEADER, lambda by, c: approve(c, by)),
    "return_scheme": (
        D.APPROVED,
        Role.LEADER,
        lambda by, c: approval.return_scheme(
            by=by, cycle=c, meeting="会议", decided_on=timezone.localdate(), remarks="再议"
        ),
    ),
    "publish_scheme": (D.APPROVED, Role.OFFICER, lambda by, c: publication.publish_scheme(by=by, cycle=c)),
    "start_cycle": (D.PUBLISHED, Role.OFFICER, lambda by, c: cycles.start_cycle(by=by, cycle=c)),
    "begin_assessment": (D.RUNNING, Role.OFFICER, lambda by, c: cycles.begin_assessment(by=by, cycle=c)),
    "resume_running": (
        D.ASSESSING,
        Role.OFFICER,
        lambda by, c: cycles.resume_running(by=by, cycle=c, reason="补报"),
    ),
    "decide_results": (D.ASSESSING, Role.LEADER, lambda by, c: cycles.decide_results(by=by, cycle=c, meeting="会议")),
    "publicise_results": (D.DECIDED, Role.OFFICER, lambda by, c: cycles.publicise_results(by=by, cycle=c)),
    "close_cycle": (D.PUBLICISED, Role.OFFICER, lambda by, c: cycles.close_cycle(by=by, cycle=c)),
    "change_cycle": (
        D.DRAFT,
        Role.OFFICER,
        lambda by, c: cycles.change_cycle(by=by, cycle=c, title="新名", targets_until=None),
    ),
    "delete_draft": (D.DRAFT, Role.OFFICER, lambda by, c: cycles.delete_draft(by=by, cycle=c)),
    "save_version": (D.DRAFT, Role.OFFICER, lambda by, c: versions.save_version(by=by, cycle=c, note="稿")),
}


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("name", list(DEEDS))
def test_each_move_is_one_roles(name: str, role: Role) -> None:
    state, allowed, deed = DEEDS[name]
    cycle = CycleFactory.create(state=state, comments_until=timezone.localdate())
    account = account_with(role, cycle.root)
    if role != allowed:
        with pytest.raises(PermissionDenied):
            deed(account, cycle)
        return
    try:
        deed(account, cycle)
    except ValidationError:
        assert name in {"approve_scheme", "return_scheme", "publish_scheme", "start_cycle"}, name


@pytest.mark.parametrize("name", list(DEEDS))
def test_the_role_over_another_area_moves_nothing(name: str) -> None:
    state, allowed, deed = DEEDS[name]
    cycle = CycleFactory.create(state=state)
    part = UnitFactory.create(parent=cycle.root)
    for unit in (part, UnitFactory.create()):
        with pytest.raises(PermissionDenied):
            deed(account_with(allowed, unit), cycle)


@pytest.mark.parametrize("move", [m for m in moves.MOVES if m.is_back], ids=lambda m: m.name)
def test_a_step_back_needs_its_reason(move: moves.Move) -> None:
    cycle = CycleFactory.create(state=move.sources[0])
    account = officer_of(cycle) if move.who(officer_of(cycle), cycle) else leader_of(cycle)
    with pytest.raises(ValidationError):
        moves.begin(move.name, by=account, cycle=cycle, reason=" ")


def test_second_click_does_nothing() -> None:
    cycle = consulted()
    approve(cycle)
    publication.publish_scheme(by=officer_of(cycle), cycle=cycle, seen=now(cycle).revision)
    with pytest.raises(ValidationError):
        publication.publish_scheme(by=officer_of(cycle), cycle=cycle, seen=cycle.revision)
    assert Entry.objects.filter(action="publish_scheme").count() == 1


def test_consultation_needs_a_day_and_a_sound_scheme() -> None:
    cycle = CycleFactory.create(document=spec(indicators=[{"code": "A", "name": "甲", "points": "10"}]))
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        consultation.open_consultation(by=officer_of(cycle), cycle=cycle, until=yesterday)
    assert len(refused.value.messages) == 2
    assert "K045" in "".join(refused.value.messages)


def test_approval_waits_for_the_time_the_answers_and_the_version() -> None:
    cycle = CycleFactory.create()
    unit = classified(cycle.root, "farming")[0]
    officer, leader = officer_of(cycle), leader_of(cycle)
    consultation.open_consultation(by=officer, cycle=cycle, until=timezone.localdate())
    head = account_with(Role.UNIT_HEAD, unit)
    comment = consultation.write_comment(by=head, cycle=cycle, unit=unit, text="太高", indicator="A1")
    schemes.add_node(by=officer, cycle=cycle, beside="B", name="其他")
    with pytest.raises(ValidationError) as refused:
        approve(cycle, leader)
    assert len(refused.value.messages) == 4  # time, comment, version, errors of the new indicator
    schemes.remove_node(by=officer, cycle=cycle, code="C", seen=_seen(cycle, "C"))
    consultation.answer_comment(by=officer, comment=comment, outcome="declined", reply="按省定目标")
    consultation.end_consultation(by=officer, cycle=cycle, reason="已反馈")
    assert approve(cycle, leader).is_approved


def _seen(cycle: Cycle, code: str) -> str:
    return tree.node_hash(tree.find(store.plain(now(cycle).draft.document), code).node, deep=True)


def test_nobody_approves_what_one_wrote() -> None:
    cycle = consulted()
    both = account_with(Role.OFFICER, cycle.root)
    both.grants.create(role=Role.LEADER, unit=cycle.root, since=date(2020, 1, 1))
    schemes.add_node(by=both, cycle=cycle, under="B1")
    versions.save_version(by=officer_of(cycle), cycle=cycle)
    with pytest.raises(PermissionDenied):
        approve(cycle, both)
    cycle.draft.refresh_from_db()
    cycle.draft.changed_by = cycle.created_by
    cycle.draft.save()
    cycle.versions.update(made_by=both)
    with pytest.raises(PermissionDenied):
        approve(cycle, both)


def test_sent_back_scheme_needs_another_approval() -> None:
    cycle = consulted()
    leader, officer, today = leader_of(cycle), officer_of(cycle), timezone.localdate()
    approve(cycle, leader)
    approval.return_scheme(by=leader, cycle=now(cycle), meeting="第4次会议", decided_on=today, remarks="指标偏多")
    assert now(cycle).state == D.DRAFT
    with pytest.raises(ValidationError):
        publication.publish_scheme(by=officer, cycle=now(cycle))
    assert [a.is_approved for a in Approval.objects.order_by("pk")] == [True, False]
    with pytest.raises(ValidationError):
        approval.approve_scheme(by=leader, cycle=now(cycle), meeting="x", decided_on=today + timedelta(days=1))


def test_publication_needs_units_in_every_class() -> None:
    cycle = CycleFactory.create()
    classified(cycle.root, "industrial")
    officer = officer_of(cycle)
    consultation.open_consultation(by=officer, cycle=cycle, until=timezone.localdate())
    consultation.end_consultation(by=officer, cycle=cycle, reason="已反馈")
    approve(now(cycle))
    with pytest.raises(ValidationError, match="farming"):
        publication.publish_scheme(by=officer, cycle=now(cycle))


def test_start_lists_register_vetoes_and_targets() -> None:
    veto = {"code": "V1", "name": "安全生产", "basis": "安全生产法", "level": "national", "expires": "2030-01-01"}
    cycle = published_cycle(industrial=2, farming=1, state=D.PUBLISHED, document=spec(vetoes=[veto]))
    officer = officer_of(cycle)
    with pytest.raises(ValidationError) as refused:
        cycles.start_cycle(by=officer, cycle=cycle)
    told = "".join(refused.value.messages)
    assert "安全生产" in told
    assert "A1 粮食总产量：3个单位" in told
    assert "A2 规上工业增加值增速：2个单位" in told
    locked(cycle)
    lapsed = registered(cycle, expires_on=timezone.localdate())
    registered(
        cycle, kind="veto", veto_code="V1", expires_on=date(2099, 1, 1), approving_body="省委", approval_document="1号"
    )
    with pytest.raises(ValidationError):
        cycles.start_cycle(by=officer, cycle=cycle)
    lapsed.expires_on = timezone.localdate() + timedelta(days=1)
    lapsed.save()
    Target.objects.filter(indicator__code="A2").first().delete()  # type: ignore[union-attr]
    with pytest.raises(ValidationError, match="A2 规上工业增加值增速：1个单位"):
        cycles.start_cycle(by=officer, cycle=cycle)


def test_units_that_left_need_no_targets() -> None:
    cycle = published_cycle(industrial=1, farming=1, state=D.PUBLISHED)
    registered(cycle)
    locked(cycle)
    gone = cycle.appraised_units.filter(class_id="farming").get()
    Target.objects.filter(unit=gone.unit).delete()
    with pytest.raises(ValidationError):
        cycles.start_cycle(by=officer_of(cycle), cycle=cycle)
    gone.left_on = timezone.localdate()
    gone.save()
    cycles.start_cycle(by=officer_of(cycle), cycle=cycle)


def test_change_in_mid_year_goes_the_same_way_without_leaving_the_state() -> None:
    cycle = published_cycle()
    officer, leader = officer_of(cycle), leader_of(cycle)
    with pytest.raises(ValidationError):
        approve(cycle, leader)  # nothing new
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": "粮食"}, seen=_own(cycle, "A1"))
    schemes.remove_node(by=officer, cycle=cycle, code="A3", seen=_seen(cycle, "A3"))
    with pytest.raises(ValidationError):
        versions.save_version(by=officer, cycle=cycle)  # no reason
    versions.save_version(by=officer, cycle=cycle, note="省里调整口径")
    with pytest.raises(ValidationError):
        publication.publish_scheme(by=officer, cycle=now(cycle))  # not approved
    approve(now(cycle), leader)
    with pytest.raises(ValidationError):
        cycles.begin_assessment(by=officer, cycle=now(cycle))  # a change waits
    publication.publish_scheme(by=officer, cycle=now(cycle))
    assert now(cycle).state == D.RUNNING
    assert cycle.indicators.get(code="A1").name == "粮食"
    assert cycle.indicators.get(code="A3").withdrawn_in == cycle.versions.first()
    assert cycle.appraised_units.count() == 3


def _own(cycle: Cycle, code: str) -> str:
    return tree.node_hash(tree.find(store.plain(now(cycle).draft.document), code).node)


def test_class_with_units_cannot_go() -> None:
    cycle = published_cycle(farming=1)
    officer = officer_of(cycle)
    leaf = {"code": "A", "name": "甲", "points": "100", "criterion": "按完成比例得分", "owner": "统计局"}
    one = spec(classes=[{"id": "industrial", "name": "工业"}], indicators=[leaf], id=cycle.code)
    schemes.replace_document(by=officer, cycle=cycle, scheme=one, what="一类")
    versions.save_version(by=officer, cycle=cycle, note="合并类别")
    approve(now(cycle))
    with pytest.raises(ValidationError, match="farming"):
        publication.publish_scheme(by=officer, cycle=now(cycle))


def test_table_never_reaches_publication_without_approval() -> None:
    """Without the moves that approve, no sequence of moves leaves the states before publication."""
    reached, open_states = {D.DRAFT}, [D.DRAFT]
    while open_states:
        state = open_states.pop()
        for move in moves.MOVES:
            if state in move.sources and move.target and move.name != "approve_scheme" and move.target not in reached:
                reached.add(move.target)
                open_states.append(move.target)
    assert reached == {D.DRAFT, D.CONSULTATION}
    assert {s for m in moves.MOVES for s in (*m.sources, m.target) if s} == set(D)


NAMES = sorted({*DEEDS} - {"delete_draft", "change_cycle"})


class AnySequenceOfMoves(TestCase):
    """Whatever is clicked in whatever order, a published version was approved, by somebody else than its writer."""

    @settings(max_examples=25, suppress_health_check=list(HealthCheck))
    @given(st.lists(st.sampled_from([*NAMES, "edit"]), min_size=6, max_size=18))
    def test_keeps_approval_before_publication(self, names: list[str]) -> None:
        cycle = CycleFactory.create()
        classified(cycle.root, "industrial")
        classified(cycle.root, "farming")
        officer, leader = officer_of(cycle), leader_of(cycle)
        for name in names:
            before = now(cycle).state
            try:
                if name == "edit":
                    schemes.add_node(by=officer, cycle=now(cycle), under="A")
                else:
                    DEEDS[name][2](leader if DEEDS[name][1] == Role.LEADER else officer, now(cycle))
            except (ValidationError, PermissionDenied):
                assert now(cycle).state == before
            self._hold(cycle)

    def _hold(self, cycle: Cycle) -> None:
        current = now(cycle)
        for version in current.versions.filter(published_at__isnull=False):
            last = version.approvals.first()
            assert last is not None
            assert last.is_approved
            assert last.decided_by_id != version.made_by_id
        if current.state not in (D.DRAFT, D.CONSULTATION):
            assert current.versions.filter(approved_at__isnull=False).exists()
            assert not Comment.objects.filter(cycle=current, outcome="open").exists()
