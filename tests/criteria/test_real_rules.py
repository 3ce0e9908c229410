"""Rules of real sentences: read back from JSON, computed alike in both faces, and told in words."""

from __future__ import annotations

import json
import random
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.criteria import oracle

from kaohe.criteria.evaluate import compile_rule, score_column
from kaohe.criteria.explain import explain
from kaohe.criteria.families.registry import rule_from_json, rule_to_json
from kaohe.criteria.model import Input, InputType, Rule
from kaohe.criteria.parse import parse
from kaohe.exact import rdiv


@pytest.fixture(scope="module")
def rules(shared: Path) -> list[tuple[str, Rule, Decimal]]:
    lines = (shared / "criteria" / "dev.jsonl").read_text(encoding="utf-8").splitlines()
    found = []
    for line in map(json.loads, lines):
        points = line.get("points")
        rule = parse(line["text"], None if points is None else Decimal(str(points))).rule
        if rule is not None:
            found.append((line["id"], rule, Decimal(str(points or 10))))
    assert len(found) > 100
    return found


def a_value(inp: Input, rng: random.Random) -> Any:
    if inp.type is InputType.CHOICE:
        return rng.choice(inp.choices)
    if inp.type is InputType.FLAG:
        return Fraction(rng.randint(0, 1))
    if inp.type is InputType.RANK:
        return Fraction(rng.randint(1, 12))
    if inp.type is InputType.COUNT:
        return Fraction(rng.randint(0, 9))
    if inp.low is not None or inp.high is not None:
        return Fraction(rng.choice([0, inp.low or 0, inp.high or 0]))
    return Fraction(rng.randint(0, 1300), 10)


def scalar(value: Any) -> Any:
    return value if isinstance(value, str) else (value.numerator, value.denominator)


def test_every_rule_reads_back_from_its_json(rules: list[tuple[str, Rule, Decimal]]) -> None:
    assert [name for name, rule, _ in rules if rule_from_json(rule_to_json(rule)) != rule] == []


def test_both_faces_and_the_oracle_agree(rules: list[tuple[str, Rule, Decimal]]) -> None:
    rng = random.Random(1)
    for name, rule, full in rules:
        compiled = compile_rule(rule, full)
        for _ in range(3):
            values = [a_value(inp, rng) for inp in rule.inputs]
            try:
                n, d = compiled.score([scalar(value) for value in values])
            except ValueError:  # judged outside its bounds, or a formula divided by zero
                assert rule.is_judged or any(c.op == "formula" for c in rule.clauses), name
                continue
            named = {}
            for inp, value in zip(rule.inputs, values, strict=True):
                named |= {inp.name: value, (inp.name, inp.to_json().get("source")): value}
            assert Fraction(n, d) == oracle.score(rule_to_json(rule), named, Fraction(full)), name
            cells = [(pl.lit(v), 1) if isinstance(v, str) else (pl.lit(int(v * 10)), 10) for v in values]
            assert pl.select(s=score_column(rule, full, cells, 2)).item() == rdiv(n * 100, d), name


def test_every_score_can_be_told(rules: list[tuple[str, Rule, Decimal]]) -> None:
    rng = random.Random(2)
    for name, rule, full in rules:
        values = [scalar(a_value(inp, rng)) for inp in rule.inputs]
        try:
            lines = explain(compile_rule(rule, full), values)
        except ValueError:
            continue
        assert lines, name
