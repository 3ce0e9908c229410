"""Human Development Index 1990-2014 through a scheme: bounded min-max, logarithm, geometric mean, round then rank."""

from collections import defaultdict
from decimal import Decimal

import polars as pl
import pytest

from kaohe.exact import show
from kaohe.scheme.check import check
from kaohe.scheme.yaml_io import read_yaml
from kaohe.scoring.facts import Dataset, Fact, UnitRow
from kaohe.scoring.reference import score

SCHEME = """
kaohe: 1
id: hdi
title: 人类发展指数
basis: [{{document: "UNDP Human Development Report 2021/22, technical note 1"}}]
cycle: {{year: 2014}}
precision: 3
round: final
classes: [{classes}]
aggregate: geometric
indicators:
  - code: H
    name: 健康
    points: 1
    missing: error
    rule: {{op: efficacy, on: 预期寿命, unit: 岁, low: 20, high: 85, floor: 0, span: full}}
  - code: E
    name: 教育
    points: 1
    aggregate: mean
    children:
      - code: E1
        name: 预期受教育年限
        points: 1
        missing: error
        rule: {{op: efficacy, on: 预期受教育年限, unit: 年, low: 0, high: 18, floor: 0, span: full}}
      - code: E2
        name: 平均受教育年限
        points: 1
        missing: error
        rule: {{op: efficacy, on: 平均受教育年限, unit: 年, low: 0, high: 15, floor: 0, span: full}}
  - code: I
    name: 收入
    points: 1
    missing: error
    rule: {{op: efficacy, on: 人均国民总收入, unit: 美元, low: 100, high: 75000, log: true, floor: 0, span: full}}
ranking: {{method: competition, within: class}}
"""
COLUMNS = {"H": "life_expectancy", "E1": "expected_schooling", "E2": "mean_schooling", "I": "gni_per_capita"}


@pytest.fixture(scope="module")
def countries(shared):
    """One row a country and year; figures as the text that was published."""
    return pl.read_csv(shared / "hdi" / "hdi_1990_2014_dev.csv", infer_schema=False).rows(named=True)


@pytest.fixture(scope="module")
def sheet(countries):
    """Years are classes of the scheme, so that one run scores and ranks them all."""
    years = sorted({row["year"] for row in countries})
    spec = read_yaml(SCHEME.format(classes=", ".join(f"y{year}" for year in years))).spec
    scheme, findings = check(spec)
    assert scheme is not None, findings
    units = tuple(UnitRow(unit_id(row), row["country"], f"y{row['year']}") for row in countries)
    facts = tuple(
        Fact(unit_id(row), code, "2014", Decimal(row[column])) for row in countries for code, column in COLUMNS.items()
    )
    return score(scheme, Dataset(units, facts), derive=False)


def unit_id(row):
    return f"{row['iso3']}-{row['year']}"


def test_every_value_at_three_decimals(countries, sheet):
    assert len(countries) == 4237
    wrong = {
        unit_id(row): (sheet.show(sheet.by_unit[unit_id(row)].total), row["hdi_published"])
        for row in countries
        if Decimal(sheet.show(sheet.by_unit[unit_id(row)].total)) != Decimal(row["hdi_published"])
    }
    assert wrong == {}


def test_ranks_follow_the_rounded_value_and_ties_share_the_best_place(countries, sheet):
    by_year = defaultdict(list)
    for row in countries:
        by_year[row["year"]].append(Decimal(row["hdi_published"]))
    shared_places = 0
    for row in countries:
        value = Decimal(row["hdi_published"])
        rank = 1 + sum(other > value for other in by_year[row["year"]])
        assert sheet.by_unit[unit_id(row)].rank == rank
        shared_places += by_year[row["year"]].count(value) > 1
    assert shared_places > 1000


def test_caps_hold_at_the_goalposts(countries, sheet):
    rich = [row for row in countries if Decimal(row["gni_per_capita"]) > 75000]
    assert rich
    for row in rich:
        income = next(i for i in sheet.by_unit[unit_id(row)].indicators if i.code == "I")
        assert show(income.score, sheet.precision) == "1.000"
