"""``kaohe score`` and ``kaohe explain``: the stable contract."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import polars as pl
from typer.testing import Result

Inputs = tuple[Path, Path]
Run = Callable[..., Result]


def test_the_json_has_the_shape_of_the_contract(run: Run, county: Inputs) -> None:
    done = run("score", *county, "--json")
    assert done.exit_code == 0, done.output
    sheet = json.loads(done.stdout)
    assert {"scheme", "hash", "units"} <= sheet.keys()
    for unit in sheet["units"]:
        assert {"unit", "class", "total", "rank", "grade", "indicators", "adjustments"} <= unit.keys()
        assert isinstance(unit["total"], str)
        for leaf in unit["indicators"]:
            assert {"code", "actual", "target", "score", "points", "derivation"} <= leaf.keys()
            assert leaf["score"] is None or Decimal(leaf["score"]) == Decimal(leaf["score"]).quantize(Decimal("0.01"))


def test_the_same_input_gives_the_same_bytes(run: Run, county: Inputs) -> None:
    assert run("score", *county, "--json").stdout == run("score", *county, "--json").stdout


def test_the_three_files_are_written_and_agree(run: Run, county: Inputs, tmp_path: Path) -> None:
    done = run("score", *county, "--json", "--out", tmp_path / "out")
    totals = {u["unit"]: u["total"] for u in json.loads(done.stdout)["units"]}
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["ranking.csv", "scores.parquet", "scores.xlsx"]
    frame = pl.read_parquet(tmp_path / "out" / "scores.parquet").unique("unit")
    assert {u: str(t) for u, t in frame.select("unit", "total").iter_rows()} == totals
    ranking = (tmp_path / "out" / "ranking.csv").read_text(encoding="utf-8-sig")
    assert all(total in ranking for total in totals.values())


def test_people_get_a_ranking_by_class(run: Run, county: Inputs) -> None:
    printed = run("score", *county).stdout
    assert "工业镇" in printed
    assert "97.32" in printed


def test_bad_data_are_told_and_nothing_is_written(run: Run, county: Inputs, tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    for file in county[1].iterdir():
        (data / file.name).write_bytes(file.read_bytes())
    facts = data / "facts.csv"
    facts.write_text(facts.read_text(encoding="utf-8") + "没有这个镇,A11,2026,1,\n", encoding="utf-8")
    done = run("score", county[0], data, "--out", tmp_path / "out")
    assert done.exit_code == 1
    assert "没有这个镇" in done.stderr
    assert "facts.csv" in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_missing_scheme_is_told(run: Run, county: Inputs, tmp_path: Path) -> None:
    done = run("score", tmp_path / "none.yaml", county[1])
    assert done.exit_code == 1
    assert "none.yaml" in done.stderr


def test_every_total_opens_to_its_derivation(run: Run, county: Inputs) -> None:
    done = run("explain", *county, "--unit", "石岭镇", "--json")
    told = json.loads(done.stdout)
    assert told["score"] == "97.32"
    assert any(line.get("code") == "A" for line in told["lines"])


def test_one_figure_is_explained_by_its_sentence(run: Run, county: Inputs) -> None:
    printed = run("explain", *county, "--unit", "铁山镇", "--indicator", "A11").stdout
    assert "项目开工率达到100%得满分，每低1个百分点扣0.1分，扣完为止" in printed


def test_an_unknown_unit_is_told(run: Run, county: Inputs) -> None:
    done = run("explain", *county, "--unit", "没有")
    assert done.exit_code == 1
    assert "没有" in done.stderr
