"""The other commands: lint, scheme, criteria, simulate, preset, package, demo."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

Inputs = tuple[Path, Path]
Run = Callable[..., Result]

UNBALANCED = """
kaohe: 1
id: x
title: 示例
cycle: {year: 2026}
classes: [{id: a, name: 甲}]
indicators:
  - code: A
    name: 经济
    points: 40
    children:
      - {code: A1, name: 投资, points: 20, criterion: 按完成比例得分, owner: 统计局}
"""


def test_a_sound_scheme_passes_lint(run: Run, county: Inputs) -> None:
    done = run("lint", county[0])
    assert done.exit_code == 0, done.output


def test_lint_exits_with_1_on_an_error_and_prints_json(run: Run, tmp_path: Path) -> None:
    scheme = tmp_path / "x.yaml"
    scheme.write_text(UNBALANCED, encoding="utf-8")
    done = run("lint", scheme, "--json")
    findings = json.loads(done.stdout)
    assert all({"code", "severity", "place", "message", "proposal"} <= f.keys() for f in findings)
    assert done.exit_code == (1 if any(f["severity"] == "error" for f in findings) else 0)
    assert any("40" in f["message"] and "20" in f["message"] for f in findings)


def test_the_json_schema_is_one(run: Run) -> None:
    schema = json.loads(run("scheme", "schema").stdout)
    assert "indicators" in schema["properties"]


def test_conversion_there_and_back_changes_nothing(run: Run, county: Inputs, tmp_path: Path) -> None:
    assert run("scheme", "convert", county[0], tmp_path / "a.xlsx").exit_code == 0
    assert run("scheme", "convert", tmp_path / "a.xlsx", tmp_path / "b.docx").exit_code == 0
    assert run("scheme", "convert", tmp_path / "b.docx", tmp_path / "c.yaml").exit_code == 0
    assert json.loads(run("scheme", "diff", county[0], tmp_path / "c.yaml", "--json").stdout) == []


def test_conversion_never_overwrites(run: Run, county: Inputs, tmp_path: Path) -> None:
    target = tmp_path / "a.yaml"
    target.write_text("mine", encoding="utf-8")
    assert run("scheme", "convert", county[0], target).exit_code == 2
    assert target.read_text(encoding="utf-8") == "mine"


def test_a_changed_point_is_told(run: Run, county: Inputs, tmp_path: Path) -> None:
    changed = tmp_path / "new.yaml"
    text = county[0].read_text(encoding="utf-8")
    changed.write_text(text.replace("每低1个百分点扣0.1分", "每低1个百分点扣0.3分", 1), encoding="utf-8")
    assert "A11" in run("scheme", "diff", county[0], changed).stdout


def test_criteria_eval_answers_line_by_line(run: Run) -> None:
    lines = [
        {"id": "a", "text": "每迟报一次扣0.5分，扣完为止", "points": 5, "cases": [[0], [3], [99]]},
        {"id": "b", "text": "这句话没有规则", "points": 5, "cases": []},
    ]
    done = run("criteria", "eval", stdin="\n".join(json.dumps(line, ensure_ascii=False) for line in lines))
    first, second = map(json.loads, done.stdout.splitlines())
    assert first["status"] == "parsed"
    assert first["clauses"][0]["op"] == "deduct_per"
    assert first["scores"] == ["5", "3.5", "0"]
    assert second["status"] == "unparsed"
    assert second["stopped_at"]


def test_a_sentence_is_read_aloud(run: Run) -> None:
    done = run("criteria", "read", "每迟报一次扣0.5分，扣完为止", "--points", "5")
    assert done.exit_code == 0
    assert "迟报" in done.stdout


def test_an_unreadable_sentence_exits_with_1(run: Run) -> None:
    assert run("criteria", "read", "工作应当认真").exit_code == 1


@pytest.mark.parametrize(
    "ask",
    [
        (),
        ("--unit", "铁山镇"),
        ("--sensitivity",),
        ("--intervals",),
        ("--unit", "铁山镇", "--sobol"),
        ("--set", "铁山镇:A14=95"),
        ("--points", "A11=10"),
    ],
)
def test_every_simulation_answers(run: Run, county: Inputs, ask: tuple[str, ...]) -> None:
    done = run("simulate", *county, *ask, "--json")
    assert done.exit_code == 0, done.output
    assert all(rows for rows in json.loads(done.stdout).values())


@pytest.mark.parametrize("ask", [("--set", "A11=1"), ("--unit", "没有"), ("--sobol",), ("--points", "A11")])
def test_a_wrong_question_is_told(run: Run, county: Inputs, ask: tuple[str, ...]) -> None:
    assert run("simulate", *county, *ask).exit_code == 1


def test_presets_are_listed_and_copied(run: Run, tmp_path: Path) -> None:
    ids = [preset["id"] for preset in json.loads(run("preset", "list", "--json").stdout)]
    assert "county-four-in-one" in ids
    assert run("preset", "copy", "county-four-in-one", tmp_path / "mine").exit_code == 0
    assert run("lint", tmp_path / "mine" / "scheme.yaml").exit_code == 0
    assert run("preset", "copy", "county-four-in-one", tmp_path / "mine").exit_code == 1
    assert run("preset", "copy", "no-such", tmp_path / "other").exit_code == 1


def test_a_package_is_made_and_verified(run: Run, county: Inputs, tmp_path: Path) -> None:
    assert run("package", "keygen", tmp_path / "office.pem").exit_code == 0
    out = tmp_path / "county.zip"
    built = run("package", "build", *county, "--key", tmp_path / "office.pem", "--out", out)
    assert built.exit_code == 0, built.output
    assert run("package", "verify", out, "--key", tmp_path / "office.pub").exit_code == 0
    run("package", "keygen", tmp_path / "other.pem")
    assert run("package", "verify", out, "--key", tmp_path / "other.pub").exit_code == 1


def test_the_demo_runs_to_its_end(run: Run, tmp_path: Path) -> None:
    done = run("demo", "--engine-only", "--out", tmp_path)
    assert done.exit_code == 0, done.output
    assert "147.72" in done.stdout
    assert (tmp_path / "county-four-in-one" / "scores.xlsx").is_file()
