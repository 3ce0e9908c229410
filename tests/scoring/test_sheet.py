"""The stable form of ``kaohe score --json``: what must be there, and scores as decimal text."""

from __future__ import annotations

import json

from tests.scoring.build import D, data, fact, given, node, scheme, units

from kaohe.scheme.model import Adjustment
from kaohe.scoring.facts import Event
from kaohe.scoring.reference import score
from kaohe.scoring.sheet import to_json

PLAN = scheme(
    node("N", "A B"),
    given("A", "50", "N"),
    given("B", "50", "N"),
    adjustments=(Adjustment("J", "加分", None, None, cap=D(1)),),
)
SHEET = score(PLAN, data(units("a", "b"), fact("a", "A", "40.5", target="45"), Event("a", "J", points=D(3))))


def test_the_keys_of_the_contract():
    told = to_json(SHEET)
    assert {"scheme", "hash", "units"} <= told.keys()
    (first, _second) = told["units"]
    assert {"unit", "class", "total", "rank", "grade", "indicators", "adjustments", "nodes"} <= first.keys()
    assert {"code", "actual", "target", "score", "points", "derivation"} <= first["indicators"][0].keys()


def test_scores_are_text_and_what_is_missing_is_null():
    first, second = to_json(SHEET)["units"]
    assert (first["total"], first["rank"], first["grade"]) == ("41.50", 1, None)
    leaf = first["indicators"][0]
    assert (leaf["actual"], leaf["target"], leaf["score"], leaf["points"]) == ("40.5", "45", "40.50", "50")
    assert first["adjustments"][0] | {"derivation": ""} == {
        "code": "J",
        "of": None,
        "amount": "3.00",
        "score": "1.00",
        "limits": ["item"],
        "derivation": "",
    }
    assert (second["indicators"][0]["actual"], second["indicators"][0]["score"]) == (None, "0.00")
    assert json.loads(json.dumps(to_json(SHEET))) == to_json(SHEET)


def test_units_stand_by_class_then_place_then_id():
    assert [u.unit for u in SHEET.units] == ["a", "b"]
    assert SHEET.by_unit["b"].indicator("N").score == 0
    assert SHEET.show(None) is None
