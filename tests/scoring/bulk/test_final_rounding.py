"""Schemes that round only the total: the bulk engine's frames go through the reference engine and come back whole."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from tests.scoring.bulk.strategies import cases
from tests.scoring.bulk.test_same_as_reference import numbers

from kaohe.exact import rdiv
from kaohe.scheme.model import Rounding
from kaohe.scoring import reference
from kaohe.scoring.bulk import score_dataset
from kaohe.tables.problems import Problems


@settings(max_examples=20, suppress_health_check=list(HealthCheck))
@given(cases(rounding=Rounding.FINAL))
def test_frames_and_back(case):
    scheme, data = case
    try:
        sheet = reference.score(scheme, data, derive=False)
    except Problems:
        with pytest.raises(Problems):
            score_dataset(scheme, data)
        return
    found = numbers(score_dataset(scheme, data))
    for unit in sheet.units:
        got = found[unit.unit]
        assert got["leaves"] == {i.code: i.score for i in unit.indicators if i.score is not None}
        assert got["nodes"] == {n.code: n.score for n in unit.nodes if n.score is not None}
        assert got["items"] == {a.code: (a.amount, rdiv(*a.counted_exact)) for a in unit.adjustments}
        assert got["totals"][:5] == (unit.base, unit.adjusted, unit.total, unit.rank, unit.ranked_among)
