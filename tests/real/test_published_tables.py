"""Published score tables through the command line: a scheme and a folder in, the published scores and places out."""

import csv
import json
from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kaohe.i18n import use_language

pytestmark = pytest.mark.shared

Rows = list[dict[str, str]]


@pytest.fixture
def table(shared: Path) -> Callable[[str], Rows]:
    def read(name: str) -> Rows:
        with (shared / "published_scores" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return read


@pytest.fixture
def kaohe() -> Callable[..., Result]:
    def run(*arguments: object) -> Result:
        from kaohe.cli.app import app

        with use_language("zh"):
            return CliRunner().invoke(app, [str(a) for a in arguments])

    return run


@pytest.fixture
def scored(kaohe: Callable[..., Result], tmp_path: Path) -> Callable[..., dict[str, dict[str, object]]]:
    """Write a scheme and its data, score them, and give the units by name."""

    def score(scheme: str, units: Iterable[str], facts: Iterable[str]) -> dict[str, dict[str, object]]:
        (tmp_path / "scheme.yaml").write_text(scheme, encoding="utf-8")
        for name, lines in (("units", units), ("facts", facts)):
            (tmp_path / f"{name}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
        assert kaohe("lint", tmp_path / "scheme.yaml").exit_code == 0
        done = kaohe("score", tmp_path / "scheme.yaml", tmp_path, "--json")
        assert done.exit_code == 0, done.output
        return {u["unit"]: u for u in json.loads(done.stdout)["units"]}

    return score


HOTLINE = """
kaohe: 1
id: hotline
title: 12345热线办理月度通报
cycle: {{year: {year}, reports: monthly}}
precision: 2
classes: [{{id: county, name: 县}}, {{id: district, name: 区}}]
indicators:
  - {{code: H1, name: 热线办理得分, points: {{county: 150, district: 100}}, unit: 分, text_only: true,
     criterion: 按通报的热线办理成绩计分, owner: 12345热线管理机构, frequency: monthly, missing: error}}
ranking: {{method: competition, within: class}}
"""


def test_five_months_of_the_hotline_in_two_groups_of_150_and_100(table, scored):
    months = {month: list(rows) for month, rows in groupby(table("lianyungang_12345_monthly"), lambda r: r["month"])}
    assert len(months) == 5
    for month, rows in months.items():
        group = {r["unit"]: "county" if r["full_mark"] == "150" else "district" for r in rows}
        units = scored(
            HOTLINE.format(year=month[:4]),
            ["unit,class", *(f"{unit},{name}" for unit, name in group.items())],
            ["unit,indicator,period,actual", *(f"{r['unit']},H1,{month},{r['score']}" for r in rows)],
        )
        for row in rows:
            unit = units[row["unit"]]
            assert (Decimal(unit["total"]), unit["rank"]) == (Decimal(row["score"]), int(row["rank_in_group"]))
            assert unit["indicators"][0]["points"] == row["full_mark"]


QUALITY = """
kaohe: 1
id: data-quality
title: 12345热线数据质量
cycle: {year: 2020, reports: monthly}
precision: 2
classes: [{id: county, name: 县区}]
indicators:
  - {code: A, name: 数据完整性, points: 10, criterion: 按检测结果计分, text_only: true, owner: 热线办}
  - code: M
    name: 三项检查
    points: 10
    aggregate: mean
    children:
      - {code: B, name: 内容完整性, points: 10, criterion: 按检测结果计分, text_only: true, owner: 热线办}
      - {code: C, name: 扣分项, points: 10, criterion: 按检测结果计分, text_only: true, owner: 热线办}
      - {code: D, name: 抽查, points: 10, criterion: 按检测结果计分, text_only: true, owner: 热线办}
  - {code: E, name: 及时性, points: 5, criterion: 按检测结果计分, text_only: true, owner: 热线办}
  - {code: F, name: 接口稳定性, points: 5, criterion: 按检测结果计分, text_only: true, owner: 热线办}
"""
PARTS = {
    "A": "data_completeness",
    "B": "content_completeness",
    "C": "deduction_item",
    "D": "spot_check",
    "E": "timeliness",
    "F": "interface_stability",
}


def test_data_quality_is_a_plus_the_mean_of_three_plus_e_plus_f(table, scored):
    """The parts are published rounded: the printed totals lie within one hundredth of what they add up to."""
    rows = table("lianyungang_data_quality_2020_09")
    units = scored(
        QUALITY,
        ["unit", *(r["county"] for r in rows)],
        ["unit,indicator,actual", *(f"{r['county']},{code},{r[name]}" for r in rows for code, name in PARTS.items())],
    )
    for row in rows:
        total = Decimal(units[row["county"]]["total"])
        assert total == _quality(row)
        assert abs(total - Decimal(row["total"])) <= Decimal("0.01")


def _quality(row: Mapping[str, str]) -> Decimal:
    """The same by hand, with the mean rounded half up to two places as the scheme's precision says."""
    a, b, c, d, e, f = (Decimal(row[name]) for name in PARTS.values())
    thirds = ((b + c + d) / 3 * 100 + Decimal("0.5")) // 1 / 100
    return a + thirds + e + f


ADOPTED = """
kaohe: 1
id: information
title: 政务信息采用
cycle: {year: 2023, reports: quarterly}
precision: 0
classes: [{id: office, name: 单位}]
indicators:
  - {code: L, name: 本级采用, points: 500, unit: 条, criterion: 每采用1条得5分, owner: 政府办}
  - {code: U, name: 盟级采用, points: 500, unit: 条, criterion: 每采用1条得10分, owner: 政府办}
ranking: {method: competition, within: all}
"""


def test_five_and_ten_points_an_item_give_the_published_scores_and_places(table, scored):
    rows = table("zhalantun_info_2023q1_top5")
    columns = {"L": "local_items", "U": "league_items"}
    units = scored(
        ADOPTED,
        ["unit", *(r["unit"] for r in rows)],
        ["unit,indicator,actual", *(f"{r['unit']},{code},{r[c]}" for r in rows for code, c in columns.items())],
    )
    for row in rows:
        unit = units[row["unit"]]
        assert [i["score"] for i in unit["indicators"]] == [row["local_score"], row["league_score"]]
        assert (unit["total"], str(unit["rank"])) == (row["q1_score"], row["rank"])


def test_the_form_of_a_thousand_points_becomes_a_scheme_that_lint_can_judge(shared, kaohe, tmp_path):
    """按实绩赋分 and 按排名赋分 name no rule: they are taken as judged, and lint says so of the whole thousand."""
    form = shared / "published_scores" / "county_org_2012_indicator_form.csv"
    assert kaohe("scheme", "convert", form, tmp_path / "scheme.yaml").exit_code == 0
    direct, converted = (json.loads(kaohe("lint", f, "--json").stdout) for f in (form, tmp_path / "scheme.yaml"))
    assert sum(f["code"] == "K063" for f in direct) == 9, "each of the nine sentences is said to give no rule"
    kept = sorted((f["code"], f["message"]) for f in direct if f["code"] != "K063")
    assert kept == sorted((f["code"], f["message"]) for f in converted)
    assert any("100%" in f["message"] for f in converted if f["code"] == "K180")
    text = (tmp_path / "scheme.yaml").read_text(encoding="utf-8")
    assert [text.count(f"    points: {points}\n    children") for points in (500, 100, 400)] == [1, 1, 1]
