"""Which figure counts for a window of time."""

from __future__ import annotations

import pytest
from tests.scoring.build import MEAN, SUM, D, fact, weighted

from kaohe.scoring.periods import latest, span, window, windows


def of(*facts):
    periods = {}
    for f in facts:
        periods.setdefault(f.period, {})[f.unit] = f
    return {unit: (f.period, f.actual) for unit, f in latest(periods).items()}


@pytest.mark.parametrize("text", ["2014", "2014H2", "2014Q3", "2014-12"])
def test_spans_print_as_they_are_read(text):
    assert str(span(text)) == text


@pytest.mark.parametrize("text", ["", "14", "2014Q5", "2014-13", "2014H3", "2014Q1x"])
def test_other_texts_are_no_periods(text):
    with pytest.raises(ValueError, match="^" + text):
        span(text)


def test_patterns_of_a_composition():
    assert str(window(2014, "H1")) == "2014H1"
    assert str(window(2014, "01")) == "2014-01"
    assert str(window(2014, "year")) == "2014"


def test_the_latest_reported_end_decides_and_a_stale_figure_does_not_count():
    assert of(fact("a", "A", "1", "2026Q1"), fact("a", "A", "2", "2026Q2"), fact("b", "A", "9", "2026Q1")) == {
        "a": ("2026Q2", D(2))
    }


def test_of_equal_ends_the_longest_period_wins():
    got = of(fact("a", "A", "1", "2026-12"), fact("a", "A", "2", "2026"), fact("b", "A", "3", "2026Q4"))
    assert got == {"a": ("2026", D(2)), "b": ("2026Q4", D(3))}


def test_a_row_with_a_target_alone_is_no_report_but_lends_its_target():
    periods = {
        "2026": {"a": fact("a", "A", period="2026", target="50")},
        "2026Q1": {"a": fact("a", "A", "10", "2026Q1"), "b": fact("b", "A", "20", "2026Q1", target="5")},
    }
    found = latest(periods)
    assert (found["a"].actual, found["a"].target) == (D(10), D(50))
    assert found["b"].target == D(5)


def test_windows_of_each_method():
    spans = [span(p) for p in ("2026Q1", "2026Q2", "2026-01", "2026", "2025Q4")]
    assert [str(w) for w in windows(MEAN, 2026, spans)] == ["2026Q1", "2026Q2"]
    assert [str(w) for w in windows(SUM, 2026, [span("2026")])] == ["2026"]
    assert [str(w) for w in windows(weighted(H1="30", year="70"), 2026, spans)] == ["2026H1", "2026"]
    assert [str(w) for w in windows(weighted(H1="30", H2="70"), 2026, spans)] == ["2026H1"]
