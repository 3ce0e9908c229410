import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.i18n import use_language
from kaohe.weighting.objective import DataMethod, weights_from_data

column = st.lists(st.integers(1, 1000), min_size=4, max_size=4).filter(lambda c: len(set(c)) > 1)
table = st.lists(column, min_size=2, max_size=5).map(lambda cs: {chr(97 + i): c for i, c in enumerate(cs)})
steady = [DataMethod.ENTROPY, DataMethod.STANDARD_DEVIATION, DataMethod.MEREC]


@pytest.mark.parametrize("method", steady)
@given(table)
def test_weights_are_shares(method, figures):
    found = weights_from_data(method, figures)
    assert list(found) == list(figures)
    assert sum(found.values()) == pytest.approx(1)
    assert all(w >= 0 for w in found.values())


@pytest.mark.parametrize("method", steady)
@given(table, st.sampled_from([0.01, 10, 10000]))
def test_the_unit_of_a_figure_does_not_matter(method, figures, factor):
    scaled = {name: [x * factor for x in column] if name == "a" else column for name, column in figures.items()}
    assert weights_from_data(method, scaled) == pytest.approx(weights_from_data(method, figures), abs=1e-9)


@pytest.mark.parametrize("method", steady)
@given(table, st.randoms())
def test_order_of_units_does_not_matter(method, figures, random):
    order = [0, 1, 2, 3]
    random.shuffle(order)
    turned = {name: [column[i] for i in order] for name, column in figures.items()}
    assert weights_from_data(method, turned) == pytest.approx(weights_from_data(method, figures), abs=1e-9)


def test_entropy_counts_a_zero_as_no_share():
    # shares 0, 1/2, 1/2: e = ln 2 ÷ ln 3; shares 1/3 each but one twice: 1/4, 1/4, 1/2: e = 1.5 ln 2 ÷ ln 3
    found = weights_from_data(DataMethod.ENTROPY, {"a": [0, 1, 1], "b": [1, 1, 2]})
    assert found["a"] == pytest.approx(0.8732, abs=1e-4)


def test_direction_changes_the_conflict_that_critic_sees():
    figures = {"a": [1, 2, 3, 4], "b": [1, 2, 3, 5], "c": [4, 1, 3, 2]}
    same = weights_from_data(DataMethod.CRITIC, figures)
    turned = weights_from_data(DataMethod.CRITIC, figures, {"b"})
    assert turned["b"] > same["b"]


@pytest.mark.parametrize(
    ("method", "figures", "told"),
    [
        (DataMethod.ENTROPY, {"a": [1, 2, 3]}, "two indicators or more"),
        (DataMethod.ENTROPY, {"a": [1, 2], "b": [2, 1]}, "three units or more"),
        (DataMethod.ENTROPY, {"a": [1, 2, 3], "b": [1, 2]}, "the same three units"),
        (DataMethod.CRITIC, {"a": [1, 2, 3], "b": [5, 5, 5]}, "b: all units have the same figure"),
        (DataMethod.CRITIC, {"a": [1, 2, 3], "b": [5, float("nan"), 5]}, "b: a figure is missing"),
        (DataMethod.ENTROPY, {"a": [1, 2, 3], "b": [-1, 2, 5]}, "b: -1: entropy needs"),
        (DataMethod.MEREC, {"a": [1, 2, 3], "b": [0, 2, 5]}, "b: 0: this method needs"),
    ],
)
def test_figures_that_cannot_be_weighted_are_told(method, figures, told):
    with use_language("en"), pytest.raises(ValueError, match=told):
        weights_from_data(method, figures)


def test_a_missing_library_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "pymcdm.weights", None)
    with pytest.raises(ImportError, match=r"kaohe\[weighting\]"):
        weights_from_data(DataMethod.CRITIC, {"a": [1, 2, 3], "b": [2, 1, 5]})
