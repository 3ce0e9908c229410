"""Pages of what units undertake: what they show to whom, and a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.office.factories import PASSWORD, account_with, person_in
from tests.office.planning.factories import units_of
from tests.office.planning.undertakings import TODAY, World, locked_targets, registered, world

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import decomposition, letters, mappings, personal_plans
from kaohe.office.planning.models import (
    AppraisedUnit,
    Decomposition,
    Letter,
    PersonalPlan,
    RegisterItem,
    Share,
    SuperiorIndicator,
)
from kaohe.office.planning.shares_overview import matrix, standings

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> World:
    w = world()
    locked_targets(w.cycle)
    registered(w.cycle)
    return w


def page(account: Account, name: str, *args: Any, **query: Any) -> str:
    client = Client()
    client.force_login(account)
    answer = client.get(reverse(f"planning:{name}", args=args), query, follow=True)
    assert answer.status_code == 200, f"{name}: {answer.status_code}"
    return str(answer.content.decode())


def posted(account: Account, name: str, /, *args: Any, **data: Any) -> Any:
    client = Client()
    client.force_login(account)
    return client.post(reverse(f"planning:{name}", args=args), data, follow=True)


def queries(account: Account, name: str, *args: Any) -> int:
    client = Client()
    client.force_login(account)
    url = reverse(f"planning:{name}", args=args)
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def grows(measure: Callable[[], int], add: Callable[[], object]) -> tuple[int, int]:
    """Queries before and after there is more to show."""
    before = measure()
    add()
    return before, measure()


# --- decomposition ---------------------------------------------------------------------------------------------------
def line_data(*lines: tuple[int, str, str], **more: str) -> dict[str, str]:
    data = {"lines": str(len(lines)), "revision": "0", "deed": "save"}
    for n, (level, bearer, percent) in enumerate(lines):
        data |= {f"line-{n}-level": str(level), f"line-{n}-bearer": bearer, f"line-{n}-percent": percent}
    return data | more


def test_division_is_typed_shared_equally_and_saved(w: World) -> None:
    args = (w.cycle.code, w.unit.pk, "A1")
    three = [(1, f"section:{w.section.pk}", "1"), (2, f"person:{w.person.pk}", "100"), (1, f"post:{w.post.pk}", "1")]
    shared = posted(w.liaison, "decomposition_edit", *args, **line_data(*three, deed="equal")).content.decode()
    assert shared.count('value="50"') == 2
    assert not Decomposition.objects.exists()
    more = posted(w.liaison, "decomposition_edit", *args, **line_data(*three, deed="below:0")).content.decode()
    assert 'name="lines" value="4"' in more
    fewer = posted(w.liaison, "decomposition_edit", *args, **line_data(*three, deed="remove:0")).content.decode()
    assert 'name="lines" value="1"' in fewer
    incomplete = posted(w.liaison, "decomposition_edit", *args, **line_data(*three)).content.decode()
    assert "98%" in incomplete
    assert Share.objects.count() == 3
    fixed = [(1, f"section:{w.section.pk}", "40"), (1, f"post:{w.post.pk}", "60")]
    stale = posted(w.liaison, "decomposition_edit", *args, **line_data(*fixed)).content.decode()
    assert "data-errors" in stale
    posted(w.liaison, "decomposition_edit", *args, **line_data(*fixed, revision="1"))
    posted(w.head, "decomposition_confirm", *args, revision="2", deed="confirm")
    assert Decomposition.objects.get().is_confirmed


def test_bad_lines_stay_in_the_form(w: World) -> None:
    data = line_data((1, "section:999999", "abc"), (3, f"person:{w.person.pk}", "120"))
    shown = posted(w.liaison, "decomposition_edit", w.cycle.code, w.unit.pk, "A1", **data).content.decode()
    assert 'value="abc"' in shown
    assert "kaohe-error" in shown
    assert not Decomposition.objects.exists()


def divided(w: World, code: str, *lines: Any, unit: Unit | None = None) -> Decomposition:
    indicator = w.cycle.indicators.get(code=code)
    row = decomposition.divide_indicator(
        by=account_with(Role.UNIT_HEAD, w.cycle.root), indicator=indicator, unit=unit or w.unit, lines=lines
    )
    return decomposition.confirm_decomposition(by=w.head, decomposition=row) if unit is None else row


def test_matrix_multiplies_shares_out(w: World) -> None:
    below = (w.line("person", w.person, "40"), w.line("person", person_in_section(w), "60"))
    divided(w, "A1", w.line("section", w.section, "12.5", parts=below), w.line("person", w.colleague, "87.5"))
    _indicators, borne = matrix(standings(w.cycle, w.unit, TODAY))
    assert [one.parts[0] for one in borne] == [Decimal(5), Decimal("7.5"), Decimal("87.5")]
    shown = page(w.head, "decomposition_matrix", w.cycle.code, w.unit.pk)
    assert w.colleague.name in shown
    assert "87.5" in shown


def person_in_section(w: World) -> Any:
    person = person_in(w.unit)
    person.appointments.update(section=w.section)
    return person


def test_decomposition_lists_ask_the_same_number_of_queries(w: World) -> None:
    args = (w.cycle.code, w.unit.pk)
    divided(w, "A1", w.line("person", w.person))
    before, after = grows(
        lambda: queries(w.head, "decomposition_unit", *args),
        lambda: divided(w, "A2", w.line("person", w.person, "50"), w.line("section", w.section, "50")),
    )
    assert before == after
    before, after = grows(
        lambda: queries(w.officer, "decomposition_list"),
        lambda: divided(w, "A1", w.line("person", person_in(other := units_of(w.cycle, "industrial")[1])), unit=other),
    )
    assert before == after
    assert queries(w.head, "decomposition_matrix", *args) <= 12


def test_list_goes_out_and_comes_back_with_its_problems(w: World) -> None:
    divided(w, "A1", w.line("person", w.person))
    client = Client()
    client.force_login(w.head)
    answer = client.get(reverse("planning:decomposition_export", args=(w.cycle.code, w.unit.pk)))
    assert answer["Content-Disposition"].startswith("attachment")
    assert b"".join(answer.streaming_content).startswith(b"PK")
    bad = SimpleUploadedFile("s.csv", "指标编码,承担主体类别,承担主体,份额\nA9,个人,无,5\n".encode())
    shown = client.post(reverse("planning:decomposition_import", args=(w.cycle.code, w.unit.pk)), {"file": bad})
    assert "O325" in shown.content.decode()
    assert "O321" in shown.content.decode()


# --- letters ---------------------------------------------------------------------------------------------------------
def test_letter_is_made_signed_by_both_and_checked(w: World) -> None:
    posted(w.officer, "letter_make", cycle=w.cycle.pk)
    letter = Letter.objects.get(unit=w.unit)
    args = (letter.pk,)
    assert "粮食总产量" in page(w.head, "letter_detail", *args)
    wrong = posted(w.head, "letter_detail", *args, hash=letter.hash, password="wrong").content.decode()
    assert "kaohe-error" in wrong
    posted(w.head, "letter_detail", *args, hash="0" * 64, password=PASSWORD)
    assert not letter.signatures.exists()
    posted(w.head, "letter_detail", *args, hash=letter.hash, password=PASSWORD)
    waiting = {f"hash-{one.pk}": one.hash for one in Letter.objects.all()}
    posted(w.leader, "letter_sign_all", password=PASSWORD, **waiting)
    assert Letter.objects.filter(signatures__side="issuer").count() == 3
    assert page(w.head, "letter_verify", *args).count("alert-success") == 1
    Letter.objects.filter(pk=letter.pk).update(content=letter.content.replace("粮食", "棉花"))
    assert "alert-danger" in page(w.head, "letter_verify", *args)


def test_letter_list_asks_the_same_number_of_queries(w: World) -> None:
    first, *rest = AppraisedUnit.objects.filter(cycle=w.cycle)
    letters.make_letters(by=w.officer, cycle=w.cycle, units=[first])
    before, after = grows(
        lambda: queries(w.officer, "letter_list"),
        lambda: letters.make_letters(by=w.officer, cycle=w.cycle, units=rest),
    )
    assert before == after
    assert Letter.objects.count() == 3
    before, after = queries(w.leader, "letter_sign_all"), len(rest)
    assert before <= 12
    assert w.unit.name in page(w.officer, "letter_list", standing="unsigned")
    assert w.unit.name not in page(w.officer, "letter_list", standing="signed").split("<tbody>")[-1]


# --- plans -----------------------------------------------------------------------------------------------------------
def test_plan_goes_from_share_to_agreement(w: World) -> None:
    divided(w, "A1", w.line("person", w.person))
    mine = account_with(person=w.person)
    assert "planning:personal" not in page(mine, "personal_plan_own")
    posted(mine, "personal_plan_open", w.cycle.code, w.unit.pk)
    plan = PersonalPlan.objects.get()
    item = plan.items.get()
    data = {"items": "2", "revision": str(plan.revision), "item-0-key": str(item.pk), "item-0-task": item.task}
    data |= {"item-0-weight_pct": "60", "item-1-task": "学习", "item-1-weight_pct": "30", "item-1-key": ""}
    shown = posted(mine, "personal_plan_detail", plan.pk, **data, deed="submit").content.decode()
    assert "10" in shown
    plan.refresh_from_db()
    assert (plan.state, plan.items.count()) == ("draft", 2)
    shared = posted(mine, "personal_plan_detail", plan.pk, **data, deed="equal").content.decode()
    assert shared.count('value="50"') == 2
    own = plan.items.get(share=None)
    data |= {"item-1-key": str(own.pk), "item-1-weight_pct": "40", "revision": str(plan.revision)}
    posted(mine, "personal_plan_detail", plan.pk, **data, deed="submit")
    plan.refresh_from_db()
    assert plan.state == "submitted"
    posted(w.head, "personal_plan_return", plan.pk, remarks="请量化", seen=plan.revision)
    plan.refresh_from_db()
    assert plan.state == "returned"
    personal_plans.submit_plan(by=mine, plan=plan)
    posted(w.head, "personal_plan_agree", plan.pk)
    plan.refresh_from_db()
    assert plan.state == "agreed"
    assert w.person.name in page(w.head, "personal_plan_list")


def test_plan_list_asks_the_same_number_of_queries(w: World) -> None:
    divided(w, "A1", w.line("person", w.person, "50"), w.line("person", w.colleague, "50"))
    PersonalPlan.objects.create(cycle=w.cycle, person=w.person, unit=w.unit)
    before, after = grows(
        lambda: queries(w.head, "personal_plan_list"),
        lambda: posted(w.head, "personal_plan_draw_up", w.cycle.code, w.unit.pk),
    )
    assert before == after
    assert PersonalPlan.objects.count() == 2


# --- superior --------------------------------------------------------------------------------------------------------
def superior(w: World, code: str) -> SuperiorIndicator:
    return mappings.enter_superior(
        by=w.officer, cycle=w.cycle, code=code, name="营商环境", source="市考核办〔2026〕2号", handed_down_on=TODAY
    )


def test_superior_is_entered_mapped_and_covered(w: World) -> None:
    posted(w.officer, "superior_add", w.cycle.code, code="S1", name="营商环境", source="文件", handed_down_on=TODAY)
    row = SuperiorIndicator.objects.get()
    assert "营商环境" in page(w.officer, "superior_coverage")
    posted(w.officer, "superior_detail", row.pk, unit=w.unit.pk, due_on=TODAY - timedelta(days=1))
    assert w.unit.name in page(w.officer, "superior_deadlines")
    assert "overdue" in page(w.officer, "superior_detail", row.pk)
    posted(
        w.officer, "superior_change", row.pk, name="营商", source="文件", handed_down_on=TODAY, points="１２.５", seen=0
    )
    row.refresh_from_db()
    assert (row.name, row.points) == ("营商", Decimal("12.5"))
    posted(w.officer, "superior_remove", row.pk, revision=row.revision)
    assert SuperiorIndicator.objects.exists()
    posted(w.officer, "superior_unmap", row.mappings.get().pk)
    posted(w.officer, "superior_remove", row.pk, revision=row.revision)
    assert not SuperiorIndicator.objects.exists()


def test_superior_lists_ask_the_same_number_of_queries(w: World) -> None:
    mappings.map_superior(by=w.officer, superior=superior(w, "S1"), unit=w.unit, due_on=TODAY)
    for name in ("superior_list", "superior_coverage", "superior_deadlines"):
        before, after = grows(
            lambda name=name: queries(w.officer, name),  # type: ignore[misc]
            lambda name=name: mappings.map_superior(  # type: ignore[misc]
                by=w.officer, superior=superior(w, f"X{name}"), unit=w.unit, due_on=TODAY
            ),
        )
        assert before == after, name


# --- register --------------------------------------------------------------------------------------------------------
def test_item_is_filed_approved_and_printed(w: World) -> None:
    data = {
        "kind": "inspection",
        "name": "安全生产检查",
        "year": TODAY.year,
        "organiser": w.cycle.root.pk,
        "level": "乡镇",
    }
    shown = posted(w.officer, "register_file", **data, basis="", times_a_year=2).content.decode()
    assert "kaohe-error" in shown
    posted(w.officer, "register_file", **data, basis="安全生产法", times_a_year=2)
    item = RegisterItem.objects.get(name="安全生产检查")
    posted(w.officer, "register_change", item.pk, **data, basis="安全生产法第一条", times_a_year=1, seen=0)
    approval = {"approving_body": "县委办", "approval_document": "1号", "approved_on": TODAY}
    posted(w.leader, "register_approve", item.pk, **approval, seen=1)
    item.refresh_from_db()
    assert (item.state, item.basis, item.times_a_year) == ("approved", "安全生产法第一条", 1)
    for account in (w.head, account_with()):
        assert "安全生产检查" in page(account, "register_official")
        assert "安全生产检查" in page(account, "register_list")
    assert "安全生产检查" in page(w.head, "register_unit", w.unit.pk)
    posted(w.officer, "register_withdraw", item.pk, remarks="合并", seen=item.revision)
    assert "安全生产检查" not in page(w.head, "register_official")


def test_register_asks_the_same_number_of_queries(w: World) -> None:
    for name, args in (("register_list", ()), ("register_official", ()), ("register_unit", (w.unit.pk,))):
        before, after = grows(
            lambda name=name, args=args: queries(w.head, name, *args),  # type: ignore[misc]
            lambda name=name: registered(w.cycle, name=f"检查 {name}", kind="inspection"),  # type: ignore[misc]
        )
        assert before == after, name
