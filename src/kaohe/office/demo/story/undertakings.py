"""The register, the superior's indicators, the responsibility letters, and the start of the year."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kaohe.office.demo.passwords import PASSWORD
from kaohe.office.demo.story.scheme import YEAR, this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.demo.story.words import words
from kaohe.office.people.models import Charge
from kaohe.office.planning.actions.cycles import start_cycle
from kaohe.office.planning.actions.letters import make_letters, sign_letters
from kaohe.office.planning.actions.mappings import enter_superior, map_superior
from kaohe.office.planning.actions.register import approve_item, file_item, refuse_item
from kaohe.office.planning.models import Indicator, Letter, RegisterItem


def register(stage: Stage) -> None:
    """Enter appraisal, vetoes, supervision and inspections; approve them, but for one that nothing asks for."""
    stage.clock.set(date(YEAR, 2, 5))
    approval: dict[str, Any] = {"approving_body": "县委、县政府", "approval_document": "清办发〔2026〕7号"}
    for said in words()["register"]:
        item = _file(stage, said)
        approve_item(by=stage.accounts["leader"], item=item, approved_on=date(YEAR, 2, 5), **approval)
    said = words()["not_registered"]
    refuse_item(by=stage.accounts["leader"], item=_file(stage, said), remarks=said["refused"])


def _file(stage: Stage, said: dict[str, Any]) -> RegisterItem:
    is_ours = said["kind"] in ("appraisal", "veto")
    return file_item(
        by=stage.accounts["kaohe" if is_ours else "supervisor"],
        kind=said["kind"],
        name=said["name"],
        year=YEAR,
        organiser=stage.unit("县考核办" if is_ours else "县委督查室"),
        basis=said["basis"],
        level=said["level"],
        times_a_year=said.get("times", 1),
        plan_number=f"清督考〔2026〕{RegisterItem.objects.count() + 1}号",
        cycle=this_cycle() if is_ours else None,
        veto_code=said.get("veto", ""),
        expires_on=said.get("expires"),
    )


def map_superiors(stage: Stage) -> None:
    """Enter what the city appraises the county by, and who answers it."""
    stage.clock.set(date(YEAR, 2, 16))
    leaders = dict(Charge.objects.filter(until__isnull=True).values_list("unit", "person"))
    for said in words()["superior"]:
        entered = enter_superior(
            by=stage.accounts["kaohe"],
            cycle=this_cycle(),
            code=said["code"],
            name=said["name"],
            source="云岭市2026年度县区目标责任考核指标（云考〔2026〕2号）",
            handed_down_on=date(YEAR, 2, 12),
            points=Decimal(said["points"]),
            requirement=said["requirement"],
        )
        unit = stage.unit(said["lead"])
        leader = next((p for p in stage.people.values() if p.pk == leaders.get(unit.pk)), None)
        own = Indicator.objects.filter(cycle=this_cycle(), code=said.get("own", "")).first()
        due_on = date(YEAR, 11, 30)
        map_superior(
            by=stage.accounts["kaohe"], superior=entered, unit=unit, due_on=due_on, indicator=own, leader=leader
        )


def sign(stage: Stage) -> None:
    """Make the letters, and sign them for both sides."""
    stage.clock.set(date(YEAR, 2, 26))
    make_letters(by=stage.accounts["kaohe"], cycle=this_cycle())
    letters = list(Letter.objects.filter(cycle=this_cycle()).select_related("unit"))
    shown = {letter.pk: letter.hash for letter in letters}
    stage.clock.set(date(YEAR, 2, 27), hour=15)  # the meeting at which all of them are signed
    sign_letters(by=stage.accounts["leader"], letters=letters, seen=shown, password=PASSWORD)
    for letter in letters:
        head = stage.account_of("unit_head", stage.units[letter.unit.code])
        sign_letters(by=head, letters=[letter], seen=shown, password=PASSWORD)


def start(stage: Stage) -> None:
    """Let the year begin."""
    stage.clock.set(date(YEAR, 3, 2))
    start_cycle(by=stage.accounts["kaohe"], cycle=this_cycle())
