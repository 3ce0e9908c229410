"""Pages of cycles and schemes: who sees them, what they do, and that they do not grow with the rows."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with, person_in
from tests.office.planning.factories import CycleFactory, classified, published_cycle, saved_version, spec

from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import schemes
from kaohe.office.planning.document import parts, tree
from kaohe.office.planning.document.store import plain
from kaohe.office.planning.models import Comment, Cycle, SchemeDraft
from kaohe.scheme import write_yaml

pytestmark = pytest.mark.django_db


def client_of(account: Account) -> Client:
    client = Client()
    client.force_login(account)
    return client


def officer_of(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


def url(name: str, cycle: Cycle, *args: Any) -> str:
    return reverse(f"planning:{name}", args=[cycle.code, *args])


def taken(client: Client, address: str, **query: str) -> bytes:
    """The content of a file."""
    answer = client.get(address, query)
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    for close in answer._resource_closers:  # closing the answer itself would close the test's connection
        close()
    return content


INSIDE = ("scheme_edit", "version_list", "scheme_yaml")
PAGES = ("cycle_detail", "scheme_published", "comment_list", "unit_list")


@pytest.mark.parametrize("name", [*INSIDE, *PAGES])
def test_pages_ask_for_the_sign_in(name: str) -> None:
    cycle = published_cycle()
    assert Client().get(url(name, cycle)).status_code == 302


@pytest.mark.parametrize("name", [*INSIDE, *PAGES])
@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
def test_who_keeps_or_decides_sees_every_page(name: str, role: Role) -> None:
    cycle = published_cycle()
    assert client_of(account_with(role, cycle.root)).get(url(name, cycle)).status_code == 200


@pytest.mark.parametrize("name", [*INSIDE, *PAGES])
def test_strangers_and_administrators_find_nothing(name: str) -> None:
    cycle = published_cycle()
    for account in (account_with(Role.OFFICER, UnitFactory.create()), account_with()):
        assert client_of(account).get(url(name, cycle)).status_code == 404
    assert not Cycle.objects.visible_to(account_with(Role.SYSTEM_ADMIN)).exists()


def test_units_read_and_do_not_edit() -> None:
    cycle = published_cycle()
    unit = cycle.appraised_units.first().unit  # type: ignore[union-attr]
    client = client_of(account_with(Role.LIAISON, unit))
    assert [client.get(url(n, cycle)).status_code for n in PAGES] == [200] * len(PAGES)
    assert [client.get(url(n, cycle)).status_code for n in INSIDE] == [403] * len(INSIDE)


def test_draft_is_hidden_from_units_and_persons() -> None:
    cycle = CycleFactory.create()
    unit = classified(cycle.root, "farming")[0]
    head, person = account_with(Role.UNIT_HEAD, unit), account_with(person=person_in(unit))
    assert not Cycle.objects.visible_to(head).exists()
    cycle.state = "consultation"
    cycle.save()
    assert Cycle.objects.visible_to(head).get() == cycle
    assert not Cycle.objects.visible_to(person).exists()


def test_persons_of_appraised_units_see_what_is_published() -> None:
    cycle = published_cycle(industrial=1, farming=1)
    unit = cycle.appraised_units.first().unit  # type: ignore[union-attr]
    person, other = account_with(person=person_in(unit)), account_with(person=person_in(UnitFactory.create()))
    assert Cycle.objects.visible_to(person).get() == cycle
    assert not Cycle.objects.visible_to(other).exists()
    assert cycle.appraised_units.visible_to(person).get().unit == unit
    assert cycle.indicators.visible_to(person).count() == 6
    assert cycle.indicators.visible_to(other).count() == 0
    disabled = account_with(person=person_in(unit))
    disabled.is_active = False
    assert not Cycle.objects.visible_to(disabled).exists()


def test_leader_in_charge_of_a_part_sees_the_cycle_from_consultation_on() -> None:
    cycle = published_cycle(industrial=2, farming=0)
    unit = cycle.appraised_units.first().unit  # type: ignore[union-attr]
    leader = account_with(Role.LEADER, person=person_in(cycle.root), unit=UnitFactory.create())
    assert Cycle.objects.visible_to(leader).count() == 0 or leader.person is not None
    leader.person.charges.create(unit=unit, since=date(2020, 1, 1))  # type: ignore[union-attr]
    fresh = Account.objects.get(pk=leader.pk)
    assert Cycle.objects.visible_to(fresh).get() == cycle
    assert cycle.appraised_units.visible_to(fresh).get().unit == unit


def test_comments_are_seen_by_their_unit_and_the_office() -> None:
    cycle = published_cycle(industrial=2, farming=0)
    one, two = (a.unit for a in cycle.appraised_units.all())
    head = account_with(Role.UNIT_HEAD, one)
    Comment.objects.create(cycle=cycle, unit=one, author=head, text="a")
    for account, count in (
        (head, 1),
        (account_with(Role.LIAISON, two), 0),
        (officer_of(cycle), 1),
        (account_with(Role.LEADER, cycle.root), 1),
        (account_with(Role.OFFICER), 1),
        (account_with(Role.SYSTEM_ADMIN), 0),
    ):
        assert Comment.objects.visible_to(account).count() == count


def _queries(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("name", ["cycle_list", *INSIDE, *PAGES, "owner_list"])
def test_queries_do_not_grow(name: str) -> None:
    cycle = published_cycle(industrial=2, farming=1)
    officer = officer_of(cycle)
    client = client_of(officer)
    address = reverse("planning:cycle_list") if name == "cycle_list" else url(name, cycle)
    unit = cycle.appraised_units.first().unit  # type: ignore[union-attr]
    Comment.objects.create(cycle=cycle, unit=unit, author=officer, text="1")
    saved_version(cycle)
    before = _queries(client, address)
    for number in range(3):
        other = published_cycle(industrial=1, farming=0, root=cycle.root)
        assert other.pk
        Comment.objects.create(cycle=cycle, unit=unit, author=officer, text=f"x{number}")
        saved_version(cycle, note=str(number))
        seen = tree.node_hash(tree.find(plain(SchemeDraft.objects.get(cycle=cycle).document), "A1").node)
        schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"name": f"n{number}"}, seen=seen)
        schemes.duplicate_node(by=officer, cycle=cycle, code="A1")
    assert _queries(client, address) == before


def test_officer_opens_a_cycle_from_each_beginning() -> None:
    root = UnitFactory.create()
    client = client_of(account_with(Role.OFFICER, root))
    earlier = published_cycle(root=root, year=2025)
    own = {"title": "年度考核", "year": "2026", "root": root.code}
    file = io.BytesIO(write_yaml(spec()).encode())
    file.name = "scheme.yaml"
    for code, extra in {
        "blank": {"origin": "blank"},
        "preset": {"origin": "preset", "preset": "county-two-track/town-economy"},
        "again": {"origin": "last_year", "previous": earlier.pk},
        "file": {"origin": "file", "file": file},
    }.items():
        answer = client.post(reverse("planning:cycle_new"), {**own, "code": code, **extra})
        assert answer.status_code == 302, answer.content.decode()
        assert answer.headers["Location"] == reverse("planning:scheme_edit", args=[code])
        assert client.get(answer.headers["Location"]).status_code == 200
    assert Cycle.objects.get(code="again").previous == earlier
    assert plain(Cycle.objects.get(code="file").draft.document)["id"] == "file"


def test_a_wrong_file_is_told_line_by_line_and_opens_nothing() -> None:
    root = UnitFactory.create()
    client = client_of(account_with(Role.OFFICER, root))
    file = io.BytesIO(
        "id: a\ntitle: 甲\ncycle: {year: 2026}\nindicators:\n  - {code: A, nam: x, points: 二}\n".encode()
    )
    file.name = "scheme.yaml"
    data = {"code": "a", "title": "t", "year": "2026", "root": root.code, "origin": "file", "file": file}
    answer = client.post(reverse("planning:cycle_new"), data)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(code in page for code in ("K020", "K021", "K022"))
    assert not Cycle.objects.exists()


def test_others_open_no_cycle() -> None:
    for role in (Role.LEADER, Role.LIAISON):
        assert client_of(account_with(role, UnitFactory.create())).get(reverse("planning:cycle_new")).status_code == 403
    root = UnitFactory.create()
    data = {"code": "a", "title": "t", "year": "2026", "root": root.code, "origin": "blank"}
    answer = client_of(account_with(Role.OFFICER, UnitFactory.create())).post(reverse("planning:cycle_new"), data)
    assert answer.status_code in (403, 422)
    assert not Cycle.objects.exists()


def test_cell_opens_saves_and_tells_of_conflicts() -> None:
    cycle = CycleFactory.create()
    client = client_of(officer_of(cycle))
    opened = client.get(url("scheme_cell", cycle), {"code": "A1", "field": "points"})
    assert opened.context["text"] == "30"
    data = {"code": "A1", "field": "points", "seen": opened.context["seen"]}
    assert client.post(url("scheme_cell", cycle), {**data, "text": "25"}).status_code == 200
    late = client.post(url("scheme_cell", cycle), {**data, "text": "28"})
    assert (late.status_code, late.headers["HX-Retarget"]) == (422, "#cell-form")
    assert "25" in late.content.decode()
    assert "28" in late.content.decode()
    again = client.post(url("scheme_cell", cycle), {**data, "text": "28", "seen": late.context["seen"]})
    assert again.status_code == 200
    wrong = client.post(url("scheme_cell", cycle), {**data, "text": "x", "seen": _seen(cycle, "A1")})
    assert "K022" in wrong.content.decode()
    assert client.get(url("scheme_cell", cycle), {"code": "Z", "field": "points"}).status_code == 404


def _seen(cycle: Cycle, code: str, *, deep: bool = False) -> str:
    return tree.node_hash(tree.find(plain(SchemeDraft.objects.get(cycle=cycle).document), code).node, deep=deep)


def test_reading_shows_form_problem_and_score() -> None:
    cycle = CycleFactory.create()
    client = client_of(officer_of(cycle))
    address = url("scheme_reading", cycle)
    read = client.post(address, {"code": "B1", "text": "每迟报一次扣0.5分，扣完为止", "value-0": "3"})
    page = read.content.decode()
    assert "38.50" in page
    assert "迟报每1次扣0.5分；扣完为止" in page
    stuck = client.post(address, {"code": "B1", "text": "每迟报一次扣0.5分，情节严重的加倍扣分"}).content.decode()
    assert "<mark>扣分</mark>" in stuck
    assert "data-take" in stuck
    wrong = client.post(
        address, {"code": "B1", "text": "每迟报一次扣0.5分", "value-0": "many"}, headers={"HX-Target": "tried"}
    )
    assert "kaohe-error" in wrong.content.decode()
    assert not cycle.draft.edits.exists()


def test_tree_deeds_and_undo() -> None:
    cycle = CycleFactory.create()
    client = client_of(officer_of(cycle))
    for deed in ("add", "add_under", "duplicate", "down", "up"):
        assert client.post(url("scheme_change", cycle), {"deed": deed, "code": "A1"}).status_code == 200, deed
    assert client.post(url("scheme_change", cycle), {"deed": "out", "code": "A"}).status_code == 422
    removed = client.post(
        url("scheme_change", cycle), {"deed": "remove", "code": "B", "seen": _seen(cycle, "B", deep=True)}
    )
    assert "B1" not in tree.codes(plain(SchemeDraft.objects.get(cycle=cycle).document))
    last = removed.context["last_edit"]
    client.post(url("scheme_undo", cycle), {"edit": last.pk})
    assert "B1" in tree.codes(plain(SchemeDraft.objects.get(cycle=cycle).document))
    assert client.post(url("scheme_change", cycle), {"deed": "explode", "code": "A1"}).status_code == 404


def test_node_panel_saves_only_what_changed() -> None:
    cycle = CycleFactory.create()
    client = client_of(officer_of(cycle))
    page = client.get(url("scheme_node", cycle), {"code": "A1"})
    data = {f"f-{f['name']}": f["text"] for f in page.context["fields"]}
    data |= {"code": "A1", "seen": page.context["seen"], "f-target": "industrial 100, farming 80", "f-note": "口径"}
    assert client.post(url("scheme_node", cycle), data).status_code == 200
    node = tree.find(plain(SchemeDraft.objects.get(cycle=cycle).document), "A1").node
    assert node["target"] == {"industrial": "100", "farming": "80"}
    assert node["points"] == "30"
    late = client.post(url("scheme_node", cycle), {**data, "f-note": "别的"})
    assert late.status_code == 422
    assert "口径" in late.content.decode()


@pytest.mark.parametrize("part", [p.key for p in parts.PARTS])
def test_each_part_is_a_form_that_keeps_what_it_shows(part: str) -> None:
    full = {
        "adjustments": [{"code": "J1", "name": "表彰", "criterion": "每次加1分", "cap": "3", "group": "g"}],
        "adjustment_groups": [{"id": "g", "name": "加分", "cap_add": "5"}],
        "coefficients": [{"name": "人口", "by": "population", "bands": [[None, 1500, "1"], [1500, None, "1.042"]]}],
        "correction": {"method": "mean_ratio", "by": "group", "low": "0.9"},
        "ballots": [
            {
                "id": "b",
                "name": "测评",
                "feeds": "B1",
                "voter_classes": [{"id": "v", "name": "代表", "weight": "100%"}],
                "scale": {"好": 100, "差": 0},
            }
        ],
        "vetoes": [{"code": "V1", "name": "安全", "basis": "安全生产法", "level": "national", "expires": "2030-01-01"}],
        "exclusions": [{"column": "new", "value": "1", "effect": "not_ranked"}],
        "consequences": [{"effect": "通报表扬", "grade": "优秀"}],
        "floors": [{"indicators": ["A1"], "at_least": "10%"}],
        "ceilings": [{"indicators": ["B1"], "at_most": "50%"}],
        "basis": [{"document": "县办发〔2026〕1号", "date": "2026-01-01"}],
    }
    cycle = CycleFactory.create(document=spec(**full))
    client = client_of(officer_of(cycle))
    page = client.get(url("scheme_part", cycle, part))
    before = plain(cycle.draft.document)
    data = {"seen": page.context["seen"]}
    for form in page.context["entries"]:
        data |= {bound.html_name: bound.value() or "" for bound in form}
    data = {k: v for k, v in data.items() if v is not False}
    answer = client.post(url("scheme_part", cycle, part), data)
    assert answer.status_code == 302, answer.context["problems"]
    assert plain(SchemeDraft.objects.get(cycle=cycle).document) == before
    stale = client.post(url("scheme_part", cycle, part), {**data, "seen": "old"})
    assert stale.status_code == 422


@pytest.mark.parametrize(
    ("wrong", "place"),
    [
        ({"grades": [{"name": "优秀", "at_least": "60"}, {"name": "合格", "at_least": "90"}]}, "scheme/part/grades/"),
        ({"couplings": [{"kind": "score", "scheme": "towns", "feeds": "Z9"}]}, "scheme/yaml/"),
    ],
)
def test_a_finding_leads_to_the_form_that_mends_it(wrong: dict[str, Any], place: str) -> None:
    cycle = CycleFactory.create(document=spec(**wrong))
    page = client_of(officer_of(cycle)).get(url("scheme_edit", cycle)).content.decode()
    findings = page[page.index("findings-title") :]
    assert place in findings[: findings.index("</aside>")]


def test_parts_add_order_and_remove() -> None:
    cycle = CycleFactory.create()
    client = client_of(officer_of(cycle))
    page = client.get(url("scheme_part", cycle, "grades"))
    data = {
        "seen": page.context["seen"],
        "e1-name": "优秀",
        "e1-gone": "on",
        "e2-name": "合格",
        "e2-place": "2",
        "e3-name": "良好",
        "e3-at_least": "80",
        "e3-place": "1",
    }
    assert client.post(url("scheme_part", cycle, "grades"), data).status_code == 302
    grades = plain(SchemeDraft.objects.get(cycle=cycle).document)["grades"]
    assert grades == [{"name": "良好", "at_least": "80"}, {"name": "合格"}]
    assert client.get(url("scheme_part", cycle, "nothing")).status_code == 404


def test_yaml_is_checked_by_line_and_saved_when_it_reads() -> None:
    cycle = CycleFactory.create()
    client = client_of(officer_of(cycle))
    page = client.get(url("scheme_yaml", cycle))
    text, seen = page.context["form"]["text"].value(), page.context["form"]["seen"].value()
    broken = client.post(url("scheme_yaml", cycle), {"text": text.replace("points: 40", "points: 四十"), "seen": seen})
    assert broken.status_code == 422
    assert 'data-line="' in broken.content.decode()
    only = client.post(
        url("scheme_yaml", cycle), {"text": text.replace("粮食总产量", "粮食"), "seen": seen, "check": "1"}
    )
    assert only.status_code == 422
    assert "粮食总产量" in SchemeDraft.objects.get(cycle=cycle).document
    saved = client.post(url("scheme_yaml", cycle), {"text": text.replace("粮食总产量", "粮食"), "seen": seen})
    assert saved.status_code == 302
    late = client.post(url("scheme_yaml", cycle), {"text": text, "seen": seen})
    assert late.status_code == 422


def test_versions_are_compared_restored_and_taken_away() -> None:
    cycle = CycleFactory.create()
    officer = officer_of(cycle)
    client = client_of(officer)
    assert client.post(url("version_list", cycle), {"note": "初稿"}).status_code == 302
    assert client.post(url("version_list", cycle), {"note": "同样"}).status_code == 422
    schemes.edit_node(by=officer, cycle=cycle, code="A1", fields={"points": "25"}, seen=_seen(cycle, "A1"))
    page = client.get(url("version_diff", cycle), {"old": "1", "new": "draft"})
    assert [sides[3:] for sides, _words in page.context["changes"] if sides[1].startswith("A1")] == [["30", "25"]]
    assert taken(client, url("version_diff", cycle), old="1", format="xlsx")
    for side in ("1", "draft"):
        for ending in ("yaml", "xlsx", "docx"):
            assert taken(client, url("version_export", cycle, side, ending))
    assert client.get(url("version_export", cycle, "1", "exe")).status_code == 404
    assert client.get(url("version_diff", cycle), {"old": "9"}).status_code == 404
    client.post(url("version_restore", cycle, 1), {"seen": SchemeDraft.objects.get(cycle=cycle).revision})
    assert tree.find(plain(SchemeDraft.objects.get(cycle=cycle).document), "A1").node["points"] == "30"


def test_unit_comments_and_office_answers_on_pages() -> None:
    cycle = CycleFactory.create(state="consultation", comments_until=timezone.localdate())
    saved_version(cycle)
    unit = classified(cycle.root, "farming")[0]
    head, officer = client_of(account_with(Role.UNIT_HEAD, unit)), client_of(officer_of(cycle))
    data = {"unit": unit.code, "indicator": "A1", "text": "目标偏高"}
    assert head.post(url("comment_write", cycle), data).status_code == 302
    assert head.post(url("comment_write", cycle), data).status_code == 302
    comment = Comment.objects.get()
    assert head.get(url("comment_detail", cycle, comment.pk)).context["form"] is None
    answer = {"outcome": "partly", "reply": "下调5%", "seen": "open"}
    assert officer.post(url("comment_detail", cycle, comment.pk), answer).status_code == 302
    assert officer.post(url("comment_detail", cycle, comment.pk), answer).status_code == 200  # answered meanwhile
    assert "下调5%" in head.get(url("comment_detail", cycle, comment.pk)).content.decode()
    assert taken(officer, url("comment_list", cycle), format="xlsx")
    stranger = client_of(account_with(Role.UNIT_HEAD, UnitFactory.create()))
    assert stranger.get(url("comment_detail", cycle, comment.pk)).status_code == 404
    assert officer.get(url("comment_write", cycle)).status_code == 403


def test_moves_by_their_pages() -> None:
    cycle = CycleFactory.create()
    officer = client_of(officer_of(cycle))
    step = url("cycle_move", cycle, "open_consultation")
    assert officer.get(step).status_code == 200
    refused = officer.post(step, {"until": "2020-01-01", "seen": cycle.revision})
    assert refused.status_code == 422
    assert officer.post(step, {"until": timezone.localdate().isoformat(), "seen": cycle.revision}).status_code == 302
    assert Cycle.objects.get(pk=cycle.pk).state == "consultation"
    assert officer.get(url("cycle_move", cycle, "approve_scheme")).status_code == 403
    assert officer.get(url("cycle_move", cycle, "fly")).status_code == 404
    leader = client_of(account_with(Role.LEADER, cycle.root))
    assert leader.get(url("cycle_move", cycle, "approve_scheme")).status_code == 200
    assert officer.get(url("cycle_detail", cycle)).status_code == 200


def test_units_of_a_cycle_change_on_their_pages() -> None:
    attributes = [{"name": "人口", "by": "population"}]
    cycle = published_cycle(industrial=2, farming=1, document=spec(coefficients=attributes))
    client = client_of(officer_of(cycle))
    appraised = cycle.appraised_units.filter(class_id="industrial").first()
    assert appraised is not None
    assert client.get(url("unit_detail", cycle, appraised.pk)).status_code == 200
    page = client.get(url("unit_change", cycle, appraised.pk, "class"))
    impact = page.context["impacts"][0][1]
    assert (impact.size_before, impact.size_after, [i.code for i in impact.lost]) == (1, 1, ["A2"])
    data = {"class_id": "farming", "reason": "县委研究决定", "seen": appraised.revision}
    assert client.post(url("unit_change", cycle, appraised.pk, "class"), data).status_code == 302
    assert client.post(url("unit_change", cycle, appraised.pk, "class"), data).status_code == 422
    assert client.post(url("unit_change", cycle, appraised.pk, "attributes"), {"population": "1600"}).status_code == 302
    appraised.refresh_from_db()
    assert (appraised.class_id, appraised.attributes) == ("farming", '{"population": "1600"}')
    liaison = client_of(account_with(Role.LIAISON, appraised.unit))
    assert liaison.get(url("unit_change", cycle, appraised.pk, "class")).status_code == 403
    other = cycle.appraised_units.exclude(pk=appraised.pk).first()
    assert other is not None
    assert liaison.get(url("unit_detail", cycle, other.pk)).status_code == 404


def test_attributes_come_from_a_list_all_or_nothing() -> None:
    cycle = published_cycle(industrial=2, farming=0, document=spec(coefficients=[{"name": "人口", "by": "population"}]))
    client = client_of(officer_of(cycle))
    one, two = (a.unit for a in cycle.appraised_units.order_by("unit__code"))
    assert taken(client, url("attribute_import", cycle), format="xlsx")

    def hand_in(*lines: str) -> Any:
        file = io.BytesIO("\n".join(("单位编码,population", *lines)).encode())
        file.name = "list.csv"
        return client.post(url("attribute_import", cycle), {"file": file})

    wrong = hand_in(f"{one.code},1500", f"{one.code},1600", "UNKNOWN,1")
    assert wrong.status_code == 422
    assert all(code in wrong.content.decode() for code in ("O341", "O201"))
    assert cycle.appraised_units.exclude(attributes="{}").count() == 0
    assert hand_in(f"{one.code},1500", f"{two.code},1600").status_code == 302
    assert cycle.appraised_units.get(unit=two).attributes == '{"population": "1600"}'


def test_owners_not_found_are_assigned() -> None:
    cycle = published_cycle()
    client, owner = client_of(officer_of(cycle)), UnitFactory.create(parent=cycle.root)
    listed = client.get(url("owner_list", cycle), {"missing": "False"})
    assert "A1" in listed.content.decode()
    page = client.get(url("owner_change", cycle, "A1"))
    assert page.status_code == 200
    assert client.post(url("owner_change", cycle, "A1"), {"owner": owner.code, "lead": ""}).status_code == 302
    assert cycle.indicators.get(code="A1").owner == owner
    unit = cycle.appraised_units.first().unit  # type: ignore[union-attr]
    assert client_of(account_with(Role.LIAISON, unit)).get(url("owner_list", cycle)).status_code == 403
