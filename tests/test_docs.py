"""The documentation keeps its word: links lead somewhere, and commands run as they are written."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kaohe.presets import copy_preset, preset_path
from kaohe.scheme.load import load_spec, write_spec

ROOT = Path(__file__).parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "src/kaohe/presets").rglob("*.md")])
HANDBOOK = ("scheme", "data", "criteria", "scores", "package", "presets")
KAOHE = Path(sys.executable).parent / "kaohe"

_LINK = re.compile(r"\]\(([^)\s]+)\)")
_BLOCK = re.compile(r"^```(?:sh|console)\n(.*?)^```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)


def slug(heading: str) -> str:
    """Give the anchor that a heading gets on the usual forges."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def links(page: Path) -> Iterator[str]:
    for target in _LINK.findall(_CODE.sub("", page.read_text(encoding="utf-8"))):
        if not re.match(r"[a-z]+:", target):
            yield target


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_every_link_leads_to_a_page_and_heading_that_exist(page):
    lost = []
    for target in links(page):
        name, _, anchor = target.partition("#")
        file = (page.parent / name).resolve() if name else page
        text = file.read_text(encoding="utf-8") if file.is_file() and file.suffix == ".md" else ""
        headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        if not file.exists() or (anchor and anchor not in map(slug, headings)):
            lost.append(target)
    assert not lost


def commands(page: Path) -> list[list[str]]:
    """List the `kaohe` commands of a page, in order."""
    lines = "\n".join(_BLOCK.findall(page.read_text(encoding="utf-8"))).splitlines()
    split = [shlex.split(line.removeprefix("$ "), comments=True) for line in lines]
    return [words for words in split if words[:1] == ["kaohe"]]


def run_all(pages: list[Path], folder: Path) -> None:
    for page in pages:
        for _program, *arguments in commands(page):
            done = subprocess.run(
                [str(KAOHE), *arguments], cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8"
            )
            assert done.returncode == 0, f"{page.name}: kaohe {shlex.join(arguments)}\n{done.stdout}{done.stderr}"


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_commands_of_the_readme_run_one_after_the_other(name, tmp_path):
    assert len(commands(ROOT / name)) >= 10
    run_all([ROOT / name], tmp_path)


def test_the_commands_of_the_handbook_run_as_written(tmp_path):
    """The pages speak of files that an office has: its scheme as a workbook, its data, and last year's scheme."""
    preset = preset_path("county-four-in-one")
    write_spec(load_spec(preset / "scheme.yaml"), tmp_path / "办法.xlsx")
    shutil.copytree(preset / "data", tmp_path / "数据")
    for year in ("2025", "2026"):
        copy_preset("county-four-in-one", tmp_path / year)
    run_all([ROOT / "docs" / "handbook" / f"{page}.md" for page in HANDBOOK], tmp_path)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_scheme_of_the_readme_passes_lint(name, tmp_path):
    (text,) = re.findall(r"^```yaml\n(.*?)^```", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    (tmp_path / "scheme.yaml").write_text(text, encoding="utf-8")
    done = subprocess.run(
        [str(KAOHE), "lint", "scheme.yaml"], cwd=tmp_path, capture_output=True, text=True, check=False, encoding="utf-8"
    )
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_what_the_readme_tells_to_make_can_be_made(name):
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z][a-z-]*):", makefile, re.MULTILINE))
    named = re.findall(r"(?:^|`)make ([a-z]+)\b", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE)
    assert {"demo", "test"} <= set(named) <= targets
