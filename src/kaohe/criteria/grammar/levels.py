"""Points by level or grade: 国家级、省级分别加5分、3分; 优秀(+1分)、一般(-0.5分); 一等奖加3分，二等奖加2分."""

from __future__ import annotations

import re

from kaohe.criteria.families.award import AwardAdd, AwardDeduct
from kaohe.criteria.families.choice import ByChoice
from kaohe.criteria.families.condition import Holds
from kaohe.criteria.families.flat import Add, Deduct
from kaohe.criteria.families.per_event import AddPer, DeductPer
from kaohe.criteria.grammar.conditions import refuse
from kaohe.criteria.grammar.context import Context, Found, last_comma_part, stop_at, tidy
from kaohe.criteria.grammar.flat import inherited_unit
from kaohe.criteria.grammar.units import written
from kaohe.criteria.model import Amount, Clause, Input, InputType
from kaohe.criteria.moves import Move, is_mark, text_of
from kaohe.criteria.tokens import Bound, Chosen, Each, Effect, MarkKind, Places, Slashes

_LEVEL_WORD = (
    r"(?:国家级?(?!法|规定|标准)|国际级?|部省级|省部级|省市级|部级|全国|全省|全市|全县|全区"
    r"|省级?|市级?|县级?|区级?|州级?|厅局?级|镇级?|乡镇级|乡级?|街道级?|村级?|校级|院级|系级"
    r"|厂级|公司级|集团级|"
    r"局级|处级|段级|国铁集团级|路局级|地市级|县区级|县处级|旗县级|中央级?|国务院|省委省政府"
    r"|市委市政府|县委县政府|区委区政府|特等奖?|一等奖?|二等奖?|三等奖?|四等奖?|优秀奖|鼓励奖"
    r"|金奖|银奖|铜奖|优胜奖|国(?=、))"
)
_LEVELS = re.compile(rf"{_LEVEL_WORD}(?:及)?(?:以上)?(?:(?:、|和|或者?|及|/)?{_LEVEL_WORD}(?:及)?(?:以上)?)+级?")
_LEVEL = re.compile(_LEVEL_WORD)
_GEOGRAPHY = re.compile(
    "国家级|国际级|省部级|省级|市级|县级|区级|校级|院级|镇级|全国|全省|全市|地市级|厅局级|国际|国家|省|市"
)
_PRIZE = re.compile("奖")
_AWARD = re.compile(
    "奖|表彰|表扬|荣誉|推广|称号|肯定|嘉奖|先进|命名|刊|媒体|录用|采用|发表|批示|典型|经验"
    "|示范|创建|试点|转发|交流|竞赛|论文|课题|专利|工法|登报|报道"
)
_NOTICE = re.compile("通报|批评|曝光|督办|约谈|点名|问责|投诉|查处|警告")
_GRADE = re.compile(
    r"(?:^|为|等级|等次|级别|评为|获评|考核|结果|[，、：])(?P<name>(?:(?<![A-Za-z])[A-E]{1,3}[+-]?"
    r"(?:[级类等档])?(?:及以[上下])?(?:(?:或者?|、|和)[A-E]{1,3}[+-]?(?:[级类等档])?)?|优秀"
    r"|良好|优良|优|良|好|较好|一般|较差|差|合格|基本合格|不合格|"
    r"称职|基本称职|不称职|满意|基本满意|比较满意|较满意|不满意|达标|基本达标|不达标|先进|[一二三四]级"
    r"|[一二三]类|[一二三]等|中|及格|不及格))(?:等次|等级|等|级|类|档)?(?:的|者|时|为|：)*\Z"
)


def read_levels(ctx: Context, at: int) -> Found | None:
    """Read points by level, grade or alternative."""
    move = ctx.moves[at]
    effect = move.effect
    if effect is None or effect.money or effect.at_most:
        return None
    if any(isinstance(t, Slashes) for t in move.segment):
        return None
    if effect.shape == "list":
        return _read_apart(ctx, at)
    return _read_grades(ctx, at) or _read_award_row(ctx, at)


def _read_apart(ctx: Context, at: int) -> Found | None:
    """Read A、B、C的，分别加5分、3分、1分."""
    move = ctx.moves[at]
    effect = move.effect
    assert effect is not None  # noqa: S101 - the caller looked
    refuse(move)
    if not effect.apart:
        raise stop_at(effect, "count_differs")
    names, rest = _alternatives(move, len(effect.amounts))
    if names is None:
        raise stop_at(effect, "count_differs")
    steps = [t for t in move.segment if isinstance(t, Each) and not t.bare and not t.period]
    each = steps[-1] if steps else None
    unit = effect.each[1] if effect.each else each.unit if each else None
    if each is not None and (each.per != 1 or each.toward):
        raise stop_at(each, "unread")
    return Found(_apart_clauses(move, names, rest, unit))


def _apart_clauses(move: Move, names: list[str], rest: str, unit: str | None) -> tuple[Clause, ...]:
    effect = move.effect
    assert effect is not None  # noqa: S101 - the caller looked
    pairs = tuple(zip(names, effect.amounts, strict=True))
    words = text_of(move.region)
    is_level = any(_LEVEL.match(name) for name in names) or any(isinstance(t, Chosen) for t in move.segment)
    if effect.verb == "set":
        if unit:
            return tuple(AddPer(Input(n, InputType.COUNT, written(unit)), a, unit=written(unit)) for n, a in pairs)
        return (ByChoice(Input(rest or "等次", InputType.CHOICE, choices=tuple(names)), pairs),)
    if (
        is_level
        or (effect.verb == "add" and _AWARD.search(words))
        or (effect.verb == "deduct" and _NOTICE.search(words) and is_level)
    ):
        kind = AwardAdd if effect.verb == "add" else AwardDeduct
        return (kind(pairs, bool(unit), None, rest, written(unit) if unit else None, flags="累计" in effect.text),)
    if unit:
        per = AddPer if effect.verb == "add" else DeductPer
        return tuple(per(Input(n, InputType.COUNT, written(unit)), a, unit=written(unit)) for n, a in pairs)
    flat = Add if effect.verb == "add" else Deduct
    return tuple(flat(Holds(Input(n, InputType.FLAG)), a) for n, a in pairs)


def _alternatives(move: Move, count: int) -> tuple[list[str] | None, str]:
    """Find as many alternatives as there are amounts, and the words behind them."""
    tokens = [t for t in move.segment if not (isinstance(t, Each) and not t.verb)]
    chosen = [t for t in tokens if isinstance(t, Chosen)]
    if chosen:
        behind = tokens[tokens.index(chosen[-1]) + 1 :]
        before = text_of(tokens[: tokens.index(chosen[0])]).removesuffix("为")
        return ([t.name for t in chosen] if len(chosen) == count else None), tidy(
            re.sub("^[的者时，]+$", "", text_of(behind))
        ) or tidy(before)
    words = text_of(tokens)
    for match in _LEVELS.finditer(words):
        names = _LEVEL.findall(match.group())
        if len(names) == count:
            return names, tidy(words[match.end() :].split("，")[0])
    part = tidy(text_of(last_comma_part(tuple(tokens))))
    names = [p for p in re.split("、|或者?|以及|和|及(?!时|以|格)|/", part) if p]
    if len(names) == count:
        names[0] = _cut_head(names[0])
        return [tidy(n) or n for n in names], ""
    names = [p for p in re.split("、|/", part) if p]
    return ([tidy(n) or n for n in names], "") if len(names) == count else (None, "")


def _cut_head(name: str) -> str:
    """Leave the words that belong to all alternatives out of the first."""
    parts = re.split("获得|获|评为|被评为|被|受到|达到|为|按|列入|发生|出现", name)
    return parts[-1] or name


def _read_grades(ctx: Context, at: int) -> Found | None:
    """Read 优秀(+1分)、好(不加分)、差(-2分) and B类扣3分，A类扣5分."""
    rows: list[tuple[str, Amount]] = []
    kinds = set()
    subject = ""
    for k in range(at, len(ctx.moves)):
        move = ctx.moves[k]
        effect = move.effect
        if effect is None or effect.shape not in {"one", "none"} or effect.each or move.item != ctx.moves[at].item:
            break
        match = _grade(move)
        counts = [t for t in move.segment if isinstance(t, Each) and not t.text.startswith("某")]
        if match is None or counts or any(isinstance(t, (Bound, Places)) for t in move.segment) or effect.at_most:
            break
        refuse(move)
        if k == at:
            subject = tidy(re.sub("为?『?$", "", text_of(move.segment)[: match.start("name")]))
        elif len(tidy(text_of(move.segment))) > len(subject) + 14:
            break
        kinds.add("set" if effect.verb == "set" else "add")
        value = effect.amounts[0]
        sign = -1 if effect.verb == "deduct" and effect.shape == "one" else 1
        names = [match["name"]] if "『" in text_of(move.segment) else re.split("或者?|、|和", match["name"])
        rows += [(name, Amount(sign * value.value, value.of_full)) for name in names]
    if len(rows) < 2 or len(kinds) != 1 or len({name for name, _ in rows}) != len(rows) or kinds == {"set"}:
        return None
    used = _moves_used(ctx, at, rows)
    inp = Input(_called(subject) or ctx.indicator or "等次", InputType.CHOICE, choices=tuple(name for name, _ in rows))
    return Found((ByChoice(inp, tuple(rows), "add"),), used)


def _called(subject: str) -> str:
    """The name of a grade: 评为 alone is none."""
    return "" if subject in {"评", "获评", "被评", "评定", "定"} else subject


_CHOSEN = re.compile(r"『(?P<name>[^』]+)』(?:的|者|时)?\Z")


def _grade(move: Move) -> re.Match[str] | None:
    """Find the grade that a condition ends with."""
    words = text_of(move.segment)
    return _CHOSEN.search(words) or _GRADE.search(words.translate(str.maketrans("", "", "()“”")))


def _moves_used(ctx: Context, at: int, rows: list[tuple[str, Amount]]) -> int:
    names = 0
    for k in range(at, len(ctx.moves)):
        match = _grade(ctx.moves[k])
        is_chosen = "『" in text_of(ctx.moves[k].segment)
        names += (1 if is_chosen else len(re.split("或者?|、|和", match["name"]))) if match else 0
        if names == len(rows):
            return k - at + 1
    return 1


def _read_award_row(ctx: Context, at: int) -> Found | None:
    """Read 获国家级表彰加5分，省级加3分，市级加1分."""
    first = ctx.moves[at].effect
    assert first is not None  # noqa: S101 - the caller looked
    if inherited_unit(ctx, at, first) is not None:
        return None
    if first.verb == "set" or first.shape != "one" or not _is_award(ctx.moves[at], first):
        return None
    rows: list[tuple[str, Amount]] = []
    level = ""
    for k in range(at, len(ctx.moves)):
        move = ctx.moves[k]
        if not _is_award_row(ctx, at, k, first):
            break
        refuse(move)
        name = tidy(text_of(move.segment))
        geography = _GEOGRAPHY.search(name)
        if geography:
            level = geography[0]
        elif level and _PRIZE.search(name):
            name = level + name
        rows.append((name, move.effect.amounts[0]))  # type: ignore[union-attr]
    if len(rows) < 2 or len({name for name, _ in rows}) != len(rows):
        return None
    kind = AwardAdd if first.verb == "add" else AwardDeduct
    return Found((kind(tuple(rows), flags=True),), len(rows))


def _is_award(move: Move, effect: Effect) -> bool:
    words = text_of(move.segment)
    if effect.verb == "add":
        return bool(_AWARD.search(words) or _LEVEL.search(words))
    return bool(_LEVEL.search(words) and _NOTICE.search(words) and not re.search("事故", words))


def _is_award_row(ctx: Context, at: int, k: int, first: Effect) -> bool:
    move = ctx.moves[k]
    effect = move.effect
    if effect is None or effect.verb != first.verb or effect.shape != "one" or effect.each or effect.at_most:
        return False
    if move.item != ctx.moves[at].item:
        return False
    if any(isinstance(t, (Each, Bound, Places)) or is_mark(t, MarkKind.JUDGE) for t in move.segment):
        return False
    words = text_of(move.segment)
    return k == at or bool(_LEVEL.search(words) or _AWARD.search(words) or len(words) <= 8)
