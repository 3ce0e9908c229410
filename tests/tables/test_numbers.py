from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.tables.absence import Absent, CellError
from kaohe.tables.numbers import LIMIT, parse_number, parse_whole


def code(text, unit=None):
    with pytest.raises(CellError) as raised:
        parse_number(text, unit)
    assert raised.value.found == text
    return raised.value.kind.code


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("12.5", "12.5"), ("-12.5", "-12.5"), ("+5", "5"), ("0012", "12"), ("5.", "5"), (".5", "0.5"), ("'12", "12"),
        ("１２．５", "12.5"), ("－３", "-3"), ("−3", "-3"), ("–3", "-3"), ("（5）", "-5"), ("(1,234.5)", "-1234.5"),
        ("1,234,567.89", "1234567.89"), ("1，234", "1234"), ("1\u00a0234", "1234"),
        ("1\u202f234\u202f567", "1234567"),
        ("1.2万", "12000"), ("3亿", "300000000"), ("1.5万亿", "1500000000000"), ("2百万", "2000000"),
        ("98%", "98"), ("９８．５％", "98.5"), ("-1.5%", "-1.5"), ("5个百分点", "5"), ("0.3百分点", "0.3"),
        ("12人", "12"), ("12 户", "12"), ("3.5万亩", "35000"), ("12（次）", "12"), ("12m²", "12"), ("-0", "0"),
        ("0.00", "0"),
        ("三", "3"), ("十二", "12"), ("二十", "20"), ("一百零五", "105"), ("百分之五", "5"), ("三万", "30000"),
        ("十次", "10"),
        ("1.23457E+05", "123457"), ("1e-05", "0.00001"), ("999999999999999", "999999999999999"),
        ("0.1234567890", "0.1234567890"), ("0.1" + "0" * 50, "0.1"),
    ],
)  # fmt: skip
def test_numbers_as_offices_write_them(text, number):
    found = parse_number(text)
    assert found == Decimal(number)
    assert "E" not in str(found)
    assert found or not str(found).startswith("-")


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [
        ("1.2万元", "万元", "1.2"), ("1.2万元", "元", "12000"), ("3亿元", "万元", "30000"),
        ("12000元", "万元", "1.2"),
        ("1.2万", "元", "12000"), ("1.2", "万元", "1.2"), ("12人", "万人", "0.0012"), ("98％", "%", "98"),
        ("5‰", "%", "0.5"), ("0.5%", "‰", "5"), ("5", "%", "5"), ("5百分点", "%", "5"), ("12亩", "（亩）", "12"),
        ("三亿元", "万元", "30000"),
    ],
)  # fmt: skip
def test_units_are_converted_to_that_of_the_column(text, unit, number):
    assert parse_number(text, unit) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        ("abc", None, "T201"), ("一般", None, "T201"), ("一等奖", None, "T201"), ("1等奖", None, "T201"),
        ("2024-03-05", None, "T201"),
        ("3/5", None, "T201"), ("①", None, "T201"), ("12²", None, "T201"), ("١٢", None, "T201"),
        ("--5", None, "T201"),
        ("—5", None, "T201"), ("(-5)", None, "T201"), ("一百二", None, "T201"), ("半", None, "T201"),
        ("5 abc", None, "T201"),
        ("#DIV/0!", None, "T202"), ("#REF!", None, "T202"), ("#N/A", None, "T202"), ("NA", None, "T211"),
        ("=SUM(A1:A3)", None, "T203"),
        ("NaN", None, "T204"), ("inf", None, "T204"), ("-Infinity", None, "T204"), ("∞", None, "T204"),
        ("1" + "0" * 15, None, "T205"), ("9" * 400, None, "T205"), ("1000万亿", None, "T205"),
        ("0.12345678901", None, "T206"), ("0.1" + "0" * 40 + "1", None, "T206"),
        ("0.1" + "0" * 40 + "1万", None, "T206"),
        ("0.30000000000000004", None, "T206"),
        ("12人", "户", "T207"), ("98%", "万元", "T207"), ("5‰", None, "T207"), ("5‰", "人", "T207"),
        ("1.2万", "万元", "T208"), ("3亿", "万吨", "T208"),
        ("1,23", None, "T209"), ("0,5", None, "T209"), ("1.234,56", None, "T209"), ("1 234", None, "T209"),
        ("12,34,567", None, "T209"),
        ("1.2.3", None, "T209"), ("1,2345", None, "T209"),
        ("1.2E+05", None, "T210"), ("1E+99", None, "T210"), ("1.23E+11", None, "T210"),
        ("-", None, "T211"), ("－", None, "T211"), ("无", None, "T211"), ("null", None, "T211"),
        ("None", None, "T211"),
        ("约5", None, "T212"), ("5-8", None, "T212"), ("5～8", None, "T212"), ("≥95%", None, "T212"),
        ("100多", None, "T212"),
        ("下降5%", None, "T213"), ("增长5%", None, "T213"), ("▲3", None, "T213"),
    ],
)  # fmt: skip
def test_what_is_no_number_or_several_is_refused(text, unit, expected):
    assert code(text, unit) == expected


@pytest.mark.parametrize("text", ["", "   ", "未报", "未填报", "缺报"])
def test_not_reported(text):
    assert parse_number(text) is Absent.NOT_REPORTED


@pytest.mark.parametrize("text", ["不适用", "—", "——", "/", "／", "N/A", "n/a", "不涉及"])
def test_not_applicable(text):
    assert parse_number(text) is Absent.NOT_APPLICABLE


DECIMALS = st.decimals(min_value=-(LIMIT - 1), max_value=LIMIT - 1, places=6, allow_nan=False)


@given(DECIMALS)
def test_plain_numbers_round_trip(number):
    assert parse_number(format(number, "f")) == number


@given(DECIMALS)
def test_separators_width_and_percent_change_nothing(number):
    text = f"{number:,f}"
    full_width = text.translate({ord(c): ord(c) + 0xFEE0 for c in "0123456789.,-"})
    assert parse_number(text) == parse_number(full_width) == parse_number(text + "%") == number


@given(st.decimals(min_value=0, max_value=10**9, places=4))
def test_magnitudes_are_exact(number):
    assert parse_number(f"{number}万元", "元") == number * 10000
    assert parse_number(f"{number}万元", "万元") == number


@given(st.text(max_size=30), st.sampled_from([None, "%", "万元", "人"]))
def test_any_text_is_a_figure_an_absence_or_a_problem(text, unit):
    with suppress(CellError):
        found = parse_number(text, unit)
        assert isinstance(found, Absent) or (found.is_finite() and abs(found) < LIMIT)


def test_whole_numbers():
    assert parse_whole("１２票") == 12
    assert parse_whole("3.0") == 3
    assert parse_whole("") is Absent.NOT_REPORTED
    for text in ("1.5", "-1"):
        with pytest.raises(CellError) as raised:
            parse_whole(text)
        assert raised.value.kind.code == "T214"
