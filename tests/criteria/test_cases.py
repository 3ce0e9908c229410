"""Worked examples that an appraisal officer can read: sentence, rule, figures, score."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from kaohe.criteria.evaluate import compile_rule, score_column, to_values
from kaohe.criteria.families import read_plain, read_relative
from kaohe.criteria.families.registry import rule_from_json
from kaohe.exact import rdiv, show_decimal
from kaohe.i18n import use_language

FILES = sorted((Path(__file__).parent / "cases").glob("*.yaml"))


def cases() -> list[Any]:
    return [
        pytest.param(item, case, id=f"{file.stem}: {item['name']} {case['given']}")
        for file in FILES
        for item in yaml.safe_load(file.read_text(encoding="utf-8"))
        for case in item["cases"]
    ]


@pytest.mark.parametrize(("item", "case"), cases())
def test_worked_example(item: dict[str, Any], case: dict[str, Any]) -> None:
    rule = rule_from_json(item["rule"])
    full = None if item.get("points") is None else Decimal(str(item["points"]))
    given = [value if isinstance(value, (bool, str)) else Decimal(str(value)) for value in case["given"]]
    values, precision = to_values(rule, given), item.get("precision", 4)
    compiled = compile_rule(rule, full)
    columns = [
        (pl.lit(value), 1) if isinstance(value, str) else (pl.lit(value[0], dtype=pl.Int64), value[1])
        for value in values
    ]
    column = pl.select(score=score_column(rule, full, columns, precision)).item()
    if "error" in case:
        with use_language("en"), pytest.raises(ValueError, match=case["error"]):
            compiled.score(values)
        assert column is None
        return
    n, d = compiled.score(values)
    units = rdiv(n * 10**precision, d)
    assert show_decimal(Decimal(units).scaleb(-precision)) == case["score"]
    assert column == units


def test_every_computed_family_has_a_worked_example() -> None:
    items = [item for file in FILES for item in yaml.safe_load(file.read_text(encoding="utf-8"))]
    seen = {clause.op for item in items for clause in rule_from_json(item["rule"]).clauses}
    counterparts = {"add", "award_deduct", "judge_add", "judge_score", "open"}
    assert {*read_plain.READERS, *read_relative.READERS} - seen == counterparts
