"""Every problem of scoring has a number of its own, a page that lists it, and Chinese words."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.i18n import use_language
from kaohe.scoring import unscorable
from kaohe.tables.problems import Kind, Problem

KINDS = [k for k in vars(unscorable).values() if isinstance(k, Kind)]
PAGE = Path(__file__).parents[2] / "docs" / "reference" / "scoring.md"


def test_numbers_are_used_once():
    assert len({k.code for k in KINDS}) == len(KINDS)


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.code)
def test_the_page_lists_it_with_its_advice(kind):
    assert f"| {kind.code} | {kind.title} | {kind.advice} |" in PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.code)
def test_it_teaches_in_both_languages(kind):
    names = "unit indicator period input type reason points other classes year column name known"
    problem = Problem(kind, found="X", values=dict.fromkeys(names.split(), "·"))
    told = {}
    for language in ("zh", "en"):
        with use_language(language):
            told[language] = (problem.title, problem.advice)
    assert told["zh"] != told["en"]
    assert all(told["zh"])
    assert all(told["en"])
