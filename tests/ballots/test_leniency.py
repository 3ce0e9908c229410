from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from kaohe.ballots.leniency import corrected, leniency_factors

panel = st.integers(1, 6).flatmap(
    lambda subjects: st.dictionaries(
        st.text("abcdef", min_size=1, max_size=2),
        st.lists(st.integers(1, 100).map(lambda n: (n, 1)), min_size=subjects, max_size=subjects),
        min_size=1,
        max_size=6,
    )
)


@given(panel)
def test_after_correction_every_rater_has_the_common_mean(scores):
    factors = leniency_factors(scores)
    means = {
        sum(Fraction(*v) * Fraction(*factors[rater]) for v in values) / len(values) for rater, values in scores.items()
    }
    assert len(means) == 1


@given(panel)
def test_factors_keep_their_bounds(scores):
    low, high = (9, 10), (11, 10)
    assert all(
        Fraction(9, 10) <= Fraction(*k) <= Fraction(11, 10) for k in leniency_factors(scores, low, high).values()
    )


def test_all_zeros_cannot_be_corrected():
    assert leniency_factors({"a": [(0, 1)], "b": [(80, 1)]})["a"] == (1, 1)


def test_no_scores_no_factors():
    assert leniency_factors({"a": []}) == {}


def test_a_corrected_vote_stays_within_the_scale():
    assert corrected((95, 1), (11, 10), (100, 1)) == (100, 1)
    assert corrected((80, 1), (11, 10), (100, 1)) == (88, 1)
