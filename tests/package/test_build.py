"""Building: whole or not at all, the same bytes for the same content."""

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from kaohe.package import PackageProblem, build, verify
from kaohe.presets import preset_path
from kaohe.tables.problems import Problems

PRESET = preset_path("hotline-monthly")


def test_the_same_content_gives_the_same_bytes(package: Path, tmp_path: Path, office_key: Ed25519PrivateKey) -> None:
    again = tmp_path / "again.zip"
    build(PRESET / "scheme.yaml", PRESET / "data", again, office_key)
    assert again.read_bytes() == package.read_bytes()


def test_a_package_is_never_overwritten(package: Path, office_key: Ed25519PrivateKey) -> None:
    with pytest.raises(PackageProblem, match=r"hotline\.kaohe\.zip"):
        build(PRESET / "scheme.yaml", PRESET / "data", package, office_key)


def test_nothing_is_written_when_the_data_do_not_hold(tmp_path: Path, office_key: Ed25519PrivateKey) -> None:
    data = tmp_path / "data"
    data.mkdir()
    (data / "units.csv").write_text("unit,class\n灌南县,county\n", encoding="utf-8")
    (data / "facts.csv").write_text("unit,indicator,period,actual\n灌北县,H1,2021-07,147.72\n", encoding="utf-8")
    with pytest.raises(Problems):
        build(PRESET / "scheme.yaml", data, tmp_path / "out.zip", office_key)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["data"]


def test_an_empty_folder_is_refused(tmp_path: Path, office_key: Ed25519PrivateKey) -> None:
    (tmp_path / "data").mkdir()
    with pytest.raises((PackageProblem, Problems)):
        build(PRESET / "scheme.yaml", tmp_path / "data", tmp_path / "out.zip", office_key)
    assert not (tmp_path / "out.zip").exists()


def test_a_manifest_lists_every_file(package: Path) -> None:
    files = verify(package).manifest.files
    assert set(files) == {"scheme/scheme.yaml", "data/units.csv", "data/facts.csv", "results.json", "signer.pub"}


def test_everybody_may_read_a_package(package: Path) -> None:
    assert package.stat().st_mode & 0o444 == 0o444
