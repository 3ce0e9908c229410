"""The quick roll-up of one unit says what the engine says, for any tree, rounding, bonus and coefficient."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scoring.strategies import cases, decimals

from kaohe.exact import to_ratio
from kaohe.scheme.model import Rounding
from kaohe.scoring.plan import plan_class
from kaohe.scoring.reference import score
from kaohe.scoring.simulate.roll import UnitRoll


@settings(max_examples=150, deadline=None)
@given(cases(), st.data())
def test_totals_as_they_are_and_with_one_leaf_supposed(case, data):
    scheme, rows = case
    sheet = score(scheme, rows, derive=False)
    for unit in sheet.units:
        roll = UnitRoll(scheme, plan_class(scheme, unit.class_id), unit)
        assert roll.total({}) == unit.total
    reported = [f for f in rows.facts if f.actual is not None]
    if not reported:
        return
    fact = data.draw(st.sampled_from(reported))
    unit = sheet.by_unit[fact.unit]
    points = scheme.by_code[fact.indicator].points[unit.class_id]
    supposed = replace(fact, actual=data.draw(decimals("0", str(points))))
    again = score(scheme, replace(rows, facts=tuple(supposed if f is fact else f for f in rows.facts)), derive=False)
    leaf = again.by_unit[fact.unit].indicator(fact.indicator)
    n, d = to_ratio(supposed.actual)
    own = (n * 10**scheme.precision, d) if scheme.rounding is Rounding.FINAL else leaf.own
    roll = UnitRoll(scheme, plan_class(scheme, unit.class_id), unit)
    assert roll.total({fact.indicator: own}) == again.by_unit[fact.unit].total
