"""The command line as a stranger meets it: what is refused, in which words, and what it leaves behind."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from kaohe.presets import preset_path

KAOHE = Path(sys.executable).parent / "kaohe"
COUNTY = preset_path("county-four-in-one")
SMALL = """
kaohe: 1
id: small
title: 小办法
cycle: {year: 2026}
classes: [{id: town, name: 乡镇}]
indicators:
  - {code: A1, name: 烤烟面积, points: 100, unit: 亩, owner: 农业站,
     criterion: 完成任务得满分，每少1个百分点扣0.2分，扣完为止}
"""


def kaohe(*arguments: object, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(KAOHE), *map(str, arguments)], capture_output=True, text=True, check=False, encoding="utf-8", cwd=cwd
    )


@pytest.fixture
def small(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "data").mkdir()
    (tmp_path / "scheme.yaml").write_text(SMALL, encoding="utf-8")
    (tmp_path / "data" / "units.csv").write_text("单位,类别\n甲镇,乡镇\n乙镇,乡镇\n", encoding="utf-8")
    (tmp_path / "data" / "facts.csv").write_text("单位,指标,完成值,目标值\n甲镇,A1,95,100\n", encoding="utf-8")
    return tmp_path / "scheme.yaml", tmp_path / "data"


def test_a_figure_that_nobody_reported_is_said_and_never_mixed_into_the_json(small):
    done = kaohe("score", *small, "--json")
    assert "乙镇 A1" in done.stderr
    assert [u["total"] for u in json.loads(done.stdout)["units"]] == ["99.00", "0.00"]


def test_messages_are_one_line_each_outside_a_terminal_and_carry_no_colour(small):
    (small[1] / "facts.csv").write_text(
        "单位,指标,完成值,目标值\n甲镇,A1,待定,100\n乙镇,A1,-∞,100\n丙镇,A1,1,100\n", encoding="utf-8"
    )
    done = kaohe("score", *small)
    problems = done.stderr.splitlines()
    assert [line[:4] for line in problems[:-1]] == ["T201", "T204", "D104"]
    assert "\x1b" not in done.stderr


def test_a_folder_that_cannot_be_made_is_told_in_words(small, tmp_path):
    (tmp_path / "taken").write_text("", encoding="utf-8")
    done = kaohe("score", *small, "--out", tmp_path / "taken")
    assert done.returncode == 1
    assert "需要文件夹" in done.stderr
    assert "Errno" not in done.stderr
    assert (tmp_path / "taken").read_text(encoding="utf-8") == ""


@pytest.mark.parametrize(
    ("option", "value"), [("--spread", "-5"), ("--spread", "x"), ("--weight", "A=x"), ("--set", "石岭镇:A11=x")]
)
def test_simulate_refuses_what_is_no_number(option, value):
    done = kaohe("simulate", COUNTY / "scheme.yaml", COUNTY / "data", option, value)
    assert done.returncode == 1
    assert value.rpartition("=")[2] in done.stderr
    assert "not a number" not in done.stderr


def test_points_below_zero_are_refused():
    assert kaohe("criteria", "read", "每迟报一次扣1分", "--points", "-5").returncode == 1


def test_the_kind_of_each_input_is_told_in_the_readers_language():
    assert "次数" in kaohe("criteria", "read", "每迟报一次扣1分", "--points", "5").stdout
    assert "count" in kaohe("--lang", "en", "criteria", "read", "每迟报一次扣1分", "--points", "5").stdout


def test_a_regime_of_several_schemes_says_which_command_scores_each(tmp_path):
    listed = {p["id"]: p["schemes"] for p in json.loads(kaohe("preset", "list", "--json").stdout)}
    assert listed["county-two-track"] == ["county-target", "town-economy"]
    done = kaohe("preset", "copy", "county-two-track", "mine", cwd=tmp_path)
    commands = [line.split() for line in done.stdout.splitlines() if line.strip().startswith("kaohe score")]
    assert len(commands) == 2
    for command in commands:
        assert kaohe(*command[1:], cwd=tmp_path).returncode == 0


def test_a_reader_that_stops_early_gets_no_traceback():
    done = subprocess.run(
        f"{KAOHE} scheme schema | head -1", shell=True, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.stdout == "{\n"
    assert "Traceback" not in done.stderr
