"""The exact function, the Polars expression and the oracle of every rule agree."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import floor
from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.criteria import oracle
from tests.criteria.strategies import FAMILIES, clauses, rules, to_scalar, value_of, values_of

from kaohe.criteria.evaluate import Size, bound, compile_rule, score_column
from kaohe.criteria.families.registry import clause_from_json, rule_from_json, rule_to_json
from kaohe.criteria.model import InputType, Rule
from kaohe.exact import rdiv
from kaohe.i18n import use_language

FULLS = st.sampled_from([Decimal(10), Decimal("4.5"), Decimal(100)])
quick = settings(max_examples=60, suppress_health_check=list(HealthCheck))


def expected(rule: Rule, values: tuple[Any, ...], full: Decimal) -> Fraction | None:
    named = {inp.name: value for inp, value in zip(rule.inputs, values, strict=True)}
    try:
        return oracle.score(rule_to_json(rule), named, Fraction(full))
    except ZeroDivisionError:
        return None


def exact(rule: Rule, values: tuple[Any, ...], full: Decimal) -> Fraction | None:
    try:
        return Fraction(*compile_rule(rule, full).score([to_scalar(value) for value in values]))
    except ValueError:  # only a division by zero: the strategies keep to the bounds of judged values
        return None


def close(a: Fraction | None, b: Fraction | None) -> bool:
    """Equal; an irrational method may differ beyond its 34 digits."""
    return a == b or (a is not None and b is not None and abs(a - b) < Fraction(1, 10**25))


@pytest.mark.parametrize("family", FAMILIES)
@quick
@given(data=st.data(), full=FULLS)
def test_exact_face_is_the_published_formula(family: str, data: st.DataObject, full: Decimal) -> None:
    rule = Rule((data.draw(clauses(family)),))
    values = data.draw(values_of(rule))
    assert close(exact(rule, values, full), expected(rule, values, full))


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rule=rules(), full=FULLS)
def test_composed_rules_follow_the_order_of_the_regulation(data: st.DataObject, rule: Rule, full: Decimal) -> None:
    values = data.draw(values_of(rule))
    assert close(exact(rule, values, full), expected(rule, values, full))


@settings(max_examples=300, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rule=rules(), full=FULLS)
def test_derivation_gives_the_score(data: st.DataObject, rule: Rule, full: Decimal) -> None:
    values = [to_scalar(value) for value in data.draw(values_of(rule))]
    compiled = compile_rule(rule, full)
    try:
        score = compiled.score(values)
    except ValueError:
        return
    total, steps = compiled.derive(values)
    assert Fraction(*total) == Fraction(*score)
    assert steps


def column_frame(
    rule: Rule, rows: list[tuple[Any, ...]], scale: int | None
) -> tuple[pl.DataFrame, list[Any], list[Size]]:
    """Rows as integer columns: each number over one common denominator, or (None) over its own."""
    by_row = scale is None
    columns: dict[str, pl.Series] = {"row": pl.Series(range(len(rows)))}
    inputs: list[Any] = []
    sizes: list[Size] = []
    for k, inp in enumerate(rule.inputs):
        cells = [row[k] for row in rows]
        if inp.type is InputType.CHOICE:
            columns[f"n{k}"] = pl.Series(cells, dtype=pl.String)
            inputs.append((pl.col(f"n{k}"), 1))
            sizes.append(Size(0, 0))
            continue
        dens = [cell.denominator if by_row else scale for cell in cells]
        nums = [int(cell * den) for cell, den in zip(cells, dens, strict=True)]
        columns[f"n{k}"], columns[f"d{k}"] = pl.Series(nums, dtype=pl.Int64), pl.Series(dens, dtype=pl.Int64)
        inputs.append((pl.col(f"n{k}"), pl.col(f"d{k}") if by_row else scale))
        sizes.append(Size(min(nums), max(nums), max(dens) if by_row else 1))
    return pl.DataFrame(columns), inputs, sizes


SCALES = st.sampled_from([None, 1, 7, 10_000])


def at_scale(row: tuple[Any, ...], scale: int | None) -> tuple[Any, ...]:
    """Figures as a column of that scale can hold them."""
    return tuple(v if isinstance(v, str) or scale is None else Fraction(floor(v * scale), scale) for v in row)


def check_column(data: st.DataObject, rule: Rule, full: Decimal) -> None:
    scale, precision = data.draw(SCALES), data.draw(st.sampled_from([0, 1, 2, 4]))
    rows = [at_scale(row, scale) for row in data.draw(st.lists(values_of(rule), min_size=1, max_size=6))]
    frame, inputs, sizes = column_frame(rule, rows, scale)
    try:
        column = score_column(rule, full, inputs, precision, sizes)
    except OverflowError:
        return
    found = frame.select(pl.col("row"), score=column)["score"].to_list()
    scores = [exact(rule, row, full) for row in rows]
    assert found == [None if s is None else rdiv(s.numerator * 10**precision, s.denominator) for s in scores]
    assert frame.reverse().select(pl.col("row"), score=column)["score"].to_list() == found[::-1]


@pytest.mark.parametrize("family", FAMILIES)
@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(data=st.data(), full=FULLS)
def test_column_equals_exact(family: str, data: st.DataObject, full: Decimal) -> None:
    check_column(data, Rule((data.draw(clauses(family)),)), full)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rule=rules(), full=FULLS)
def test_column_equals_exact_for_composed_rules(data: st.DataObject, rule: Rule, full: Decimal) -> None:
    check_column(data, rule, full)


@pytest.mark.parametrize("family", FAMILIES)
@quick
@given(data=st.data())
def test_json_gives_the_clause_again(family: str, data: st.DataObject) -> None:
    clause = data.draw(clauses(family))
    assert clause_from_json(clause.to_json()) == clause


@settings(max_examples=100, suppress_health_check=list(HealthCheck))
@given(rule=rules())
def test_json_gives_the_rule_again(rule: Rule) -> None:
    assert rule_from_json(rule_to_json(rule)) == rule


@quick
@given(data=st.data(), full=FULLS, rule=rules(families=("per_event", "step", "flat")))
def test_one_more_thing_to_deduct_never_raises_the_score(data: st.DataObject, full: Decimal, rule: Rule) -> None:
    deductions = [c for c in rule.clauses if c.op == "deduct_per"]
    if not deductions:
        return
    values = list(data.draw(values_of(rule)))
    more = list(values)
    more[rule.inputs.index(deductions[0].inputs()[0])] += data.draw(st.integers(1, 5))
    before, after = exact(rule, tuple(values), full), exact(rule, tuple(more), full)
    assert before is not None
    assert after is not None
    assert after <= before


@quick
@given(data=st.data(), full=FULLS, rule=rules(families=("per_event", "step", "ratio", "award", "score")))
def test_score_stays_within_floor_and_cap(data: st.DataObject, full: Decimal, rule: Rule) -> None:
    score = exact(rule, data.draw(values_of(rule)), full)
    assert score is not None
    if any(c.effect == "knockout" for c in rule.clauses):
        return
    cap, floor = rule.limits.cap, rule.lowest((Fraction(full).numerator, Fraction(full).denominator))
    if cap is not None:
        assert score <= Fraction(*cap.resolve((Fraction(full).numerator, Fraction(full).denominator)))
    elif floor is not None:
        assert score >= Fraction(*floor)


@settings(max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=st.data(), rule=rules(most=2), size=st.integers(3, 17), scale=SCALES)
def test_large_figures_are_exact_or_refused(data: st.DataObject, rule: Rule, size: int, scale: int | None) -> None:
    """Figures up to the edge of 64 bits: nothing wraps around, whatever integer type was chosen."""
    wholes = st.integers(-(10**size), 10**size)
    large = st.builds(Fraction, wholes, st.integers(1, 300) if scale is None else st.just(scale))
    ranges = [value_of(i) if i.type is not InputType.MEASURE or i.high is not None else large for i in rule.inputs]
    rows = [at_scale(row, scale) for row in data.draw(st.lists(st.tuples(*ranges), min_size=1, max_size=3))]
    frame, inputs, sizes = column_frame(rule, rows, scale)
    try:
        column = score_column(rule, Decimal(10), inputs, 2, sizes)
    except OverflowError:
        return
    try:
        found = frame.select(pl.col("row"), score=column)["score"].to_list()
    except pl.exceptions.InvalidOperationError as error:  # a score of more than 64 bits does not pass as one
        assert "conversion" in str(error)  # noqa: PT017
        return
    scores = [exact(rule, row, Decimal(10)) for row in rows]
    assert found == [None if s is None else rdiv(s.numerator * 100, s.denominator) for s in scores]


def test_bound_chooses_the_narrowest_type_and_refuses_what_cannot_be_exact() -> None:
    rule = rule_from_json({"op": "rank_ratio", "first": "full"})
    assert bound(rule, Decimal(100), [Size(0, 10**6)] * 2, 2) is pl.Int64
    assert bound(rule, Decimal(100), [Size(0, 10**18)] * 2, 2) is pl.Int128
    with use_language("en"), pytest.raises(OverflowError, match="完成值、组内最大值 could need"):
        bound(rule, Decimal(100), [Size(0, 10**36)] * 2, 2)


LOG = {"op": "efficacy", "low": 1, "high": 2**20, "floor": 0, "span": 10, "log": True}
POWER = {"op": "efficacy", "low": 0, "high": 10, "floor": 2560, "span": -2557.5, "exponential": True}
T_SCORE = {"op": "standard", "centre": 50, "spread": 10}


@pytest.mark.parametrize(
    ("rule", "rows", "scores"),
    [
        # log2 x ÷ 2, a tie for every odd power; 2560 ÷ 2^x, a tie at 10; 50 + 10·(7k ÷ 20 ÷ 7), a tie for every odd k
        (LOG, [((2**k, 1),) for k in range(21)], [Fraction(k, 2) for k in range(21)]),
        (POWER, [((k, 1),) for k in range(11)], [Fraction(2560, 2**k) for k in range(11)]),
        (
            T_SCORE,
            [((7 * k, 20), (0, 1), (49, 1)) for k in range(-9, 10)],
            [50 + Fraction(k, 2) for k in range(-9, 10)],
        ),
    ],
)
def test_irrational_methods_round_exact_ties_exactly(rule: Any, rows: list[Any], scores: list[Fraction]) -> None:
    made = rule_from_json(rule)
    data = {f"{name}{k}": [row[k][i] for row in rows] for k in range(len(rows[0])) for i, name in enumerate("nd")}
    inputs = [(pl.col(f"n{k}"), pl.col(f"d{k}")) for k in range(len(rows[0]))]
    column = pl.DataFrame(data).select(
        score=score_column(made, Decimal(10), inputs, 0, [Size(-(2**20), 2**20, 20)] * len(inputs))
    )
    assert column["score"].to_list() == [oracle.rounded(score, 0) for score in scores]
    assert [Fraction(*compile_rule(made, Decimal(10)).score(row)) for row in rows] == scores


@pytest.mark.parametrize("rule", [LOG, POWER, T_SCORE])
def test_a_missing_figure_of_an_irrational_method_breaks_nothing(rule: Any) -> None:
    made = rule_from_json(rule)
    missing = [(pl.lit(None, dtype=pl.Int64), 1)] * len(made.inputs)
    column = pl.DataFrame({"x": [1, 2]}).select(pl.col("x"), s=score_column(made, Decimal(10), missing, 2))["s"]
    assert len(column) == 2
