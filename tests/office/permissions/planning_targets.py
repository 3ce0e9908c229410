"""Pages of targets, lists of targets and adjustments."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, Page, World
from tests.office.planning.factories import published_cycle

from kaohe.office.planning.actions.adjustments import ask_adjustment
from kaohe.office.planning.actions.targets import propose_target
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, Target, TargetBatch
from kaohe.office.planning.proposal import Proposal

SEERS = "officer liaison unit_head data_owner assessor supervisor leader"
PROPOSERS = "officer liaison unit_head"
NOT_THERE = dict.fromkeys(ADMINISTRATORS.split(), 404)
"""Administrators do not learn which cycles there are."""
NOT_THEIRS = {**NOT_THERE, "person": 404}


def prepare(world: World) -> None:
    cycle = published_cycle(root=world.county, industrial=0, farming=0)
    AppraisedUnit.objects.create(cycle=cycle, unit=world.town, class_id="industrial")
    proposed, locked = (_proposed(world, cycle, code) for code in ("A1", "A2"))
    Target.objects.filter(pk=locked.pk).update(state="locked")
    asked = ask_adjustment(by=world.accounts["unit_head"], target=locked, new_value=Decimal(90), reason="洪灾")
    rows = f"单位编码,指标编码,目标值\n{world.town.code},A1,120\n"
    batch = TargetBatch.objects.create(
        cycle=cycle, name="list.csv", content=rows.encode(), total=1, handed_in_by=world.accounts["officer"]
    )
    world.targeted = SimpleNamespace(
        cycle={"cycle": cycle.code},
        unit={"cycle": cycle.code, "unit": world.town.pk},
        indicator={"cycle": cycle.code, "indicator": "A1"},
        proposed={"pk": proposed.pk},
        locked={"pk": locked.pk},
        asked={"pk": asked.pk},
        batch={"pk": batch.pk},
    )


def _proposed(world: World, cycle: Cycle, code: str) -> Target:
    indicator = Indicator.objects.get(cycle=cycle, code=code)
    proposal = Proposal(world.town, indicator, Decimal(100))
    return propose_target(by=world.accounts["unit_head"], cycle=cycle, proposal=proposal)


def _page(allowed: str, key: str, **more: Any) -> Page:
    return Page(allowed, args=lambda world: getattr(world.targeted, key), **more)


def _of_cycle(allowed: str, key: str = "cycle", **more: Any) -> Page:
    return _page(allowed, key, others=NOT_THERE, **more)


PAGES: dict[str, Page] = {
    "planning:target_cycles": Page(EVERYBODY),
    "planning:target_list": _of_cycle(SEERS),
    "planning:target_progress": _of_cycle(SEERS),
    "planning:target_unit": _of_cycle(SEERS, "unit"),
    "planning:target_indicator": _of_cycle(SEERS, "indicator"),
    "planning:target": _page(SEERS, "proposed", refused=404),
    "planning:target_return": _page(
        "officer", "proposed", method="post", data=lambda world: {"reason": "低"}, given=302, others=NOT_THEIRS
    ),
    "planning:target_approve": _of_cycle(
        "officer", method="post", data=lambda world: {"target": f"{world.targeted.proposed['pk']}-0"}, given=302
    ),
    "planning:target_locking": _of_cycle("officer"),
    "planning:target_lock": _of_cycle("officer", method="post", given=302),
    "planning:target_import": _of_cycle(PROPOSERS),
    "planning:target_template": _of_cycle(PROPOSERS),
    "planning:target_history": _of_cycle("officer", method="post", given=302),
    "planning:target_batch": _page("officer", "batch", refused=404),
    "planning:target_batch_store": _page("officer", "batch", method="post", given=302, refused=404),
    "planning:target_batch_drop": _page("officer", "batch", method="post", given=302, refused=404),
    "planning:adjustment_list": Page(EVERYBODY),
    "planning:adjustment_ask": _page("officer unit_head", "locked", others=NOT_THEIRS),
    "planning:adjustment": _page(SEERS, "asked", refused=404),
    "planning:adjustment_decide": _page(
        "leader", "asked", method="post", data=lambda world: {"decision": "approve"}, given=302, others=NOT_THEIRS
    ),
    "planning:adjustment_withdraw": _page("unit_head", "asked", method="post", given=302, others=NOT_THEIRS),
}
