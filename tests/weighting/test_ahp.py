import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.i18n import use_language
from kaohe.weighting.ahp import ahp, global_weights
from kaohe.weighting.comparisons import Comparison, compare, from_matrix

importance = st.lists(st.integers(1, 9), min_size=2, max_size=8)


def judged(weights):
    pairs = [(i, j) for i in range(len(weights)) for j in range(i)]
    return [Comparison(str(i), str(j), weights[i] / weights[j]) for i, j in pairs]


@given(importance)
def test_judgements_that_fit_together_give_back_the_weights(weights):
    found = ahp(compare(judged(weights)))
    assert [found.weights[str(i)] for i in range(len(weights))] == pytest.approx([w / sum(weights) for w in weights])
    assert found.consistency_ratio == pytest.approx(0, abs=1e-9)
    assert found.lambda_max == pytest.approx(len(weights))


@given(importance.filter(lambda ws: len(ws) > 2), st.data())
def test_a_left_out_pair_is_filled_from_the_others(weights, data):
    rows = judged(weights)
    left_out = data.draw(st.sampled_from(rows))
    found = ahp(compare([row for row in rows if row is not left_out], [str(i) for i in range(len(weights))]))
    assert [found.weights[str(i)] for i in range(len(weights))] == pytest.approx(
        [w / sum(weights) for w in weights], abs=1e-5
    )
    ((pair, ratio),) = found.filled.items()
    assert ratio == pytest.approx(weights[int(pair[0])] / weights[int(pair[1])], abs=1e-4)


@given(st.lists(st.sampled_from([1 / 9, 1 / 5, 1 / 3, 1, 3, 5, 9]), min_size=6, max_size=6))
def test_weights_are_shares_and_consistency_is_not_negative(times):
    pairs = ["ab", "ac", "ad", "bc", "bd", "cd"]
    found = ahp(compare([Comparison(*pair, t) for pair, t in zip(pairs, times, strict=True)]))
    assert sum(found.weights.values()) == pytest.approx(1)
    assert all(w > 0 for w in found.weights.values())
    assert found.consistency_index >= 0
    assert found.lambda_max >= 4 - 1e-9


def test_contradicting_judgements_are_not_consistent():
    found = ahp(compare([Comparison("a", "b", 5), Comparison("b", "c", 5), Comparison("c", "a", 5)]))
    assert not found.is_consistent
    assert found.weights == pytest.approx({"a": 1 / 3, "b": 1 / 3, "c": 1 / 3})


def test_one_indicator_weighs_everything():
    assert ahp(from_matrix("a", [[1]])).weights == {"a": 1.0}


def test_too_many_indicators_are_told():
    rows = [Comparison("0", str(i), 1) for i in range(1, 16)]
    with use_language("en"), pytest.raises(ValueError, match="16 indicators in one comparison"):
        ahp(compare(rows))


def test_alternatives_under_several_nodes_add_up():
    groups = {"goal": {"cost": 0.7, "use": 0.3}, "cost": {"x": 0.2, "y": 0.8}, "use": {"x": 0.5, "y": 0.5}}
    assert global_weights(groups, "goal") == pytest.approx({"x": 0.29, "y": 0.71})


def test_a_circle_is_told():
    with use_language("en"), pytest.raises(ValueError, match="a → b → a"):
        global_weights({"a": {"b": 1}, "b": {"a": 1}}, "a")
