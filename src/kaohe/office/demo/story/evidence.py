"""Files that prove a figure: lists of projects, as an office keeps them anyway."""

from __future__ import annotations

from random import Random

import xlsxwriter

from kaohe.office.demo.story.stage import Stage
from kaohe.office.monitoring.actions.evidence import add_evidence
from kaohe.office.monitoring.models import Figure, Report
from kaohe.office.people.models import Account

PROVED = ("A12", "B12", "B42", "B34")
"""Indicators whose figures come with a list."""

PROJECTS = ("标准厂房建设", "农产品加工园", "道路改造", "污水管网", "冷链物流中心", "技术改造", "老旧管网更新")


def prove(stage: Stage, report: Report, by: Account) -> None:
    """Add a list of projects to one figure of every fifth report of a unit."""
    chance = Random(f"{report.unit.code}{report.period}evidence")  # noqa: S311  (a story)
    if report.side != "unit" or chance.random() > 0.2:
        return
    figure = Figure.objects.of(report).filter(indicator__code__in=PROVED).order_by("pk").first()
    if figure is None or not figure.value:
        return
    name = f"{report.unit.name}{report.period}项目明细.xlsx"
    path = stage.folder / "list.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("项目明细")
        sheet.write_row(0, 0, ("项目", "本年累计"))
        shares = chance.sample(PROJECTS, 3)
        first, second = figure.value * 4 // 10, figure.value * 3 // 10
        for row, (project, value) in enumerate(
            zip(shares, (first, second, figure.value - first - second), strict=True), start=1
        ):
            sheet.write_row(row, 0, (f"{report.unit.name}{project}", float(value)))
    add_evidence(by=by, figure=figure, path=path, name=name)
