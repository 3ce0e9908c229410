"""Targets in a real browser: proposed, returned, approved, locked, adjusted; and handed in as a list."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, expect
from tests.office.factories import account_with
from tests.office.planning.factories import published_cycle, units_of

from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle, Indicator, PastResult, Target, TargetState

pytestmark = pytest.mark.django_db(transaction=True)
SignedIn = Callable[..., Page]
Axe = Callable[[Page], None]
Shot = Callable[..., None]


class County:
    """A county whose one farming town sets two targets, with three years of history."""

    def __init__(self) -> None:
        self.cycle: Cycle = published_cycle(industrial=4, farming=1, code="towns-2026", targets_until=date(2999, 3, 31))
        self.town = units_of(self.cycle, "farming")[0]
        self.officer = account_with(Role.OFFICER, self.cycle.root)
        self.head = account_with(Role.UNIT_HEAD, self.town)
        self.leader = account_with(Role.LEADER, self.cycle.root)
        for unit in [self.town, *units_of(self.cycle, "industrial")]:
            for year, target, actual in ((2023, 80, 88), (2024, 90, 93), (2025, 100, 104)):
                PastResult.objects.create(
                    cycle=self.cycle,
                    unit=unit,
                    indicator_code="A1",
                    year=year,
                    target=Decimal(target),
                    actual=Decimal(actual),
                    source="年报",
                    recorded_by=self.officer,
                )

    @property
    def sheet(self) -> str:
        return f"/planning/targets/in/towns-2026/units/{self.town.pk}/"

    def target(self) -> Target:
        found: Target = Target.objects.get(unit=self.town, indicator__code="A1")
        return found


@pytest.fixture
def county(site: str) -> County:
    return County()


def field(page: Page, county: County, code: str) -> str:
    key = Indicator.objects.get(cycle=county.cycle, code=code).pk
    return f"[name=value-{key}]"


def propose(page: Page, county: County, **values: str) -> None:
    page.goto(county.sheet)
    for code, value in values.items():
        page.fill(field(page, county, code), value)
    page.locator(".kaohe-head-actions button[form=sheet]").click()
    page.wait_for_load_state()


WORDS = {
    "zh-hans": {"back": "退回并说明理由", "send": "退回", "approve": "审核通过所选", "lock": "锁定本单位"},
    "en": {
        "back": "Send back with a reason",
        "send": "Send back",
        "approve": "Approve the chosen",
        "lock": "Lock this unit",
    },
}


@pytest.mark.parametrize(("width", "language"), [(1280, "zh-hans"), (390, "en")])
def test_from_proposal_to_lock(
    width: int, language: str, county: County, signed_in: SignedIn, axe: Axe, shot: Shot
) -> None:
    words = WORDS[language]
    head = signed_in(county.head, width=width, language=language)
    officer = signed_in(county.officer, width=width, language=language)
    propose(head, county, A1="95", A3="1.2万")
    assert county.target().signs == [
        "actual",
        "target",
    ]
    axe(head)
    shot(head, f"target-sheet-{width}-{language}", full=True)

    officer.goto(f"/planning/targets/{county.target().pk}/")
    axe(officer)
    shot(officer, f"target-{width}-{language}", full=True)
    officer.get_by_text(words["back"]).click()
    officer.fill("[name=reason]", "低于去年完成值，请重新测算")
    officer.get_by_role("button", name=words["send"], exact=True).click()
    officer.wait_for_url(re.compile("/in/towns-2026/$"))
    assert county.target().state == TargetState.RETURNED

    propose(head, county, A1="110")
    assert (county.target().state, county.target().value) == (TargetState.PROPOSED, 110)

    officer.goto("/planning/targets/in/towns-2026/?state=proposed")
    axe(officer)
    for box in officer.locator("input[name=target]").all():
        box.check()
    officer.get_by_role("button", name=words["approve"]).click()
    officer.wait_for_load_state()
    expect(officer.locator("input[name=target]")).to_have_count(0)
    assert set(Target.objects.values_list("state", flat=True)) == {TargetState.APPROVED}

    officer.goto(county.sheet)
    officer.get_by_role("button", name=words["lock"]).click()
    officer.wait_for_load_state()
    assert set(Target.objects.values_list("state", flat=True)) == {TargetState.LOCKED}
    for address in ("", "units/", "locking/", "indicators/A1/"):
        officer.goto(f"/planning/targets/in/towns-2026/{address}")
        axe(officer)
        shot(officer, f"targets-{address.replace('/', '-')}{width}-{language}", full=True)
    adjust(
        county,
        signed_in(county.head, width=width, language=language),
        signed_in(county.leader, width=width, language=language),
        axe,
    )


def adjust(county: County, head: Page, leader: Page, axe: Axe) -> None:
    head.goto(f"/planning/targets/{county.target().pk}/adjust/")
    axe(head)
    head.fill("[name=new_value]", "90")
    head.fill("[name=reason]", "七月洪灾，受灾面积三成")
    head.locator("main button[type=submit]").click()
    head.wait_for_url(re.compile(r"/adjustments/\d+/"))
    leader.goto("/planning/adjustments/")
    axe(leader)
    leader.goto(head.url)
    leader.locator("button[value=approve]").click()
    leader.wait_for_load_state()
    axe(leader)
    assert county.target().value == 90


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    book.save(path)
    return path


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "zh-hans")])
def test_a_list_with_errors_and_without(
    width: int, language: str, county: County, signed_in: SignedIn, axe: Axe, tmp_path: Path, complaints: object
) -> None:
    complaints.expected.append("422")  # type: ignore[attr-defined]  # the browser notes the refused upload
    officer = signed_in(county.officer, width=width, language=language)
    address = "/planning/targets/in/towns-2026/lists/"
    officer.goto(address)
    axe(officer)
    head = ["单位编码", "指标编码", "目标值"]
    wrong = workbook(tmp_path / "wrong.xlsx", [head, *([f"无{n}", "A1", 1] for n in range(500))])
    officer.locator("input[type=file]").first.set_input_files(wrong)
    officer.locator("main form button.btn-primary").click()
    expect(officer.get_by_text("O201")).to_have_count(500)
    officer.goto(address)
    right = workbook(
        tmp_path / "right.xlsx", [head, [county.town.code, "A1", "１１０"], [county.town.code, "A3", "1.2万"]]
    )
    officer.locator("input[type=file]").first.set_input_files(right)
    officer.locator("main form button.btn-primary").click()
    officer.wait_for_url(re.compile(r"/lists/\d+/"))
    axe(officer)
    assert not Target.objects.exists()
    officer.locator("#batch-state button.btn-primary").click()
    officer.wait_for_load_state()
    expect(officer.locator("#batch-state a.btn")).to_be_visible()
    assert set(Target.objects.values_list("value", flat=True)) == {Decimal(110), Decimal(12000)}


def test_two_people_on_one_sheet(county: County, signed_in: SignedIn, complaints: object) -> None:
    """The second is told, keeps what was typed, and nothing of the first is lost."""
    complaints.expected.append("422")  # type: ignore[attr-defined]
    first, second = signed_in(county.head), signed_in(account_of_liaison(county))
    second.goto(county.sheet)
    propose(first, county, A1="120")
    second.fill(field(second, county, "A1"), "130")
    second.locator(".kaohe-head-actions button[form=sheet]").click()
    expect(second.locator("[data-errors]")).to_be_visible()
    assert second.input_value(field(second, county, "A1")) == "130"
    assert county.target().value == 120


def account_of_liaison(county: County) -> Account:
    return account_with(Role.LIAISON, county.town)
