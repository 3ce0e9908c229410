"""The bulk engine gives what an independent reading in fractions gives: leaves, nodes and totals."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from tests.scoring.bulk.test_same_as_reference import numbers
from tests.scoring.oracle import Oracle, half_up
from tests.scoring.strategies import cases

from kaohe.scheme.model import Rounding
from kaohe.scoring.bulk import score_dataset


@settings(max_examples=60)
@given(cases())
def test_every_number_equals_the_oracle(case):
    scheme, data = case
    scheme = replace(scheme, rounding=Rounding.LEAF)  # the other way is the reference engine's own code
    oracle, found, scale = Oracle(scheme, data), numbers(score_dataset(scheme, data)), 10**scheme.precision

    def units_of(score: Fraction | None) -> Fraction | None:
        return None if score is None else half_up(score, scheme.precision) * scale

    for unit in data.units:
        got = found[unit.id]
        for node in scheme.indicators:
            if oracle.applies(unit, node):
                part = got["leaves" if node.is_leaf else "nodes"]
                assert part.get(node.code) == units_of(oracle.node(unit, node)), node.code
        assert got["totals"][2] == units_of(oracle.total(unit))
