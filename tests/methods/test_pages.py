"""The worked examples of docs/methods, run as they stand."""

import doctest
from pathlib import Path

import pytest

PAGES = sorted((Path(__file__).parents[2] / "docs" / "methods").glob("*.md"))
# Pages of criterion rules show their example as YAML cases, which tests/criteria/test_method_pages.py runs.
OF_CODE = [p for p in PAGES if p.stem != "README" and "```yaml" not in p.read_text("utf-8")]


@pytest.mark.parametrize("page", OF_CODE, ids=lambda p: p.stem)
def test_the_worked_example_holds(page):
    found = doctest.testfile(str(page), module_relative=False, encoding="utf-8")
    assert found.attempted > 0, "a method page shows its example as code that runs"
    assert found.failed == 0


def test_every_page_is_listed():
    listed = (PAGES[0].parent / "README.md").read_text("utf-8")
    assert [p.name for p in PAGES if p.stem != "README" and f"({p.name})" not in listed] == []
