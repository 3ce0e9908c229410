"""The second regime: the thirty key indicators of a district, month by month, with January to May as published."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from kaohe.office.demo.story.scheme import classify
from kaohe.office.demo.story.stage import Stage
from kaohe.office.monitoring.actions.calendar import lay_out_reports
from kaohe.office.monitoring.actions.reports import save_report, sign_report, submit_report
from kaohe.office.monitoring.actions.signing_off import accept_figures
from kaohe.office.monitoring.answers import Answer
from kaohe.office.monitoring.demands import Field, demands_of
from kaohe.office.monitoring.models import Figure, FigureState, Report
from kaohe.office.planning.actions.approval import approve_scheme
from kaohe.office.planning.actions.consultation import open_consultation
from kaohe.office.planning.actions.cycles import create_cycle, start_cycle
from kaohe.office.planning.actions.publication import publish_scheme
from kaohe.office.planning.actions.register import approve_item, file_item
from kaohe.office.planning.actions.target_review import approve_targets, lock_targets
from kaohe.office.planning.actions.targets import propose_targets
from kaohe.office.planning.models import Cycle, Indicator, RegisterItem, Target
from kaohe.office.planning.proposal import Proposal
from kaohe.presets import preset_path
from kaohe.scheme.load import load_spec

YEAR = 2013
"""The year that the preset writes: its figures stand as they were published, and have no deadline today."""

PUBLISHED_AS = {"本区": "望江区"}
"""Name in the published table → unit of the demo."""


@dataclass(frozen=True, slots=True)
class Regime:
    """One of the two schemes of the regime, and who runs it."""

    part: str
    code: str
    root: str
    organiser: str
    officer: str
    approver: str
    leader: str

    @property
    def folder(self) -> Path:
        """Folder of the preset."""
        return preset_path("district-monthly-monitor") / self.part

    @property
    def cycle(self) -> Cycle:
        """The cycle as it stands."""
        found: Cycle = Cycle.objects.select_related("root").get(code=self.code)
        return found


DISTRICT = Regime("district", "wangjiang-monitor", "云岭市", "市考核办", "city", "district", "citylead")
TOWNS = Regime("towns", "wangjiang-towns", "望江区", "区政府办公室", "district", "city", "leader2")


def monitor(stage: Stage) -> None:
    """Tell both regimes of the district, one day after another."""
    for number, regime in enumerate((DISTRICT, TOWNS)):
        first = date(2026, 3, 16 + 4 * number)
        _plan(stage, regime, first)
        _set_targets(stage, regime)
        _report(stage, regime)


def _plan(stage: Stage, regime: Regime, day: date) -> None:
    officer, leader = stage.accounts[regime.officer], stage.accounts[regime.leader]
    scheme = load_spec(regime.folder / "scheme.yaml")
    stage.clock.set(day)
    classify(stage, regime.officer, YEAR, {c.id: c.name for c in scheme.classes})
    cycle = create_cycle(
        by=officer,
        code=regime.code,
        title=scheme.title,
        year=YEAR,
        root=stage.unit(regime.root),
        scheme=scheme,
        origin=f"preset district-monthly-monitor/{regime.part}",
    )
    open_consultation(by=officer, cycle=cycle, until=day)
    stage.clock.set(day.replace(day=day.day + 1))
    approve_scheme(by=leader, cycle=cycle, meeting="专题会议纪要", decided_on=day.replace(day=day.day + 1))
    publish_scheme(by=officer, cycle=cycle)
    item = file_item(
        by=officer,
        kind=RegisterItem.Kind.APPRAISAL,
        name=scheme.title,
        year=YEAR,
        organiser=stage.unit(regime.organiser),
        basis="《督查检查考核计划》",
        cycle=cycle,
    )
    approve_item(
        by=leader, item=item, approving_body="市委、市政府", approval_document="云办发〔2026〕5号", approved_on=day
    )


def _set_targets(stage: Stage, regime: Regime) -> None:
    """Take the plans of the year from the published table; another office approves them."""
    cycle = regime.cycle
    indicators = {i.code: i for i in Indicator.objects.filter(cycle=cycle, needs_target=True)}
    proposals = [
        Proposal(stage.unit(row["unit"]), indicators[row["indicator"]], Decimal(row["target"]))
        for row in _facts(regime)
        if row.get("target") and row["indicator"] in indicators
    ]
    if proposals:
        propose_targets(by=stage.accounts[regime.officer], cycle=cycle, proposals=proposals, source="年度计划")
        waiting = dict.fromkeys(Target.objects.filter(cycle=cycle).values_list("pk", flat=True))
        approve_targets(by=stage.accounts[regime.approver], cycle=cycle, seen=waiting)
        lock_targets(by=stage.accounts[regime.officer], cycle=cycle)
    start_cycle(by=stage.accounts[regime.officer], cycle=cycle)


def _report(stage: Stage, regime: Regime) -> None:
    """Fill the reports of May with the published figures; heads sign, data owners accept."""
    lay_out_reports(by=stage.accounts[regime.officer], cycle=regime.cycle)
    demands, appraised = demands_of(regime.cycle), list(regime.cycle.appraised_units.select_related("unit"))
    for report in Report.objects.filter(cycle=regime.cycle, period=f"{YEAR}-05").select_related("unit", "cycle"):
        liaison, head = (stage.account_of(role, stage.units[report.unit.code]) for role in ("liaison", "unit_head"))
        fields = demands.fields(report, [a for a in appraised if a.unit_id == report.unit_id])
        answers = {field.key: _answer(field, report.unit.name, regime) for field in fields}
        save_report(by=liaison, report=report, revision=None, answers=answers, confirmed=answers.keys())
        submit_report(by=liaison, report=report, revision=None)
        sign_report(by=head, report=report, revision=None)
    signed = Figure.objects.filter(cycle=regime.cycle, state=FigureState.SIGNED).select_related("indicator__owner")
    by_owner: dict[str, list[Figure]] = {}
    for figure in signed:
        by_owner.setdefault(figure.indicator.owner.code, []).append(figure)
    for code, figures in sorted(by_owner.items()):
        accept_figures(by=stage.account_of("data_owner", stage.units[code]), figures=figures)


def _answer(field: Field, unit: str, regime: Regime) -> Answer:
    """Give what was published: the amount, and the rate or the place that the criterion asks for beside it."""
    indicator = field.demand.indicator
    rows = [row for row in _facts(regime) if row["unit"] == unit and row["indicator"] == indicator.code]
    named = {row["input"]: row["value"] for row in rows if row["input"]}
    actual = next((row["actual"] for row in rows if row["actual"]), "")
    is_named = field.question.input in named or len(field.demand.questions) == 1
    value = named.get(field.question.input) or next(iter(named.values()), actual) if is_named else actual
    plan = next((row["target"] for row in rows if row.get("target")), "")
    remarks = f"年度计划{plan}{indicator.figure_unit}" if plan and not indicator.needs_target else ""
    return Answer(value=Decimal(value), remarks=remarks) if value else Answer(is_applicable=False, remarks="当月不报数")


def _facts(regime: Regime) -> Iterator[dict[str, str]]:
    with (regime.folder / "data" / "facts.csv").open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            yield row | {"unit": PUBLISHED_AS.get(row["unit"], row["unit"])}
