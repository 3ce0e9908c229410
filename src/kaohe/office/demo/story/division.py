"""Units divide their indicators among their people, and the people agree on their plans of the year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from kaohe.office.demo.county import Level
from kaohe.office.demo.story.scheme import YEAR, this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.demo.story.words import words
from kaohe.office.people.models import Account, Section, Unit
from kaohe.office.planning.actions.decomposition import confirm_decomposition, divide_indicator
from kaohe.office.planning.actions.personal_plans import (
    ItemLine,
    agree_plan,
    draw_up_plans,
    open_own_plan,
    return_plan,
    submit_plan,
    write_plan,
)
from kaohe.office.planning.bearers import Kind, ShareLine
from kaohe.office.planning.models import Indicator, Target

DIVIDED = ("石岭镇", "河湾镇", "柳林乡", "东关街道", "县财政局", "县教育局", "县商务局", "县农业农村局")
CODES = ("A12", "A24", "A31", "B12", "B21", "B34", "B42")
UNCONFIRMED = ("县商务局",)
"""Whose head has not looked at the divisions yet."""

DUE = date(YEAR, 11, 30)


def divide(stage: Stage) -> None:
    """Divide among a leader, sections and their people; the head confirms."""
    stage.clock.set(date(YEAR, 3, 5))
    for name in filter(stage.takes_part, DIVIDED):
        unit = stage.unit(name)
        liaison, head = stage.account_of("liaison", unit), stage.account_of("unit_head", unit)
        for indicator in _of_unit(unit):
            target = Target.objects.filter(unit=unit, indicator=indicator).first()
            lines = list(_lines(stage, unit, target.value if target else None, indicator.name))
            row = divide_indicator(by=liaison, indicator=indicator, unit=unit, lines=lines)
            if name not in UNCONFIRMED:
                confirm_decomposition(by=head, decomposition=row)


def plan(stage: Stage) -> None:
    """Draw up the plans; the member who is shown on the sign-in page has an agreed one, others wait or went back."""
    stage.clock.set(date(YEAR, 3, 10))
    for name in filter(stage.takes_part, DIVIDED):
        unit = stage.unit(name)
        draw_up_plans(by=stage.account_of("liaison", unit), cycle=this_cycle(), unit=unit)
    stage.clock.set(date(YEAR, 3, 12))
    for account, unit in _writers(stage):
        _write(stage, account, unit)


def _of_unit(unit: Unit) -> Iterator[Indicator]:
    appraised = this_cycle().appraised_units.get(unit=unit)
    rows = Indicator.objects.filter(cycle=this_cycle(), code__in=CODES).of_class(appraised.class_id)
    yield from rows.select_related("cycle")[:3]


def _lines(stage: Stage, unit: Unit, value: Decimal | None, task: str) -> Iterator[ShareLine]:
    """A deputy answers for six tenths, shared by two of the first section; the section itself does the rest."""
    deputy = next(p for p in stage.county.people if p.unit == unit.code and p.level is Level.DEPUTY)
    members = [p for p in stage.county.people if p.unit == unit.code and p.section]
    section = Section.objects.filter(unit=unit, name=members[0].section).get()
    parts = tuple(
        ShareLine(Kind.PERSON, stage.people[p.staff_no], Decimal(50), _part(value, "0.3"), f"{task}：分片落实", DUE)
        for p in members[:2]
    )
    yield ShareLine(
        Kind.LEADER, stage.people[deputy.staff_no], Decimal(60), _part(value, "0.6"), f"{task}：分管推进", DUE, parts
    )
    yield ShareLine(Kind.SECTION, section, Decimal(40), _part(value, "0.4"), f"{task}：日常调度", DUE)


def _part(value: Decimal | None, share: str) -> Decimal | None:
    return None if value is None else value * Decimal(share)


def _writers(stage: Stage) -> Iterator[tuple[Account, Unit]]:
    yield stage.accounts["person"], stage.unit("石岭镇")
    for name in filter(stage.takes_part, DIVIDED):
        unit = stage.unit(name)
        yield stage.account_of("liaison", unit), unit


def _write(stage: Stage, account: Account, unit: Unit) -> None:
    """Complete the own plan with a task of one's own, and let the head decide: agree, send back, or wait."""
    plan = open_own_plan(by=account, cycle=this_cycle(), unit=unit)
    items = list(plan.items.all())
    weight = Decimal(80) / len(items) if items else Decimal(0)
    each = weight.quantize(Decimal(1))
    lines = [ItemLine(item.task, each, item.measure, item.due_on, item.pk) for item in items]
    own = stage.random.sample(words()["own_tasks"], 2)
    rest = Decimal(100) - each * len(items)
    lines += [
        ItemLine(own[0], rest / 2, "按完成情况评价", DUE),
        ItemLine(own[1], rest - rest / 2, "按完成情况评价", DUE),
    ]
    plan = submit_plan(by=account, plan=write_plan(by=account, plan=plan, items=lines))
    head = stage.account_of("unit_head", unit)
    if account.username == "person" or unit.name in ("石岭镇", "柳林乡", "县财政局"):
        agree_plan(by=head, plan=plan)
    elif unit.name == "河湾镇":
        return_plan(by=head, plan=plan, remarks="请把项目包联任务写进计划。")
