"""The pieces that the lexer looks for, in the order in which they claim the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from kaohe.criteria.lex_bounds import (
    BETWEEN_SIGNS,
    BOUND_AFTER,
    BOUND_BEFORE,
    RANGE,
    make_between,
    make_bound,
    make_range,
)
from kaohe.criteria.lex_each import EACH, ONE, make_each, make_one
from kaohe.criteria.lex_effects import (
    BOTH,
    BY_RATE,
    DESCEND,
    EFFECT,
    NONE_WORDS,
    OPEN,
    RATIO,
    SHARE,
    SIGNED,
    WHOLE,
    WITHIN,
    ZERO,
    make_both,
    make_by_rate,
    make_descend,
    make_effect,
    make_nothing,
    make_open,
    make_ratio,
    make_share,
    make_signed,
    make_whole,
    make_within,
    make_zero,
)
from kaohe.criteria.lex_limits import (
    BASE,
    CAP,
    FLOOR,
    LEAST,
    NEGATIVE,
    OF,
    ROUND_FULL,
    ROUND_UP,
    UNCAPPED,
    make_base,
    make_cap,
    make_limit,
    make_round,
)
from kaohe.criteria.lex_places import PLACES, make_places
from kaohe.criteria.lexicon import POINTS, UNITS
from kaohe.criteria.numerals import NUMBER, read_value
from kaohe.criteria.sources import WORD_SOURCES
from kaohe.criteria.tokens import Aside, Chosen, Figure, Mark, MarkKind, Named, Slashes, SourceMark, Token

Maker = Callable[[str, int, int], Token | None]


@dataclass(frozen=True, slots=True)
class Atom:
    """One kind of piece: how to find it, and how to read what was found."""

    name: str
    find: str
    make: Maker


def _mark(kind: MarkKind) -> Maker:
    return lambda text, start, end: Mark(start, end, text[start:end], kind)


def _aside(text: str, start: int, end: int) -> Token:
    return Aside(start, end, text[start:end])


_SLASHES = rf"\d+(?:\.\d+)?%?(?:/\d+(?:\.\d+)?%?){{2,}}(?:%|{POINTS})?"
_FIGURE = rf"(?:{NUMBER}(?:{UNITS}|{POINTS})|百分之{NUMBER}|\d+(?:\.\d+)?)"
_FIGURE_PARTS = re.compile(rf"(?P<value>百分之{NUMBER}|{NUMBER})(?P<unit>{UNITS}|{POINTS})?")


def _slashes(text: str, start: int, end: int) -> Token:
    piece = text[start:end]
    unit = "%" if "%" in piece else "分" if "分" in piece else ""
    return Slashes(start, end, piece, tuple(Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", piece)), unit)


def _figure(text: str, start: int, end: int) -> Token | None:
    parts = _FIGURE_PARTS.match(text, start)
    if parts is None:
        return None
    value, percent = read_value(parts["value"])
    if value is None:
        return None
    return Figure(start, end, text[start:end], value, percent or parts["unit"] or "")


_DATE = (
    r"\d{4}-\d{4}(?:学年|年)|\d{4}年(?:度)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:底|末|初)?|"
    r"\d{1,2}月\d{1,2}日(?:之?前)?|\d{1,2}-\d{1,2}月|\d{1,2}月(?:底|份|末|初)|(?:每月|次月|当月"
    r"|下月)\d{1,2}日|\d{1,2}日之?前|\d{1,2}[:：]\d{2}"
)
_DOCUMENT = r"\[\d{4}\](?:第)?\d*号?|\d+号|附件\d+|附表\d+|\d{5}(?=热线|市长|平台|、|，)|《[^》]{0,60}》"
_PROVISION = r"第[零一二两三四五六七八九十百\d]+(?:条|款|章|节|次|季度|一|类|批|期|步|届|代|产业|方|作者|责任人|负责人)"
_LABEL = (
    rf"{NUMBER}(?:级|等功|等奖|等|类|区|星级|星|流|线|档|甲|型|字头|体|化|定|产业|农|中全会|讲"
    rf"|会一课|同|清|公经费|公|重一大|岗双责|票否|"
    rf"把手|经|般|旦|直|致|并|律|览表|切|部分|路|审|线|号文|性|条龙|体化|期工程|年级|班级|带一路"
    rf"|支笔|张网|网|办|办法|户一|人一|事一|企一|村一|河一|岗一|次性|次函|站式|手|本账|本台账"
    rf"|方面|定期)"
    r"|[A-Za-z]+[\d.]+(?:-\d+)?|\d+[A-Za-z]+(?![%\d])|“(?:(?!\d分)[^“，。；]){1,14}“"
)
_BRACKET = (
    r"\(\d+分\)(?=及?以[上下])|\((?:(?![扣减奖罚]|加\d|得\d|[^()]分[^组公局别析类解布]|\d分"
    r"|不计|最[高多]|不超过|每|见|[+-]\d)[^()]){0,90}\)"
)

_JUDGE = (
    r"由[^，。；、\d]{2,18}?(?:(?:评定|评价)(?=，(?:最高|满分|得|给|在))|(?=(?:综合|现场|集中"
    r"|统一|直接|研究后)*(?:打分|评分|赋分|扣分)))|酌情|酌量|酌减|酌予|视情(?:况|形|节)?(?:轻重"
    r"|严重(?:程度)?|大小)?|(?:根据|按照?|依据?|结合|依照|视其?)(?:实际|具体|其)*"
    r"(?:情况|情节|情形|程度|影响|轻重|严重性|后果)(?:轻重|严重|大小|程度|好坏|优劣)*(?:情况"
    r"|程度)?|视[^，。；、\d扣加得]{1,12}(?:程度|轻重|大小|严重性?|情况|质量|效果|后果|影响)"
)
_TRIGGER = (
    r"±(?=\d)|任一项|任意一项|任何一项|其中一项|任一指标|递次|逐次|加倍|翻倍|翻番|双倍|减半|折半|对半|打折|\d折|折算|换算|除以|乘以|抵扣|抵消|冲抵"
    r"|孰高|孰低|就高不?就?低?|取高|取低|取最高|取最低|只取|"
    r"最高(?:分|项|级|一项|等次|奖项)?(?:计|的|得|一)|不(?:得|能)?(?:重复|累计|叠加)(?:[计加扣得奖])"
    r"|不再|依次类推|依次递[减增]|依次[减增]|递[减增]|次第|"
    r"同时[扣加得]|累进|逐[次级年][增减加]|从重|从轻|等额|相应[扣加减得]|同比例|×|÷|="
)
_LIKEWISE = r"(?:以此类推|依此类推|依次类推|以次类推|类推|……|\.{3,})"
_OTHERWISE = r"(?:否则|其余|其他情况|其它情况|反之)"
_SAME = (
    r"(?:可?(?:以)?(?:累计|累加|重复|叠加)(?:扣分|加分|计分|扣减|计算|得分|扣|加)|(?:扣分|加分"
    r"|得分)?可(?:以)?(?:累计|累加))"
)
_CN = "一二三四五六七八九十"
_ITEM = (
    rf"(?:(?:\A|(?<=[。；\n：]))(?:\d{{1,2}}[.、)](?![\d%])|\(\d{{1,2}}\)|[{_CN}]{{1,3}}、(?![{_CN}])"
    rf"|\([{_CN}]{{1,3}}\)|[a-h][.、)])"
    rf"|[①-⑳⑴-⒇❶-❿㈠-㈩]|(?:\A|(?<=[。；\n：，]))(?:[{_CN}]是(?:要)?|第[{_CN}]，|其[{_CN}]，))"
)

_SOURCE = r"\[(?:" + "|".join(sorted(WORD_SOURCES, key=len, reverse=True)) + r")\]"


def _named(text: str, start: int, end: int) -> Token:
    return Named(start, end, text[start:end])


def _chosen(text: str, start: int, end: int) -> Token:
    return Chosen(start, end, text[start:end], text[start + 1 : end - 1])


def _source(text: str, start: int, end: int) -> Token:
    return SourceMark(start, end, text[start:end], WORD_SOURCES[text[start + 1 : end - 1]])


_DIGIT = r"(?=[\d零一二两三四五六七八九十百千半])"
"""Cheap test before what begins with a number."""

ATOMS: tuple[Atom, ...] = (
    Atom("named", r"「[^「」\n]{1,200}」", _named),
    Atom("chosen", r"『[^『』\n]{1,60}』", _chosen),
    Atom("source", _SOURCE, _source),
    Atom("item", _ITEM, _mark(MarkKind.ITEM)),
    Atom("stop", r"[。\n]", _mark(MarkKind.STOP)),
    Atom("semicolon", r"；", _mark(MarkKind.SEMICOLON)),
    Atom("comma", r"，", _mark(MarkKind.COMMA)),
    Atom("base", BASE, make_base),
    Atom("of", OF, make_base),
    Atom("floor", FLOOR, make_limit),
    Atom("least", LEAST, make_base),
    Atom("negative", NEGATIVE, make_limit),
    Atom("uncapped", UNCAPPED, make_limit),
    Atom("cap", CAP, make_cap),
    Atom("same", _SAME, _mark(MarkKind.SAME)),
    Atom("document", _DOCUMENT, _aside),
    Atom("date", _DATE, _aside),
    Atom("roundfull", ROUND_FULL, make_round),
    Atom("roundup", ROUND_UP, make_round),
    Atom("descend", DESCEND, make_descend),
    Atom("both", BOTH, make_both),
    Atom("zero", ZERO, make_zero),
    Atom("none", NONE_WORDS, make_nothing),
    Atom("whole", WHOLE, make_whole),
    Atom("ratio", RATIO, make_ratio),
    Atom("byrate", BY_RATE, make_by_rate),
    Atom("signed", SIGNED, make_signed),
    Atom("within", WITHIN, make_within),
    Atom("effect", EFFECT, make_effect),
    Atom("share", SHARE, make_share),
    Atom("judge", _JUDGE, _mark(MarkKind.JUDGE)),
    Atom("open", OPEN, make_open),
    Atom("bracket", _BRACKET, _aside),
    Atom("opening", r"\(", _mark(MarkKind.OPEN)),
    Atom("closing", r"\)", _mark(MarkKind.CLOSE)),
    Atom("likewise", _LIKEWISE, _mark(MarkKind.LIKEWISE)),
    Atom("otherwise", _OTHERWISE, _mark(MarkKind.OTHERWISE)),
    Atom("each", EACH, make_each),
    Atom("places", PLACES, make_places),
    Atom("provision", _PROVISION, _aside),
    Atom("slashes", _SLASHES, _slashes),
    Atom("between", _DIGIT + BETWEEN_SIGNS, make_between),
    Atom("range", _DIGIT + RANGE, make_range),
    Atom("after", _DIGIT + BOUND_AFTER, make_bound),
    Atom("before", BOUND_BEFORE, make_bound),
    Atom("label", _LABEL, _aside),
    Atom("trigger", _TRIGGER, _mark(MarkKind.TRIGGER)),
    Atom("one", ONE, make_one),
    Atom("figure", _DIGIT + _FIGURE, _figure),
    Atom("every", "每", _mark(MarkKind.EACH_UNREAD)),
)
