from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.i18n import use_language
from kaohe.preparation import denominate, impute_group_mean, min_max, read_figures, to_figure

figures = st.dictionaries(
    st.text(min_size=1, max_size=2), st.tuples(st.integers(-500, 500), st.integers(1, 9)), min_size=2
).filter(lambda f: len({Fraction(*x) for x in f.values()}) > 1)


def test_decimals_are_read_exactly_and_blanks_stay_missing():
    assert read_figures({"a": "0.10", "b": Decimal(3), "c": "", "d": None}) == {
        "a": (10, 100),
        "b": (3, 1),
        "c": None,
        "d": None,
    }


def test_figures_are_written_half_up():
    assert to_figure((1, 8), 2) == Decimal("0.13")
    assert to_figure((-1, 8), 2) == Decimal("-0.13")


def test_missing_size_or_figure_stays_missing():
    found = denominate({"a": (6, 1), "b": (1, 1), "c": None}, {"a": (4, 1), "b": None, "c": (1, 1)})
    assert found == {"a": (3, 2), "b": None, "c": None}


def test_sizes_that_cannot_divide_are_all_told():
    with use_language("en"), pytest.raises(ValueError, match="a, c: a size above 0"):
        denominate(dict.fromkeys("abc", (1, 1)), {"a": (0, 1), "b": (1, 1)})


def test_imputation_takes_the_mean_of_the_group_and_names_it():
    found = impute_group_mean(
        {"a": (1, 1), "b": (2, 1), "c": None, "d": (10, 1), "e": None}, dict(zip("abcde", "EEEWW", strict=True))
    )
    assert found.figures == {"a": (1, 1), "b": (2, 1), "c": (3, 2), "d": (10, 1), "e": (10, 1)}
    assert found.filled == {"c": "E", "e": "W"}


def test_a_group_in_which_nobody_reported_is_told():
    with use_language("en"), pytest.raises(ValueError, match="a, c: nothing to impute from"):
        impute_group_mean({"a": None, "b": (1, 1), "c": None}, {"a": "E", "b": "W"})


@given(figures, st.booleans())
def test_min_max_spans_the_scale_and_keeps_the_order(cast, smaller_is_better):
    found = min_max(cast, smaller_is_better=smaller_is_better)
    values = {unit: Fraction(*x) for unit, x in found.items()}
    assert (min(values.values()), max(values.values())) == (0, 100)
    for one in cast:
        for other in cast:
            if Fraction(*cast[one]) < Fraction(*cast[other]):
                assert (values[one] > values[other]) is smaller_is_better
                assert values[one] != values[other]


def test_equal_figures_cannot_be_normalised():
    with use_language("en"), pytest.raises(ValueError, match="nothing to normalise"):
        min_max({"a": (1, 2), "b": (2, 4)})
