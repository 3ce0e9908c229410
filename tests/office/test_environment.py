"""Settings from the environment: understood, or refused with the variable's name."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from kaohe.office import environment as env
from kaohe.office.database import embedded, from_url, start_embedded


@pytest.fixture
def variable(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    return monkeypatch


@pytest.mark.parametrize(("word", "meaning"), [("1", True), ("no", False), ("TRUE", True), ("", True)])
def test_flag(variable: pytest.MonkeyPatch, word: str, meaning: bool) -> None:
    variable.setenv("KAOHE_X", word)
    assert env.flag("KAOHE_X", default=True) is meaning


def test_unclear_flag_and_number_are_refused_by_name(variable: pytest.MonkeyPatch) -> None:
    variable.setenv("KAOHE_X", "perhaps")
    with pytest.raises(env.SettingError, match="KAOHE_X='perhaps': expected 1 or 0"):
        env.flag("KAOHE_X", default=False)
    with pytest.raises(env.SettingError, match="KAOHE_X='perhaps': expected a whole number from 1"):
        env.number("KAOHE_X", 5)


def test_secret_is_written_once_and_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "sub" / "secret.key"
    env.make_secret(file)
    first = file.read_text()
    env.make_secret(file)
    assert file.read_text() == first
    assert len(first) >= 64
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert env.secret("KAOHE_NONE", file) == first


def test_secret_without_file_is_never_the_same(tmp_path: Path) -> None:
    assert env.secret("KAOHE_NONE", tmp_path / "a") != env.secret("KAOHE_NONE", tmp_path / "a")
    assert not list(tmp_path.iterdir())


def test_data_folder_of_root_is_one_the_database_user_reaches(variable: pytest.MonkeyPatch) -> None:
    variable.delenv("KAOHE_DATA", raising=False)
    variable.setattr(os, "geteuid", lambda: 0)
    assert env.data_folder() == Path("/var/lib/kaohe")


def test_database_by_url() -> None:
    found = from_url("postgresql://kaohe:p%40ss@db.example:5433/kao%20he?sslmode=verify-full")
    assert (found["USER"], found["PASSWORD"], found["HOST"]) == ("kaohe", "p@ss", "db.example")
    assert (found["PORT"], found["NAME"], found["OPTIONS"]) == ("5433", "kao he", {"sslmode": "verify-full"})
    assert from_url("postgresql:///kaohe?host=/run/postgresql")["HOST"] == "/run/postgresql"


@pytest.mark.parametrize("url", ["mysql://a/b", "postgresql://host", "sqlite:///x"])
def test_other_databases_are_refused(url: str) -> None:
    with pytest.raises(env.SettingError, match="DATABASE_URL"):
        from_url(url)


def test_embedded_server_has_no_network_and_refuses_long_folders(tmp_path: Path) -> None:
    assert embedded(tmp_path)["HOST"] == str(tmp_path)
    with pytest.raises(env.SettingError, match="KAOHE_DATA"):
        start_embedded(tmp_path / ("x" * 100))


def test_word_that_is_no_choice_is_refused(variable: pytest.MonkeyPatch) -> None:
    assert env.choice("KAOHE_NONE", ("a", "b")) == "a"
    variable.setenv("KAOHE_X", "c")
    with pytest.raises(env.SettingError, match="one of a, b"):
        env.choice("KAOHE_X", ("a", "b"))
