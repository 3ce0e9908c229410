"""Sentences and remarks that state something: weights, totals, grades, quotas, vetoes, deadlines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import TypeAlias

from kaohe.criteria.families.formula import Apply, Field, Formula, Weighted
from kaohe.criteria.families.statement import (
    Cap,
    Convert,
    Deadline,
    Exclusive,
    Floor,
    Grade,
    GradeBand,
    Impute,
    Limit,
    NoVeto,
    Quota,
    SameItem,
    Schedule,
    Total,
    TrimmedMean,
    Veto,
    WeightMin,
)
from kaohe.criteria.grammar.arithmetic import read_formula
from kaohe.criteria.grammar.context import Context, tidy
from kaohe.criteria.grammar.ratio import read_product
from kaohe.criteria.lexer import lex
from kaohe.criteria.lexicon import TIME_UNITS
from kaohe.criteria.model import Amount, Clause, Input, InputType, Rule
from kaohe.criteria.moves import quoted, text_of
from kaohe.criteria.numerals import CHINESE, read_number
from kaohe.criteria.tokens import Bound, Each, Effect, Figure, Mark, MarkKind, Slashes
from kaohe.criteria.tokens import Limit as LimitToken

Stated: TypeAlias = "list[tuple[int, int, Clause]]"
"""Where each statement stands, and its clause."""

_N = rf"(?:\d+(?:\.\d+)?|{CHINESE})"
_WORDS = r"[^，。；：、\n=×+]"


def read_statement(ctx: Context) -> Rule | None:
    """Read a sentence that has no score of its own as statements."""
    text = ctx.text
    product = read_product(text)
    if product is not None:
        return Rule((product,))
    if _scores_plainly(text):
        return None
    stated = _all_of(text, ctx.points is not None, ctx.indicator)
    if not stated or not _covers(text, stated) or sum(c.effect == "set" for _, _, c in stated) > 1:
        return None
    return _rule(stated)


def _rule(stated: Stated) -> Rule | None:
    """Make the rule; limits beside a formula are the item's own, which the grammar of scores reads."""
    clauses = tuple(dict.fromkeys(clause for _, _, clause in stated))
    has_limits = any(isinstance(clause, (Cap, Floor)) for clause in clauses)
    return None if has_limits and any(c.effect == "set" for c in clauses) else Rule(clauses)


def find_masks(text: str, has_points: bool) -> Stated:
    """Find statements that may stand between scores: totals, weights, trimmed means, 如第1条和第4条同时出现."""
    if not _MASK_HINT.search(text):
        return []
    found: Stated = []
    for reader in (_exclusives, _trimmed, _totals, _weights, _quotas_of):
        found += [entry for entry in reader(text) if not any(entry[0] < e and s < entry[1] for s, e, _ in found)]
    found += [f for f in read_formula(text, has_points) if not any(f[0] < e and s < f[1] for s, e, _ in found)]
    return sorted(found, key=lambda entry: entry[0])


_MASK_HINT = re.compile("同时出现|同时发生|去掉|去除|总分|分值|分制|占|计取|评定|评选|=|×")


def read_remark(text: str) -> list[Clause] | None:
    """Read words behind an effect as statements; None when they bear on the score and are not understood."""
    stated = _all_of(text, False, None)
    return list(dict.fromkeys(clause for _, _, clause in stated)) if stated and _covers(text, stated) else None


def _all_of(text: str, has_points: bool, indicator: str | None) -> Stated:
    found: Stated = []
    for hint, reader in _READERS:
        for start, end, clause in reader(text) if hint.search(text) else ():
            if not any(start < e and s < end for s, e, _ in found):
                found.append((start, end, clause))
    for start, end, clause in read_formula(text, has_points):
        if not any(start < e and s < end for s, e, _ in found):
            found.append((start, end, clause))
    if not found and indicator and re.search("一票否", indicator) and not _has_score(text):
        found = [(0, len(text), Veto(tidy(text.strip("。；")), indicator.removesuffix("事项")))]
    return sorted(found, key=lambda entry: entry[0])


_MAY_STATE = re.compile("=|×|÷|总分|分值|分制|占|为[优合基不良称达]|去掉")


def _scores_plainly(text: str) -> bool:
    """Tell whether a sentence has points that no statement could contain."""
    return not _MAY_STATE.search(text) and any(isinstance(t, Effect) and t.amounts for t in lex(text))


def _has_score(text: str) -> bool:
    return any(isinstance(token, (Effect, LimitToken)) for token in lex(text))


def _covers(text: str, stated: Stated) -> bool:
    """Tell whether everything that bears on the arithmetic stands inside a statement."""
    for token in lex(text):
        bears = isinstance(token, (Effect, Bound, Figure, LimitToken, Slashes)) or (
            isinstance(token, Mark) and token.kind in {MarkKind.TRIGGER, MarkKind.JUDGE, MarkKind.LIKEWISE}
        )
        if (isinstance(token, Effect) and token.shape == "open") or (
            isinstance(token, Figure) and not (token.unit in {"%", "分"} or (token.text[0].isdigit() and token.unit))
        ):
            bears = False
        if isinstance(token, Each) and not token.period and not token.bare and token.verb:
            bears = True
        if (
            token.text == "同比例"
            or (isinstance(token, LimitToken) and _DECLARES.match(token.text))
            or (token.text == "=" and any(start == token.end for start, _, _ in stated))
        ):
            bears = False
        if bears and not any(
            start <= token.start and token.end <= end + 1 and _may_hold(clause, token) for start, end, clause in stated
        ):
            return False
    return True


def _may_hold(clause: Clause, token: object) -> bool:
    """Tell whether a statement may contain a score: a veto whose ground deducts points is two things."""
    if isinstance(token, LimitToken) and token.amount is not None and token.amount.of_full:
        return not isinstance(clause, (Veto, NoVeto, Deadline, Impute, Convert, SameItem, Exclusive))
    if (isinstance(token, Effect) and token.amounts) or isinstance(token, LimitToken):
        return not isinstance(clause, (Veto, NoVeto, Deadline, Impute, Convert, SameItem, Quota, Exclusive))
    return True


def _field(name: str) -> Input:
    return Input(quoted(tidy(name)), InputType.MEASURE)


_SHARE = re.compile(
    rf"(?P<name>[^，。；：\n=×+%\d]{{1,40}}?)(?:得分|分数|考核得分)?(?:占(?:{_WORDS}{{0,12}}?的)?"
    rf"(?:权重|比重|比例)?(?:为)?|的?权重(?:占|为|是)?|按)(?P<pct>\d+(?:\.\d+)?)%(?:的?(?:权重"
    rf"|比重|比例))?(?=[，。；、\n]|计入|计算|组成|构成|合计|的比例|\Z)"
)
_EACH_SHARE = re.compile(
    r"(?P<names>[^，。；：\n\d%]{3,60}?)，?(?:各|均)(?:占|取)(?:总分的|权重的|总成绩的)?(?P<pct>\d+"
    r"(?:\.\d+)?)%(?:的?(?:权重|比重))?(?=[，。；组\n]|\Z)"
)
_APART_SHARE = re.compile(
    r"(?P<names>[^，。；：\n\d%]{2,60}?)，?(?:分别|各)(?:占|按)(?:[^，。；\d%]{0,12}?的)?(?P<pcts>\d+"
    r"(?:\.\d+)?%(?:[、和，及]\d+(?:\.\d+)?%)+)"
)
_BRACKET_SHARE = re.compile(
    r"(?:\A|[=+、由和及])(?P<name>[^，。；：、\n=+()\d和由]{1,24})\((?:占)?(?P<pct>\d+(?:\.\d+)?)%\)"
)
_LISTED_SHARE = re.compile(
    r"(?:\A|[、，和及以按由：])(?![^，。；%]{0,14}[各均])(?P<name>[^，。；：、\n\d%和]{2,14}?)"
    r"(?P<pct>\d+(?:\.\d+)?)%"
)
_TENTHS = re.compile("([一二三四五六七八九])成(?!绩|立|效|果|员|功|本|为|都|长)")
_COUNTED_IN = re.compile(
    r"(?:(?P<name>[^，。；\n]{0,40})，?)(?:并|将)?按(?P<pct>\d+(?:\.\d+)?)%(?:的比例|的权重)?"
    r"(?:计入|折算计入|纳入)[^，。；\n]{0,16}"
)
_RAISED = re.compile(
    r"(?P<name>[^，。；\n的]{2,16})的权重，?由(?:原来的?|原)?\d+(?:\.\d+)?%(?:提高|调整|提升"
    r"|降低|上调|下调|降)(?:到|至|为)(?P<pct>\d+(?:\.\d+)?)%"
)


_CLASS = re.compile(
    r"(?:\A|[^\w])?(?:[一二三四五A-E](?:类|等|档|级|等次|星级?)|优秀|良好|合格|不合格|达标|称职)(?:等次|等级|单位)?\Z"
)
"""Grades and classes: their shares are quotas, not weights."""


def _weights(text: str) -> Iterable[tuple[int, int, Clause]]:
    """Read weights that add up to 100 %."""
    text = _TENTHS.sub(lambda m: f"{read_number(m[1])}0%", text) if "成" in text else text
    for pattern in (_BRACKET_SHARE, _SHARE, _LISTED_SHARE):
        if pattern is _LISTED_SHARE and not re.search("权重|构成|组成|计算|加权|占比|计入", text):
            continue
        matches = list(pattern.finditer(text))
        parts = [
            (_field(re.sub("^其中，?|^按照|^由|得分$|考核得分$", "", m["name"].strip("，"))), Decimal(m["pct"]))
            for m in matches
        ]
        if len(parts) > 1 and all(_CLASS.search(p.name) for p, _ in parts):
            yield (
                matches[0].start("name"),
                matches[-1].end(),
                Quota(tuple((p.name, pct) for p, pct in parts), True, ""),
            )
            return
        if len(parts) > 1 and sum(pct for _, pct in parts) == 100 and len({p for p, _ in parts}) == len(parts):
            yield matches[0].start("name"), matches[-1].end(), Weighted(tuple(parts))
            return
    yield from _weights_together(text)


def _weights_together(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _APART_SHARE.finditer(text):
        pcts = [Decimal(n) for n in re.findall(r"\d+(?:\.\d+)?", match["pcts"])]
        names = _names(match["names"])
        if len(names) != len(pcts):
            names = [f"第{k}项" for k in range(1, len(pcts) + 1)]
        if sum(pcts) == 100:
            yield match.start(), match.end(), Weighted(tuple((_field(n), p) for n, p in zip(names, pcts, strict=True)))
            return
    for match in _EACH_SHARE.finditer(text):
        names, pct = _names(match["names"]), Decimal(match["pct"])
        if len(names) > 1 and pct * len(names) == 100:
            yield match.start(), match.end(), Weighted(tuple((_field(n), pct) for n in names))
    for pattern in (_COUNTED_IN, _RAISED):
        for match in pattern.finditer(text):
            name = re.sub(r"^.*?(?:组织|进行|开展)(?:一次|1次)?|^[^，]*，", "", match["name"].strip("，")) or "本项"
            yield match.start(), match.end(), Weighted(((_field(name), Decimal(match["pct"])),))


def _names(text: str) -> list[str]:
    text = re.sub("[两三四五六]?(?:部分|项|方面)(?:组成|构成)?$", "", re.split("包括|分为|由|是指|：|其中", text)[-1])
    names = [tidy(n) for n in re.split("、|和|以及|及|与", text) if tidy(n)]
    return [n.removesuffix("分别").removesuffix("得分") or n for n in names]


_TOTAL = re.compile(
    rf"(?:总分值?|分值|总计|满分|合计|实行)(?:为|是|：|共)?(?P<total>{_N})分(?:制)?(?:，|：|。)?"
    rf"(?:其中|包括|由|分为)?[，：]?"
)
_TOTAL_PART = re.compile(
    r"(?P<name>[^，。；：、\n\d]{2,20}?)(?:占|为|计|共|：)?(?P<points>\d+(?:\.\d+)?)分(?:[，、；。]"
    r"|\Z)"
)


_ADDED_UP = re.compile(
    rf"(?P<parts>(?:[^，。；：、\n\d]{{1,12}}分?为?\d+分，)+)(?:合计|总分|总计|共计?)(?:为|共)?(?P<total>{_N})分"
)


def _totals(text: str) -> Iterable[tuple[int, int, Clause]]:
    for added in _ADDED_UP.finditer(text):
        rows = [
            (tidy(n), Decimal(p)) for n, p in re.findall(r"([^，。；：、.\n\d]{1,12}?)为?(\d+)分，", added["parts"])
        ]
        if read_number(added["total"]) == sum(points for _, points in rows):
            yield added.start(), added.end(), Total(tuple(rows), read_number(added["total"]))
            return
    match = _TOTAL.search(text)
    if match is None:
        return
    parts: list[tuple[str, Decimal]] = []
    total = read_number(match["total"])
    at = match.end()
    while (part := _TOTAL_PART.match(text, at)) is not None:
        parts.append((tidy(part["name"]), Decimal(part["points"])))
        at = part.end()
        if sum(points for _, points in parts) == total:
            break
    if len(parts) > 1 and total == sum(points for _, points in parts):
        yield match.start(), at, Total(tuple(parts), total)


_GRADE_NAME = r"[^，。；：、\n\d=()]{1,8}"
_GRADES = re.compile(
    rf"(?P<subject>[^，。；\n]{{0,24}}?)(?:分为|评定为|划分为|设|设置|设为|分)(?P<names>{_GRADE_NAME}"
    rf"(?:、{_GRADE_NAME})+(?:(?:和|及|与|或){_GRADE_NAME})?)(?:{_N}个?)?(?:等次|等级|档次|档"
    rf"|级别|等|个等次)(?!分)"
    rf"|(?P<subject2>[^，。；\n]{{0,20}}?(?:等次|等级|档次))(?:分为|设为|设)(?P<names2>{_GRADE_NAME}"
    rf"(?:、{_GRADE_NAME})+(?:(?:和|及|与){_GRADE_NAME})?)(?=[，。；\n]|\Z)"
)
_GRADE_BAND = re.compile(
    r"(?:(?P<low>\d+(?:\.\d+)?)(?:分)?-(?P<high>\d+(?:\.\d+)?)分?|(?P<least>\d+(?:\.\d+)?)分"
    r"(?:\(含\))?(?:及以上|以上|\(含\)以上)|(?P<most>\d+(?:\.\d+)?)分(?:\(不?含\))?(?:及以下"
    r"|以下))(?:的)?(?:，)?(?:为|评为|定为|确定为|是|评定为)(?P<name>[^，。；、\n\d()]{1,8}?)"
    r"(?:等次|等级|档次|单位)?(?=[，。；、\n]|\Z)"
)


def _grades(text: str) -> Iterable[tuple[int, int, Clause]]:
    bands = list(_GRADE_BAND.finditer(text))
    if len(bands) > 1:
        rows = tuple(_band(m) for m in bands)
        yield bands[0].start(), bands[-1].end(), Grade(rows)
    for match in _GRADES.finditer(text):
        names = match["names"] or match["names2"]
        cut = [tidy(re.sub("(?:[零一二三四五六七八九十]个?)$", "", n)) for n in re.split("、|和|及|与|或", names)]
        if len(bands) < 2:
            subject = tidy(match["subject"] or match["subject2"] or "")
            yield match.start(), match.end(), Grade(tuple(GradeBand(n) for n in cut if n), subject.removesuffix("等次"))


def _band(match: re.Match[str]) -> GradeBand:
    def at(name: str) -> Decimal | None:
        return Decimal(match[name]) if match[name] else None

    return GradeBand(tidy(match["name"]), at("low") or at("least"), at("high") or at("most"))


_QUOTA_COUNT = re.compile(
    rf"(?P<name>优秀|良好|先进|合格|称职|达标|一等奖?|二等奖?|三等奖?|好)(?:等次|等级|单位|奖)?"
    rf"(?:共|为|设)?(?P<count>{_N})(?:名(?!次)|个(?!等|档|级|项|方|部))"
)
_QUOTA_SHARE = re.compile(
    r"(?P<name>[^，。；、：()\n]{0,14}?)(?:等次)?(?:的)?(?:比例|名额|人数)?(?:一般|原则上)?"
    r"(?:不超过|不得超过|不能超过|不得高于|控制在|按照?|不高于|占)(?P<of>[^，。；、()\n]{0,14}?)的?"
    r"(?P<pct>\d+(?:\.\d+)?)%(?:以内|以下)?(?:评定|推荐|确定|计取|评选|掌握|执行)?(?=[，。；)\n]"
    r"|\Z)"
)

_QUOTA_OF = re.compile(
    r"(?P<name>[^，。；、：()\n]{0,14}?)(?P<of>(?:参赛|参评|参加|班级|学生|职工|教师|单位|总)[^，。；、"
    r"()\n]{0,4}(?:人数|总数|数))的(?P<pct>\d+(?:\.\d+)?)%(?:计取|评定|推荐|评选|确定)"
)


def _quotas_of(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _QUOTA_OF.finditer(text):
        yield (
            match.start(),
            match.end(),
            Quota(((tidy(match["name"]), Decimal(match["pct"])),), True, tidy(match["of"])),
        )


def _quotas(text: str) -> Iterable[tuple[int, int, Clause]]:
    counts = list(_QUOTA_COUNT.finditer(text))
    if counts and not re.search("[得加扣]", text[counts[-1].end() : counts[-1].end() + 4]):
        shares = tuple((m["name"], n) for m in counts if (n := read_number(m["count"])) is not None)
        yield counts[0].start(), counts[-1].end(), Quota(shares)
    yield from _quotas_of(text)
    shares_ = [
        m
        for m in _QUOTA_SHARE.finditer(text)
        if re.search("人数|总数|参评|单位数|名额|评定|评选|比例|优秀|先进", m[0]) or _CLASS.search(m["name"])
    ]
    if shares_:
        rows = tuple((tidy(m["name"]), Decimal(m["pct"])) for m in shares_)
        yield shares_[0].start("name"), shares_[-1].end(), Quota(rows, True, tidy(shares_[0]["of"]))


_VETO = re.compile(
    r"(?P<when>[^。；\n]{2,120}?)(?:的)?，?(?:一律|直接|则|将)?(?P<effect>(?:实行|予以)?“?一票否[决优]“?"
    r"|失格|(?:取消|扣发)(?:[^。；\n]{0,40}?)(?:资格|奖金)[^。；\n]*|不得(?:评为|评定为|确定为"
    r"|参与|参加)[^，。；\n]{1,14}|(?:要|将)?(?:对[^，。；]{0,20})?(?:进行|给予|予以)(?:组织调整"
    r"|诫勉谈话|约谈|通报批评|问责)|(?:考核)?(?:直接)?(?:定为|评为|确定为)不(?:合格|称职|达标)"
    r"(?:等次|单位)?|即为未完成等级|即为[^，。；\n]{1,10}等[级次])(?=[。；\n]|\Z)"
)
_NO_VETO = re.compile(r"(?P<when>[^。；\n]{2,60}?)(?:的)?，?(?:不实行|不作为|不予|不)“?一票否决“?")


def _vetoes(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _NO_VETO.finditer(text):
        yield match.start(), match.end(), NoVeto(tidy(match["when"]))
    for match in _VETO.finditer(text):
        yield (
            match.start(),
            match.end(),
            Veto(tidy(re.sub("^，", "", match["when"])), match["effect"].strip("“").replace("“", "")),
        )


_TRIM = re.compile(
    rf"(?:去掉|去除|剔除|扣除)(?P<one>{_N})个最(?P<side>[高低])分?(?:(?:和|、|及|，|与)(?:去掉)?"
    rf"(?P<two>{_N})个最[高低]分?)?(?:后)?(?:[^。；\n]{{0,12}}?平均(?:分|值)?)?"
)


def _trimmed(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _TRIM.finditer(text):
        one, two = read_number(match["one"]), read_number(match["two"] or "零")
        if one is None or two is None:
            continue
        high, low = (one, two) if match["side"] == "高" else (two, one)
        yield match.start(), match.end(), TrimmedMean(int(high), int(low))


_SAME = re.compile(
    r"(?P<period>一?(?:学年|年度|年|季度)内)?[^。；，\n]{0,30}?，?(?:(?:只|仅|按|取|以)(?:取"
    r"|计|按|计算|加)?(?:其)?最高(?:得分|级别|等次|奖项|项|一项|分|级|奖)?(?:的)?(?:一项|1项"
    r"|一次|分)?(?:计算|计分|加分|附加|计|扣分|得分|为准|奖励)*|(?:按)?就高(?:不就低)?(?:的)?"
    r"(?:原则)?(?:计分|加分|计算|计|取)*|(?:按)?从高(?:不重复)?(?:计分|加分)|不(?:得|能|予)?"
    r"(?:重复|累计|累加|叠加)(?:计分|加分|计算分值|奖励|得分|奖分|扣分|加))"
)


def _same_items(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _SAME.finditer(text):
        yield match.start(), match.end(), SameItem("max", None, match["period"] or "")


_DUE = re.compile(
    r"(?P<who>[^。；，\n]{0,40}?)(?:应|要|须|需|必须)?(?:于|在|，)?(?P<when>(?:每(?:年|季度?"
    r"|月|半年)|次|当|下)?(?:第?[\d一二三四五六七八九十]+个?月)?(?:\d{1,2}月)?\d{1,2}日(?:之?前"
    r"|以前)|\d{1,2}月\d{1,2}日(?:至\d{1,2}日|-\d{1,2}日)?(?:之?前)?|每(?:月|季度?)末)(?P<what>[^，。；\n]{0,60}?"
    r"(?:报送|提交|上报|报告|完成|交|进行|召开|考核|考评|测评|评议)[^。；，\n]{0,60})(?:，[^。；\n\d]*)?"
)


_DUE_PRINTED = re.compile(r"(?P<what>[^，。；\n]{1,60}?)应于(?P<when>[^，。；\n]{2,20}?)完成(?=[，。；\n]|\Z)")


def _deadlines(text: str) -> Iterable[tuple[int, int, Clause]]:
    matches = list(_DUE_PRINTED.finditer(text)) or list(_DUE.finditer(text))
    if matches and not _has_score(text):
        items = tuple((tidy(m["what"])[:40], m["when"]) for m in matches)
        yield matches[0].start(), matches[-1].end(), Deadline(items)


_LIMIT = re.compile(
    rf"(?P<on>[^，。；\n]{{0,20}}?(?:时间|时长|字数|篇幅|人数|期限|时限|周期))(?:不超过|控制在"
    rf"|不得超过)(?P<high>{_N})(?P<unit>{TIME_UNITS}|字|页|人)(?:以内)?"
)


def _limits(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _LIMIT.finditer(text):
        high = read_number(match["high"])
        if high is not None:
            yield match.start(), match.end(), Limit(tidy(match["on"]), high, match["unit"])


_WEIGHT_MIN = re.compile(
    r"(?:在)?(?P<name>[^，。；\n]{1,24}?)(?:考核中|中)，(?P<rest>[^。；\n]{0,120}?)(?:考核)?权重不"
    r"(?:低|少|小)于(?P<pct>\d+(?:\.\d+)?)%|(?P<name2>[^，。；\n]{1,24}?)(?:的)?(?:考核)?权重不"
    r"(?:低|少|小)于(?P<pct2>\d+(?:\.\d+)?)%"
)


def _weight_mins(text: str) -> Iterable[tuple[int, int, Clause]]:
    matches = list(_WEIGHT_MIN.finditer(text))
    if matches:
        mins = tuple(
            (tidy(m["name"] or m["name2"]).strip("“").replace("“", ""), Decimal(m["pct"] or m["pct2"])) for m in matches
        )
        yield matches[0].start(), matches[-1].end(), WeightMin(mins)


_SCHEDULE = re.compile(
    r"(?P<when>[^，。；\n\d]{2,16}?)(?:兑现|发放|拨付|计|给予)(?P<pct>\d+(?:\.\d+)?)%(?:的)?"
    r"(?:分值|奖金|金额|绩效)?，(?P<then>[^，。；\n\d]{2,16}?)(?:兑现|发放|拨付|计|给予)(?:"
    r"(?:剩余|其余)(?:部分)?|\d+(?:\.\d+)?%)"
)


def _schedules(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _SCHEDULE.finditer(text):
        pct = Decimal(match["pct"])
        first = tidy(re.sub("^所有项目在|^在", "", match["when"]))
        yield match.start(), match.end(), Schedule(((first, pct), (tidy(match["then"]), 100 - pct)))


_IMPUTE = re.compile(
    r"(?P<when>[^。；\n]{2,40}?)(?:的)?，?(?:[^，。；\n]{0,16}?)(?:得分(?:为|按|取)|按照?|取"
    r"|以)(?P<value>[^，。；\n按取以]{0,16}?(?:平均分|平均值|均分)(?:值)?)(?:得分|计分|计算"
    r"|赋分|计|为准)*(?=[，。；\n]|\Z)"
)


def _imputed(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _IMPUTE.finditer(text):
        if re.search("其他|其它|其余|未|无|没有|不涉及|缺|不适用|不参与", match["when"]):
            yield match.start(), match.end(), Impute(tidy(match["value"]), tidy(match["when"]))


_CONVERT = re.compile(
    r"(?:引用|按照?|采用|根据|以)(?P<source>[^，。；\n]{2,50}?)(?:，)?(?:相应|按比例|同比例"
    r"|等比例)?(?:进行)?(?:折算|换算)(?:得分|计分|计入|后计入)?(?=[，。；\n]|\Z)"
)


def _converted(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _CONVERT.finditer(text):
        if re.search(r"率|比例|比$|\d", tidy(match["source"])):
            continue
        yield match.start(), match.end(), Convert(tidy(match["source"]))


_EXCLUSIVE = re.compile(
    r"\(?(?:如|若)?(?P<a>第\d+[条项款])[和与、](?P<b>第\d+[条项款])同时(?:出现|发生|存在)(?:的)?，?"
    r"(?:则)?(?:遵从|按照?|执行|依据)(?P<prefer>第\d+[条项款])(?:进行)?(?:扣分|计|计分|执行"
    r"|扣减)?\)?"
)


def _exclusives(text: str) -> Iterable[tuple[int, int, Clause]]:
    for match in _EXCLUSIVE.finditer(text):
        if match["prefer"] in {match["a"], match["b"]}:
            over = match["b"] if match["prefer"] == match["a"] else match["a"]
            yield match.start(), match.end(), Exclusive(match["prefer"], over)


def _item_limits(text: str) -> Iterable[tuple[int, int, Clause]]:
    """Read caps and floors that stand alone: 年度总加分不超过25分."""
    tokens = lex(text)
    if any(isinstance(t, Effect) and t.amounts for t in tokens):
        return
    scope: list[str] = []
    floor: Floor | None = None
    for token in tokens:
        if not isinstance(token, LimitToken):
            scope.append("" if token.text in "，。；" else token.text)
            continue
        words = tidy(text_of([]) or "".join(scope))
        scope = []
        if token.kind == "cap" and token.amount is not None and not _DECLARES.match(token.text) and _is_plain(token):
            says = words + token.text
            kind = (
                "cap_add"
                if re.search("加分|附加|奖励", says)
                else "cap_deduct"
                if re.search("扣分|扣减", says)
                else "cap"
            )
            yield token.start, token.end, Cap(_points(token), kind, _scope(words))  # type: ignore[arg-type]
        elif token.kind == "floor":
            floor = floor or Floor(Amount(Decimal(0)), _scope(words))
            yield token.start, token.end, floor


def _is_plain(token: LimitToken) -> bool:
    """Tell whether a share names what it is a share of: 不高于30% alone may be a weight."""
    return token.amount is not None and (not token.amount.of_full or bool(re.search("分|项", token.text)))


_DECLARES = re.compile("(?:满分|总分|总计|合计)(?:为|：|值为)?[\\d零一二三四五六七八九十百千]+分")


def _scope(words: str) -> str:
    return words[-16:] if words and not re.search(r"[\d%]", words[-16:]) else ""


def _points(token: LimitToken) -> Amount:
    assert token.amount is not None  # noqa: S101 - the caller looked
    return token.amount


_DIFFERENCE = re.compile(
    r"(?:由|以|按|为)(?:[^，。；\n]{0,12}的)?(?P<a>[^，。；\n的与和]{2,14}?)(?:与|和|减去?)"
    r"(?P<b>[^，。；\n与和]{2,14}?)(?:之差|的差额?)(?:确定|计算|为准)?"
)


def _differences(text: str) -> Iterable[tuple[int, int, Clause]]:
    """Read 由检查得分与负面清单罚分之差确定."""
    for match in _DIFFERENCE.finditer(text):
        left, right = (Field(Input(tidy(match[k]), InputType.MEASURE)) for k in ("a", "b"))
        yield match.start(), match.end(), Formula(Apply("-", left, right))


_READERS: tuple[tuple[re.Pattern[str], Callable[[str], Iterable[tuple[int, int, Clause]]]], ...] = (
    (re.compile("同时"), _exclusives),
    (re.compile("差"), _differences),
    (re.compile("最高|就高|从高|不(?:得|能|予)?(?:重复|累|叠加)"), _same_items),
    (re.compile("去掉|去除|剔除|扣除"), _trimmed),
    (re.compile("权重不"), _weight_mins),
    (re.compile("占|按|%"), _weights),
    (re.compile("总分|分值|总计|满分|合计|分制"), _totals),
    (re.compile("等次|等级|档|级别|为"), _grades),
    (re.compile("名|个|%"), _quotas),
    (
        re.compile("否[决优]|失格|取消|扣发|不得[评确参]|组织调整|诫勉|约谈|通报|问责|不合格|不称职|不达标|即为"),
        _vetoes,
    ),
    (re.compile("兑现|发放|拨付"), _schedules),
    (re.compile("平均|均分"), _imputed),
    (re.compile("折算|换算"), _converted),
    (re.compile("不超过|不得超过|控制在"), _limits),
    (re.compile("日|末"), _deadlines),
    (re.compile("过|为止|高|多|限|封顶|负|0分|零分"), _item_limits),
)
"""Each reader with the words without which it need not look."""
