"""Places and grades by column equal the reference engine's, candidate by candidate."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from kaohe.scheme.model import Grade, RankMethod
from kaohe.scoring import grade as by_unit
from kaohe.scoring.bulk.standing import bars_of, places, propose
from kaohe.scoring.grade import LOWEST, NO_EXCELLENT, NO_GRADE, Candidate
from kaohe.scoring.rank import places as places_by_unit

NAMES = ("优秀", "良好", "合格", "不合格")
EFFECTS = st.frozensets(st.sampled_from([NO_EXCELLENT, LOWEST, NO_GRADE, "良好"]), max_size=2)
KEYS = st.tuples(st.integers(0, 12), st.integers(0, 2))
POOL = st.tuples(st.sampled_from(["好", "较好"]), st.sampled_from(["甲局", "乙局"]))


@st.composite
def grades(draw) -> tuple[Grade, ...]:
    upper = [
        Grade(
            name,
            at_least=draw(st.none() | st.integers(0, 12).map(Decimal)),
            quota_pct=draw(st.none() | st.sampled_from([Decimal(20), Decimal("33.3")])),
            quota_count=draw(st.none() | st.integers(0, 4)),
            quota_rounding=draw(st.sampled_from(["down", "half_up", "up"])),
            quota_by_unit_grade=draw(st.sampled_from([{}, {"好": Decimal(40)}])),
            min_rank_pct=draw(st.none() | st.integers(10, 90).map(Decimal)),
        )
        for name in NAMES[:3]
    ]
    return (*upper, Grade(NAMES[3]))


@given(st.lists(KEYS, min_size=1, max_size=15), st.sampled_from(RankMethod))
def test_places(keys, method):
    columns = [np.array(c, dtype=np.int64) for c in zip(*keys, strict=True)]
    expected = places_by_unit({str(n): key for n, key in enumerate(keys)}, method)
    assert places(columns, method).tolist() == [expected[str(n)] for n in range(len(keys))]


@given(grades(), st.lists(st.tuples(KEYS, EFFECTS, POOL), min_size=1, max_size=15))
def test_grades(scheme_grades, units):
    keys = {f"{n:02}": key for n, (key, _, _) in enumerate(units)}
    rank = places_by_unit(keys, RankMethod.COMPETITION)
    candidates = [Candidate(u, keys[u], rank[u], units[int(u)][1], units[int(u)][2]) for u in keys]
    expected = by_unit.propose(scheme_grades, candidates, 1)
    columns = [np.array(c, dtype=np.int64) for c in zip(*keys.values(), strict=True)]
    bars = bars_of(scheme_grades, {n: e for n, (_, e, _) in enumerate(units)}, [pool for _, _, pool in units])
    found = propose(scheme_grades, columns, np.array([rank[u] for u in keys], dtype=np.int64), bars, 1)
    names = [None if n < 0 else NAMES[n] for n in found.tolist()]
    assert names == [expected[u].grade for u in keys]
