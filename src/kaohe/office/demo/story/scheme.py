"""The scheme of the year, from the first draft to its publication."""

from __future__ import annotations

from datetime import date

from kaohe.office.demo.story.stage import Stage
from kaohe.office.demo.story.words import words
from kaohe.office.people.actions.classes import classify_units
from kaohe.office.people.models import UnitClass
from kaohe.office.planning.actions.approval import approve_scheme
from kaohe.office.planning.actions.consultation import answer_comment, open_consultation, write_comment
from kaohe.office.planning.actions.cycles import create_cycle
from kaohe.office.planning.actions.membership import set_attributes
from kaohe.office.planning.actions.publication import publish_scheme
from kaohe.office.planning.models import Cycle
from kaohe.presets import preset_path
from kaohe.scheme.load import load_spec

REGIME = "county-four-in-one"
CODE = "qinghe-2026"
YEAR = 2026
TITLE = "清河县2026年度目标责任考核“四维一体”考核办法"
MEETING = "县目标责任考核领导小组2026年第1次会议"


def draft(stage: Stage) -> None:
    """Put the units into the classes of the year, and draft the scheme after the preset."""
    stage.clock.set(date(YEAR, 1, 8))
    scheme = load_spec(preset_path(REGIME) / "scheme.yaml")
    classify(stage, "kaohe", YEAR, {c.id: c.name for c in scheme.classes})
    create_cycle(
        by=stage.accounts["kaohe"],
        code=CODE,
        title=TITLE,
        year=YEAR,
        root=stage.unit("清河县"),
        scheme=scheme,
        origin=f"preset {REGIME}",
    )


def classify(stage: Stage, officer: str, year: int, names: dict[str, str]) -> None:
    """Make the classes of a year, and put every unit that has one of them there."""
    made = UnitClass.objects.bulk_create(UnitClass(year=year, code=code, name=name) for code, name in names.items())
    classes = {row.code: row for row in made}
    units = {stage.units[u.code]: classes[u.class_id] for u in stage.county.units if u.class_id in classes}
    classify_units(by=stage.accounts[officer], year=year, classes=units)


def consult(stage: Stage) -> None:
    """Ask the units, and answer every one of them."""
    office = stage.accounts["kaohe"]
    stage.clock.set(date(YEAR, 1, 12))
    open_consultation(by=office, cycle=this_cycle(), until=date(YEAR, 1, 23))
    for number, said in enumerate(s for s in words()["comments"] if stage.takes_part(s["unit"])):
        stage.clock.set(date(YEAR, 1, 13 + number // 2), hour=9 + number % 8)
        unit = stage.unit(said["unit"])
        author = stage.account_of("liaison", unit)
        write_comment(by=author, cycle=this_cycle(), unit=unit, text=said["text"], indicator=said.get("indicator", ""))
    stage.clock.set(date(YEAR, 1, 22))
    for comment in this_cycle().comments.all():
        answer = next(said for said in words()["comments"] if said["text"] == comment.text)
        answer_comment(by=office, comment=comment, outcome=answer["outcome"], reply=answer["reply"])


def approve_and_publish(stage: Stage) -> None:
    """Let the leading group decide; publish; say which unit is new and therefore not ranked."""
    stage.clock.set(date(YEAR, 1, 28), hour=15)
    approve_scheme(by=stage.accounts["leader"], cycle=this_cycle(), meeting=MEETING, decided_on=date(YEAR, 1, 28))
    stage.clock.set(date(YEAR, 2, 2))
    publish_scheme(by=stage.accounts["kaohe"], cycle=this_cycle())
    new = {seed.code for seed in stage.county.units if seed.is_new}
    rows = {row: {"status": "新设立"} for row in this_cycle().appraised_units.filter(unit__code__in=new)}
    set_attributes(by=stage.accounts["kaohe"], cycle=this_cycle(), attributes=rows)


def this_cycle() -> Cycle:
    """Give the cycle of the year as it stands."""
    found: Cycle = Cycle.objects.select_related("root").get(code=CODE)
    return found
