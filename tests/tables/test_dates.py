from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.tables.absence import Absent, CellError
from kaohe.tables.dates import parse_date
from kaohe.tables.flags import parse_flag


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024/3/5", "2024.3.5", "20240305", "2024年3月5日", "２０２４年３月５日", "2024 年 3 月 5 日",
        "2024-03-05 00:00:00", "2024-03-05T08:30:00", "2024/3/5 8:30", "45356", "45356.5", " 2024-3-5 ",
    ],
)  # fmt: skip
def test_one_day_in_every_form(text):
    assert parse_date(text) == "2024-03-05"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("3/5/2024", "T216"), ("24-3-5", "T216"), ("202403", "T216"), ("2024-02-30", "T215"), ("2024年3月", "T215"),
        ("昨天", "T215"), ("1899-12-31 08:30:00", "T215"), ("12", "T215"), ("20241301", "T215"), ("#VALUE!", "T202"),
        ("=TODAY()", "T203"), ("-", "T211"),
    ],
)  # fmt: skip
def test_what_is_no_day_or_several_is_refused(text, code):
    with pytest.raises(CellError) as raised:
        parse_date(text)
    assert raised.value.kind.code == code


def test_no_date():
    assert parse_date("") is Absent.NOT_REPORTED


@given(st.dates(min_value=date(1955, 1, 1), max_value=date(2100, 1, 1)))
def test_serials_and_written_dates_agree(day):
    serial = (day - date(1899, 12, 30)) // timedelta(days=1)
    assert parse_date(str(serial)) == parse_date(f"{day.year}年{day.month}月{day.day}日") == day.isoformat()


@pytest.mark.parametrize(
    ("texts", "flag"),
    [
        (["是", "有", "√", "✓", "Y", "yes", "TRUE", "True", "1", "ｙ"], True),
        (["否", "无", "×", "✗", "N", "no", "FALSE", "0", "ｘ"], False),
        (["", "未报"], Absent.NOT_REPORTED),
        (["不适用", "—"], Absent.NOT_APPLICABLE),
    ],
)
def test_flags(texts, flag):
    assert {parse_flag(t) for t in texts} == {flag}


@pytest.mark.parametrize(("text", "code"), [("大概", "T217"), ("2", "T217"), ("-", "T211"), ("#REF!", "T202")])
def test_what_is_neither_yes_nor_no_is_refused(text, code):
    with pytest.raises(CellError) as raised:
        parse_flag(text)
    assert raised.value.kind.code == code
