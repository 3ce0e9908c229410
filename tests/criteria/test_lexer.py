"""Tokens cover the text without gaps, and the map of offsets leads back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.criteria.lexer import lex
from kaohe.criteria.normalise import normalise
from kaohe.criteria.numerals import read_number
from kaohe.criteria.tokens import Bound, Each, Effect, Limit, Places, Words


@settings(max_examples=300, deadline=None)
@given(
    st.text(
        alphabet="每扣加得分次个项%以上下不超过最高第名0123一二十半，。；（）-至 ①.满按例率国省级酌情×=", max_size=40
    )
)
def test_tokens_cover_the_text(text):
    normal = normalise(text).text
    tokens = lex(normal)
    assert "".join(token.text for token in tokens) == normal
    ends = [0, *(token.end for token in tokens)]
    assert [token.start for token in tokens] == ends[:-1]


@given(st.text(max_size=60))
def test_offsets_rise_and_stay_in_the_text(text):
    normal = normalise(text)
    assert len(normal.offsets) == len(normal.text) + 1
    assert list(normal.offsets) == sorted(normal.offsets)
    assert normal.offsets[-1] == len(text)


def only(text: str, kind: type):
    found = [token for token in lex(normalise(text).text) if isinstance(token, kind)]
    assert len(found) == 1, lex(normalise(text).text)
    return found[0]


@pytest.mark.parametrize(
    ("text", "low", "high", "low_open", "high_open"),
    [
        ("80%以上", 80, None, False, False),
        ("80％（不含）以上", 80, None, True, False),
        ("八十分以下", None, 80, False, False),
        ("不满80%", None, 80, False, True),
        ("超过两次", 2, None, True, False),
        ("不低于百分之五", 5, None, False, False),
        ("未达到80%", None, 80, False, True),
        ("60－79分", 60, 79, False, False),
        ("70%(含)～80%(不含)", 70, 80, False, True),
        ("至少开展一次", 1, None, False, False),
    ],
)
def test_comparisons_include_what_the_code_says(text, low, high, low_open, high_open):
    bound = only(text, Bound)
    ends = (bound.low, bound.high, bound.low_open, bound.high_open)
    assert ends == (low and Decimal(low), high and Decimal(high), low_open, high_open)


@pytest.mark.parametrize(
    ("text", "verb", "amounts"),
    [
        ("扣减0.5分", "deduct", ["0.5"]),
        ("分别加5分、3分", "add", ["5", "3"]),
        ("分别奖20、10分", "add", ["20", "10"]),
        ("扣1分－3分", "deduct", ["1", "3"]),
        ("计满分", "set", ["full"]),
        ("全扣", "set", ["0"]),
        ("扣该项分值的30%", "deduct", ["30%"]),
        ("得一半分", "set", ["50%"]),
        ("(-2分)", "deduct", ["2"]),
    ],
)
def test_effects(text, verb, amounts):
    effect = only(f"情况，{text}", Effect)
    assert effect.verb == verb
    assert [amount.to_json() for amount in effect.amounts] == amounts


@pytest.mark.parametrize(
    ("text", "per", "unit", "toward"),
    [
        ("每少1篇", 1, "篇", "below"),
        ("每超过0.5个百分点", "0.5", "个百分点", "above"),
        ("每发现一处", 1, "处", None),
        ("每项（次）", 1, "项次", None),
        ("每满5天", 5, "天", None),
        ("没增加1次", 1, "次", "above"),
    ],
)
def test_steps(text, per, unit, toward):
    each = only(text, Each)
    assert (each.per, each.unit, each.toward) == (Decimal(per), unit, toward)


@pytest.mark.parametrize("text", ["扣完为止", "直至扣完", "不计负分", "3分扣完为止", "扣完该项分值为止"])
def test_floors(text):
    assert only(text, Limit).kind == "floor"


@pytest.mark.parametrize(
    ("text", "low", "high", "from_end"),
    [("第2-5名", 2, 5, False), ("前三名", 1, 3, False), ("倒数第一名", 1, 1, True), ("第6名及以后", 6, None, False)],
)
def test_places(text, low, high, from_end):
    places = only(text, Places)
    assert (places.low, places.high, places.from_end) == (low, high, from_end)


@pytest.mark.parametrize("text", ["统一标准", "三级教学事故", "第三方施工", "2024年度", "《管理办法》", "PM2.5"])
def test_numbers_that_are_names_are_no_numbers(text):
    assert all(not isinstance(token, (Bound, Each, Effect, Limit)) for token in lex(text))


@given(st.integers(1, 999))
def test_chinese_numerals_read_as_written(number):
    digits = "零一二三四五六七八九"
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{digits[hundreds]}百" if hundreds else ""
    if tens:
        text += f"{digits[tens] if tens > 1 or hundreds else ''}十"
    elif hundreds and ones:
        text += "零"
    text += digits[ones] if ones else ""
    assert read_number(text) == number


def test_words_keep_what_is_counted():
    (first, *_) = lex("资料不齐全的，每缺1项扣1分")
    assert isinstance(first, Words)
    assert first.text == "资料不齐全的"
