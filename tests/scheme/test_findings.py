from __future__ import annotations

import pytest

from kaohe.i18n import use_language
from kaohe.scheme.findings import Finding, Place, Places, SchemeProblems, Severity, in_order


def test_a_node_that_was_not_written_has_the_place_of_the_nearest_above() -> None:
    places = Places("a.yaml", {(): Place("a.yaml", line=1, column=1), ("grades", 0): Place("a.yaml", line=7, column=5)})
    assert places.at(("grades", 0, "quota"), "优秀") == Place("a.yaml", line=7, column=5, node="优秀")
    assert places.at(("ballots",)).line == 1
    assert Places("b.yaml").at(("grades",), "x") == Place("b.yaml", node="x")


@pytest.mark.parametrize(
    ("place", "zh", "en"),
    [
        (Place("a.yaml", line=3, column=5, node="A1"), "a.yaml，第3行第5列，A1", "a.yaml, line 3 column 5, A1"),
        (Place("a.xlsx", "指标", 4, 28), "a.xlsx，指标，AB4", "a.xlsx, 指标, AB4"),
        (Place(), "", ""),
    ],
)
def test_a_place_reads_as_people_say_it(place: Place, zh: str, en: str) -> None:
    with use_language("zh"):
        assert str(place) == zh
    with use_language("en"):
        assert str(place) == en


def finding(code: str, severity: Severity, line: int) -> Finding:
    return Finding(code, severity, Place("a", line=line, column=1), "m", "p")


def test_findings_stand_worst_first_then_as_in_the_document_each_once() -> None:
    late, early = finding("K002", Severity.ERROR, 9), finding("K009", Severity.ERROR, 2)
    warning = finding("K001", Severity.WARNING, 1)
    assert in_order([warning, late, early, late]) == (early, late, warning)


def test_problems_print_every_finding() -> None:
    problems = SchemeProblems([finding("K002", Severity.ERROR, 9), finding("K001", Severity.WARNING, 1)])
    with use_language("en"):
        assert str(problems.findings[0]) == "K002 a, line 9 column 1: m. p"
    assert [line[:4] for line in str(problems).splitlines()] == ["K002", "K001"]
