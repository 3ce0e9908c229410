"""Pages of targets and adjustments: who sees what, in a constant number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.office.factories import account_with
from tests.office.planning.factories import published_cycle, units_of

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions.target_review import approve_targets, lock_targets
from kaohe.office.planning.actions.targets import propose_target, propose_targets
from kaohe.office.planning.models import (
    Adjustment,
    AreaTarget,
    Cycle,
    Indicator,
    PastResult,
    Target,
    TargetBatch,
    TargetState,
)
from kaohe.office.planning.proposal import Proposal

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"
NEEDED = {"industrial": ("A1", "A2"), "farming": ("A1", "A3")}


@pytest.fixture(autouse=True)
def _no_second_factor(settings: Any) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"


@pytest.fixture
def cycle() -> Cycle:
    return published_cycle(targets_until=date(2020, 1, 1))


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


@pytest.fixture
def unit(cycle: Cycle) -> Unit:
    return units_of(cycle, "industrial")[0]


@pytest.fixture
def head(unit: Unit) -> Account:
    return account_with(Role.UNIT_HEAD, unit)


def signed_in(account: Account) -> Client:
    client = Client()
    client.force_login(account, BACKEND)
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    return client


def proposals(cycle: Cycle) -> Iterator[Proposal]:
    for class_id, codes in NEEDED.items():
        for n, unit in enumerate(units_of(cycle, class_id)):
            for code in codes:
                yield Proposal(unit, Indicator.objects.get(cycle=cycle, code=code), Decimal(100 + n))


def filled(cycle: Cycle, by: Account) -> None:
    propose_targets(by=by, cycle=cycle, proposals=list(proposals(cycle)))
    for past in Target.objects.filter(cycle=cycle).select_related("indicator"):
        PastResult.objects.create(
            cycle=cycle,
            unit_id=past.unit_id,
            indicator_code=past.indicator.code,
            year=2025,
            target=Decimal(120),
            actual=Decimal(110),
            source="年报",
            recorded_by=by,
        )


def locked(cycle: Cycle, by: Account) -> None:
    filled(cycle, by)
    approve_targets(by=account_with(Role.OFFICER), cycle=cycle, seen=dict.fromkeys(keys(cycle)))
    lock_targets(by=by, cycle=cycle)


def keys(cycle: Cycle) -> list[int]:
    return list(Target.objects.filter(cycle=cycle).values_list("pk", flat=True))


def addresses(cycle: Cycle, unit: Unit) -> list[str]:
    here = [
        reverse(f"planning:target_{name}", args=[cycle.code])
        for name in ("list", "progress", "locking", "import", "template")
    ]
    here += [reverse("planning:target_unit", args=[cycle.code, unit.pk])]
    here += [reverse("planning:target_indicator", args=[cycle.code, "A1"])]
    here += [reverse("planning:target", args=[key]) for key in keys(cycle)[:1]]
    return [*here, reverse("planning:adjustment_list")]


@pytest.mark.parametrize("is_filled", [False, True])
def test_every_page_answers(is_filled: bool, cycle: Cycle, officer: Account, unit: Unit) -> None:
    if is_filled:
        filled(cycle, officer)
    client = signed_in(officer)
    for address in [*addresses(cycle, unit), reverse("planning:target_list", args=[cycle.code]) + "?late=late"]:
        assert opened(client, address) == 200, address


def opened(client: Client, address: str) -> int:
    """Status of a page that is read to its end."""
    response = client.get(address)
    if response.streaming:
        b"".join(response)  # type: ignore[arg-type]
    return response.status_code


def counted(client: Client, address: str) -> int:
    opened(client, address)
    with CaptureQueriesContext(connection) as captured:
        assert opened(client, address) == 200
    return len(captured)


def test_queries_do_not_grow_with_the_units() -> None:
    counts = []
    for size in (3, 4):
        cycle = published_cycle(industrial=size)
        officer = account_with(Role.OFFICER, cycle.root)
        filled(cycle, officer)
        client = signed_in(officer)
        pages = addresses(cycle, units_of(cycle, "industrial")[0])
        counts.append([counted(client, address) for address in pages])
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["list", "progress"])
def test_a_unit_sees_its_own_targets(name: str, cycle: Cycle, officer: Account, unit: Unit, head: Account) -> None:
    filled(cycle, officer)
    text = signed_in(head).get(reverse(f"planning:target_{name}", args=[cycle.code])).content.decode()
    others = [other.name for other in units_of(cycle, "industrial")[1:]]
    assert unit.name in text
    assert not any(f">{other}<" in text for other in others)


def test_other_units_targets_are_not_there(cycle: Cycle, officer: Account, head: Account) -> None:
    filled(cycle, officer)
    other = units_of(cycle, "industrial")[1]
    client = signed_in(head)
    assert client.get(reverse("planning:target_unit", args=[cycle.code, other.pk])).status_code == 404
    target = Target.objects.filter(unit=other).first()
    assert client.get(reverse("planning:target", args=[target.pk])).status_code == 404


def test_administrators_and_people_without_a_role_see_no_targets(cycle: Cycle, officer: Account, unit: Unit) -> None:
    filled(cycle, officer)
    for account in (account_with(Role.SYSTEM_ADMIN), account_with(Role.SECURITY_ADMIN), account_with()):
        client = signed_in(account)
        for address in addresses(cycle, unit)[:-1]:
            assert client.get(address).status_code in (403, 404), address


def test_a_data_owner_sees_its_indicator_for_every_unit(cycle: Cycle, officer: Account, unit: Unit) -> None:
    filled(cycle, officer)
    owner = units_of(cycle, "farming")[0]
    Indicator.objects.filter(code="A2").update(owner=owner)
    seen = Target.objects.visible_to(account_with(Role.DATA_OWNER, owner))
    assert {(t.unit_id == owner.pk, t.indicator.code) for t in seen} == {
        (False, "A2"),
        (True, "A1"),
        (True, "A3"),
    }


def sheet(cycle: Cycle, **values: str) -> dict[str, str]:
    codes = {i.code: i.pk for i in Indicator.objects.filter(cycle=cycle)}
    return {f"{name.partition('_')[0]}-{codes[name.partition('_')[2]]}": text for name, text in values.items()}


def test_the_sheet_of_a_unit_proposes_several_values(cycle: Cycle, unit: Unit, head: Account) -> None:
    address = reverse("planning:target_unit", args=[cycle.code, unit.pk])
    sent = sheet(cycle, value_A1="１，２００", revision_A1="-1", value_A2="7.5%", revision_A2="-1", basis_A2="三年平均")
    response = signed_in(head).post(address, sent)
    assert response.status_code == 302
    assert set(Target.objects.values_list("indicator__code", "value", "basis")) == {
        ("A1", Decimal(1200), ""),
        ("A2", Decimal("7.5"), "三年平均"),
    }


def test_a_wrong_value_keeps_what_was_typed(cycle: Cycle, unit: Unit, head: Account) -> None:
    address = reverse("planning:target_unit", args=[cycle.code, unit.pk])
    response = signed_in(head).post(address, sheet(cycle, value_A1="一些", value_A2="7"))
    assert response.status_code == 422
    text = response.content.decode()
    assert 'value="一些"' in text
    assert "this is not a number" in text
    assert not Target.objects.exists()


def test_a_sheet_that_is_out_of_date_writes_nothing(cycle: Cycle, unit: Unit, head: Account) -> None:
    first = Proposal(unit, Indicator.objects.get(cycle=cycle, code="A1"), Decimal(5))
    propose_target(by=head, cycle=cycle, proposal=first)
    address = reverse("planning:target_unit", args=[cycle.code, unit.pk])
    response = signed_in(head).post(address, sheet(cycle, value_A1="9", revision_A1="-1"))
    assert response.status_code == 422
    assert "Somebody else changed this" in response.content.decode()
    assert Target.objects.get().value == 5


def test_the_office_approves_what_it_chose(cycle: Cycle, officer: Account, head: Account, unit: Unit) -> None:
    for code in ("A1", "A2"):
        indicator = Indicator.objects.get(cycle=cycle, code=code)
        propose_target(by=head, cycle=cycle, proposal=Proposal(unit, indicator, Decimal(5)))
    client = signed_in(officer)
    text = client.get(reverse("planning:target_list", args=[cycle.code])).content.decode()
    chosen = [f"{key}-0" for key in keys(cycle)]
    assert all(f'value="{mark}"' in text for mark in chosen)
    client.post(reverse("planning:target_approve", args=[cycle.code]), {"target": chosen})
    assert set(Target.objects.values_list("state", flat=True)) == {TargetState.APPROVED}


def test_a_target_goes_back_from_its_panel(cycle: Cycle, officer: Account, head: Account, unit: Unit) -> None:
    indicator = Indicator.objects.get(cycle=cycle, code="A1")
    target = propose_target(by=head, cycle=cycle, proposal=Proposal(unit, indicator, Decimal(5)))
    address = reverse("planning:target_return", args=[target.pk])
    client = signed_in(officer)
    assert client.post(address, {"reason": "", "revision": 0}).status_code == 200
    assert client.post(address, {"reason": "低于去年", "revision": 0}).status_code == 302
    target.refresh_from_db()
    assert target.state == TargetState.RETURNED
    assert signed_in(head).post(address, {"reason": "低", "revision": 1}).status_code == 403


def test_locking_shows_what_is_missing(cycle: Cycle, officer: Account) -> None:
    client = signed_in(officer)
    address = reverse("planning:target_lock", args=[cycle.code])
    client.post(address)
    text = client.get(reverse("planning:target_locking", args=[cycle.code])).content.decode()
    assert "Nothing was locked: 6 targets are missing" in text
    assert "3 units are not ready" in text
    locked(cycle, officer)
    assert (
        "All targets are locked." in client.get(reverse("planning:target_locking", args=[cycle.code])).content.decode()
    )


def test_the_sum_is_seen_against_the_superiors_target(cycle: Cycle, officer: Account) -> None:
    filled(cycle, officer)
    address = reverse("planning:target_indicator", args=[cycle.code, "A1"])
    client = signed_in(officer)
    assert client.post(address, {"value": "302", "source": "市考〔2026〕1号"}).status_code == 302
    assert "the sum falls short by" in client.get(address).content.decode()
    assert client.post(address, {"value": "301", "source": "文", "revision": "0"}).status_code == 302
    assert "the sum covers it" in client.get(address).content.decode()
    assert AreaTarget.objects.get().revision == 1


def upload(rows: list[list[object]], name: str = "list.xlsx") -> SimpleUploadedFile:
    book, stream = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(stream)
    return SimpleUploadedFile(name, stream.getvalue())


def test_a_list_from_template_to_storage(cycle: Cycle, officer: Account, head: Account) -> None:
    client = signed_in(officer)
    address = reverse("planning:target_import", args=[cycle.code])
    template = reverse("planning:target_template", args=[cycle.code])
    long = openpyxl.load_workbook(BytesIO(b"".join(client.get(template))))  # type: ignore[arg-type]
    rows = [list(row) for row in long.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert len(rows) == 1 + 6
    at = rows[0].index("目标值")
    for n, row in enumerate(rows[1:], start=1):
        row[at] = n * 10
    response = client.post(address, {"file": upload(rows)})
    batch = TargetBatch.objects.get()
    assert response.headers["Location"] == reverse("planning:target_batch", args=[batch.pk])
    assert len(json.loads(batch.preview)) == 6
    assert signed_in(head).get(response.headers["Location"]).status_code == 404
    client.post(reverse("planning:target_batch_store", args=[batch.pk]))
    assert Target.objects.count() == 6
    wide = openpyxl.load_workbook(BytesIO(b"".join(client.get(template + "?form=wide"))))  # type: ignore[arg-type]
    again = [list(row) for row in wide.active.iter_rows(values_only=True)]  # type: ignore[union-attr]
    assert "nothing would change" in client.post(address, {"file": upload(again)}).content.decode()


def test_all_errors_of_a_list_are_shown(cycle: Cycle, officer: Account) -> None:
    rows: list[list[object]] = [["单位编码", "指标编码", "目标值"], *([f"无{n}", "A1", 1] for n in range(500))]
    response = signed_in(officer).post(reverse("planning:target_import", args=[cycle.code]), {"file": upload(rows)})
    assert response.status_code == 422
    assert response.content.decode().count("O201") == 500


def test_earlier_results_are_taken_in(cycle: Cycle, officer: Account, head: Account, unit: Unit) -> None:
    address = reverse("planning:target_history", args=[cycle.code])
    rows: list[list[object]] = [["单位编码", "指标编码", "年度", "完成值"], [unit.code, "A1", 2025, 7]]
    assert signed_in(head).post(address, {"file": upload(rows)}).status_code == 403
    signed_in(officer).post(address, {"file": upload(rows)})
    assert PastResult.objects.get().actual == 7


def test_an_adjustment_from_question_to_decision(cycle: Cycle, officer: Account, head: Account, unit: Unit) -> None:
    locked(cycle, officer)
    target = Target.objects.get(unit=unit, indicator__code="A1")
    client = signed_in(head)
    ask = reverse("planning:adjustment_ask", args=[target.pk])
    assert client.get(ask).status_code == 200
    assert client.post(ask, {"new_value": "若干", "reason": "洪灾"}).status_code == 422
    client.post(ask, {"new_value": "80", "reason": "洪灾", "revision": target.revision})
    asked = Adjustment.objects.get()
    shown, decide = (reverse(f"planning:adjustment{name}", args=[asked.pk]) for name in ("", "_decide"))
    leader = signed_in(account_with(Role.LEADER, cycle.root))
    assert "Approve the change" not in client.get(shown).content.decode()
    assert "Approve the change" in leader.get(shown).content.decode()
    assert client.post(decide, {"decision": "approve"}).status_code == 403
    assert "Say why the request is refused" in leader.post(decide, {"decision": "refuse"}).content.decode()
    assert leader.post(decide, {"decision": "approve"}).status_code == 302
    target.refresh_from_db()
    assert target.value == 80
