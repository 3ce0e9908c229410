"""Listing, finding and copying the shipped regimes."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.i18n import use_language
from kaohe.presets import PresetProblem, copy_preset, list_presets, preset_path

REGIMES = [
    "city-comprehensive-1200",
    "county-four-in-one",
    "autonomous-county-trinity",
    "prefecture-four-in-one",
    "county-two-track",
    "civil-servant-post",
    "party-building-duty",
    "street-target",
    "district-three-teams",
    "half-year-review",
    "university-cadre",
    "province-annual",
    "medical-university-target",
    "district-monthly-monitor",
    "gain-loss-review",
    "leadership-ballot",
    "factory-daily",
    "rectification-ledger",
    "personal-duty-report",
    "town-performance-pay",
    "teacher-performance",
    "balanced-development",
    "hospital-performance",
    "agency-checklist",
    "safety-control",
    "education-annual",
]


def test_every_regime_is_shipped() -> None:
    assert set(REGIMES) <= {preset.id for preset in list_presets()}


def test_a_preset_says_what_it_is() -> None:
    found = {preset.id: preset for preset in list_presets()}["town-performance-pay"]
    assert found.title == "镇绩效管理"
    assert "前三名" in found.description
    assert found.schemes == ("agencies", "leaders", "units", "villages")


def test_every_preset_has_a_description_in_one_paragraph() -> None:
    assert [p.id for p in list_presets() if not p.title or not p.description or "\n\n" in p.description] == []


def test_every_folder_with_a_scheme_is_listed() -> None:
    home = preset_path("county-four-in-one").parent
    on_disk = {path.parent.relative_to(home).parts[0] for path in home.rglob("scheme.yaml")}
    assert on_disk == {preset.id for preset in list_presets()}


def test_path_of_a_regime_and_of_one_of_its_schemes() -> None:
    assert (preset_path("county-four-in-one") / "scheme.yaml").is_file()
    assert (preset_path("town-performance-pay/villages") / "scheme.yaml").is_file()


@pytest.mark.parametrize("name", ["county-four-in-on", "town-performance-pay/village", "../presets", ""])
def test_unknown_preset_names_the_close_ones(name: str) -> None:
    with use_language("en"), pytest.raises(PresetProblem, match=r"Did you mean: .*[a-z]"):
        preset_path(name)


def test_copy_makes_parents_and_copies_everything(tmp_path: Path) -> None:
    target = copy_preset("town-performance-pay", tmp_path / "a" / "b")
    source = preset_path("town-performance-pay")
    names = {str(p.relative_to(source)) for p in source.rglob("*") if p.is_file()}
    assert names == {str(p.relative_to(target)) for p in target.rglob("*") if p.is_file()}
    assert list((tmp_path / "a").iterdir()) == [target]


def test_copy_takes_an_empty_folder(tmp_path: Path) -> None:
    assert (copy_preset("safety-control", tmp_path) / "scheme.yaml").is_file()


def test_copy_refuses_to_overwrite(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("1")
    with use_language("en"), pytest.raises(PresetProblem, match="not empty, nothing was copied"):
        copy_preset("safety-control", tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["mine.txt"]


def test_copy_refuses_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("1")
    with use_language("en"), pytest.raises(PresetProblem, match="is a file"):
        copy_preset("safety-control", tmp_path / "file")


def test_messages_are_chinese_by_default(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("1")
    with use_language("zh"), pytest.raises(PresetProblem, match="不是空的"):
        copy_preset("safety-control", tmp_path)
