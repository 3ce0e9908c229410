"""How firm a ranking stands: intervals, tipping weights, one weight alone, Sobol shares."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as st
from tests.scoring.build import D, data, fact, given, scheme, units

from kaohe.scheme.model import Adjustment, Aggregate, Coefficient
from kaohe.scoring.facts import Event, UnitRow
from kaohe.scoring.reference import score
from kaohe.scoring.simulate import Changes, one_at_a_time, rank_intervals, sobol, swaps, what_if
from kaohe.scoring.simulate.weighting import Weighting


def sheet_of(table: dict[str, str], weights: str = "50 30 20", *rows, **more):
    leaves = [given(c, weights={"c": D(w)}) for c, w in zip("ABC", weights.split(), strict=True)]
    plan = scheme(*leaves, aggregate=Aggregate.WEIGHTED, **more)
    facts = [fact(u, c, x) for u, scores in table.items() for c, x in zip("ABC", scores.split(), strict=True)]
    return score(plan, data(units(*table), *facts, *rows))


TABLE = {"a": "90 60 70", "b": "80 80 70", "c": "60 95 90", "d": "50 50 50"}


def test_the_quick_totals_are_those_of_the_engine():
    bonus = Adjustment("J", "加分", None, None)
    people = tuple(UnitRow(u, u, "c", {"k": "1.05"}) for u in TABLE)
    leaves = [given(c, weights={"c": D(w)}) for c, w in (("A", "50"), ("B", "30"), ("C", "20"))]
    factor = Coefficient("系数", "k")
    plan = scheme(*leaves, aggregate=Aggregate.WEIGHTED, adjustments=(bonus,), coefficients=(factor,))
    facts = [
        fact(u, c, x) for u, s in TABLE.items() for c, x in zip("ABC", s.split(), strict=True) if (u, c) != ("d", "C")
    ]
    sheet = score(plan, data(people, *facts, Event("b", "J", points=D("1.5"))))
    quick = Weighting(sheet, "c")
    assert {u.unit: quick.total(u, [1, 1, 1]) for u in quick.units} == {u.unit: u.total for u in sheet.units}
    # weight of A from 50 to 20 of 100, the others in proportion: factor (20 ÷ 80) ÷ (50 ÷ 50) = 1 ÷ 4
    changed = what_if(sheet, Changes(weights={"A": D(20)})).sheet
    assert {u.unit: quick.total(u, [1, 4, 4]) for u in quick.units} == {u.unit: u.total for u in changed.units}


def test_intervals_are_repeatable_and_hold_the_place():
    sheet = sheet_of(TABLE)
    first, again = (rank_intervals(sheet, "c", draws=200, seed=7) for _ in range(2))
    assert first == again
    assert [i.unit for i in first] == [u.unit for u in sheet.units]
    for interval in first:
        assert interval.best <= interval.low <= interval.high <= interval.worst
        assert interval.best <= interval.rank <= interval.worst
    assert (first[-1].unit, first[-1].best, first[-1].unchanged) == ("d", 4, 1.0)  # worse in every part


def test_certain_weights_leave_every_place_as_it_is():
    for interval in rank_intervals(sheet_of(TABLE), "c", draws=20, spread_pct=Decimal(0)):
        assert (interval.best, interval.worst, interval.unchanged) == (interval.rank, interval.rank, 1.0)


def test_the_tipping_weight_makes_neighbours_equal():
    # a 77 b 78: differences in A +10, B -20, C 0; equal when 50 f x 10 = 30 x 20 → f = 1.2
    swap = swaps(sheet_of(TABLE), "c")[0]
    assert (swap.upper, swap.lower, swap.gap) == ("b", "a", "1.00")
    assert (swap.code, swap.factor) == ("B", (5, 6))  # lowering B to 5/6 is less of a change than raising A by a fifth
    assert swap.change_pct == pytest.approx(100 / 6)


@settings(deadline=None, max_examples=60)
@examples(st.lists(st.tuples(*[st.integers(0, 100)] * 3), min_size=2, max_size=5), st.integers(0, 300))
def test_at_the_tipping_weight_exact_totals_are_equal(rows, bonus):
    table = {f"u{i}": " ".join(map(str, row)) for i, row in enumerate(rows)}
    item = Adjustment("J", "加分", None, None)
    sheet = sheet_of(table, "50 30 20", Event("u0", "J", points=D(bonus) / 100), adjustments=(item,))
    weighting = Weighting(sheet, "c")
    weights = dict(zip("ABC", (50, 30, 20), strict=True))
    for swap in swaps(sheet, "c"):
        if swap.factor is None:
            continue
        scaled = weights | {swap.code: weights[swap.code] * Fraction(*swap.factor)}
        exact = []
        for unit in (sheet.by_unit[swap.upper], sheet.by_unit[swap.lower]):
            marks = zip(weighting.codes, weighting.scores(unit), strict=True)
            tree = sum(scaled[c] * s for c, s in marks) / sum(scaled.values())
            exact.append(tree + sum(a.counted for a in unit.adjustments))
        assert exact[0] == exact[1]


def test_a_pair_where_one_is_better_in_everything_never_tips():
    assert swaps(sheet_of({"a": "90 90 90", "b": "80 80 80"}), "c")[0].code is None


def test_one_weight_alone():
    effects = one_at_a_time(sheet_of(TABLE), "c", step_pct=Decimal(25))
    assert len(effects) == 6
    strongest = effects[0]
    assert strongest.largest_move >= 1
    raised = next(e for e in effects if (e.code, e.factor) == ("A", Decimal("1.25")))
    assert raised.moved == {"a": (2, 1), "b": (1, 2)}  # 88.25 and 88.00 against 112.5
    assert all(e.largest_move == 0 for e in one_at_a_time(sheet_of(TABLE), "c", step_pct=Decimal("0.01")))


def test_sobol_shares_of_a_linear_total():
    sheet = sheet_of({"a": "100 0 50", "b": "50 50 50"})
    shares = {s.code: s for s in sobol(sheet, "a", samples=1024, seed=3)}
    assert shares["A"].first_order > 0.1
    assert shares["B"].first_order > 0.1
    assert 0.9 < sum(s.first_order for s in shares.values()) < 1.1
    assert sobol(sheet, "a", samples=256, seed=3) == sobol(sheet, "a", samples=256, seed=3)
    assert all(s.total_order == 0 for s in sobol(sheet, "b"))  # the same mark everywhere: weights cannot matter


def test_levels_that_have_no_weights_are_said():
    plan = scheme(given("A"), given("B"), aggregate=Aggregate.MIN)
    with pytest.raises(ValueError, match=r"\w"):
        swaps(score(plan, data(units("a"), fact("a", "A", "1"))), "c")
    with pytest.raises(ValueError, match="nowhere"):
        swaps(sheet_of(TABLE), "nowhere")
