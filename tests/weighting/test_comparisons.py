import pytest

from kaohe.i18n import use_language
from kaohe.weighting.comparisons import Comparison, compare, from_matrix


def test_the_other_direction_follows():
    found = compare([Comparison("a", "b", 4), Comparison("c", "b", 2)])
    assert found.names == ("a", "b", "c")
    assert found.matrix[1, 0] == 0.25
    assert found.matrix[1, 2] == 0.5
    assert found.missing == ((0, 2),)


def test_experts_count_by_their_geometric_mean():
    found = compare([Comparison("a", "b", 2), Comparison("a", "b", 8), Comparison("b", "a", 1 / 4)])
    assert found.matrix[0, 1] == pytest.approx(4)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([Comparison("a", "b", 0)], "positive number"),
        ([Comparison("a", "b", float("inf"))], "positive number"),
        ([Comparison("a", "a", 1)], "compared with itself"),
        ([Comparison("a", "b", 2), Comparison("c", "d", 2)], "c, d: not connected to a"),
        ([], "nothing to compare"),
    ],
)
def test_wrong_comparisons_are_told(rows, told):
    with use_language("en"), pytest.raises(ValueError, match=told):
        compare(rows)


def test_unknown_indicator_is_told():
    with use_language("en"), pytest.raises(ValueError, match="c is unknown: expected one of a, b"):
        compare([Comparison("a", "c", 2)], ["a", "b"])


def test_a_written_matrix_may_round_its_reciprocals():
    found = from_matrix("ab", [[1, 3], [0.333, 1]])
    assert found.matrix[1, 0] == pytest.approx(1 / 3)
    assert from_matrix("abc", [[1, 2, None], [0.5, 1, 3], [None, 0.333, 1]]).missing == ((0, 2),)


@pytest.mark.parametrize("rows", [[[1, 3], [0.5, 1]], [[2, 1], [1, 1]], [[1, 2]], [[1, -2], [-0.5, 1]]])
def test_a_matrix_that_is_not_reciprocal_is_told(rows):
    with pytest.raises(ValueError, match=r"\w"):
        from_matrix("ab", rows)
