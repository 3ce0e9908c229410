"""A scheme that takes another's result (联系村考核得分) gives the same from the other run as from reported figures."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kaohe.presets import preset_path
from kaohe.scheme import load_scheme
from kaohe.scoring.reading import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import ScoreSheet

TOWN = "town-performance-pay"


def scored(folder: Path) -> ScoreSheet:
    scheme = load_scheme(folder)
    return score(scheme, read_data(folder / "data", scheme))


@pytest.mark.parametrize(("name", "leaf"), [("units", "L1"), ("leaders", "L")])
def test_village_scores_flow_into_those_who_stand_for_the_village(name: str, leaf: str) -> None:
    villages = scored(preset_path(f"{TOWN}/villages"))
    folder = preset_path(f"{TOWN}/{name}")
    scheme = load_scheme(folder)
    reported = read_data(folder / "data", scheme)
    without = replace(reported, facts=tuple(f for f in reported.facts if f.indicator != leaf))
    scale = 10**villages.precision
    totals = {u.unit: (u.total, scale) for u in villages.units if u.total is not None}
    coupled = score(scheme, without, results={villages.scheme_id: totals})
    apart = score(scheme, reported)
    assert {u.unit: (u.total, u.rank) for u in coupled.units} == {u.unit: (u.total, u.rank) for u in apart.units}
    assert {u.unit: u.total for u in score(scheme, without).units} != {u.unit: u.total for u in apart.units}
