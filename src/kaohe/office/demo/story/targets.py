"""Targets: history, proposals, returns, approval, lock; changes in mid-year."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from kaohe.office.demo.county import UnitSeed
from kaohe.office.demo.county.figures import MONTHS, Figures, recipes
from kaohe.office.demo.story.scheme import YEAR, this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.demo.story.words import words
from kaohe.office.planning.actions.adjustments import ask_adjustment, decide_adjustment
from kaohe.office.planning.actions.target_history import record_past_results
from kaohe.office.planning.actions.target_review import (
    approve_targets,
    lock_targets,
    return_target,
    set_area_target,
)
from kaohe.office.planning.actions.targets import propose_target, propose_targets
from kaohe.office.planning.models import Indicator, Target
from kaohe.office.planning.past import Past
from kaohe.office.planning.proposal import Proposal

EARLIER = (2023, 2024, 2025)
BEFORE_REPORT = "上年度报告"


def remember(stage: Stage) -> None:
    """Enter what the units reached in the three years before."""
    stage.clock.set(date(YEAR, 2, 3))
    figures = Figures()
    results = [
        Past(stage.units[seed.code].pk, seed.code, code, year, figures.target(seed, code, year), actual)
        for seed, code in _pairs(stage)
        for year in EARLIER
        if not seed.is_new
        for actual in figures.values(seed, code, MONTHS, year)[:1]
    ]
    source = "清河县2023—2025年度考核结果"
    record_past_results(by=stage.accounts["kaohe"], cycle=this_cycle(), results=results, source=source)


def propose(stage: Stage) -> None:
    """Let the superior's targets be set, and every unit propose its own; a few of them too little."""
    stage.clock.set(date(YEAR, 2, 4))
    cycle, figures = this_cycle(), Figures()
    indicators = _targeted()
    for indicator in indicators.values():
        _set_area_target(stage, indicator, figures)
    meek = {(r["unit"], r["indicator"]): Decimal(r["easier"]) for r in words()["returned"]}
    stage.clock.set(date(YEAR, 2, 6))
    for seed in _appraised(stage):
        unit = stage.units[seed.code]
        proposals = [
            Proposal(unit, indicators[code], _rounded(value * meek.get((seed.name, code), Decimal(1))))
            for code in indicators
            if (value := figures.target(seed, code)) is not None
        ]
        if proposals:
            propose_targets(by=stage.account_of("liaison", unit), cycle=cycle, proposals=proposals)


def review(stage: Stage) -> None:
    """Send the meek ones back, approve what comes again, and lock everything."""
    office, figures = stage.accounts["kaohe"], Figures()
    for said in words()["returned"]:
        target = _target(stage, said)
        if target is None:
            continue
        stage.clock.set(date(YEAR, 2, 10))
        return_target(by=office, target=target, reason=said["reason"])
        stage.clock.set(date(YEAR, 2, 12))
        value = figures.target(stage.county.unit(said["unit"]), said["indicator"])
        again = Proposal(target.unit, target.indicator, value or target.value, basis="按县考核办意见重新测算")
        propose_target(by=stage.account_of("liaison", target.unit), cycle=this_cycle(), proposal=again)
    stage.clock.set(date(YEAR, 2, 20))
    waiting = dict.fromkeys(Target.objects.filter(cycle=this_cycle()).values_list("pk", flat=True))
    approve_targets(by=office, cycle=this_cycle(), seen=waiting)
    stage.clock.set(date(YEAR, 2, 24))
    lock_targets(by=office, cycle=this_cycle())


def change(stage: Stage, said: dict[str, Any]) -> None:
    """Ask for a change in mid-year; the leader decides, or has not yet."""
    target = _target(stage, said)
    if target is None:
        return
    asked = ask_adjustment(
        by=stage.account_of("unit_head", target.unit),
        target=target,
        new_value=_rounded(target.value * Decimal(said["factor"])),
        reason=said["reason"],
        document=said["document"],
    )
    if "approved" in said:
        leader, is_approved = stage.accounts["leader"], said["approved"]
        decide_adjustment(by=leader, adjustment=asked, is_approved=is_approved, remarks=said.get("remarks", ""))


def _set_area_target(stage: Stage, indicator: Indicator, figures: Figures) -> None:
    values = [figures.target(seed, indicator.code) or Decimal(0) for seed in _appraised(stage)]
    total = (sum(values, Decimal(0)) * Decimal("0.98")).quantize(Decimal(1))
    set_area_target(by=stage.accounts["kaohe"], indicator=indicator, value=total, source="云岭市2026年度任务分解表")


def _appraised(stage: Stage) -> Iterator[UnitSeed]:
    held = set(this_cycle().appraised_units.values_list("unit__code", flat=True))
    return (seed for seed in stage.county.units if seed.code in held)


def _pairs(stage: Stage) -> Iterator[tuple[UnitSeed, str]]:
    """Every unit with every indicator that applies to its class."""
    leaves = {i.code: i.classes.split() for i in Indicator.objects.filter(cycle=this_cycle()).leaves()}
    for seed in _appraised(stage):
        for code, classes in leaves.items():
            if code in recipes() and (not classes or seed.class_id in classes):
                yield seed, code


def _targeted() -> dict[str, Indicator]:
    rows = Indicator.objects.filter(cycle=this_cycle(), needs_target=True).select_related("cycle__root")
    return {indicator.code: indicator for indicator in rows}


def _target(stage: Stage, said: dict[str, Any]) -> Target | None:
    """Give the target that is spoken of; None in a county too small to have the unit in its class."""
    if not stage.takes_part(said["unit"]):
        return None
    rows = Target.objects.select_related("unit", "indicator", "cycle__root")
    found: Target | None = rows.filter(
        cycle=this_cycle(), unit=stage.unit(said["unit"]), indicator__code=said["indicator"]
    ).first()
    return found


def _rounded(value: Decimal) -> Decimal:
    return max(Decimal(1), value.quantize(Decimal(1)))
