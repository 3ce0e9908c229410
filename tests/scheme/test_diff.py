from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from tests.scheme.sample import Plain, leaf, sample_spec
from tests.scheme.strategies import specs

from kaohe.i18n import use_language
from kaohe.scheme.diff import diff
from kaohe.scheme.spec import SchemeSpec


def words(change: Callable[[Plain], object]) -> list[str]:
    with use_language("en"):
        return [str(c) for c in diff(sample_spec(), sample_spec(change))]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda _p: None, []),
        (lambda p: leaf(p, "B1").update(points="25"), ["indicator B1 信访答复: points 20 → 25"]),
        (
            lambda p: leaf(p, "A1")["points"].update(town="26"),
            ["indicator A1 农业总产值: points town 25, street 10 → town 26, street 10"],
        ),
        (
            lambda p: leaf(p, "B1").update(criterion="按完成比例得分"),
            ["indicator B1 信访答复: criterion 每迟报1次扣0.5分，扣完为止 → 按完成比例得分"],
        ),
        (lambda p: leaf(p, "A1").update(owner="县农业局"), ["indicator A1 农业总产值: data owner none → 县农业局"]),
        (lambda p: leaf(p, "A1").update(classes=["town"]), ["indicator A1 农业总产值: classes none → town"]),
        (lambda p: leaf(p, "B1").update(name="信访"), ["indicator B1 renamed: 信访答复 → 信访"]),
        (lambda p: leaf(p, "B1").update(code="B9"), ["indicator B9 信访答复: code B1 → B9"]),
        (lambda p: leaf(p, "B").update(code="BB"), ["indicator BB 社会治理: code B → BB"]),
        (lambda p: leaf(p, "B")["children"].pop(0), ["indicator B1 信访答复 removed"]),
        (
            lambda p: leaf(p, "B")["children"].append({"code": "B3", "name": "新", "points": "5", "criterion": "甲"}),
            ["indicator B3 新 added (5, 甲)"],
        ),
        (
            lambda p: leaf(p, "A")["children"].append(leaf(p, "B")["children"].pop(0)),
            ["indicator B1 信访答复 moved: B → A"],
        ),
        (lambda p: leaf(p, "B")["children"].reverse(), ["indicator B2 平安建设满意度 moved: B → first"]),
        (lambda p: p.update(title="乙"), ["scheme: title 县综合绩效考核办法 → 乙"]),
        (lambda p: p["grades"][0].update(quota="25%"), ["grade 优秀: quota 20% → 25%"]),
        (lambda p: p["classes"].pop(1), ["class street 街道 removed"]),
        (lambda p: p["classes"].reverse(), ["class: order town, street → street, town"]),
        (lambda p: p["adjustments"][0].pop("cap"), ["adjustment J1 表彰奖励: cap 3 → none"]),
        (lambda p: p["vetoes"].clear(), ["veto item V1 耕地保护 removed"]),
        (lambda p: p["ballots"][0].update(min_turnout="60%"), ["campaign public 公众评议: smallest turnout 50% → 60%"]),
        (
            lambda p: p["floors"][0].update(at_least="25%"),
            [
                "least share name 平安建设, indicators B, at_least 25% added",
                "least share name 平安建设, indicators B, at_least 20% removed",
            ],
        ),
    ],
)
def test_one_change_is_one_sentence(change: Callable[[Plain], object], expected: list[str]) -> None:
    assert words(change) == expected


def test_sentences_in_chinese() -> None:
    with use_language("zh"):
        (change,) = diff(sample_spec(), sample_spec(lambda p: leaf(p, "B1").update(points="25")))
        assert str(change) == "指标 B1 信访答复：分值 20 → 25"
        assert change.to_json()["text"] == str(change)


@given(old=specs(awkward=True), new=specs(awkward=True))
@settings(max_examples=40, deadline=None)
def test_no_change_exactly_when_equal(old: SchemeSpec, new: SchemeSpec) -> None:
    assert diff(old, old) == []
    assert bool(diff(old, new)) == (old != new)
    assert all(str(change) for change in diff(old, new))
