"""Score verbs and what follows them: 扣0.5分/次, 分别加5分、3分, 得满分, 不得分, 按比例得分."""

from __future__ import annotations

import re
from decimal import Decimal

from kaohe.criteria.lexicon import ADD, BETWEEN, DEDUCT, POINTS, SET, UNITS, VALUE
from kaohe.criteria.model import FULL, NOTHING, Amount
from kaohe.criteria.numerals import read_number, read_value
from kaohe.criteria.tokens import Effect, Mark, MarkKind, Verb

_DIGIT_VALUE = r"(?:\d{1,9}(?:\.\d{1,6})?)"
_JOIN = r"(?:、|，|/|和|及|或)"
_NOT_BOUND = r"(?!\(?含?\)?(?:及|或)?以[上下内]|-\d|至\d|之间|\(含\))"
_LIST = rf"{VALUE}(?:{POINTS})?(?:(?:{_JOIN}|(?<=分)){VALUE}(?:{POINTS})?)+(?<=分)"
_PLAIN_LIST = rf"{VALUE}(?:{POINTS})?(?:[、/]{VALUE}(?:{POINTS})?)+(?<=分)"
_RANGE = rf"{VALUE}(?:{POINTS})?(?:-|至|到){VALUE}{POINTS}"
_ONE = rf"{VALUE}{POINTS}"
_NO_UNIT = r"\d{1,4}(?:\.\d{1,4})?(?=[，。；、\n]|\Z)"
_MONEY = rf"(?:{_DIGIT_VALUE}(?:元)?{_JOIN})*{_DIGIT_VALUE}元"
_EACH_AFTER = rf"(?:\(?(?:/|每|一)(?:每)?\d{{0,3}}(?:{UNITS})\)?)"

_LEAD = "(?:分别|依次|各|均|一律|直接|则|另|再|并|应|将|可|共|只|仅)*"
_ANY_VERB = f"(?:{DEDUCT}|{ADD}|{SET})"
_STARTS = (
    r"(?<![^每各\d一二两三四五六七八九十]所)(?!(?:加减?|扣|奖)分项)"
    "(?=[分依各均一直则另再并应将可共只仅加少扣罚核倒追减多奖附增得计记赋给获评打为最按=])"
)
"""Cheap test before the many ways in which an effect may begin: keep it complete when a verb is added."""
EFFECT = (
    rf"{_STARTS}(?:"
    rf"(?:分别|依次|各)(?:均|直接|累计)?{_ANY_VERB}{BETWEEN}(?:为|：)?(?:{_LIST}|{_MONEY}){_EACH_AFTER}?"
    rf"|{_LEAD}{_ANY_VERB}{BETWEEN}(?:分别|依次|各|相应|对应)(?:为|：)?(?:{_LIST}|{_ONE}){_EACH_AFTER}?"
    rf"|{_LEAD}{_ANY_VERB}(?:最高|最多|至多)?{BETWEEN}(?:均|为|：)*(?:{_PLAIN_LIST}|{_RANGE}"
    rf"|{_ONE}|{_MONEY})(?:左右)?{_NOT_BOUND}{_EACH_AFTER}?"
    rf"|(?:各|均|则|另|再)*(?:扣|(?<![参增])加|(?<!获)得|奖励){_NO_UNIT}"
    r"|得分(?:为|：)?\d+(?:\.\d+)?(?:[/、]\d+(?:\.\d+)?)+(?![/%\d])(?:分)?"
    rf"|(?:最高|最多)可?(?:{DEDUCT}|{ADD}){BETWEEN}{_ONE}"
    rf"|(?:{DEDUCT}|{ADD}|得|计|给|打){_ONE}(?:以下|以内)(?!的)"
    r")"
)
_VERB = re.compile(
    rf"(?:分别|依次|各|均|一律|直接|则|另|再|并|应|将|可|共|只|仅|累计|最高|最多)*(?P<deduct>{DEDUCT})"
    rf"|(?:分别|依次|各|均|一律|直接|则|另|再|并|应|将|可|共|只|仅|累计|最高|最多)*(?P<add>{ADD})"
)
_TAIL = re.compile(rf"(?:/|每|一)(?:每)?(?P<per>\d{{0,3}})(?P<unit>{UNITS})\)?\Z")
_NUMBERS = re.compile(rf"{VALUE}(?={POINTS}|元|{_JOIN}|-|至|到|左右|\Z|/)")


def _verb_of(piece: str) -> Verb:
    match = _VERB.match(piece)
    if match is None:
        return "set"
    return "deduct" if match["deduct"] else "add"


_AMOUNTS = re.compile(
    rf"(?:{_LIST}|{_RANGE}|{_ONE}|{_MONEY}|\d+(?:\.\d+)?(?:[/、]\d+(?:\.\d+)?)*)(?:左右|以下"
    rf"|以内)?{_EACH_AFTER}?\Z"
)
_VALUES = re.compile(VALUE)


def make_effect(text: str, start: int, end: int) -> Effect | None:
    """Read a verb with its points."""
    piece = text[start:end]
    found = _AMOUNTS.search(piece)
    if found is None:
        return None
    tail = _TAIL.search(piece)
    body = found.group()[: len(found.group()) - len(tail.group())] if tail else found.group()
    values = [read_value(v)[0] for v in _VALUES.findall(body)]
    if any(value is None for value in values):
        return None
    amounts = tuple(Amount(value) for value in values if value is not None)
    is_range = bool(re.search(r"[-至到]", body))
    if found.group().endswith(("以下", "以内")):
        amounts = (Amount(Decimal(0)), *amounts)
    shape = (
        "range"
        if amounts[:1] == (Amount(Decimal(0)),) and len(amounts) == 2
        else "one"
        if len(amounts) == 1
        else "range"
        if is_range and len(amounts) == 2
        else "list"
    )
    if shape == "range" and amounts[0].value > amounts[1].value:
        amounts = (amounts[1], amounts[0])
    head = piece[: found.start()]
    return Effect(
        start,
        end,
        piece,
        verb=_verb_of(piece),
        amounts=amounts,
        shape=shape,  # type: ignore[arg-type]
        each=_each(tail),
        apart=bool(re.search("分别|依次|各", head)),
        money=body.endswith("元"),
        at_most=bool(re.search("最高|最多|至多", head)),
    )


def _each(tail: re.Match[str] | None) -> tuple[Decimal, str] | None:
    if tail is None:
        return None
    return (Decimal(tail["per"] or 1), tail["unit"])


SIGNED = rf"\(?(?<![\d%分次件项])[+-](?:{_ONE})(?:/\d{{0,3}}(?:{UNITS}))?\)?"
_SIGNED = re.compile(rf"\(?(?P<sign>[+-])(?P<value>{VALUE}){POINTS}(?:/(?P<per>\d{{0,3}})(?P<unit>{UNITS}))?\)?")


def make_signed(text: str, start: int, end: int) -> Effect | None:
    """Read (-2分), +0.3分/件."""
    match = _SIGNED.match(text, start)
    value = read_number(match["value"]) if match else None
    if match is None or value is None:
        return None
    each = (Decimal(match["per"] or 1), match["unit"]) if match["unit"] else None
    verb: Verb = "add" if match["sign"] == "+" else "deduct"
    return Effect(start, end, text[start:end], verb, (Amount(value),), each=each)


_ITEM_WORDS = (
    "(?:(?:该|本|此|其|整|相应|当|各|单|上述)个?(?:大|小|子|分|单|全)?(?:指标|条款|项目|项"
    "|条|款|题|部分|内容|次|月|季度|季|年度|年)|大项|小项)"
    "(?:考核|的|所有|全部|标准|基础|基本|相应)*"
)
_ZERO_STARTS = "(?=[该本此其整相当各单上大小一直则均即将都考得计评赋为记按给以应判不无没零0全扣取])"
ZERO = (
    rf"{_ZERO_STARTS}(?:{_ITEM_WORDS})?(?:一律|直接|则|均|即|将|都|该项|本项|考核|得分|计分|评分"
    rf"|赋分|为|计|记|按|得|给|以|应|判|判定)*"
    rf"(?:不得分|不计分|不给分|不予(?:得|计|给|赋|评)分|不赋分|不记分|无分|没有分|得零分|零分"
    rf"(?!以|及)|(?<![\d.])0分(?!\d|以|及|钟|-|至|\()|全扣|全部扣(?:除|完|光|掉)|全额扣(?:除|减)"
    rf"|"
    rf"扣(?:除|完|光|掉|减)?(?:该|本|此)?项?(?:的)?(?:全部|全|所有|满)(?:分值|分数|得分|分)(?!的|\d)"
    rf"|扣(?:除|完|光)(?:该|本|此)项(?:标准|考核)?(?:分值|分数|得分|分)(?![值数]?的?\d)|"
    rf"取消(?:该|本|此)项(?:得分|分值)|扣完(?!为止|止|该|本|此|[^，。；]{{0,6}}为止))"
)
NONE_WORDS = (
    "(?:免予扣分)|(?:可以?|则|均|一律|也|都|免予|将|即|予以)*(?:不扣不加|不加不扣|不加不减|不予?扣减?分"
    "|不扣减|不予?加分|不奖分|不予?奖励分?|不减分|免扣分?|不再扣分|不另扣分|不额外减分|不再加分"
    "|不予扣除|不另加分)"
)


def make_zero(text: str, start: int, end: int) -> Effect:
    """Read 不得分, 全扣, 0分."""
    return Effect(start, end, text[start:end], "set", (NOTHING,))


def make_nothing(text: str, start: int, end: int) -> Effect:
    """Read 不扣分, 不加分."""
    piece = text[start:end]
    verb: Verb = "deduct" if re.search("[扣减免]", piece) else "add"
    return Effect(start, end, piece, verb, (NOTHING,), shape="none")


WHOLE = (
    rf"(?=[该本此其整相当各单上大小方可只才即则给得计为记评赋均予直都的考满全])(?:{_ITEM_WORDS})?"
    rf"(?:方?可|只|才|即|则|给|得|计|为|记|评|赋|均|予以|给予|直接|都|的|考核|得分|计分)*"
    r"(?:满分(?!为|值|[:：]?\d|的\d|分|按|中|标准|是|折)|全分|(?<=[得计给])(?:该|本|此)项(?:的)?"
    r"(?:全部|满)?分(?:值|数)?(?!值|数|的|\d))"
)


def make_whole(text: str, start: int, end: int) -> Effect:
    """Read 得满分."""
    return Effect(start, end, text[start:end], "set", (FULL,))


_OF_FULL = r"(?:(?:该|本|此|其)?(?:项|指标)?(?:的)?(?:满分|标准分|总分|分值|分数|基础分|权重分|得分|权重)?(?:值)?的?)?"
_SHARE_VALUE = (
    r"(?:\d+(?:\.\d+)?%|百分之[一二三四五六七八九十]+|[一二三四五六七八九]成|一半|二分之一|三分之[一二]"
    r"|四分之[一三]|1/2)"
)
SHARE = (
    rf"{_STARTS}"
    rf"(?:一律|直接|各|均|则|再|并|可|按|只|仅)*(?:{DEDUCT}|{ADD}|(?!为|=|评|打){SET}|按){_OF_FULL}{_SHARE_VALUE}"
    rf"(?:的?(?:分值|分数|得分|分|计分|权重分))?(?:得分|计分|扣分|扣除|给分|计算得分|扣减)?(?![以及\d入]"
    rf"|的(?!分))"
)
_SHARE_PARTS = re.compile(rf"(?P<head>.*?)(?P<value>{_SHARE_VALUE})(?P<after>.*)\Z")
_FRACTIONS = {
    "一半": "50",
    "二分之一": "50",
    "1/2": "50",
    "四分之一": "25",
    "四分之三": "75",
}


def make_share(text: str, start: int, end: int) -> Effect | Mark | None:
    """Read 得50%, 扣该项分值的30%, 得一半分."""
    piece = text[start:end]
    parts = _SHARE_PARTS.match(piece)
    value = _share(parts["value"]) if parts else None
    if parts is None or value is None:
        return None
    if parts["head"].rstrip("的该本此项满分值标准").endswith("按") and not parts["after"]:
        return None
    names_whole = re.search("分值|满分|得分|标准分|总分|权重", piece)
    if parts["value"] in _FRACTIONS and re.search("[扣减罚]", piece) and not names_whole:
        # 各扣一半: half of the points, or half of the deduction?
        return Mark(start, end, piece, MarkKind.TRIGGER)
    verb = "deduct" if re.search("[扣减罚]", piece) else "add" if re.search("[加奖]", parts["head"]) else "set"
    return Effect(start, end, piece, verb, (Amount(value, of_full=True),))  # type: ignore[arg-type]


def _share(text: str) -> Decimal | None:
    if text in _FRACTIONS:
        return Decimal(_FRACTIONS[text])
    if text.endswith("%"):
        return Decimal(text[:-1])
    if text.endswith("成"):
        value = read_number(text[:-1])
        return None if value is None else value * 10
    return read_value(text)[0]


_RATE = (
    r"(?:完成|实际|目标|任务|达标|相应|相同|同等|一定|其|各|该|本|所|占|计划|落实|进度|指标"
    r"|年度|情况|扣分|得分|增长|缺失|未|总|数|的|[^，。；、\d%按]{0,8})"
)
RATIO = (
    rf"(?=[则均可应并再按依以同])(?:则|均|可|应|并|再)*(?:按照?|依|以){_RATE}{{0,4}}(?:比例|完成率"
    rf"|百分比|完成度|完成进度|达标率|合格率|完成占比|覆盖率|比率|[\u4e00-\u9fff]{{1,6}}率)"
    r"(?:来|进行|折算|计算|相应|逐步|予以|给予|逐项|逐级|后)*(?:得分|计分|给分|赋分|记分|评分"
    r"|扣分|扣减(?:得分|分值|分数)?|减分|扣除(?:分值|分数)?|扣|计算得分|酌减|加分|计算分值|计算分数"
    r"|计算|折算)"
    r"|按照?第[1一]名的?(?:得分|分值|数值)?的?比例(?:折算)?(?:得分|计分|给分|赋分)"
    r"|同比例(?:扣分|扣减|得分|计分|减分)"
)


def make_ratio(text: str, start: int, end: int) -> Effect:
    """Read 按完成比例得分, 按比例扣分."""
    piece = text[start:end]
    verb: Verb = "deduct" if re.search("[扣减]", piece) else "add" if piece.endswith("加分") else "set"
    return Effect(start, end, piece, verb, (), shape="ratio")


BY_RATE = (
    rf"(?:按照?|以)(?:每{UNITS})?{_ONE}(?:(?:/|每|一){UNITS})?(?:的标准|标准)?(?:予以|给予|进行)?"
    rf"(?:扣分|扣减|扣除|计分|加分|得分|奖励|计|扣|加)"
)
_BY_RATE = re.compile(
    rf"(?:按照?|以)(?:每(?P<before>{UNITS}))?(?P<value>{VALUE}){POINTS}(?:(?:/|每|一)(?P<after>{UNITS}))?(?P<verb>.*)\Z"
)


def make_by_rate(text: str, start: int, end: int) -> Effect | None:
    """Read 按0.5分/个扣分, 按每次2分扣."""
    match = _BY_RATE.match(text[start:end])
    value = read_value(match["value"])[0] if match else None
    if match is None or value is None:
        return None
    unit = match["before"] or match["after"]
    verb: Verb = (
        "deduct" if re.search("[扣减]", match["verb"]) else "add" if re.search("[加奖]", match["verb"]) else "set"
    )
    return Effect(start, end, text[start:end], verb, (Amount(value),), each=(Decimal(1), unit) if unit else None)


OPEN = (
    r"(?<!附)(?<!参)(?:给予|予以|进行|适当|相应|专项|适量)*(?:扣减得分|扣分|扣减|减分|加分|给分"
    r"|赋分|打分|计分|记分|评分|奖分|评定得分|给予奖励)(?![：额项值数标情因比分制的表部后前时])"
)


def make_open(text: str, start: int, end: int) -> Effect:
    """Read 扣分, 给分 without an amount."""
    piece = text[start:end]
    verb: Verb = "deduct" if re.search("[扣减]", piece) else "add" if re.search("[加奖]", piece) else "set"
    return Effect(start, end, piece, verb, (), shape="open")


WITHIN = (
    rf"(?:在)?{_DIGIT_VALUE}(?:分)?(?:-|至|到){_DIGIT_VALUE}{POINTS}(?:之间|范围内?|区间内?|以内)(?:内)?"
    rf"(?:进行|予以|综合|酌情)?(?:评定|评价|打分|评分|赋分|给分|计分)"
)


def make_within(text: str, start: int, end: int) -> Effect | None:
    """Read 在0-10分之间评定: a person gives points within bounds."""
    low, high = re.findall(_DIGIT_VALUE, text[start:end])[:2]
    amounts = (Amount(Decimal(low)), Amount(Decimal(high)))
    return Effect(start, end, text[start:end], "set", amounts, shape="range") if Decimal(low) < Decimal(high) else None


BOTH = rf"(?:相应)?(?:加减|增减|奖扣|加\(减\)|加\(扣\)|扣\(加\)|减\(加\)|加/减|加/扣|增\(减\)){BETWEEN}{_ONE}"


def make_both(text: str, start: int, end: int) -> Effect | None:
    """Read 加减0.5分: added on one side of the target, taken off on the other."""
    piece = text[start:end]
    found = _DESCEND_VALUE.search(piece)
    value = read_value(found["value"])[0] if found else None
    return None if value is None else Effect(start, end, piece, "add", (Amount(value),), shape="both")


DESCEND = (
    rf"(?:按次序|按名次|按排名|得分)*(?:依次|逐名|逐位|顺次|顺序|每名|每个名次|往后)(?:每名|每位"
    rf"|每个名次)?(?:递减|递增|递扣|减少|减|扣|降低)(?:少|扣)?{_ONE}"
    rf"|(?:递减|递增){_ONE}"
)
_DESCEND_VALUE = re.compile(rf"(?P<value>{VALUE}){POINTS}\Z")


def make_descend(text: str, start: int, end: int) -> Effect | None:
    """Read 依次递减1分."""
    piece = text[start:end]
    found = _DESCEND_VALUE.search(piece)
    value = read_value(found["value"])[0] if found else None
    if value is None:
        return None
    verb: Verb = "add" if "增" in piece else "deduct"
    return Effect(start, end, piece, verb, (Amount(value),), shape="descend")
