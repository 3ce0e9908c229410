"""A run is a pure function: repeated, it gives the same bytes; two runs are compared cell by cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.scoring.build import D, data, fact, given, scheme, units

from kaohe.i18n import use_language
from kaohe.scheme.model import Adjustment
from kaohe.scoring.compare import compare
from kaohe.scoring.facts import Event
from kaohe.scoring.reference import score
from kaohe.scoring.run import RunMismatchError, make_run, rerun

PLAN = scheme(given("A", "50"), given("B", "50"), adjustments=(Adjustment("J", "加分", None, None),))
ROWS = [fact("a", "A", "40"), fact("a", "B", "30"), fact("b", "A", "45"), fact("b", "B", "20")]


def test_a_rerun_gives_the_same_bytes_in_any_language_and_order():
    run, _ = make_run(PLAN, data(units("a", "b"), *ROWS), as_of="2026-06-30")
    with use_language("en"):
        again = rerun(run, PLAN, data(units("b", "a"), *reversed(ROWS)))
    assert run.repeats(again)
    assert again.result_hash == run.result_hash
    assert run.result.startswith(b'{"as_of":"2026-06-30","facts":')
    assert run.result.endswith(b"}\n")


def test_another_scheme_or_other_data_are_no_repetition():
    whole = data(units("a", "b"), *ROWS)
    run, _ = make_run(PLAN, whole)
    with pytest.raises(RunMismatchError):
        rerun(run, replace(PLAN, hash="other"), whole)
    with pytest.raises(RunMismatchError):
        rerun(run, PLAN, data(units("a", "b"), *ROWS[:3]))


def test_differences_are_told_with_their_reasons():
    before = score(PLAN, data(units("a", "b", "gone"), *ROWS))
    changed = [replace(ROWS[0], actual=D(10)), *ROWS[1:], Event("b", "J", points=D(2))]
    after = score(PLAN, data(units("a", "b", "new"), *changed))
    found = {(d.unit, d.what, d.code): d for d in compare(before, after)}
    assert set(found) == {
        ("a", "total", ""),
        ("a", "rank", ""),
        ("a", "leaf", "A"),
        ("b", "total", ""),
        ("b", "rank", ""),
        ("b", "adjustment", "J"),
        ("new", "unit", ""),
        ("gone", "unit", ""),
    }
    leaf = found["a", "leaf", "A"]
    assert (leaf.before, leaf.after, leaf.change) == ("40.00", "10.00", (-300000, 10000))
    with use_language("en"):
        (again,) = [d for d in compare(before, after) if (d.unit, d.what) == ("a", "leaf")]
        assert again.say() == "a, A: 40.00 → 10.00 (-30): figure 40 → 10"
        assert found["b", "rank", ""].say() == "b, place: 2 → 1 ▲1"
    assert found["b", "total", ""].to_json()["change"] == "+2"


def test_points_and_precision_may_differ():
    before = score(PLAN, data(units("a", "b"), *ROWS))
    finer = replace(PLAN, precision=3)
    assert compare(before, score(finer, before.dataset)) == ()
    other = replace(PLAN, indicators=(given("A", "60"), given("B", "50")))
    assert compare(before, score(other, before.dataset)) == ()


def test_equal_sheets_have_no_differences():
    sheet = score(PLAN, data(units("a", "b"), *ROWS))
    assert compare(sheet, sheet) == ()
