"""Reading a criterion sentence: to exactly one rule, or to none."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from kaohe.criteria.assemble import Draft, assemble
from kaohe.criteria.grammar.bands import read_bands
from kaohe.criteria.grammar.context import Context, Found, UnreadError, stop_at
from kaohe.criteria.grammar.counted import read_counted
from kaohe.criteria.grammar.flat import read_flat
from kaohe.criteria.grammar.judged import read_judged
from kaohe.criteria.grammar.levels import read_levels
from kaohe.criteria.grammar.places import read_places
from kaohe.criteria.grammar.ratio import read_ratio
from kaohe.criteria.grammar.statements import find_masks, read_remark, read_statement
from kaohe.criteria.guards import refuse_unsure
from kaohe.criteria.model import Clause, Limits, Rule
from kaohe.criteria.moves import Move, Stated, cut_moves, is_mark, text_of
from kaohe.criteria.normalise import MAX_LENGTH, Normal, normalise
from kaohe.criteria.suggest import suggest
from kaohe.criteria.tokens import (
    Aside,
    Bound,
    Each,
    Effect,
    Figure,
    Limit,
    Mark,
    MarkKind,
    Places,
    Slashes,
    Token,
    Words,
)

Status: TypeAlias = Literal["parsed", "judged", "unparsed"]

_RECOGNISERS = (read_places, read_bands, read_levels, read_judged, read_ratio, read_counted, read_flat)


@dataclass(frozen=True, slots=True)
class Problem:
    """Something about a sentence that its author should know.

    Attributes
    ----------
    code
        ``vague`` (a person decides without bounds), or why the sentence was not read.
    place
        From and to, in the sentence as given.
    """

    code: str
    place: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of reading a sentence.

    Attributes
    ----------
    status
        ``parsed``; ``judged``: read, and a person decides within bounds; ``unparsed``.
    rule
        None when unparsed.
    stopped_at
        From and to, in the sentence as given, of what stopped an unparsed sentence.
    suggestion
        The nearest form that would be read.
    problems
        Findings for the author.
    """

    status: Status
    rule: Rule | None = None
    stopped_at: tuple[int, int] | None = None
    suggestion: str | None = None
    problems: tuple[Problem, ...] = ()


def parse(text: str, points: Decimal | None = None, indicator: str | None = None) -> Reading:
    """Read one criterion sentence.

    Parameters
    ----------
    text
        The sentence as an office writes it.
    points
        Full points of the item, when known: they tell parts that add up from alternatives.
    indicator
        Name of the item: it names what is measured when the sentence does not.

    Returns
    -------
    Reading
        Never a guess: what bears on the arithmetic and is not understood makes the whole sentence unparsed.

    Examples
    --------
    >>> reading = parse("每迟报一次扣0.5分，扣完为止", Decimal(5))
    >>> reading.status, reading.rule.clauses[0].op
    ('parsed', 'deduct_per')
    >>> parse("每迟报一次扣0.5分，情节严重的加倍扣分").stopped_at is not None
    True
    """
    if len(text) > MAX_LENGTH:
        return _unread(UnreadError((0, 0), "too_long"), normalise(""), text)
    normal = normalise(text)
    ctx = Context(normal.text, [], points, _short(indicator))
    try:
        rule = _read(ctx)
    except UnreadError as error:
        return _unread(error, normal, text)
    problems = tuple(Problem(code, normal.place(*span)) for code, span in ctx.problems)
    return Reading("judged" if rule.is_judged else "parsed", rule, problems=problems)


def _short(indicator: str | None) -> str | None:
    """The name of an indicator without what stands behind it."""
    if not indicator:
        return None
    return re.split(r"[|，。；：(]", normalise(indicator[:80]).text)[0][:24] or None


def _unread(error: UnreadError, normal: Normal, text: str) -> Reading:
    place = normal.place(*error.span) if error.why != "too_long" else (MAX_LENGTH, len(text))
    return Reading("unparsed", None, place, suggest(error.why), (Problem(error.why, place),))


def _read(ctx: Context) -> Rule:
    stated = read_statement(ctx)
    if stated is not None:
        return stated
    ctx.moves, base = cut_moves(ctx.text, find_masks(ctx.text, ctx.points is not None))
    draft = Draft(ctx, limits=Limits(base=base))
    at = 0
    while at < len(ctx.moves):
        move = ctx.moves[at]
        draft.notes([t.clause for t in move.region if isinstance(t, Stated) and t.clause is not None], at)
        if move.effect is None:
            draft.notes(_read_over(move.region, trailing=True), at)
            at += 1
            continue
        if at and is_mark(move.region[0] if move.region else move.effect, MarkKind.OPEN):
            # 每件扣0.5分（重点件每件扣1分）: instead of, or on top of?
            raise stop_at(move.effect, "remark")
        draft.notes(_read_over(move.dropped, trailing=False), at)
        remark = _read_open(move) if move.effect.shape == "open" else None
        if remark is None and _announces_places(ctx, at):
            remark = []
        if remark is not None:
            draft.notes(remark, at)
            at += 1
            continue
        found = _first(ctx, at)
        draft.add(found, at)
        at += found.used
    if not any(piece.clauses for piece in draft.pieces):
        raise UnreadError((0, len(ctx.text)), "no_effect")
    rule = assemble(draft)
    refuse_unsure(rule, ctx.text, ctx.points)
    return rule


def _announces_places(ctx: Context, at: int) -> bool:
    """Tell whether 按全市排名计分 only says what 第1名得10分 behind it looks at."""
    move = ctx.moves[at]
    is_open = move.effect is not None and move.effect.shape == "open" and move.effect.verb == "set"
    says = re.fullmatch("(?:[^，。；]{0,20}，)?按照?[^，。；]{0,16}(?:排名|名次|位次)(?:进行)?", text_of(move.segment))
    follows = at + 1 < len(ctx.moves) and bool(ctx.moves[at + 1].find(Places))
    return is_open and says is not None and follows


def _read_open(move: Move) -> list[Clause] | None:
    """Read a remark that ends in 计分 or 扣分."""
    if any(is_mark(t, MarkKind.JUDGE) for t in move.segment) or move.effect is None:
        return None
    return read_remark("".join(t.text for t in (*move.segment, move.effect)).strip("，。；()\n"))


def _first(ctx: Context, at: int) -> Found:
    for recognise in _RECOGNISERS:
        found = recognise(ctx, at)
        if found is not None:
            return found
    raise stop_at(_last(ctx.moves[at]), "unread")


def _last(move: Move) -> Token:
    return move.effect or move.region[-1]


_BEARING_WORDS = re.compile(
    r"最多|至多|限报|限计|从总分|总分中|返还|退还|补回|按[^，。；]{0,14}(?:计算?|算|论处|处理|对待)(?!划)|分配|计取|除外|低一级|高一级|降一级|升一级|对待|视为|视同|等同|抵|代替|倍|另行|不计入"
    r"|不纳入|不列入|不参与|为准(?!则)|为基准|取平均|平均分|均分|累计|比例|顺延|分摊|一半|减免"
    r"|免除|免予|"
    r"一票否决|取消|资格|失格|不重复|只计|只加|只扣|就高|否决|最高|封顶|上限|满分|优先|合并计"
    r"|单独计|加权|权重|占|挂钩|折"
)


def _read_over(tokens: tuple[Token, ...], trailing: bool) -> list[Clause]:
    """Pass over words that bear nothing; read statements; stop at what may bear on the score."""
    try:
        _pass_over(tokens, trailing)
    except UnreadError:
        remarks = read_remark("".join(t.text for t in tokens).strip("，。；()\n"))
        if remarks is None:
            raise
        return remarks
    words, said = text_of(tokens).strip("()"), "".join(t.text for t in tokens).strip("，。；()\n")
    is_heading = said.startswith("：") or said.endswith("：")
    if trailing and words and not (is_heading or _HARMLESS_BEHIND.search(words)):
        remarks = read_remark(said)
        if remarks is not None:
            return remarks
        raise UnreadError((tokens[0].start, tokens[-1].end), "remark")
    return []


def _pass_over(tokens: tuple[Token, ...], trailing: bool) -> None:
    for token in tokens:
        if isinstance(token, (Limit, Slashes, Effect)):
            raise stop_at(token, "unread")
        if isinstance(token, Mark) and token.kind in {
            MarkKind.TRIGGER,
            MarkKind.LIKEWISE,
            MarkKind.JUDGE,
            MarkKind.OTHERWISE,
            MarkKind.EACH_UNREAD,
        }:
            raise stop_at(token, "unread")
        if isinstance(token, Figure) and (token.unit.startswith("分") or (trailing and token.unit == "%")):
            raise stop_at(token, "unread")
        if isinstance(token, Aside) and re.search("限报|限计|最多|至多|只计|不超过", token.text):
            raise stop_at(token, "limit")
        if trailing and isinstance(token, Bound) and token.unit.startswith("分"):
            raise stop_at(token, "limit")
        if trailing and isinstance(token, Words) and re.search("扣|返还|补回|退还", token.text):
            raise stop_at(token, "remark")
        if trailing and isinstance(token, Each) and not token.period and not token.bare and token.verb:
            raise stop_at(token, "no_effect")
    found = _BEARING_WORDS.search(text_of(tokens))
    if found is not None and (trailing or found.group() not in _HARMLESS_BEFORE):
        first = next(t for t in tokens if not is_mark(t, MarkKind.OPEN))
        raise UnreadError((first.start, tokens[-1].end), "remark")


_HARMLESS_BEHIND = re.compile(
    r"\A(?:注|说明|备注|/|以?[^，。；]{0,20}(?:为准|为依据)\Z|数据(?:来源|由|以)|由[^，。；]{2,20}(?:负责|提供|考核|统计|实施|认定|组织)"
    r"|(?:需|须|应)?(?:提供|附|查看|查阅)|佐证|证明|并(?:在|移送|通报|上报|公示|说明|报|追究)|(?:此|该|本)项为加分项"
    r"|四舍五入|保留|(?:年度?)?加满为止|(?:扣)?满为止|相应分值|奖励\Z|只奖励第|每次[^，。；]{0,8}不能重复统计|所有期刊"
    r"|依据|根据|按照?[^，。；]{0,20}(?:文件|规定|通知|办法|要求)执行|以上|具体|详见|见附|参照)"
    r"|只奖励第|不能重复统计|不予评定|执行\Z|考核结果中注明"
)
"""Words behind the last score that say where the data come from, or how the rule is applied."""

_HARMLESS_BEFORE = {
    "占",
    "比例",
    "累计",
    "为准",
    "权重",
    "优先",
    "满分",
    "资格",
    "折",
    "倍",
    "最高",
    "对待",
    "取消",
    "均分",
}
