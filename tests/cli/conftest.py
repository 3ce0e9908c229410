"""Run the command line as a person would, in a process of its own or in this one."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from kaohe.i18n import use_language
from kaohe.presets import preset_path

Run = Callable[..., Result]


@pytest.fixture
def run() -> Run:
    """Run ``kaohe …`` in this process, in English unless told otherwise."""

    def run_(*arguments: str | Path, stdin: str | None = None) -> Result:
        from kaohe.cli.app import app  # read here: the command tree is built when it is first needed

        with use_language("en"):
            return CliRunner().invoke(app, [str(a) for a in arguments], input=stdin)

    return run_


@pytest.fixture
def kaohe() -> Callable[..., subprocess.CompletedProcess[str]]:
    """Run the installed program."""
    program = Path(sys.executable).parent / "kaohe"

    def run_(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", **settings}
        return subprocess.run(
            [str(program), *arguments], capture_output=True, text=True, check=False, env=environment, encoding="utf-8"
        )

    return run_


@pytest.fixture
def county() -> tuple[Path, Path]:
    """Scheme and data of the county regime."""
    folder = preset_path("county-four-in-one")
    return folder / "scheme.yaml", folder / "data"
