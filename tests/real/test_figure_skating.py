"""Nine-judge panels of the 2016-17 season: panel scores, segment totals and ranks as published.

Rule: drop one highest and one lowest score, mean of the rest, half-up to two decimals; a score of 0.0 means that the
judge was absent. Factored panel scores are rounded again; segment total = elements + components - deductions. Ties in
the short program go to the higher element score, in free skating to the higher component score.
"""

from collections import defaultdict
from decimal import Decimal

import polars as pl
import pytest

from kaohe.ballots import BallotRow, tally
from kaohe.exact import rdiv, to_scaled
from kaohe.scheme.check import check
from kaohe.scheme.model import BallotItem, Campaign, Scale, VoterClass
from kaohe.scheme.yaml_io import read_yaml
from kaohe.scoring.facts import Dataset, Event, Fact, UnitRow
from kaohe.scoring.reference import score

JUDGES = [f"J{n}" for n in range(1, 10)]


def exact(number):
    """Read a figure as printed: the shortest decimal of the stored number."""
    return Decimal(str(number))


@pytest.fixture(scope="module")
def components(shared):
    return pl.read_parquet(shared / "judges" / "components_2016_17_dev.parquet").rows(named=True)


@pytest.fixture(scope="module")
def performances(shared):
    return pl.read_csv(shared / "judges" / "performances_2016_17_dev.csv").rows(named=True)


@pytest.fixture(scope="module")
def panel(components):
    """Tally of the season: one vote per judge, performance and component."""
    aspects = sorted({row["aspect_desc"] for row in components})
    campaign = Campaign(
        id="season",
        name="2016-17",
        feeds=None,
        voter_classes=(VoterClass("panel", "panel", Decimal(100)),),
        scale=Scale(low=Decimal("0.25"), high=Decimal(10)),
        items=tuple(BallotItem(aspect, aspect, Decimal(1)) for aspect in aspects),
        trim=Decimal(1),
    )
    rows = [
        BallotRow(
            campaign="season",
            voter_class="panel",
            subject=row["performance_id"],
            item=row["aspect_desc"],
            value=exact(row[judge]) if row[judge] else None,
        )
        for row in components
        for judge in JUDGES
    ]
    counted = tally(campaign, rows)
    return {(s, item.item): item for s, t in counted.subjects.items() for item in t.classes[0].items}


def panel_score(item):
    """Hundredths of a point on the judges' scale of 10."""
    return rdiv(item.result[0] * 10, item.result[1])


def test_every_panel_score_as_published(components, panel):
    assert len(components) == 5715
    wrong = [
        row["aspect_id"]
        for row in components
        if panel_score(panel[row["performance_id"], row["aspect_desc"]]) != to_scaled(exact(row["scores_of_panel"]), 2)
    ]
    assert wrong == []


def test_a_score_of_zero_is_an_absent_judge(components, panel):
    short = [row for row in components if any(row[judge] == 0 for judge in JUDGES)]
    assert len(short) == 40
    for row in short:
        item = panel[row["performance_id"], row["aspect_desc"]]
        assert (item.votes, item.abstentions, item.mean.kept) == (8, 1, 6)


def test_a_zero_read_as_a_vote_would_be_wrong(components):
    from kaohe.ballots import Trim, trimmed_mean

    one_each = Trim(Decimal(1))
    wrong = 0
    for row in components:
        mean = trimmed_mean([exact(row[judge]).as_integer_ratio() for judge in JUDGES], one_each).mean
        wrong += rdiv(mean[0] * 100, mean[1]) != to_scaled(exact(row["scores_of_panel"]), 2)
    assert wrong == 40


@pytest.fixture(scope="module")
def component_totals(components, panel):
    totals = defaultdict(int)
    for row in components:
        factor = to_scaled(exact(row["factor"]), 2)
        totals[row["performance_id"]] += rdiv(
            panel_score(panel[row["performance_id"], row["aspect_desc"]]) * factor, 100
        )
    return totals


def test_every_component_total_as_published(performances, component_totals):
    assert len(performances) == 1143
    for row in performances:
        assert component_totals[row["performance_id"]] == to_scaled(exact(row["total_component_score"]), 2)


SCHEME = """
kaohe: 1
id: figure-skating
title: 花样滑冰节目评分
cycle: {{year: 2017}}
precision: 2
classes: [{classes}]
indicators:
  - {{code: E, name: 技术得分, points: 200, criterion: 技术组核定, text_only: true, missing: error}}
  - {{code: C, name: 节目内容得分, points: 200, criterion: 裁判组评分, text_only: true, missing: error}}
adjustments:
  - {{code: D, name: 扣分, criterion: 裁判长核定扣分, text_only: true}}
ranking: {{method: competition, within: class, tie_break: [{tie_break}]}}
"""


def score_segments(rows, component_totals, tie_break):
    """Score segments as classes of a scheme; components come from the panels, the rest as published."""
    names = sorted({(row["competition"], row["program"]) for row in rows})
    class_ids = {name: f"s{i}" for i, name in enumerate(names)}
    spec = read_yaml(SCHEME.format(classes=", ".join(class_ids.values()), tie_break=tie_break)).spec
    scheme, _findings = check(spec)
    units, facts, events = [], [], []
    for row in rows:
        unit = row["performance_id"]
        units.append(UnitRow(unit, unit, class_ids[row["competition"], row["program"]]))
        facts.append(Fact(unit, "E", "2017", exact(row["total_element_score"])))
        facts.append(Fact(unit, "C", "2017", Decimal(component_totals[unit]).scaleb(-2)))
        if row["total_deductions"]:
            events.append(Event(unit, "D", points=-exact(row["total_deductions"])))
    return score(scheme, Dataset(tuple(units), tuple(facts), tuple(events)))


def is_short(row):
    return "SHORT" in row["program"]


@pytest.mark.parametrize(("short", "tie_break"), [(True, "E"), (False, "C")])
def test_every_segment_total_and_rank_as_published(performances, component_totals, short, tie_break):
    rows = [row for row in performances if is_short(row) is short]
    sheet = score_segments(rows, component_totals, tie_break)
    for row in rows:
        found = sheet.by_unit[row["performance_id"]]
        assert found.total == to_scaled(exact(row["total_segment_score"]), 2)
        assert found.rank == row["rank"], row


def test_the_tied_pair_needs_its_tie_break(performances, component_totals):
    free = [row for row in performances if not is_short(row)]
    ranks = {row["performance_id"]: row["rank"] for row in free}
    by_elements = score_segments(free, component_totals, "E")
    wrong = [unit for unit, found in by_elements.by_unit.items() if found.rank != ranks[unit]]
    assert len(wrong) == 2
