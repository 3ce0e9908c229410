"""Published tables scored from their own figures: hotline by month, data quality, the Human Development Index."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from tests.scoring.build import D, given, node

from kaohe.criteria.families.efficacy import Efficacy
from kaohe.criteria.model import Amount, Input, InputType, Rule
from kaohe.scheme.model import Aggregate, Indicator, Rounding, Scheme, UnitClass
from kaohe.scoring.facts import Dataset, Fact, UnitRow
from kaohe.scoring.reference import Scorer, score

pytestmark = pytest.mark.shared


def rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def test_hotline_ranks_by_month_in_two_groups_of_150_and_100(shared):
    months = defaultdict(list)
    for row in rows(shared / "published_scores" / "lianyungang_12345_monthly.csv"):
        months[row["month"]].append(row)
    assert len(months) == 5
    for month, table in months.items():
        marks = {row["group"]: D(row["full_mark"]) for row in table}
        leaf = Indicator("H1", "12345热线办理", None, (), marks, {}, criterion="按通报成绩计分", text_only=True)
        year = int(month[:4])
        plan = Scheme("hotline", "热线", "h", year, 2, tuple(UnitClass(g, g) for g in marks), (leaf,))
        people = tuple(UnitRow(row["unit"], row["unit"], row["group"]) for row in table)
        facts = tuple(Fact(row["unit"], "H1", month, D(row["score"])) for row in table)
        sheet = score(plan, Dataset(people, facts))
        assert {u.unit: (u.total, u.rank) for u in sheet.units} == {
            row["unit"]: (int(D(row["score"]) * 100), int(row["rank_in_group"])) for row in table
        }


def test_data_quality_totals(shared):
    """Total = completeness + mean of three checks + timeliness + stability, published within one hundredth."""
    names = (
        "data_completeness",
        "content_completeness",
        "deduction_item",
        "spot_check",
        "timeliness",
        "interface_stability",
    )
    checks = names[1:4]
    plan = Scheme(
        "quality",
        "数据质量",
        "h",
        2020,
        2,
        (UnitClass("c", "县区"),),
        (
            given(names[0], "10"),
            node("checks", " ".join(checks), "10", aggregate=Aggregate.MEAN),
            *(given(name, "10", "checks") for name in checks),
            given(names[4], "5"),
            given(names[5], "5"),
        ),
    )
    table = list(rows(shared / "published_scores" / "lianyungang_data_quality_2020_09.csv"))
    people = tuple(UnitRow(r["county"], r["county"], "c") for r in table)
    facts = tuple(Fact(r["county"], name, "2020-09", D(r[name])) for r in table for name in names)
    got = score(plan, Dataset(people, facts)).by_unit
    for row in table:
        # The page rounds the parts before adding and is off by up to 0.007 from them.
        assert abs(Decimal(got[row["county"]].total) / 100 - D(row["total"])) <= D("0.01")
    ranked = sorted(table, key=lambda r: -D(r["total"]))
    assert [got[r["county"]].rank for r in ranked] == [1, 2, 3, 4]


def bounded(code: str, name: str, low: str, high: str, parent: str | None, *, log: bool = False) -> Indicator:
    """One dimension: (x - low) ÷ (high - low), kept in 0 … 1; for income of the logarithms."""
    figure = Input(name, InputType.MEASURE)
    clause = Efficacy(figure, Amount(D(0)), Amount(D(1)), D(low), D(high), log=log)
    rule = Rule((clause,))
    return Indicator(code, name, parent, (), {"c": D(1)}, {}, criterion=clause.say(), rule=rule)


def hdi_scheme(year: int) -> Scheme:
    return Scheme(
        "hdi",
        "人类发展指数",
        "h",
        year,
        3,
        (UnitClass("c", "国家"),),
        (
            bounded("H", "出生时预期寿命", "20", "85", None),
            node("E", "E1 E2", "1", aggregate=Aggregate.MEAN),
            bounded("E1", "预期受教育年限", "0", "18", "E"),
            bounded("E2", "平均受教育年限", "0", "15", "E"),
            bounded("I", "人均国民总收入", "100", "75000", None, log=True),
        ),
        rounding=Rounding.FINAL,
        aggregate=Aggregate.GEOMETRIC,
    )


COLUMNS = {"H": "life_expectancy", "E1": "expected_schooling", "E2": "mean_schooling", "I": "gni_per_capita"}


def test_human_development_index_exact_at_three_decimals_and_ranked_as_rounded(shared):
    (path,) = (shared / "hdi").glob("*.csv")
    years = defaultdict(list)
    for row in rows(path):
        if row["hdi_published"]:
            years[int(row["year"])].append(row)
    compared = 0
    for year, table in sorted(years.items()):
        people = tuple(UnitRow(r["iso3"], r["country"], "c") for r in table)
        facts = tuple(Fact(r["iso3"], code, str(year), D(r[name])) for r in table for code, name in COLUMNS.items())
        sheet = Scorer(hdi_scheme(year)).score(Dataset(people, facts), derive=False)
        published = {r["iso3"]: int(D(r["hdi_published"]) * 1000) for r in table}
        assert {u.unit: u.total for u in sheet.units} == published
        assert {u.unit: u.rank for u in sheet.units} == {
            unit: 1 + sum(other > value for other in published.values()) for unit, value in published.items()
        }
        compared += len(published)
    assert compared > 3000
