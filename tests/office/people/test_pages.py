"""Pages of units and people: what they show, what their forms do, and how many questions they ask the database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with, person_in

from kaohe.office.people.actions import classes, units
from kaohe.office.people.models import (
    Account,
    Appointment,
    Charge,
    Delegation,
    Grant,
    Import,
    ImportState,
    Membership,
    Person,
    Section,
    SpecialDay,
    Unit,
    UnitClass,
)
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"
TODAY = str(timezone.localdate())


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"


@pytest.fixture
def officer(client: Client) -> Account:
    account = account_with(Role.OFFICER)
    client.force_login(account, BACKEND)
    return account


def sent(client: Client, page: str, **data: Any) -> None:
    """Send a form that is taken."""
    response = client.post(f"/people/{page}", data, headers={"accept-language": "en"})
    assert response.status_code == 302, response.context and response.context["form"].errors


def test_tree_opens_level_by_level_and_as_of_a_day(client: Client, officer: Account) -> None:
    county = UnitFactory.create(name="东山县")
    town = UnitFactory.create(name="青石镇", parent=county)
    units.rename_unit(by=officer, unit=town, name="青山镇", on=date(2024, 5, 1))
    tops = client.get("/people/units/").text
    assert "东山县" in tops
    assert "青山镇" not in tops
    assert "青山镇" in client.get(f"/people/units/{county.pk}/below").text
    assert "青石镇" in client.get(f"/people/units/{county.pk}/below?on=2023-01-01").text
    assert "青" not in client.get(f"/people/units/{county.pk}/below?on=2019-01-01").text
    assert client.get("/people/units/?on=nonsense").status_code == 200


def test_account_enters_the_tree_where_its_reach_begins(client: Client) -> None:
    county = UnitFactory.create(name="东山县")
    town, other = UnitFactory.create(name="青石镇", parent=county), UnitFactory.create(name="白水镇", parent=county)
    client.force_login(account_with(Role.LIAISON, town, person_in(other)), BACKEND)
    page = client.get("/people/units/").text
    assert "青石镇" in page
    assert "白水镇" in page  # works there
    assert "东山县" not in page


def test_unit_is_opened_renamed_moved_corrected_and_closed(client: Client, officer: Account) -> None:
    county = UnitFactory.create(code="C1")
    other = UnitFactory.create(code="C2", name="西山县")
    sent(client, "units/open", code="T", name="青石镇", kind="township", parent="C1", on="2024-01-01", document="")
    town = Unit.objects.get(code="T")
    assert town.parent == county
    sent(client, f"units/{town.pk}/rename", name="青山镇", on="2024-02-01")
    sent(client, f"units/{town.pk}/move", parent="西山县", on="2024-03-01", document="县发〔2024〕3号")
    correction = {"name": "青山镇", "kind": "township", "since": "2024-03-02", "reason": "日期有误", "revision": 0}
    sent(client, f"units/{town.pk}/correct", **correction)
    sent(client, f"units/{town.pk}/withdraw", reason="录入错误", revision=1)
    town.refresh_from_db()
    assert (town.name, town.parent) == ("青山镇", county)
    sent(client, f"units/{town.pk}/close", on="2024-06-01")
    sent(client, f"units/{town.pk}/reopen", reason="录入错误")
    assert other.children.count() == 0
    page = client.get(f"/people/units/{town.pk}").text
    assert "青石镇" in page


def test_merging_and_dividing_by_lists_of_names(client: Client, officer: Account) -> None:
    a, b, c = (UnitFactory.create(code=code) for code in ("A", "B", "C"))
    sent(client, f"units/{a.pk}/merge", units=f"A {a.name}\nB", into="C", on="2024-01-01", with_staff="on")
    assert Unit.objects.filter(closed_on__isnull=True).get() == c
    heirs = [UnitFactory.create(code=code) for code in ("D", "E")]
    sent(client, f"units/{c.pk}/divide", into="D\nE", on="2024-02-01")
    assert set(Unit.objects.filter(closed_on__isnull=True)) == set(heirs)
    assert b.became.get().successor == c


@pytest.mark.parametrize("named", ["Z", "双名镇", "没有"])
def test_unit_that_is_not_one_is_not_taken(named: str, client: Client, officer: Account) -> None:
    unit = UnitFactory.create()
    for _ in range(2):
        UnitFactory.create(name="双名镇")
    response = client.post(f"/people/units/{unit.pk}/move", {"parent": named, "on": "2024-01-01"})
    assert response.status_code == 200
    assert "parent" in response.context["form"].errors


def test_second_correction_from_an_old_form_is_refused(client: Client, officer: Account) -> None:
    person = person_in(UnitFactory.create())
    form = {"name": "李明", "phone": "", "revision": 0}
    sent(client, f"persons/{person.pk}/correct", **form)
    assert client.post(f"/people/persons/{person.pk}/correct", form | {"name": "李鸣"}).status_code == 200
    assert Person.objects.get(pk=person.pk).name == "李明"


def test_people_come_move_and_go(client: Client, officer: Account) -> None:
    first, second = UnitFactory.create(code="A"), UnitFactory.create(code="B")
    sent(client, f"units/{first.pk}/sections/open", name="党政办")
    section = Section.objects.get()
    sent(client, f"units/{first.pk}/posts/open", name="科员", section=section.pk)
    data = {"staff_no": "1", "name": "李明", "phone": "", "section": section.pk, "post": "", "since": "2024-01-01"}
    sent(client, f"units/{first.pk}/register", **data)
    person = Person.objects.get(staff_no="1")
    chosen = client.post(f"/people/persons/{person.pk}/appoint", {"unit": "B"})
    assert chosen["Location"].endswith(f"?unit={second.pk}")
    old = Appointment.objects.get()
    sent(client, f"persons/{person.pk}/appoint?unit={second.pk}", since="2024-02-01", instead_of=old.pk)
    assert Appointment.objects.on(timezone.localdate()).get().unit == second
    sent(client, f"sections/{section.pk}/close", on="2024-06-01")
    sent(client, f"units/{first.pk}/charge", person="1", since="2024-02-01")
    sent(client, f"charges/{Charge.objects.get().pk}/end", on="2024-03-01")
    sent(client, f"places/{Appointment.objects.get(unit=second).pk}/end", on="2024-05-01")
    sent(client, f"persons/{person.pk}/depart", on="2024-06-01")
    assert str(Person.objects.get(staff_no="1").left_on) == "2024-06-01"


def test_classes_are_opened_assigned_listed_and_handed_in(client: Client, officer: Account) -> None:
    for code in ("A", "B"):
        UnitFactory.create(code=code)
    sent(client, "classes/2026/open", code="town", name="乡镇")
    unit_class = UnitClass.objects.get()
    sent(client, "classes/2026/assign", unit_class=unit_class.pk, units="A")
    listed = b"".join(client.get("/people/classes/2026/list").streaming_content)
    book = openpyxl.load_workbook(BytesIO(listed))
    rows = list(book.active.iter_rows(values_only=True))
    assert [row[2] for row in rows[1:]] == ["town", None]
    book.active.cell(3, 3).value = "town"
    changed = BytesIO()
    book.save(changed)
    sent(client, "classes/2026/upload", file=SimpleUploadedFile("类别.xlsx", changed.getvalue()))
    assert Membership.objects.filter(unit_class=unit_class).count() == 2
    sent(client, "classes/2027/copy")
    assert Membership.objects.filter(year=2027).count() == 2
    with pytest.raises(Exception, match="2027"):
        classes.copy_classes(by=officer, year=2027, from_year=2026)


def test_wrong_list_of_classes_says_everything_at_once(client: Client, officer: Account) -> None:
    UnitFactory.create(code="A")
    wrong = SimpleUploadedFile("类别.csv", "单位编码,类别编码\nA,village\nZ,\n".encode())
    response = client.post("/people/classes/2026/upload", {"file": wrong})
    assert all(code in response.text for code in ("O107", "O111"))
    assert not Membership.objects.exists()


def test_small_list_is_taken_in_at_once_and_a_wrong_one_not_at_all(client: Client, officer: Account) -> None:
    UnitFactory.create(code="A")
    good = "工号,姓名,单位编码\n1,李明,A\n".encode()
    wrong = "工号,姓名,单位编码\n2,王芳,Z\n1,李鸣,A\n".encode()
    sent(client, "imports/people/new", file=SimpleUploadedFile("人员.csv", good), since="2024-01-01")
    response = client.post(
        "/people/imports/people/new", {"file": SimpleUploadedFile("人员.csv", wrong), "since": "2024-01-01"}
    )
    assert all(code in response.text for code in ("O107", "O110"))
    assert Person.objects.get().staff_no == "1"


def test_accounts_roles_and_delegation(client: Client) -> None:
    town = UnitFactory.create(code="A")
    person = person_in(town)
    client.force_login(account_with(Role.SYSTEM_ADMIN), BACKEND)
    opening = {"username": "li", "person": person.staff_no, "password": "correct horse battery"}
    sent(client, "accounts/open", **opening)
    account = Account.objects.get(username="li")
    client.force_login(account_with(Role.SECURITY_ADMIN), BACKEND)
    sent(client, "roles/grant", account="li", role="liaison", unit="A", since=TODAY)
    grant = Grant.objects.get(account=account)
    Account.objects.filter(pk=account.pk).update(must_change_password=False)
    client.force_login(Account.objects.get(pk=account.pk), BACKEND)
    deputy = account_with(person=person_in(town))
    days = {"since": TODAY, "until": TODAY, "reason": "出差"}
    sent(client, "delegations/new", grant=grant.pk, delegate=deputy.username, **days)
    assert Account.objects.get(pk=deputy.pk).has_role(Role.LIAISON)
    sent(client, f"delegations/{Delegation.objects.get().pk}/end")
    assert not Account.objects.get(pk=deputy.pk).has_role(Role.LIAISON)
    client.force_login(Account.objects.get(grants__role=Role.SECURITY_ADMIN), BACKEND)
    sent(client, f"roles/{grant.pk}/revoke")
    assert not Account.objects.get(pk=account.pk).scopes()


def test_proposals_name_only_what_one_sees(client: Client) -> None:
    town, other = UnitFactory.create(name="青石镇"), UnitFactory.create(name="青山镇")
    client.force_login(account_with(Role.OFFICER, town), BACKEND)
    answer = client.get("/people/proposals/unit", {"into": "青"}).text
    assert town.name in answer
    assert other.name not in answer
    assert client.get("/people/proposals/unit").text.strip() == ""


def more_units(world: Unit) -> None:
    UnitFactory.create(parent=world)


def more_people(world: Unit) -> None:
    person_in(world)


def more_accounts(world: Unit) -> None:
    account_with(Role.LIAISON, world, person_in(world))


def more_jobs(world: Unit) -> None:
    job = {"kind": "people", "file_name": "a.csv", "since": date(2024, 1, 1), "state": ImportState.DONE}
    Import.objects.create(account=Account.objects.get(username="asks"), **job)


def more_days(world: Unit) -> None:
    SpecialDay.objects.create(
        day=date(2030, 1, 1 + SpecialDay.objects.count()), is_working=False, name="元旦", source="x"
    )


LISTS: list[tuple[str, Role, Callable[[Unit], None]]] = [
    ("units/", Role.OFFICER, lambda world: UnitFactory.create() and None),
    ("units/list", Role.OFFICER, more_units),
    ("units/{pk}/below", Role.OFFICER, more_units),
    ("units/{pk}", Role.OFFICER, more_people),
    ("persons/", Role.OFFICER, more_people),
    ("classes/2026", Role.OFFICER, more_units),
    ("imports/", Role.OFFICER, more_jobs),
    ("calendar/", Role.OFFICER, more_days),
    ("accounts/", Role.SYSTEM_ADMIN, more_accounts),
    ("roles/", Role.SECURITY_ADMIN, more_accounts),
]


@pytest.mark.parametrize(("page", "role", "more"), LISTS, ids=[page for page, _role, _more in LISTS])
def test_queries_do_not_grow_with_the_rows(page: str, role: Role, more: Callable[[Unit], None], client: Client) -> None:
    account = account_with(role)
    Account.objects.filter(pk=account.pk).update(username="asks")
    world = UnitFactory.create()
    for _ in range(2):
        more(world)
    client.force_login(account, BACKEND)
    address = f"/people/{page.format(pk=world.pk)}"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        assert client.get(address).status_code == 200
    more(world)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) == len(few)
    assert len(few) <= 20
