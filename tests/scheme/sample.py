"""A scheme without any finding, and ways to change one thing in it."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from kaohe.scheme.findings import Finding
from kaohe.scheme.lint import lint
from kaohe.scheme.spec import SchemeSpec

Plain = dict[str, Any]


def sample() -> Plain:
    """Give a scheme of two classes that uses every part of the document and has no finding."""
    return copy.deepcopy(_SAMPLE)


def sample_spec(change: Callable[[Plain], object] = lambda _plain: None) -> SchemeSpec:
    """Give the scheme with one change."""
    plain = sample()
    change(plain)
    return SchemeSpec.model_validate(plain)


def leaf(plain: Plain, code: str) -> Plain:
    """Find an indicator by its code."""

    def within(nodes: list[Plain]) -> Plain | None:
        for node in nodes:
            found = node if node["code"] == code else within(node.get("children", []))
            if found is not None:
                return found
        return None

    found = within(plain["indicators"])
    assert found is not None
    return found


def codes(findings: tuple[Finding, ...] | list[Finding]) -> set[str]:
    """Codes of findings."""
    return {f.code for f in findings}


def lint_codes(change: Callable[[Plain], object]) -> set[str]:
    """Codes of the findings that one change gives."""
    return codes(lint(sample_spec(change)))


_SAMPLE: Plain = {
    "id": "county-2026",
    "title": "县综合绩效考核办法",
    "basis": [{"document": "县委办〔2026〕1号", "date": "2026-01-10"}],
    "cycle": {"year": "2026", "reports": "quarterly"},
    "precision": "2",
    "classes": [{"id": "town", "name": "乡镇"}, {"id": "street", "name": "街道"}],
    "points": "100",
    "indicators": [
        {
            "code": "A",
            "name": "经济发展",
            "points": "40",
            "owner": "县统计局",
            "children": [
                {
                    "code": "A1",
                    "name": "农业总产值",
                    "points": {"town": "25", "street": "10"},
                    "unit": "万元",
                    "criterion": "完成任务得满分，每少1个百分点扣0.2分，扣完为止",
                },
                {
                    "code": "A2",
                    "name": "社会消费品零售额",
                    "points": {"town": "15", "street": "30"},
                    "unit": "万元",
                    "criterion": "按完成比例得分",
                },
            ],
        },
        {
            "code": "B",
            "name": "社会治理",
            "points": "30",
            "owner": "县信访局",
            "children": [
                {"code": "B1", "name": "信访答复", "points": "20", "criterion": "每迟报1次扣0.5分，扣完为止"},
                {
                    "code": "B2",
                    "name": "平安建设满意度",
                    "points": "10",
                    "criterion": "满意度90%以上得10分，80%以上得8分，80%以下不得分",
                },
            ],
        },
        {"code": "C", "name": "公众评价", "points": "30", "unit": "分", "criterion": "按完成比例得分"},
    ],
    "adjustments": [
        {
            "code": "J1",
            "name": "表彰奖励",
            "criterion": "获得省级、市级表彰的，每次分别加2分、1分",
            "cap": "3",
            "group": "J",
        }
    ],
    "adjustment_groups": [{"id": "J", "name": "加分", "cap_add": "5"}],
    "coefficients": [{"name": "人口系数", "by": "population", "bands": [[None, "2000", "1"], ["2000", None, "1.05"]]}],
    "composition": {"H1": "30%", "year": "70%"},
    "correction": {"method": "mean_ratio", "by": "team", "low": "0.9", "high": "1.1"},
    "ballots": [
        {
            "id": "public",
            "name": "公众评议",
            "feeds": "C",
            "voter_classes": [
                {"id": "citizen", "name": "群众", "weight": "60%"},
                {"id": "delegate", "name": "代表委员", "weight": "40%"},
            ],
            "scale": {"满意": "100", "基本满意": "60", "不满意": "0", "弃权": None},
            "items": [{"id": "q1", "name": "作风", "weight": "50%"}, {"id": "q2", "name": "效率", "weight": "50%"}],
            "min_turnout": "50%",
        }
    ],
    "vetoes": [
        {
            "code": "V1",
            "name": "耕地保护",
            "basis": "中华人民共和国土地管理法",
            "level": "national",
            "expires": "2026-12-31",
            "effect": "no_excellent",
        }
    ],
    "ranking": {"method": "competition", "within": "class", "tie_break": ["A"]},
    "grades": [
        {"name": "优秀", "at_least": "90", "quota": "20%"},
        {"name": "合格", "at_least": "60"},
        {"name": "不合格"},
    ],
    "exclusions": [{"column": "status", "value": "new", "effect": "not_ranked", "reason": "成立不满半年"}],
    "couplings": [
        {"kind": "quota", "grade": "优秀", "shares": {"优秀": "25%", "合格": "20%"}},
        {"kind": "limit", "when": "不合格", "effect": "no_excellent"},
    ],
    "consequences": [{"effect": "通报表扬", "grade": "优秀"}, {"effect": "约谈主要负责人", "rank_from": "-1"}],
    "floors": [{"indicators": ["B"], "at_least": "20%", "name": "平安建设"}],
    "ceilings": [{"indicators": ["A"], "at_most": "50%"}],
}
