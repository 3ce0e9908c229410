"""Heights of rows with wrapped text."""

from hypothesis import given
from hypothesis import strategies as st

from kaohe.tables.height import HIGHEST, LINE, row_height, text_width


def test_a_short_text_takes_one_line():
    assert row_height([("得分", 10), ("", 8)]) == LINE


def test_a_long_sentence_takes_as_many_lines_as_it_wraps_to():
    sentence = "完成任务得满分，每少1个百分点扣0.2分，扣完为止"
    assert row_height([(sentence, 20)]) == LINE * -(-text_width(sentence) // 18)


def test_the_highest_cell_counts_and_a_row_is_never_higher_than_a_sheet_allows():
    assert row_height([("一", 10), ("一\n二", 10)]) == 2 * LINE
    assert row_height([("字" * 10_000, 10)]) == HIGHEST


@given(st.text(max_size=200), st.integers(4, 90))
def test_a_wider_column_never_needs_a_higher_row(text, width):
    assert row_height([(text, width + 5)]) <= row_height([(text, width)])
