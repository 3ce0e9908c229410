"""Every finding of the check, each from one change to a scheme without findings."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given, settings
from tests.scheme.sample import Plain, leaf, sample_spec
from tests.scheme.strategies import specs

from kaohe.criteria.parse import parse
from kaohe.exact import to_ratio
from kaohe.i18n import Language, use_language
from kaohe.scheme.check import check
from kaohe.scheme.codes import CODES
from kaohe.scheme.model import Aggregate, Scheme
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.yaml_io import read_yaml, write_yaml

Change = Callable[[Plain], object]
LANGUAGES: tuple[Language, ...] = ("en", "zh")

CASES: list[tuple[str, str, Change]] = [
    ("K040", "A1", lambda p: leaf(p, "A2").update(code="A1")),
    ("K040", "J1", lambda p: p["adjustments"].append({**p["adjustments"][0], "name": "乙"})),
    ("K040", "A1 耕地保护", lambda p: p["vetoes"][0].update(code="A1")),
    ("K040", "town", lambda p: p["classes"].append({"id": "town", "name": "镇"})),
    ("K040", "优秀", lambda p: p["grades"].insert(1, {"name": "优秀"})),
    ("K040", "citizen", lambda p: p["ballots"][0]["voter_classes"][1].update(id="citizen")),
    ("K041", "ranking", lambda p: p["ranking"].update(tie_break=["Z"])),
    ("K041", "J1", lambda p: p["adjustments"][0].update(of="A9")),
    ("K041", "人口系数", lambda p: p["coefficients"][0].update(of=["X"])),
    ("K041", "public", lambda p: p["ballots"][0].update(feeds="B")),
    ("K041", "couplings", lambda p: p["couplings"].append({"kind": "score", "feeds": "Q", "scheme": "u"})),
    ("K041", "平安建设", lambda p: p["floors"][0].update(indicators=["B", "Y"])),
    ("K042", "A1", lambda p: leaf(p, "A1").update(points={"town": 25, "village": 10})),
    ("K042", "A2", lambda p: leaf(p, "A2").update(classes=["village"])),
    ("K042", "J1", lambda p: p["adjustments"][0].update(classes=["village"])),
    ("K045", "B1", lambda p: leaf(p, "B1").pop("criterion")),
    ("K045", "J1", lambda p: p["adjustments"][0].pop("criterion")),
    ("K046", "B", lambda p: leaf(p, "B").update(criterion="按完成比例得分")),
    ("K047", "B1", lambda p: leaf(p, "B1").pop("points")),
    ("K048", "B2", lambda p: (leaf(p, "B1").update(weight="60%"), leaf(p, "B").update(aggregate="weighted"))),
    ("K049", "B1", lambda p: (leaf(p, "B1").update(weight="60%"), leaf(p, "B").update(aggregate="mean"))),
    ("K050", "A2", lambda p: leaf(p, "A2").update(classes=["town"], points={"street": 10})),
    ("K051", "indicators", lambda p: p.update(indicators=[])),
    ("K052", "B1", lambda p: leaf(p, "B1").update(points="-20")),
    ("K053", "J1", lambda p: p["adjustments"][0].update(group="G")),
    ("K054", "V1", lambda p: p["vetoes"][0].update(effect="很差")),
    ("K054", "exclusions", lambda p: p["exclusions"][0].update(effect="无")),
    ("K054", "couplings", lambda p: p["couplings"][0].update(grade="最好")),
    ("K054", "consequences", lambda p: p["consequences"][0].update(grade="最好")),
    ("K055", "bands", lambda p: p["coefficients"][0].update(bands=[[None, 2000, 1], [1500, None, "1.1"]])),
    ("K055", "bands", lambda p: p["coefficients"][0].update(bands=[[2000, 1500, 1]])),
    ("K055", "bands", lambda p: p["coefficients"][0].update(bands=[[None, None, "-1"]])),
    ("K056", "composition", lambda p: p.update(composition={"H3": "30%", "year": "70%"})),
    ("K056", "composition", lambda p: p.update(composition={"method": "mean", "weights": {"H1": "100%"}})),
    ("K057", "scale", lambda p: p["ballots"][0].update(scale={"好": None})),
    ("K057", "scale", lambda p: p["ballots"][0].update(scale={"好": 120})),
    ("K057", "scale", lambda p: p["ballots"][0].update(scale={"low": 10, "high": 10})),
    ("K057", "rate_of", lambda p: p["ballots"][0].update(scale={"choices": {"好": 100}, "rate_of": ["优"]})),
    ("K057", "bands", lambda p: p["ballots"][0].update(scale={"bands": [[5, 1, 1]]})),
    ("K057", "trim", lambda p: p["ballots"][0].update(trim="50%")),
    ("K057", "leniency", lambda p: p["ballots"][0].update(leniency={"low": "1.1", "high": "0.9"})),
    ("K057", "items", lambda p: p["ballots"][0]["items"][0].pop("weight")),
    ("K057", "voter_classes", lambda p: p["ballots"][0].update(voter_classes=[])),
    ("K058", "合格", lambda p: p["grades"][1].update(at_least="95")),
    ("K026", "year", lambda p: p["cycle"].update(year="226")),
    ("K026", "J1", lambda p: p["adjustments"][0].update(cap="-3")),
    ("K026", "correction", lambda p: p["correction"].update(low="2")),
    ("K026", "优秀", lambda p: p["grades"][0].update(quota="120%")),
    ("K021", "平安建设", lambda p: p["floors"][0].pop("at_least")),
    ("K060", "B1", lambda p: leaf(p, "B1").update(criterion="视天气而定")),
    ("K061", "B1", lambda p: leaf(p, "B1").update(rule={"op": "nonsense"})),
    (
        "K062",
        "B1",
        lambda p: leaf(p, "B1").update(rule={"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "1"}),
    ),
]


@pytest.mark.parametrize(("code", "node", "change"), CASES, ids=[f"{c}-{n}" for c, n, _change in CASES])
def test_one_change_gives_its_finding_at_its_place(code: str, node: str, change: Change) -> None:
    scheme, findings = check(sample_spec(change))
    assert scheme is None
    assert code in {f.code for f in findings}
    named = [f for f in findings if f.code == code]
    assert any(node in f.place.node for f in named), [str(f) for f in named]
    assert all(f.message and f.proposal for f in findings)


def test_every_code_of_the_check_has_a_case() -> None:
    of_tables = {"K043", "K044", "K063"}  # see test_tables.py
    assert {c for c in CODES if "K040" <= c < "K100"} - of_tables == {c for c, _n, _ch in CASES} - {"K021", "K026"}


def test_findings_name_line_and_column() -> None:
    text = write_yaml(sample_spec(lambda p: leaf(p, "A1").update(criterion="视天气而定")))
    reading = read_yaml(text, "办法.yaml")
    assert reading.spec is not None
    _scheme, (finding,) = check(reading.spec, reading.places)
    line = next(n for n, row in enumerate(text.splitlines(), 1) if "视天气而定" in row)
    assert (finding.code, finding.place.file, finding.place.line, finding.place.column) == (
        "K060",
        "办法.yaml",
        line,
        9,
    )


def test_all_findings_at_once() -> None:
    def change(p: Plain) -> None:
        leaf(p, "A1")["criterion"] = "视天气而定"
        leaf(p, "B1").pop("points")
        p["ranking"]["tie_break"] = ["Z"]
        p["grades"][1]["at_least"] = "95"

    _scheme, findings = check(sample_spec(change))
    assert {f.code for f in findings} == {"K060", "K047", "K041", "K058"}


def test_a_sentence_that_was_read_before_is_told_in_the_language_of_the_reader() -> None:
    spec = sample_spec(lambda p: leaf(p, "A1").update(criterion="视潮汐而定"))
    told = {}
    for code in LANGUAGES:
        with use_language(code):
            _scheme, (finding,) = check(spec)
            told[code] = finding.proposal
            assert parse("视潮汐而定").suggestion in finding.proposal  # type: ignore[operator]
    assert told["zh"] != told["en"]


def checked(change: Change) -> Scheme:
    scheme, findings = check(sample_spec(change))
    assert scheme is not None, [str(f) for f in findings]
    return scheme


def test_points_for_all_with_an_exception() -> None:
    scheme = checked(lambda p: leaf(p, "B1").update(points={"*": "20", "street": "18.5"}))
    assert scheme.by_code["B1"].points == {"town": Decimal(20), "street": Decimal("18.5")}


def test_an_indicator_of_some_classes_applies_to_no_other() -> None:
    scheme = checked(lambda p: leaf(p, "A2").update(classes=["town"], points="15"))
    assert scheme.by_code["A2"].points == {"town": Decimal(15)}


def test_children_apply_where_their_parent_does() -> None:
    scheme = checked(lambda p: leaf(p, "B").update(classes=["street"]))
    assert set(scheme.by_code["B1"].points) == {"street"}


@pytest.mark.parametrize(
    ("aggregate", "weights", "points"),
    [("sum", (), 30), ("mean", (), 15), ("min", (), 10), ("geometric", (), 15), ("weighted", ("60%", "40%"), 16)],
)
def test_points_a_node_does_not_write_come_from_its_children(
    aggregate: str, weights: tuple[str, ...], points: int
) -> None:
    def change(p: Plain) -> None:
        node = leaf(p, "B")
        del node["points"]
        node["aggregate"] = aggregate
        for child, weight in zip(node["children"], weights, strict=False):
            child["weight"] = weight

    assert checked(change).by_code["B"].points == {"town": points, "street": points}


def test_a_weighted_leaf_without_points_is_scored_out_of_a_hundred() -> None:
    def change(p: Plain) -> None:
        for code, weight in (("B1", "60%"), ("B2", "40%")):
            leaf(p, code)["weight"] = weight
            leaf(p, code).pop("points")

    scheme = checked(change)
    assert scheme.by_code["B"].aggregate is Aggregate.WEIGHTED
    assert scheme.by_code["B1"].points == {"town": 100, "street": 100}


def test_a_scheme_without_classes_has_one() -> None:
    spec = SchemeSpec.model_validate(
        {
            "id": "a",
            "title": "a",
            "cycle": {"year": 2026},
            "indicators": [{"code": "A", "name": "甲", "points": 10, "criterion": "按完成比例得分"}],
        }
    )
    scheme, _findings = check(spec)
    assert scheme is not None
    assert scheme.by_code["A"].points == {"all": 10}


def test_a_veto_without_expiry_stays_off() -> None:
    assert checked(lambda p: p["vetoes"][0].pop("expires")).vetoes == ()
    assert [v.code for v in checked(lambda _p: None).vetoes] == ["V1"]


def test_a_structured_rule_that_says_the_same_is_accepted() -> None:
    rule = {"clauses": [{"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.50"}], "floor": "0"}
    assert checked(lambda p: leaf(p, "B1").update(rule=rule)).by_code["B1"].rule is not None


def test_a_structured_rule_stands_in_for_a_sentence_the_language_cannot_say() -> None:
    rule = {"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "1"}
    scheme = checked(lambda p: leaf(p, "B1").update(criterion="视天气而定", rule=rule))
    assert scheme.by_code["B1"].rule is not None


def test_a_text_only_leaf_has_no_rule() -> None:
    scheme = checked(lambda p: leaf(p, "B1").update(text_only=True))
    assert (scheme.by_code["B1"].rule, scheme.by_code["B1"].text_only) == (None, True)


def test_a_node_hands_its_owner_down() -> None:
    scheme = checked(lambda p: leaf(p, "A1").update(owner="县农业局"))
    assert [scheme.by_code[c].owner for c in ("A", "A1", "A2")] == ["县统计局", "县农业局", "县统计局"]


def test_the_nearest_composition_holds() -> None:
    scheme = checked(lambda p: leaf(p, "A").update(composition="mean"))
    assert scheme.composition_of("A1").method == "mean"
    assert scheme.composition_of("B1").method == "weighted"


@given(spec=specs())
@settings(max_examples=40, deadline=None)
def test_random_schemes_check_and_keep_their_order(spec: SchemeSpec) -> None:
    scheme, findings = check(spec)
    assert scheme is not None, [str(f) for f in findings]
    assert [i.code for i in scheme.indicators] == [node.code for _path, node, _parent in spec.walk()]
    for node in scheme.indicators:
        assert node.children == tuple(i.code for i in scheme.indicators if i.parent == node.code)
        assert set(node.points) == {c.id for c in scheme.classes}
        assert all(to_ratio(p)[0] >= 0 for p in node.points.values())


def test_a_leaf_that_a_result_out_of_a_hundred_feeds_needs_no_sentence() -> None:
    assert checked(lambda p: leaf(p, "C").pop("criterion")).by_code["C"].rule is None


def test_a_leaf_that_a_place_feeds_needs_one() -> None:
    def change(p: Plain) -> None:
        p["couplings"].append({"kind": "score", "feeds": "B1", "scheme": "u", "result": "rank"})
        leaf(p, "B1").pop("criterion")

    _scheme, findings = check(sample_spec(change))
    assert {f.code for f in findings} == {"K045"}


@pytest.mark.parametrize(("count", "weights"), [(5, {"20"}), (4, {"25"}), (3, {"1"}), (7, {"1"})])
def test_questions_without_weights_weigh_exactly_alike(count: int, weights: set[str]) -> None:
    items = [f"问题{n}" for n in range(count)]
    scheme = checked(lambda p: p["ballots"][0].update(items=items))
    assert {str(i.weight) for i in scheme.campaigns[0].items} == weights


def test_points_derived_from_a_third_stay_short_enough_to_count_with() -> None:
    def change(p: Plain) -> None:
        del leaf(p, "B")["points"]
        leaf(p, "B")["aggregate"] = "mean"
        leaf(p, "B")["children"].append({"code": "B3", "name": "新", "points": "10.01", "criterion": "按完成比例得分"})

    points = checked(change).by_code["B"].points["town"]
    assert points == Decimal("13.3366666667")
    assert to_ratio(points)
