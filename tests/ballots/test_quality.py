from kaohe.ballots.quality import form_quality, straight_lined_rate, suspicious_forms


def test_one_answer_throughout_is_straight_lined():
    assert form_quality([4, 4, None, 4]).is_straight_lined
    assert not form_quality([4, 4, 5]).is_straight_lined


def test_one_or_no_answer_is_no_straight_line():
    assert not form_quality([4]).is_straight_lined
    assert not form_quality([None, None]).is_straight_lined


def test_longest_run_passes_over_blanks():
    assert form_quality([1, 2, 2, None, 2, 1, 1]).longest_run == 3


def test_rate_counts_only_forms_with_two_answers():
    assert straight_lined_rate([[1, 1], [1, 2], [3], []]) == (50, 1)
    assert straight_lined_rate([[3]]) is None


def test_suspicious_forms_are_named_in_order():
    forms = {"b": [5, 5, 5], "a": [1, 1, 1, 1], "c": [5, 5], "d": [1, 2, 3]}
    assert suspicious_forms(forms) == ("a", "b")


def test_half_of_real_course_evaluations_are_straight_lined(shared):
    import polars as pl

    answers = pl.read_parquet(shared / "ratings" / "turkiye_student_evaluation.parquet").select(pl.nth(range(5, 33)))
    assert answers.shape == (5820, 28)
    n, d = straight_lined_rate(answers.rows())
    assert round(n / d) == 51
