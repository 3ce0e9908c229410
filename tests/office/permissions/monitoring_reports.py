"""Pages of reporting: reports, figures, evidence, cards, pace, rules, dictionary, lists and sources."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, NOBODY, Page, World
from tests.office.planning.factories import published_cycle, spec

from kaohe.office.monitoring.actions.calendar import lay_out_reports
from kaohe.office.monitoring.models import (
    Batch,
    Card,
    DataItem,
    Evidence,
    Figure,
    Report,
    Source,
    StoredFile,
)
from kaohe.office.people.actions.calendar import load_statutory_days
from kaohe.office.people.models import Membership, UnitClass
from kaohe.office.planning.publishing import freeze_units

CONCERNED = "officer liaison unit_head data_owner assessor supervisor leader"
HIDDEN = dict.fromkeys([*ADMINISTRATORS.split(), "person"], 404)
NO_CYCLE = dict.fromkeys(ADMINISTRATORS.split(), 404)


def prepare(world: World) -> None:
    load_statutory_days()
    leaf = {
        "code": "C1",
        "name": "投资",
        "points": "100",
        "unit": "万元",
        "criterion": "按完成比例得分",
        "frequency": "monthly",
    }
    document = spec(indicators=[leaf])
    cycle = published_cycle(0, 0, document=document, root=world.county, code="reporting")
    kind, _new = UnitClass.objects.get_or_create(year=cycle.year, code="industrial", defaults={"name": "工业镇"})
    Membership.objects.get_or_create(unit=world.town, year=cycle.year, defaults={"unit_class": kind})
    freeze_units(cycle, ["industrial", "farming"])
    cycle.indicators.update(owner=world.town)
    lay_out_reports(by=None, cycle=cycle)
    report = Report.objects.get(cycle=cycle, unit=world.town, period="2026-01")
    by = world.accounts["liaison"]
    figure = Figure.objects.create(
        cycle=cycle,
        unit=world.town,
        indicator=cycle.indicators.get(),
        period="2026-01",
        value=Decimal(1),
        state="signed",
        recorded_by=by,
        submitted_by=by,
        signed_by=world.accounts["unit_head"],
    )
    stored = StoredFile.objects.create(sha256="0" * 64, size=1, kind="pdf")
    world.reporting = SimpleNamespace(
        cycle=cycle,
        report=report.pk,
        figure=figure.pk,
        evidence=Evidence.objects.create(figure=figure, file=stored, name="a.pdf", added_by=by).pk,
        card=Card.objects.create(report=report, kind="red", issued_on=date(2026, 2, 10)).pk,
        item=DataItem.objects.create(cycle=cycle, name="投资", frequency="monthly").pk,
        batch=Batch.objects.create(cycle=cycle, name="a.csv", by=by).pk,
        source=Source.objects.create(
            cycle=cycle, owner=world.town, code="away", name="统计", kind="folder", made_by=world.accounts["data_owner"]
        ).pk,
    )


def _of(name: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {"pk": getattr(world.reporting, name)}


def _code(world: World) -> dict[str, Any]:
    return {"code": world.reporting.cycle.code}


def _with(**more: Any) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**_code(world), **more}


def _ticked(world: World) -> dict[str, Any]:
    return {"figure": f"{world.reporting.figure}:0"}


PAGES: dict[str, Page] = {
    "monitoring:due": Page(EVERYBODY),
    "monitoring:report_list": Page(EVERYBODY),
    "monitoring:report": Page(CONCERNED, args=_of("report"), refused=404),
    "monitoring:report_sign": Page("unit_head", args=_of("report"), method="post", given=302, others=HIDDEN),
    "monitoring:report_send_back": Page("unit_head", args=_of("report"), method="post", others=HIDDEN),
    "monitoring:figure_review": Page("data_owner"),
    "monitoring:figure_decide": Page(  # who sees no figure has ticked none: nothing happens
        f"data_owner {ADMINISTRATORS} person", method="post", data=_ticked, given=302
    ),
    "monitoring:figure": Page(CONCERNED, args=_of("figure"), refused=404),
    "monitoring:figure_correct": Page("liaison", args=_of("figure"), others=HIDDEN),
    "monitoring:evidence_add": Page(CONCERNED, args=_of("figure"), method="post", given=302, refused=404),
    "monitoring:evidence_reuse": Page(
        "liaison",
        args=_of("figure"),
        method="post",
        data=lambda world: {"evidence": world.reporting.evidence},
        given=302,
        others=HIDDEN,
    ),
    "monitoring:evidence": Page(NOBODY, args=_of("evidence"), refused=404),  # its file is not in the store
    "monitoring:evidence_delete": Page("liaison", args=_of("evidence"), method="post", given=302, others=HIDDEN),
    "monitoring:card_list": Page(EVERYBODY),
    "monitoring:card": Page(CONCERNED, args=_of("card"), refused=404),
    "monitoring:rules_cycles": Page("officer"),
    "monitoring:rules": Page("officer", args=_code, others=NO_CYCLE),
    "monitoring:due_rule": Page("officer", args=_code, method="post", others=NO_CYCLE),
    "monitoring:reporting_list": Page("officer", args=_code, others=NO_CYCLE),
    "monitoring:reporting": Page("officer", args=_with(indicator="C1"), others=NO_CYCLE),
    "monitoring:dictionary": Page("officer", args=_code, others=NO_CYCLE),
    "monitoring:dictionary_part": Page(
        "officer",
        args=lambda world: {**_code(world), "pk": world.reporting.item},
        method="post",
        given=302,
        others=HIDDEN,
    ),
    "monitoring:list_new": Page("liaison data_owner"),
    "monitoring:list_upload": Page("liaison data_owner", args=_code, others=NO_CYCLE),
    "monitoring:list_template": Page("liaison data_owner", args=_code, others=NO_CYCLE),
    "monitoring:batch": Page("liaison officer", args=_of("batch"), refused=404),
    "monitoring:source_list": Page(EVERYBODY),
    "monitoring:source_cycles": Page("officer data_owner"),
    "monitoring:source_new": Page("officer data_owner", args=_code, others=NO_CYCLE),
    "monitoring:source_read": Page("officer data_owner", args=_of("source"), method="post", given=302, refused=404),
    "monitoring:source_switch": Page("officer data_owner", args=_of("source"), method="post", given=302, refused=404),
    "monitoring:pace": Page(f"{CONCERNED} person"),
    "monitoring:pace_list": Page(f"{CONCERNED} person", args=_code, refused=404),
    "monitoring:pace_board": Page(f"{CONCERNED} person", args=_code, refused=404),
    "monitoring:pace_unit": Page(
        f"{CONCERNED} person", args=lambda world: {**_code(world), "unit": world.town.pk}, refused=404
    ),
    "monitoring:pace_indicator": Page(f"{CONCERNED} person", args=_with(indicator="C1"), refused=404),
}
