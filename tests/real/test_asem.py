"""ASEM sustainable connectivity index, 51 countries x 49 indicators: every stage, then scores and ranks by a scheme.

The stage tables were computed in binary floats by COINr; the stages here are exact, so they agree to the floats' last
digits and the decisions (who is winsorised, who ranks before whom) agree wholly.
"""

import csv
from collections import defaultdict
from decimal import Decimal

import pytest

from kaohe.preparation import denominate, impute_group_mean, min_max, read_figures, to_figure, winsorise
from kaohe.scheme.check import check
from kaohe.scheme.yaml_io import read_yaml
from kaohe.scoring.facts import Dataset, Fact, UnitRow
from kaohe.scoring.reference import score


@pytest.fixture(scope="module")
def table(shared):
    """Read a stage as unit → column → text."""

    def read(name):
        with (shared / "asem" / f"{name}.csv").open(encoding="utf-8") as lines:
            rows = list(csv.DictReader(lines))
        return {row[next(iter(row))]: row for row in rows}

    return read


@pytest.fixture(scope="module")
def indicators(table):
    return {row["IndCode"]: row for row in table("indicator_meta").values()}


def column(rows, name):
    return read_figures({unit: row[name] for unit, row in rows.items()})


@pytest.fixture(scope="module")
def denominated(table, indicators):
    raw, sizes = table("stage_raw"), table("denominators")
    return {
        code: denominate(column(raw, code), column(sizes, meta["Denominator"]))
        if meta["Denominator"]
        else column(raw, code)
        for code, meta in indicators.items()
    }


@pytest.fixture(scope="module")
def imputed(table, denominated):
    groups = {unit: row["Group_EurAsia"] for unit, row in table("stage_raw").items()}
    return {code: impute_group_mean(figures, groups) for code, figures in denominated.items()}


@pytest.fixture(scope="module")
def treated(imputed):
    return {code: winsorise(found.figures) for code, found in imputed.items()}


@pytest.fixture(scope="module")
def sheet(table, indicators, treated):
    """Normalise within the comparison group and roll up by a scheme: rules, weights and tree are its own."""
    spec = read_yaml(scheme_text(indicators)).spec
    scheme, findings = check(spec)
    assert scheme is not None, findings
    units = tuple(UnitRow(unit, unit, "all") for unit in table("stage_raw"))
    facts = tuple(
        Fact(unit, code, "2018", to_figure(figure, 24))
        for code, t in treated.items()
        for unit, figure in t.figures.items()
    )
    return score(scheme, Dataset(units, facts), derive=False)


def scheme_text(indicators):
    tree = defaultdict(lambda: defaultdict(list))
    for code, meta in indicators.items():
        tree[meta["Agg2"]][meta["Agg1"]].append(code)
    lines = ["id: asem", "title: 可持续联通指数", "cycle: {year: 2018}", "precision: 6", "round: final"]
    lines += ["aggregate: mean", "indicators:"]
    for pillar, groups in tree.items():
        lines.append(f"  - {{code: {pillar}, name: {pillar}, points: 100, aggregate: mean, children: [")
        for group, codes in groups.items():
            leaves = ", ".join(leaf_text(code, indicators[code]) for code in codes)
            lines.append(f"      {{code: {group}, name: {group}, points: 100, aggregate: mean, children: [{leaves}]}},")
        lines.append("    ]}")
    return "\n".join(lines)


def leaf_text(code, meta):
    worst, best = ("min", "max") if float(meta["Direction"]) > 0 else ("max", "min")
    rule = f"{{op: efficacy, on: {code}, low: {worst}, high: {best}, floor: 0, span: full}}"
    return f"{{code: {code}, name: {code}, points: 100, missing: error, rule: {rule}}}"


def near(exact, stage):
    """Compare with a table of binary floats."""
    return float(to_figure(exact, 24)) == pytest.approx(float(stage), rel=1e-8, abs=1e-12)


def test_denominated_and_missing_stay_missing(table, denominated):
    stage = table("stage_denominated")
    missing = 0
    for code, figures in denominated.items():
        for unit, figure in figures.items():
            missing += figure is None
            assert (figure is None) == (stage[unit][code] == "")
            assert figure is None or near(figure, stage[unit][code])
    assert missing > 50


def test_imputed_by_the_mean_of_europe_or_asia(table, imputed):
    stage = table("stage_imputed")
    for code, found in imputed.items():
        for unit, figure in found.figures.items():
            assert near(figure, stage[unit][code]), (code, unit)


def test_the_same_points_are_winsorised(table, treated):
    summary = {row["IndCode"]: row for row in table("treatment_summary").values()}
    stage = table("stage_treated")
    moved = 0
    for code, found in treated.items():
        assert (found.low, found.high) == (float(summary[code]["Low"]), float(summary[code]["High"])), code
        assert found.is_enough
        moved += found.low + found.high
        for unit, figure in found.figures.items():
            assert near(figure, stage[unit][code]), (code, unit)
    assert moved == 35


def test_normalised_figures_agree_with_the_library_and_the_rule(table, indicators, treated, sheet):
    stage = table("stage_normalised")
    for code, found in treated.items():
        own = min_max(found.figures, smaller_is_better=float(indicators[code]["Direction"]) < 0)
        for unit, figure in own.items():
            assert float(to_figure(figure, 24)) == pytest.approx(float(stage[unit][code]), rel=1e-7, abs=1e-6)
    for unit, leaf in sheet.cells():
        n, d = leaf.exact
        assert n / d == pytest.approx(float(stage[unit.unit][leaf.code]), rel=1e-7, abs=1e-6)


def test_every_aggregate_and_the_index_as_published(table, sheet):
    stage, published = table("stage_aggregated"), table("published_scores")
    for unit in sheet.units:
        levels = {node.code: node.score for node in unit.nodes} | {"Index": unit.total}
        assert len(levels) == 11
        for code, units in levels.items():
            found = Decimal(units).scaleb(-6)
            assert float(found) == pytest.approx(float(stage[unit.unit][code]), abs=1e-6), (unit.unit, code)
            assert abs(found - Decimal(published[unit.unit][code])) <= Decimal("0.005000"), (unit.unit, code)


def test_all_51_ranks_as_published(table, sheet):
    published = table("published_ranks")
    assert len(published) == 51
    assert {u.unit: u.rank for u in sheet.units} == {unit: int(row["Index"]) for unit, row in published.items()}
