"""``--engine``: the same ranking, scores and files with each engine."""

import json
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from typer.testing import Result

from kaohe.presets import list_presets, preset_path
from kaohe.scheme.load import load_scheme
from kaohe.scoring.bulk import from_dataset
from kaohe.scoring.bulk.files import write_parquet
from kaohe.scoring.reading import read_data

Inputs = tuple[Path, Path]
Run = Callable[..., Result]
SIMPLE = [p.id for p in list_presets() if p.schemes == ("",)]


def scored(run: Run, scheme: Path, data: Path, engine: str) -> dict[str, Any]:
    done = run("score", scheme, data, "--json", "--engine", engine)
    assert done.exit_code == 0, done.output
    sheet: dict[str, Any] = json.loads(done.stdout)
    return sheet


def shared_parts(sheet: dict[str, Any]) -> Any:
    """What every engine says; only the reference engine tells how it came about."""
    leaf = ("code", "actual", "target", "score", "points")
    return [
        {k: unit[k] for k in ("unit", "name", "class", "total", "rank", "grade", "proposed_grade", "base")}
        | {"indicators": [{k: cell[k] for k in leaf} for cell in unit["indicators"]]}
        | {"adjustments": [(item["code"], item["amount"], item["score"]) for item in unit["adjustments"]]}
        | {"nodes": [(n["code"], n["score"]) for n in unit["nodes"] if n["score"] is not None]}
        for unit in sheet["units"]
    ]


@pytest.mark.parametrize("preset", SIMPLE)
def test_polars_says_what_the_reference_says(run: Run, preset: str) -> None:
    folder = preset_path(preset)
    inputs = folder / "scheme.yaml", folder / "data"
    assert shared_parts(scored(run, *inputs, "polars")) == shared_parts(scored(run, *inputs, "reference"))


@pytest.mark.spark
@pytest.mark.skipif(shutil.which("java") is None, reason="Spark needs Java")
def test_spark_says_what_the_reference_says(kaohe: Callable[..., Any], run: Run, county: Inputs) -> None:
    done = kaohe("score", *map(str, county), "--json", "--engine", "spark")
    assert done.returncode == 0, done.stderr
    assert shared_parts(json.loads(done.stdout)) == shared_parts(scored(run, *county, "reference"))


def test_a_folder_of_scaled_parquet_is_scored_as_it_is(run: Run, county: Inputs, tmp_path: Path) -> None:
    write_parquet(from_dataset(read_data(county[1], load_scheme(county[0]))), tmp_path)
    assert shared_parts(scored(run, county[0], tmp_path, "polars")) == shared_parts(scored(run, *county, "reference"))


def test_the_three_files_are_written(run: Run, county: Inputs, tmp_path: Path) -> None:
    done = run("score", *county, "--engine", "polars", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["ranking.csv", "scores.parquet", "scores.xlsx"]
    frame = pl.read_parquet(tmp_path / "scores.parquet")
    first = frame.filter(pl.col("unit") == "石岭镇").row(0, named=True)
    assert first["total"] == Decimal("97.32")
    assert first["rank"] == 1
