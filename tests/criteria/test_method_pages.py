"""The worked examples of the method pages, and the sentences that stand beside them."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import yaml

from kaohe.criteria.evaluate import evaluate
from kaohe.criteria.families.registry import rule_from_json
from kaohe.criteria.model import Rule
from kaohe.criteria.parse import parse
from kaohe.exact import rdiv, show_decimal
from kaohe.i18n import use_language

PAGES = sorted((Path(__file__).parents[2] / "docs" / "methods").glob("*.md"))


def examples() -> list[Any]:
    return [
        pytest.param(item, id=f"{page.stem}: {item['name']}")
        for page in PAGES
        for block in re.findall(r"```yaml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
        for item in yaml.safe_load(block)
    ]


def points(item: dict[str, Any]) -> Decimal | None:
    return None if item.get("points") is None else Decimal(str(item["points"]))


def check(rule: Rule, item: dict[str, Any]) -> None:
    precision = item.get("precision", 4)
    for case in item["cases"]:
        given = [value if isinstance(value, (bool, str)) else Decimal(str(value)) for value in case["given"]]
        if "error" in case:
            with use_language("en"), pytest.raises(ValueError, match=case["error"]):
                evaluate(rule, given, points(item))
            continue
        score = Fraction(*evaluate(rule, given, points(item)))
        units = rdiv(score.numerator * 10**precision, score.denominator)
        assert show_decimal(Decimal(units).scaleb(-precision)) == case["score"]


@pytest.mark.parametrize("item", examples())
def test_example_is_what_the_engine_computes(item: dict[str, Any]) -> None:
    check(rule_from_json(item["rule"]), item)


@pytest.mark.parametrize("item", [p for p in examples() if "sentence" in p.values[0]])
def test_sentence_says_the_rule(item: dict[str, Any]) -> None:
    rule = parse(item["sentence"], points(item)).rule
    assert rule is not None
    check(rule, item)
