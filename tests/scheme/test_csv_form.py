"""The indicator form of a county's 2012 appraisal, as published."""

from decimal import Decimal
from pathlib import Path

from tests.scheme.sample import codes

from kaohe.scheme.check import check
from kaohe.scheme.csv_form import read_csv
from kaohe.scheme.lint import lint_file
from kaohe.scheme.load import load_spec

FORM = "published_scores/county_org_2012_indicator_form.csv"


def test_the_form_has_a_thousand_points(shared: Path) -> None:
    spec = load_spec(shared / FORM)
    scheme, findings = check(spec)
    assert scheme is not None, findings
    assert [r.points["all"] for r in scheme.roots] == [500, 100, 400]
    assert sum(leaf.points["all"] for leaf in scheme.leaves) == Decimal(1000)
    assert len(scheme.leaves) == 9
    assert (scheme.year, scheme.id) == (2012, "county_org_2012_indicator_form")


def test_lead_and_responsible_departments_are_kept_apart(shared: Path) -> None:
    first = load_spec(shared / FORM).indicators[1].children[0]
    assert (first.lead, first.owner) == ("县直机关工委", "县委办、县府办、县监察局")


def test_the_points_left_open_follow_from_the_level_above_and_are_marked(shared: Path) -> None:
    (only,) = load_spec(shared / FORM).indicators[0].children
    assert (only.points, only.assumed) == ({"*": Decimal(500)}, True)


def test_lint_finds_what_the_form_leaves_open(shared: Path) -> None:
    found = lint_file(shared / FORM)
    assert {"K180", "K193", "K110", "K111", "K194"} <= codes(found)
    assert not {"K101", "K103"} & codes(found)
    by_hand = [f for f in found if f.code in ("K063", "K141")]
    assert [f.place.line for f in by_hand] == list(range(2, 11))


def test_a_form_in_gbk_reads_the_same() -> None:
    text = "一级指标,分值,评分标准\n经济,40,按完成比例得分\n"
    assert read_csv(text.encode("gbk"), "县2019.csv").spec == read_csv(text.encode(), "县2019.csv").spec
