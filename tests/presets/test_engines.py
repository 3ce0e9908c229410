"""The bulk engine gives what the reference engine gives, on every shipped regime."""

from __future__ import annotations

from kaohe.scheme import Scheme
from kaohe.scoring.bulk import score_dataset
from kaohe.scoring.sheet import ScoreSheet


def test_bulk_engine_gives_the_same_totals_places_and_grades(scheme: Scheme, sheet: ScoreSheet) -> None:
    bulk = score_dataset(scheme, sheet.dataset)
    found = {r["unit"]: (r["total"], r["rank"], r["proposed_grade"]) for r in bulk.totals.iter_rows(named=True)}
    assert found == {u.unit: (u.total, u.rank, u.proposed_grade) for u in sheet.units}


def test_bulk_engine_gives_the_same_leaves(scheme: Scheme, sheet: ScoreSheet) -> None:
    bulk = score_dataset(scheme, sheet.dataset)
    found = {r.pop("unit"): {k: v for k, v in r.items() if v is not None} for r in bulk.leaves.iter_rows(named=True)}
    assert found == {u.unit: {i.code: i.score for i in u.indicators if i.score is not None} for u in sheet.units}
