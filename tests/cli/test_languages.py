"""Help in two languages, chosen by option or environment."""

import re
import subprocess
from collections.abc import Callable

import pytest

from kaohe.cli import asked_language

Program = Callable[..., subprocess.CompletedProcess[str]]
HAN = re.compile(r"[\u4e00-\u9fff]")
COMMANDS = ["lint", "score", "explain", "simulate", "demo", "scheme", "criteria", "preset", "package", "office"]


def test_chinese_by_default(kaohe: Program) -> None:
    done = kaohe("--help")
    assert done.returncode == 0
    assert "选项" in done.stdout
    assert "绩效考核" in done.stdout


@pytest.mark.parametrize("ask", [["--lang", "en"], ["--lang=en"]])
def test_english_by_option(kaohe: Program, ask: list[str]) -> None:
    done = kaohe(*ask, "--help")
    assert "Options" in done.stdout
    assert not HAN.search(done.stdout)


def test_english_by_environment(kaohe: Program) -> None:
    assert not HAN.search(kaohe("--help", KAOHE_LANG="en").stdout)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_describes_itself(kaohe: Program, command: str) -> None:
    chinese, english = kaohe(command, "--help"), kaohe("--lang", "en", command, "--help")
    assert chinese.returncode == english.returncode == 0
    assert HAN.search(chinese.stdout)
    assert not HAN.search(english.stdout)


def test_an_unknown_language_is_a_usage_error(kaohe: Program) -> None:
    assert kaohe("--lang", "fr", "preset", "list").returncode == 2


def test_the_language_is_found_before_options_are_parsed() -> None:
    assert asked_language(["score", "--lang", "en"]) == "en"
    assert asked_language(["--lang=zh"]) == "zh"
    assert asked_language(["--lang"]) == "zh"


def test_an_unknown_command_is_a_usage_error(kaohe: Program) -> None:
    assert kaohe("nonsense").returncode == 2


def test_the_version_is_printed(kaohe: Program) -> None:
    assert re.fullmatch(r"kaohe \d+\.\d+\.\d+", kaohe("--version").stdout.strip())
