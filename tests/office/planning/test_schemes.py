"""Edits of a draft."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from tests.office.factories import account_with
from tests.office.planning.factories import CycleFactory, published_cycle, saved_version, spec

from kaohe.office.audit.models import Entry
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import schemes
from kaohe.office.planning.document import parts, tree
from kaohe.office.planning.document.store import Plain, plain, spec_of, stored
from kaohe.office.planning.models import Cycle, SchemeDraft, SchemeEdit

pytestmark = pytest.mark.django_db


def document(cycle: Cycle) -> Plain:
    return plain(SchemeDraft.objects.get(cycle=cycle).document)


def node(cycle: Cycle, code: str) -> Plain:
    return tree.find(document(cycle), code).node


def seen(cycle: Cycle, code: str, *, deep: bool = False) -> str:
    return tree.node_hash(node(cycle, code), deep=deep)


@pytest.fixture
def cycle() -> Cycle:
    return CycleFactory.create()


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        ("name", "粮食产量", "粮食产量"),
        ("points", "25", "25"),
        ("points", "industrial 20，farming：30.50", {"industrial": "20", "farming": "30.5"}),
        ("weight", "40%", "40%"),
        ("classes", "industrial、farming", ["industrial", "farming"]),
        ("frequency", "yearly", "yearly"),
        ("text_only", "true", True),
        ("lead", "", None),
    ],
)
def test_a_cell_is_written_as_typed(cycle: Cycle, officer: Account, field: str, text: str, value: object) -> None:
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={field: text}, seen=seen(cycle, "A1"))
    assert node(cycle, "A1").get(field) == value
    entry = Entry.objects.get(action="edit_node")
    assert (entry.chain_id, "A1" in entry.details) == (entry.chain.pk, True)


@pytest.mark.parametrize(
    ("field", "text", "message"),
    [
        ("points", "二十", "K022"),
        ("points", "industrial 20, industrial 30", "industrial"),
        ("points", "a b c", "a b c"),
        ("frequency", "often", "K024"),
        ("name", " ", "名称"),
        ("code", "B1", "B1"),
    ],
)
def test_what_cannot_be_read_is_told_and_changes_nothing(
    cycle: Cycle, officer: Account, field: str, text: str, message: str
) -> None:
    before = document(cycle)
    with pytest.raises(ValidationError, match=message):
        schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={field: text}, seen=seen(cycle, "A1"))
    assert document(cycle) == before
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [Role.LIAISON, Role.UNIT_HEAD, Role.LEADER, Role.DATA_OWNER, Role.SUPERVISOR, None])
def test_only_the_office_edits(cycle: Cycle, role: Role | None) -> None:
    account = account_with(role, cycle.root if role else None)
    with pytest.raises(PermissionDenied):
        schemes.edit_node(by=account, cycle=cycle, code="A1", fields={"name": "x"}, seen=seen(cycle, "A1"))
    with pytest.raises(PermissionDenied):
        schemes.undo_edit(by=account, cycle=cycle, edit=1)
    with pytest.raises(PermissionDenied):
        schemes.replace_document(by=account, cycle=cycle, scheme=spec(), what="x")


def test_office_of_a_part_does_not_edit(cycle: Cycle) -> None:
    other = CycleFactory.create().root
    with pytest.raises(PermissionDenied):
        schemes.add_node(by=account_with(Role.OFFICER, other), cycle=cycle, under="A")


def test_same_node_is_told_apart_from_another(cycle: Cycle, officer: Account) -> None:
    old, other = seen(cycle, "A1"), seen(cycle, "A2")
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": "新"}, seen=old)
    schemes.edit_node(by=officer, cycle=cycle, code="A2", fields={"name": "乙"}, seen=other)
    with pytest.raises(schemes.StaleNodeError) as refused:
        schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": "旧"}, seen=old)
    assert refused.value.now["name"] == "新"
    assert node(cycle, "A1")["name"] == "新"


def test_new_code_is_followed_by_what_refers_to_it(cycle: Cycle, officer: Account) -> None:
    draft = cycle.draft
    draft.document = stored(
        spec(
            ranking={"tie_break": ["A1", "B1"]},
            coefficients=[{"name": "人口", "by": "population", "of": ["A1"]}],
            adjustments=[{"code": "J1", "name": "表彰", "criterion": "每次加1分", "of": "A1", "cap": "3"}],
            floors=[{"indicators": ["A1"], "at_least": "10%"}],
        )
    )
    draft.save()
    edited = schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"code": "GA"}, seen=seen(cycle, "A1"))
    assert edited.code == "GA"
    now = document(cycle)
    assert now["ranking"]["tie_break"] == ["GA", "B1"]
    assert now["coefficients"][0]["of"] == now["floors"][0]["indicators"] == ["GA"]
    assert now["adjustments"][0]["of"] == "GA"
    with pytest.raises(ValidationError, match="J1"):
        schemes.edit_node(by=officer, cycle=cycle, code="GA", fields={"code": "J1"}, seen=seen(cycle, "GA"))


def test_tree_grows_moves_and_shrinks(cycle: Cycle, officer: Account) -> None:
    assert schemes.add_node(by=officer, cycle=cycle, beside="A1").code == "A.1"
    assert schemes.add_node(by=officer, cycle=cycle, beside="B").code == "C"
    assert tree.codes(document(cycle)) == ["A", "A1", "A.1", "A2", "A3", "B", "B1", "C"]
    schemes.move_node(by=officer, cycle=cycle, code="A.1", way="up")
    schemes.move_node(by=officer, cycle=cycle, code="C", way="in")
    schemes.move_node(by=officer, cycle=cycle, code="B1", way="out")
    assert tree.codes(document(cycle)) == ["A", "A.1", "A1", "A2", "A3", "B", "C", "B1"]
    schemes.remove_node(by=officer, cycle=cycle, code="A", seen=seen(cycle, "A", deep=True))
    assert tree.codes(document(cycle)) == ["B", "C", "B1"]
    copy = schemes.duplicate_node(by=officer, cycle=cycle, code="B").code
    assert tree.codes(document(cycle)) == ["B", "C", copy, f"{copy}.1", "B1"]


def test_first_child_takes_over_the_sentence(cycle: Cycle, officer: Account) -> None:
    sentence = node(cycle, "B1")["criterion"]
    added = schemes.add_node(by=officer, cycle=cycle, under="B1").code
    assert "criterion" not in node(cycle, "B1")
    assert node(cycle, added)["criterion"] == sentence
    assert node(cycle, added)["points"] == "40"


@pytest.mark.parametrize(("code", "way"), [("A", "up"), ("B", "down"), ("A", "out"), ("A1", "in"), ("A2", "in")])
def test_moves_that_lead_nowhere_are_refused(cycle: Cycle, officer: Account, code: str, way: str) -> None:
    with pytest.raises(ValidationError):
        schemes.move_node(by=officer, cycle=cycle, code=code, way=way)


def test_what_was_added_below_meanwhile_is_not_removed(cycle: Cycle, officer: Account) -> None:
    old = seen(cycle, "A", deep=True)
    schemes.edit_node(by=officer, cycle=cycle, code="A3", fields={"name": "变"}, seen=seen(cycle, "A3"))
    with pytest.raises(schemes.StaleNodeError):
        schemes.remove_node(by=officer, cycle=cycle, code="A", seen=old)


def test_last_edit_is_undone_once(cycle: Cycle, officer: Account) -> None:
    before = document(cycle)
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": "一"}, seen=seen(cycle, "A1"))
    between = document(cycle)
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": "二"}, seen=seen(cycle, "A1"))
    last = SchemeEdit.objects.first()
    assert last is not None
    schemes.undo_edit(by=officer, cycle=cycle, edit=last.pk)
    with pytest.raises(ValidationError):
        schemes.undo_edit(by=officer, cycle=cycle, edit=last.pk)
    assert document(cycle) == between
    first = SchemeEdit.objects.get()
    schemes.undo_edit(by=officer, cycle=cycle, edit=first.pk)
    assert document(cycle) == before
    assert Entry.objects.filter(action="undo_edit").count() == 2


def test_edits_kept_for_undo_are_bounded(cycle: Cycle, officer: Account, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schemes, "KEPT", 2)
    for name in "一二三":
        schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": name}, seen=seen(cycle, "A1"))
    assert SchemeEdit.objects.count() == 2
    assert "三" in SchemeEdit.objects.first().what  # type: ignore[union-attr]


def test_an_edit_without_effect_leaves_no_trace(cycle: Cycle, officer: Account) -> None:
    name = node(cycle, "A1")["name"]
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": name}, seen=seen(cycle, "A1"))
    assert not SchemeEdit.objects.exists()
    assert not Entry.objects.exists()


def test_parts_beside_the_tree(cycle: Cycle, officer: Account) -> None:
    grades: list[Plain] = [{"name": "好", "at_least": "85"}, {"name": "一般"}]
    part = parts.BY_KEY["grades"]
    old = parts.seen(document(cycle), part)
    schemes.replace_part(by=officer, cycle=cycle, part="grades", entries=grades, seen=old)
    assert document(cycle)["grades"] == grades
    with pytest.raises(schemes.StaleNodeError):
        schemes.replace_part(by=officer, cycle=cycle, part="grades", entries=[], seen=old)
    now = parts.seen(document(cycle), part)
    schemes.replace_part(by=officer, cycle=cycle, part="grades", entries=[], seen=now)
    assert "grades" not in document(cycle)


def test_general_part_leaves_the_rest_alone(cycle: Cycle, officer: Account) -> None:
    old, tree_before = parts.seen(document(cycle), parts.PARTS[0]), document(cycle)["indicators"]
    entry = {"title": "新办法", "precision": "3", "basis": ["县办发〔2026〕1号"]}
    schemes.replace_part(by=officer, cycle=cycle, part="general", entries=[entry], seen=old)
    assert document(cycle)["precision"] == "3"
    assert document(cycle)["indicators"] == tree_before
    now = parts.seen(document(cycle), parts.PARTS[0])
    with pytest.raises(ValidationError, match="K02"):
        schemes.replace_part(
            by=officer, cycle=cycle, part="general", entries=[{"title": "x", "precision": "a"}], seen=now
        )


def test_whole_document_is_replaced_unless_changed_meanwhile(cycle: Cycle, officer: Account) -> None:
    revision = cycle.draft.revision
    schemes.replace_document(by=officer, cycle=cycle, scheme=spec(precision=3), what="YAML", seen=revision)
    now = spec_of(SchemeDraft.objects.get(cycle=cycle).document)
    assert (now.precision, now.id) == (3, cycle.code)
    with pytest.raises(ValidationError):
        schemes.replace_document(by=officer, cycle=cycle, scheme=spec(precision=4), what="YAML", seen=revision)
    with pytest.raises(ValidationError, match="2030"):
        schemes.replace_document(by=officer, cycle=cycle, scheme=spec(cycle={"year": 2030}), what="YAML")
    twice = [{"code": "A", "name": "a", "points": 1}, {"code": "A", "name": "b", "points": 1}]
    with pytest.raises(ValidationError, match="A"):
        schemes.replace_document(by=officer, cycle=cycle, scheme=spec(indicators=twice), what="YAML")


@pytest.mark.parametrize(
    ("state", "is_open"),
    [("draft", True), ("consultation", True), ("approved", False), ("running", True), ("assessing", False)],
)
def test_draft_is_open_until_it_is_approved(state: str, is_open: bool) -> None:
    cycle = CycleFactory.create(state=state)
    officer = account_with(Role.OFFICER, cycle.root)
    if is_open:
        schemes.add_node(by=officer, cycle=cycle, under="A")
        return
    with pytest.raises(ValidationError):
        schemes.add_node(by=officer, cycle=cycle, under="A")


def test_approved_change_in_mid_year_is_not_edited_before_publication() -> None:
    cycle = published_cycle()
    officer = account_with(Role.OFFICER, cycle.root)
    schemes.add_node(by=officer, cycle=cycle, under="A")
    version = saved_version(Cycle.objects.get(pk=cycle.pk))
    version.approved_at = version.made_at
    version.save()
    with pytest.raises(ValidationError):
        schemes.add_node(by=officer, cycle=cycle, under="A")


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do deeds in threads that start together; tell of each how it went."""
    ready, went = threading.Barrier(len(deeds)), [""] * len(deeds)

    def work(number: int, deed: Callable[[], object]) -> None:
        ready.wait()
        try:
            deed()
            went[number] = "done"
        except ValidationError as error:
            went[number] = type(error).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return went


@pytest.mark.django_db(transaction=True)
def test_two_people_edit_different_nodes_and_lose_nothing() -> None:
    cycle = CycleFactory.create()
    one, two = (account_with(Role.OFFICER, cycle.root) for _ in range(2))
    first, second = seen(cycle, "A1"), seen(cycle, "B1")
    went = at_once(
        lambda: schemes.edit_node(by=one, cycle=cycle, code="A1", fields={"name": "甲"}, seen=first),
        lambda: schemes.edit_node(by=two, cycle=cycle, code="B1", fields={"name": "乙"}, seen=second),
    )
    assert went == ["done", "done"]
    assert (node(cycle, "A1")["name"], node(cycle, "B1")["name"]) == ("甲", "乙")


@pytest.mark.django_db(transaction=True)
def test_of_two_people_at_the_same_node_one_is_told() -> None:
    cycle = CycleFactory.create()
    one, two = (account_with(Role.OFFICER, cycle.root) for _ in range(2))
    old = seen(cycle, "A1")
    went = at_once(
        lambda: schemes.edit_node(by=one, cycle=cycle, code="A1", fields={"name": "甲"}, seen=old),
        lambda: schemes.edit_node(by=two, cycle=cycle, code="A1", fields={"name": "乙"}, seen=old),
    )
    assert sorted(went) == ["StaleNodeError", "done"]
    assert node(cycle, "A1")["name"] == ("甲" if went[0] == "done" else "乙")
