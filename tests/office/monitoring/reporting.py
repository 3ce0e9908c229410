"""A cycle that runs, with reports laid out and people in every role, for tests of reporting."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from tests.office.factories import UnitFactory, account_with
from tests.office.planning.factories import published_cycle, spec

from kaohe.office.monitoring.actions.calendar import lay_out_reports
from kaohe.office.monitoring.actions.reports import save_report, sign_report, submit_report
from kaohe.office.monitoring.answers import Answer, Key
from kaohe.office.monitoring.models import Report
from kaohe.office.monitoring.sheets import sheet_of
from kaohe.office.people.actions.calendar import load_statutory_days
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator

LEAVES: list[dict[str, Any]] = [
    {
        "code": "C1",
        "name": "固定资产投资",
        "points": "40",
        "unit": "万元",
        "criterion": "按完成比例得分",
        "frequency": "monthly",
    },
    {
        "code": "C2",
        "name": "投资额",
        "points": "20",
        "unit": "万元",
        "criterion": "按完成比例得分",
        "frequency": "monthly",
    },
    {"code": "C3", "name": "报送", "points": "20", "criterion": "每迟报一次扣0.5分，扣完为止", "frequency": "monthly"},
    {"code": "C4", "name": "会议", "points": "10", "criterion": "未召开的不得分", "frequency": "monthly"},
    {
        "code": "C5",
        "name": "满意度",
        "points": "10",
        "unit": "%",
        "criterion": "满意度达到90%以上得满分，每低1个百分点扣0.5分，扣完为止",
        "frequency": "quarterly",
    },
]
"""Amounts, a count, a yes or no every month; a percentage every quarter."""


@dataclass(frozen=True)
class Stage:
    """A cycle with the people who report and sign."""

    cycle: Cycle
    unit: Unit
    owner: Unit
    liaison: Account
    head: Account
    data_owner: Account
    second_owner: Account
    officer: Account

    def report(self, period: str = "2026-01", side: str = "unit", unit: Unit | None = None) -> Report:
        """One report."""
        whose = unit or (self.owner if side == "owner" else self.unit)
        return Report.objects.get(cycle=self.cycle, unit=whose, period=period, side=side)

    def indicator(self, code: str) -> Indicator:
        """One indicator."""
        return self.cycle.indicators.get(code=code)

    def answers(self, report: Report, **changes: Answer) -> dict[Key, Answer]:
        """An answer for each field: 100 for numbers, no for flags; by code what differs."""
        found = {}
        for field in sheet_of(report).asked:
            plain = Answer(Decimal(10)) if field.question.is_number else Answer(text="false")
            found[field.key] = changes.get(field.question.code, plain)
        return found

    def filled(self, report: Report, **changes: Answer) -> Report:
        """A report that the liaison has filled."""
        by = self.data_owner if report.side == "owner" else self.liaison
        return save_report(by=by, report=report, revision=None, answers=self.answers(report, **changes))

    def submitted(self, report: Report, **changes: Answer) -> Report:
        """A report that waits for the head."""
        by = self.data_owner if report.side == "owner" else self.liaison
        return submit_report(by=by, report=self.filled(report, **changes), revision=None)

    def signed(self, report: Report, **changes: Answer) -> Report:
        """A report that waits for the data owner."""
        by = self.second_owner if report.side == "owner" else self.head
        return sign_report(by=by, report=self.submitted(report, **changes), revision=None)


def staged(
    leaves: list[dict[str, Any]] | None = None,
    units: int = 1,
    entered_by: Mapping[str, str] | None = None,
    **fields: Any,
) -> Stage:
    """Publish a cycle with these leaves, owned by the statistics office, and lay out its reports."""
    load_statutory_days()
    root = UnitFactory.create(name="全县")
    owner = UnitFactory.create(name="统计局", parent=root)
    tree = [{"code": "C", "name": "全部", "points": "100", "owner": "统计局", "children": leaves or LEAVES}]
    document = spec(indicators=tree, cycle={"year": fields.pop("year", 2026), "reports": "monthly"})
    cycle = published_cycle(industrial=units, farming=1, document=document, root=root, **fields)
    cycle.indicators.update(owner=owner)
    unit = AppraisedUnit.objects.filter(cycle=cycle).order_by("unit__code").first().unit
    stage = Stage(
        cycle=cycle,
        unit=unit,
        owner=owner,
        liaison=account_with(Role.LIAISON, unit),
        head=account_with(Role.UNIT_HEAD, unit),
        data_owner=account_with(Role.DATA_OWNER, owner),
        second_owner=account_with(Role.DATA_OWNER, owner),
        officer=account_with(Role.OFFICER, root),
    )
    for code, side in (entered_by or {}).items():
        from kaohe.office.monitoring.models import Reporting

        Reporting.objects.create(indicator=stage.indicator(code), entered_by=side)
    lay_out_reports(by=None, cycle=cycle)
    return stage


TODAY = date(2026, 11, 20)
