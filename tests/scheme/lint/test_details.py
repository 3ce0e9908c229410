"""What single lint modules say, beyond whether they say it."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.scheme.sample import codes, leaf, lint_codes, sample_spec

from kaohe.i18n import use_language
from kaohe.scheme.lint import lint, lint_file
from kaohe.scheme.lint.vague import VAGUE, proposal_for
from kaohe.scheme.yaml_io import write_yaml


def message(code: str, change: object) -> str:
    with use_language("en"):
        (found,) = [f for f in lint(sample_spec(change)) if f.code == code]  # type: ignore[arg-type]
        return f"{found.message}. {found.proposal}"


def test_the_gap_in_points_is_named() -> None:
    said = message("K101", lambda p: leaf(p, "B1").update(points="20.5"))
    assert said == "the points are 30, the parts add up to 30.5. Add or take away 0.5 among the parts, or write 30.5."


def test_a_sum_off_in_one_class_names_the_class() -> None:
    assert "(街道)" in message("K101", lambda p: leaf(p, "A1")["points"].update(street="11"))


def test_weights_say_what_is_missing() -> None:
    assert "come to 95%" in message("K104", lambda p: p["ballots"][0]["voter_classes"][0].update(weight="55%"))


@pytest.mark.parametrize("path", ["voter_classes", "items"])
def test_every_kind_of_weight_is_added_up(path: str) -> None:
    assert lint_codes(lambda p: p["ballots"][0][path][0].update(weight="1%")) == {"K104"}


def test_weights_of_one_class_may_be_off() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        leaf(p, "B1").update(weight={"town": "60%", "street": "50%"}, points="30")
        leaf(p, "B2").update(weight="40%", points="30", criterion="按完成比例得分")

    assert "(街道)" in message("K103", change)


def test_coefficients_may_have_gaps_too() -> None:
    assert "K121" in lint_codes(lambda p: p["coefficients"][0].update(bands=[[None, 100, 1], [200, None, "1.1"]]))


def test_an_attitude_cannot_be_measured() -> None:
    assert "K113" in lint_codes(lambda p: leaf(p, "B1").update(name="思想认识"))


def test_a_ballot_may_judge_an_attitude() -> None:
    assert "K113" not in lint_codes(lambda p: leaf(p, "C").update(name="服务意识"))


def test_a_leaf_fed_by_a_ballot_needs_no_owner() -> None:
    assert "K110" in lint_codes(lambda p: p["ballots"][0].pop("feeds"))


def test_shares_are_taken_through_weights() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        p.pop("points")
        p["aggregate"] = "weighted"
        for root, weight in zip(p["indicators"], ("10%", "10%", "80%"), strict=True):
            root.update(weight=weight)

    found = lint_codes(change)
    assert "K131" in found  # C: 30 points x 80 % against 40 x 10 % and 30 x 10 %
    assert "K132" in found  # B: 3 of 31 points


def test_an_indicator_inside_another_counts_once() -> None:
    assert "K133" not in lint_codes(lambda p: p["ceilings"][0].update(indicators=["A", "A1"], at_most="40%"))


def test_a_declared_ceiling_quiets_the_remark_on_domination() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        p.pop("points")
        leaf(p, "C")["points"] = "200"
        p["ceilings"].append({"indicators": ["C"], "at_most": "80%"})

    assert "K131" not in lint_codes(change)


@pytest.mark.parametrize("word", VAGUE)
def test_every_vague_word_has_a_proposal(word: str) -> None:
    with use_language("en"):
        assert "K140" in lint_codes(lambda p: leaf(p, "B1").update(criterion=f"{word}扣分", text_only=True))
        assert len(proposal_for(word)) > 10


def test_a_growth_and_an_amount_are_one_report() -> None:
    change = {"name": "农业总产值", "unit": "万元", "criterion": "同比增长率每提高1个百分点加1分"}
    rule = {
        "op": "step_add",
        "on": "增速",
        "unit": "百分点",
        "delta": "1",
        "source": "growth",
        "target": "0",
        "dir": "above",
    }
    assert "K160" not in lint_codes(lambda p: leaf(p, "B1").update({**change, "rule": rule, "criterion": "同上"}))


def test_figures_asked_of_different_classes_are_not_asked_twice() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        leaf(p, "A1").update(points={"town": "25"})
        leaf(p, "A2").update(name="农业总产值", points={"street": "40"})

    assert "K160" not in lint_codes(change)


def test_a_bonus_capped_by_its_sentence_is_capped() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        p["adjustments"][0] = {"code": "J1", "name": "表彰", "criterion": "每被表彰1次加0.5分，最多加3分"}

    assert "K181" not in lint_codes(change)


def test_a_deduction_needs_no_cap() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        p["adjustments"][0] = {"code": "J1", "name": "通报", "criterion": "每被通报1次扣0.5分"}

    assert "K181" not in lint_codes(change)


def test_choices_fall_from_best_to_worst() -> None:
    assert "K192" in lint_codes(lambda p: p["ballots"][0].update(scale={"一般": 60, "好": 100, "差": 0}))


def test_assumed_numbers_are_listed_in_one_finding() -> None:
    said = message("K194", lambda p: (leaf(p, "B1").update(assumed=True), p["coefficients"][0].update(assumed=True)))
    assert "2 parts" in said
    assert "人口系数" in said


def test_lint_looks_on_when_the_check_fails() -> None:
    def change(p: dict) -> None:  # type: ignore[type-arg]
        leaf(p, "B1").pop("criterion")
        leaf(p, "A1").update(code="A2")
        p["ranking"]["tie_break"] = ["Z"]
        p.pop("basis")

    assert {"K045", "K040", "K041", "K193"} <= lint_codes(change)


def test_a_file_is_linted_with_line_numbers(tmp_path: Path) -> None:
    file = tmp_path / "办法.yaml"
    file.write_text(write_yaml(sample_spec(lambda p: leaf(p, "B1").update(points="21"))), encoding="utf-8")
    (found,) = lint_file(file)
    assert (found.code, found.place.file) == ("K101", str(file))
    assert "points: 30" in file.read_text(encoding="utf-8").splitlines()[found.place.line - 1]


def test_a_file_that_cannot_be_read_is_a_finding(tmp_path: Path) -> None:
    assert codes(lint_file(tmp_path / "none.yaml")) == {"K001"}
    (tmp_path / "a.yaml").write_text("id: [", encoding="utf-8")
    assert codes(lint_file(tmp_path / "a.yaml")) == {"K005"}


def test_a_finding_prints_as_json() -> None:
    (found,) = lint(sample_spec(lambda p: p.pop("basis")))
    assert found.to_json() | {"message": "", "proposal": ""} == {
        "code": "K193",
        "severity": "warning",
        "place": {"file": "", "sheet": "", "line": 0, "column": 0, "node": ""},
        "message": "",
        "proposal": "",
    }


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("本项得分=社会评价得分×20%", {"K125"}),  # 20 points of 10
        ("本项得分=社会评价得分×10%", set()),
        ("本项得分=社会评价得分×5%", {"K126"}),
    ],
)
def test_a_mark_is_never_above_a_hundred(sentence: str, expected: set[str]) -> None:
    assert lint_codes(lambda p: leaf(p, "B2").update(criterion=sentence)) == expected


def banded(*rows: list[str | None]) -> set[str]:
    rule = {"op": "bands", "on": "满意率", "unit": "%", "bands": [list(row) for row in rows]}
    return lint_codes(lambda p: (leaf(p, "B2").pop("criterion"), leaf(p, "B2").update(rule=rule)))


def test_a_single_figure_between_two_open_ends_is_a_gap() -> None:
    assert "K121" in banded(["90", None, "10", "()"], [None, "90", "0"])
    assert "K121" not in banded(["90", None, "10", "[)"], [None, "90", "0"])


def test_a_staircase_is_no_overlap() -> None:
    assert banded(["90", None, "10"], ["80", None, "8"], [None, "80", "0"]) == set()


def test_bounded_judgement_is_a_remark_and_no_error() -> None:
    assert lint_codes(lambda p: leaf(p, "B1").update(criterion="资料不全的，扣1－3分")) == {"K140"}


def test_thirty_percent_by_hand_pass() -> None:
    assert lint_codes(lambda p: leaf(p, "C").update(text_only=True)) == set()


def test_weighted_parts_are_marks() -> None:
    assert lint_codes(lambda p: leaf(p, "B2").update(criterion="领导评价和同级评价各占50%", points="100")) == {"K101"}


def test_a_sentence_that_scores_nothing_is_said_to() -> None:
    assert lint_codes(lambda p: leaf(p, "B2").update(criterion="年度总加分不超过25分")) == {"K127"}
