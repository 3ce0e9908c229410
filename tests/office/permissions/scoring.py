"""Pages of scoring. The format is told in `tests.office.permissions.table`."""

from __future__ import annotations

from typing import Any

from tests.office.permissions.table import Page, World
from tests.office.scoring.factories import appraised, figure, locked_target, published
from tests.office.scoring.test_moments import SPEC

from kaohe.office.planning.models import Adjustment, AppraisedUnit, Indicator
from kaohe.office.scoring import trials
from kaohe.office.scoring.actions.import_facts import hand_in_facts
from kaohe.office.scoring.actions.runs import make_run

ALL = "officer leader"
"""Who sees every unit of the cycle."""
OWN = f"{ALL} liaison unit_head data_owner person"
"""Who opens the score card of the town: by a role over it, or because of working there."""


def unit(world: World) -> dict[str, Any]:
    return {"code": world.cycle.code, "key": world.town.pk}


def other(world: World) -> dict[str, Any]:
    return {"code": world.cycle.code, "key": world.other.pk}


def cycle(world: World) -> dict[str, Any]:
    return {"code": world.cycle.code}


def run(world: World) -> dict[str, Any]:
    return {"code": world.cycle.code, "number": world.run.number}


def cell(world: World) -> dict[str, Any]:
    return {**other(world), "indicator": "A2"}


PAGES: dict[str, Page] = {
    "scoring:cycles": Page(OWN, given=302, refused=200),
    "scoring:ranking": Page(OWN, args=cycle, refused=404),
    "scoring:indicators": Page(f"{ALL} data_owner", args=cycle, refused=404),
    "scoring:losses": Page(ALL, args=cycle, refused=404),
    "scoring:stability": Page(ALL, args=cycle, refused=404),
    "scoring:weights": Page(ALL, args=cycle, refused=404),
    "scoring:unit": Page(OWN, args=unit, refused=404),
    "scoring:derivation": Page(OWN, args=unit, refused=404),
    "scoring:next-points": Page(OWN, args=unit, refused=404),
    "scoring:what-if": Page(OWN, args=unit, refused=404),
    "scoring:indicator": Page(f"{ALL} data_owner", args=cell, refused=404),
    "scoring:unit_score": Page(ALL, args=other, refused=404),
    "scoring:adjustment_effect": Page(
        f"{ALL} liaison unit_head data_owner", args=lambda w: {"key": w.adjustment.pk}, refused=404
    ),
    "scoring:runs": Page(ALL, args=cycle, refused=404),
    "scoring:make-run": Page("officer", args=cycle, refused=404),
    "scoring:compare-runs": Page(ALL, args=cycle, data=lambda w: {"before": 1, "after": 2}, refused=404),
    "scoring:run": Page(ALL, args=run, refused=404),
    "scoring:rerun": Page("officer", args=run, method="post", refused=404),
    "scoring:run-folder": Page(ALL, args=run, refused=404),
    "scoring:hand-in": Page("officer", args=cycle, refused=404),
    "scoring:facts-file": Page("officer", args=lambda w: {**cycle(w), "key": w.file.pk}, refused=404),
}


def prepare(world: World) -> None:
    trials.forget()
    officer = world.accounts["officer"]
    world.cycle = published(SPEC, root=world.county)
    for town in (world.town, world.other):
        AppraisedUnit.objects.create(cycle=world.cycle, unit=town, class_id="town")
        figure(world.cycle, town, "A1", 90)
        figure(world.cycle, town, "A2", 1)
        target = locked_target(world.cycle, town, "A1", 100)
        if town == world.town:
            world.adjustment = Adjustment.objects.create(
                target=target, old_value=100, new_value=80, reason="灾情", asked_by=officer
            )
    appraised(world.cycle, "street")
    Indicator.objects.filter(cycle=world.cycle, code="A2").update(owner=world.town)
    world.run = make_run(by=officer, cycle=world.cycle)
    make_run(by=officer, cycle=world.cycle)
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.csv"
        path.write_text(f"单位,指标,完成值\n{world.town.code},A3,5\n", encoding="utf-8")
        world.file = hand_in_facts(by=officer, cycle=world.cycle, path=path, source="统计局")
