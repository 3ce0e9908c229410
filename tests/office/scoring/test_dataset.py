"""Rows become the dataset that `kaohe score` reads from a folder of the same data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.office.scoring.factories import (
    PRESET,
    appraised,
    approved_event,
    figure,
    from_preset,
    locked_target,
    published,
)
from tests.office.scoring.test_moments import SPEC

from kaohe.office.planning.models import Cycle
from kaohe.office.scoring.folder import write_folder
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.schemes import scheme_of, version_in_force
from kaohe.scheme import load_scheme, load_spec
from kaohe.scoring.reading.data import read_data
from kaohe.scoring.reference import score
from kaohe.scoring.run import canonical
from kaohe.scoring.sheet import ScoreSheet, to_json

pytestmark = pytest.mark.django_db


def test_a_preset_as_rows_is_the_preset_as_files() -> None:
    cycle, data = from_preset()
    scheme = scheme_of(version_in_force(cycle))
    assert scheme.hash == load_scheme(PRESET).hash
    now, then = dataset(cycle, scheme), dataset(cycle, scheme, Moment(datetime(2026, 6, 1, tzinfo=UTC)))
    assert now.hash == then.hash
    assert replace(now, events=()).hash == replace(data, events=()).hash
    assert results(score(scheme, now)) == results(score(load_scheme(PRESET), data))


def results(sheet: ScoreSheet) -> Any:
    """Everything of a sheet but the hash of the data: a ledger may name a level where the rows name its input."""
    return {**to_json(sheet), "facts": ""}


def test_the_folder_written_from_rows_scores_alike(tmp_path: Path) -> None:
    cycle, _data = from_preset()
    scheme = scheme_of(version_in_force(cycle))
    found = dataset(cycle, scheme)
    write_folder(load_spec(PRESET), found, tmp_path)
    again = load_scheme(tmp_path / "scheme.yaml")
    (tmp_path / "scheme.yaml").rename(tmp_path.parent / "scheme.yaml")
    read = read_data(tmp_path, again)
    assert (again.hash, read.hash) == (scheme.hash, found.hash)


numbers = st.decimals(0, 10**6, places=4, allow_nan=False)
names = st.text("东西南北镇乡街道甲乙丙丁", min_size=1, max_size=8)
units = st.lists(
    st.fixed_dictionaries(
        {
            "name": names,
            "class_id": st.sampled_from(["town", "street"]),
            "attributes": st.dictionaries(st.sampled_from(["人口", "片区"]), names, max_size=2),
            "A1": st.none() | st.just("不适用") | numbers,
            "A2": st.none() | st.integers(0, 9),
            "A4": st.none() | st.tuples(st.integers(0, 5), st.integers(0, 5)),
            "target": st.decimals(1, 10**6, places=2),
            "J1": st.none() | st.integers(1, 4),
        }
    ),
    min_size=1,
    max_size=4,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(units)
def test_any_rows_written_as_a_folder_are_read_alike(told: list[dict[str, Any]]) -> None:
    with transaction.atomic(), TemporaryDirectory() as folder:
        cycle = published(SPEC)
        for n, unit in enumerate(told):
            _add(cycle, n, unit)
        scheme = scheme_of(version_in_force(cycle))
        found = dataset(cycle, scheme)
        write_folder(SPEC, found, Path(folder))
        again = load_scheme(Path(folder) / "scheme.yaml")
        (Path(folder) / "scheme.yaml").unlink()
        if found.facts or found.events:
            read = read_data(folder, again)
            assert (again.hash, read.hash) == (scheme.hash, found.hash)
            assert canonical(score(again, read)) == canonical(score(scheme, found))
        transaction.set_rollback(True)


def _add(cycle: Cycle, n: int, told: dict[str, Any]) -> None:
    unit = appraised(cycle, told["class_id"], code=f"T{n}", name=f"{told['name']}{n}", attributes=told["attributes"])
    locked_target(cycle, unit, "A1", told["target"])
    if told["A1"] == "不适用":
        figure(cycle, unit, "A1", is_applicable=False)
    elif told["A1"] is not None:
        figure(cycle, unit, "A1", told["A1"])
    if told["A2"] is not None:
        figure(cycle, unit, "A2", told["A2"], period="2026Q1")
    inputs = scheme_of(version_in_force(cycle)).by_code["A4"].rule.inputs  # type: ignore[union-attr]
    for inp, value in zip(inputs, told["A4"] or (), strict=False):
        figure(cycle, unit, "A4", value, input=inp.name)
    if told["J1"] is not None:
        approved_event(cycle, unit, "J1", count=told["J1"])
