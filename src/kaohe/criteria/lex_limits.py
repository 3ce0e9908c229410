"""Limits of a score: 扣完为止, 最高5分, 加分不超过3分, 可计负分."""

from __future__ import annotations

import re
from typing import Literal

from kaohe.criteria.lexicon import POINTS, UNITS, VALUE
from kaohe.criteria.model import FULL, NOTHING, Amount
from kaohe.criteria.numerals import read_value
from kaohe.criteria.tokens import Limit, Verb

_ITEM = (
    "(?:该|本|此|各|单|每|其)?(?:小|大|分|子)?(?:指标|条款|项目|项|条|款)?(?:考核|标准|基础"
    "|基本|分项)?(?:分值|分数|得分|总分|满分|标准分|分)?"
)
FLOOR = (
    rf"(?:(?:{VALUE}{POINTS}|{_ITEM}|以{_ITEM})?(?:直至|直到|至|以)?(?:扣|减)(?:完|光|尽|到0分"
    rf"|至0分|至零分|到零分|为0分|减至0分|除完){_ITEM}(?:{VALUE}{POINTS})?(?:为止|为限|止))"
    rf"|直至扣(?:完|光|尽)(?:{_ITEM})|扣(?:完|光|尽)(?:即止|则止|截止|不(?:再)?(?:扣|计)?(?:负分"
    rf"|倒扣)|为至|为此)|扣完{_ITEM}不?再?(?:倒扣|计负分)"
    r"|(?:且|并|但)?(?:该项|本项|此项)?(?:得分)?(?:实得分|最终得分)?(?:不得为负分|不得为负|不计负分"
    r"|不记负分|不出现负分|不得出现负分|不倒扣分?|不扣负分|不为负分|不打负分|不负分|不得低于0分"
    r"|不低于0分|最低(?:得|计|为|扣至|记)?(?:0分|零分))"
)
NEGATIVE = (
    r"(?:扣分|得分|分数)?(?:可以?|允许|容许)(?:计|记|为|出现|扣至|得|打)?(?:负分|倒扣分?)|(?:可"
    r"|不)倒扣不限|不设下限|不设最低分"
)
UNCAPPED = r"(?:加分|扣分)?(?:上不封顶|不封顶|不设上限|不设限|扣分不限|加分不限|不设最高分)"
_SUBJECT = (
    r"(?:(?:本|该|此|各|单|每|同一|上述|以上|其)(?:小|大|分|子)?(?:项目|指标|项|条|款|类)?|全年"
    r"|年度|每年|每月|年内|当年|每季度|每学年|每学期|季度|累计|累加|合计|总计|"
    r"共计|总共|附加|专项|总|奖励|绩效|考核|所有|个人|单位|部门|全部|(?:以上|上述)?[两三四五六]项"
    r"(?:加分)?|单次|一次|每次|各项|该单项)*"
    r"(?:加减分|加分|扣分|得分|奖励分|奖分|总加分|总扣分|总分|分值|分数|附加分|计分|累计分|积分|奖励|减分|扣减|分)?"
)
_MOST = (
    r"(?:(?:累计|合计|总计|总共|共)?(?:最高|最多|至多|上限|封顶|不超过|不得超过|不能超过|不超"
    r"|不得高于|不高于|不多于|限)(?:分|值|限额)?(?:可|只|仅|能|为|是|以|:|：)*)+"
)
_DO = (
    r"(?:累计|合计)?(?:不超过|不得超过|扣除|扣减|扣分|加分|奖励|得分|计分|计|扣|加|得|奖|减"
    r"|记|为|给予|给)*(?:总分|分值)?(?:不超过|不得超过)?"
)
_SHARE = r"(?:(?:该|本|此)?项?(?:的)?(?:分值|满分|总分|标准分|分|基础分)?的?\d+(?:\.\d+)?%)"
_NUMBER = rf"(?:{VALUE}(?:{POINTS})(?!钟)|{_SHARE}(?=[，。；、)\n]|\Z|为限|封顶))"
_CAP_STARTS = (
    r"(?=[本该此各单每同上以其全年当季累合总共附专奖绩考所个部一加扣得分积减最至封不限满到计"
    r"\d零一二两三四五六七八九十百千半])"
)
"""Cheap test before the many ways in which a cap may begin."""
CAP = (
    rf"{_CAP_STARTS}(?:{_SUBJECT}{_MOST}{_DO}{_NUMBER}(?:为限|为止|封顶|止)?(?!以|及|-|至|的|得|扣|加|计)"
    rf"|{_SUBJECT}(?:以|至|到|加到|加至|加满|计满|得满|奖满|扣到|扣至|扣满|满|累计达到?)*{_NUMBER}"
    rf"(?:为限|封顶|为上限|为止|为最高限?|止)"
    rf"|(?:满分|总分|总计|合计)(?:为|:|：|值为)?{VALUE}{POINTS}(?!以|及|-|至)"
    rf"|(?:总分|得分|加分|扣分|累计|合计)*(?:最高)?(?:超过|超出){VALUE}分的?，?(?:按|以|只计"
    rf"|只按){VALUE}分(?:计算|计|算)?"
    rf"|(?<=[，。；、分(])(?:共计|合计|共){VALUE}{POINTS}(?=[，。；)\n]|\Z)"
    r"|(?:得分|加分|分数)?(?:最高)?(?:不超过|以|最高为|最高得|最高)(?:该|本|此)?项?(?:分值|满分"
    r"|标准分|总分)(?:为限|封顶|为止)?(?![的\d]))"
)
_CAP_NUMBER = re.compile(rf"(?P<share>\d+(?:\.\d+)?%)|(?P<value>{VALUE}){POINTS}")
_WHOLE = re.compile(
    r"本项|该项|此项|本条|年度|全年|年内|当年|累计|合计|总|共|附加|专项|单项|各项|每学年|满分"
    r"|每年|每月|本指标|得分|单项|该单项"
)


ROUND_UP = (
    rf"(?:不足|不满|不到)(?:{VALUE})?(?:{UNITS}|{POINTS}|的)+(?:部分)?(?:也|均|都)?(?:按|以|计)"
    rf"(?:{VALUE})?(?:{UNITS}|{POINTS})(?:计算|计|扣分|算|扣|处理)?"
)
ROUND_FULL = (
    rf"(?:不足|不满|不到)(?:{VALUE})?(?:{UNITS}|{POINTS}|的)+(?:部分)?(?:的)?(?:则|均|也)?(?:不计算?分?"
    rf"|不扣分?|不加分?|舍去|忽略不计|不予计算|不予计分)"
)


def make_round(text: str, start: int, end: int) -> Limit:
    """Read 不足1次按1次计, 不足5个百分点的不计."""
    piece = text[start:end]
    return Limit(
        start, end, piece, "round_full" if re.search("不计|不扣|不加|舍|忽略|不予|不得", piece) else "round_up"
    )


BASE = (
    rf"(?:基础分|基本分|起评分|基准分)(?:值)?(?:为|：|是|计)?{VALUE}{POINTS}(?=[，。；、\n)]|\Z)"
    rf"|以{VALUE}分为(?:基础|基本|基准|起评)分"
)
OF = rf"以{VALUE}分为满(?:分)?"
_LAST_VALUE = re.compile(rf"({VALUE})分(?:值|为满分?|为(?:基础|基本|基准|起评)分)?\Z")
LEAST = (
    r"(?:可)?(?:最低|倒扣至|扣至|倒扣到|扣到)-\d+(?:\.\d+)?分"
    rf"|(?:但)?(?:本项|该项|此项)?(?:得分最低|最低|得分)不低于{VALUE}分(?=[，。；、\n)]|\Z)"
    rf"|(?:本项|该项|此项)?(?:得分)?最低(?:得|计|为|给|记)?{VALUE}{POINTS}(?=[，。；、\n)]|\Z)"
)


def make_base(text: str, start: int, end: int) -> Limit | None:
    """Read 基础分60分, 以10分为满, 最低60分."""
    piece = text[start:end]
    found = _LAST_VALUE.search(piece)
    value = read_value(found[1])[0] if found else None
    if value is None:
        return None
    value = -value if "-" in piece else value
    kind: Literal["base", "of", "floor"] = (
        "of" if "为满" in piece else "floor" if re.search("最低|扣[至到]", piece) else "base"
    )
    return Limit(start, end, piece, kind, Amount(value))


def make_limit(text: str, start: int, end: int) -> Limit:
    """Read a limit without a number."""
    piece = text[start:end]
    if re.search("封顶|上限|不设限|不限|最高", piece):
        return Limit(start, end, piece, "uncapped")
    if re.match(NEGATIVE, piece):
        return Limit(start, end, piece, "negative")
    return Limit(start, end, piece, "floor", NOTHING)


def make_cap(text: str, start: int, end: int) -> Limit | None:
    """Read a limit with its number; 为 no number it is the item's full points."""
    piece = text[start:end]
    numbers = list(_CAP_NUMBER.finditer(piece))
    amount = FULL
    if numbers:
        last = numbers[-1]
        value = read_value(last["share"][:-1] if last["share"] else last["value"])[0]
        if value is None:
            return None
        amount = Amount(value, of_full=bool(last["share"]))
    return Limit(start, end, piece, "cap", amount, bool(_WHOLE.search(piece)), _verb(piece))


def _verb(piece: str) -> Verb | None:
    if "加减" in piece:
        return None
    if re.search("[扣减]", piece):
        return "deduct"
    if re.search("[加奖]", piece):
        return "add"
    return "set" if re.search("得|(?<![累合总共])计|总分|满分", piece) else None
