"""Rows become the dataset that `kaohe score` reads from a folder of the same data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.office.scoring.factories import PRESET, from_preset

from kaohe.office.scoring.folder import write_folder
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.schemes import scheme_of, version_in_force
from kaohe.scheme import load_scheme, load_spec
from kaohe.scoring.reading.data import read_data
from kaohe.scoring.reference import score
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
