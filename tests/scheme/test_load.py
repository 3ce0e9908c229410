from __future__ import annotations

from pathlib import Path

import pytest
from tests.scheme.sample import leaf, sample_spec

from kaohe.scheme.findings import SchemeProblems
from kaohe.scheme.load import load_checked, load_scheme, load_spec, write_spec
from kaohe.scheme.yaml_io import write_yaml


@pytest.mark.parametrize("ending", [".yaml", ".yml", ".xlsx", ".docx"])
def test_every_form_that_is_written_loads_as_the_same_scheme(tmp_path: Path, ending: str) -> None:
    target = tmp_path / f"办法{ending}"
    write_spec(sample_spec(), target)
    assert load_spec(target) == sample_spec()
    assert load_scheme(target).hash == load_scheme(_yaml(tmp_path)).hash
    assert sorted(p.name for p in tmp_path.iterdir() if p.suffix == ".part") == []


def _yaml(folder: Path) -> Path:
    file = folder / "scheme.yaml"
    file.write_text(write_yaml(sample_spec()), encoding="utf-8")
    return file


def test_a_folder_with_a_scheme_loads(tmp_path: Path) -> None:
    _yaml(tmp_path)
    assert load_spec(tmp_path) == sample_spec()


@pytest.mark.parametrize("name", ["missing.yaml", "notes.txt", "folder"])
def test_what_cannot_be_opened_is_said(tmp_path: Path, name: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(SchemeProblems) as caught:
        load_spec(tmp_path / name)
    assert [f.code for f in caught.value.findings] == ["K001"]
    assert name in str(caught.value)


def test_problems_carry_everything_at_once(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text("id: a\ntitle: b\ntitle: c\ncycle: 3\n", encoding="utf-8")
    with pytest.raises(SchemeProblems) as caught:
        load_scheme(file)
    assert [f.code for f in caught.value.findings] == ["K021", "K006", "K025"]
    assert str(caught.value).count("\n") == 2


def test_a_scheme_that_reads_but_does_not_check_raises(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(write_yaml(sample_spec(lambda p: leaf(p, "B1").pop("points"))), encoding="utf-8")
    assert load_spec(file)
    with pytest.raises(SchemeProblems, match="K047"):
        load_scheme(file)
    scheme, spec, findings = load_checked(file)
    assert (scheme, spec is not None, [f.code for f in findings]) == (None, True, ["K047"])


def test_an_unknown_ending_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(SchemeProblems, match="K001"):
        write_spec(sample_spec(), tmp_path / "a.txt")
    assert list(tmp_path.iterdir()) == []
