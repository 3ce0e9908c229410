"""Last look at a rule before it is given out: what makes a reading doubtful refuses the sentence.

A recogniser looks at its own move; only the whole rule shows that one figure is asked for twice, that a number was
swallowed by a name, or that a fact and a figure say the same.
"""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import combinations

from kaohe.criteria.families.condition import Compare
from kaohe.criteria.families.flat import Flat
from kaohe.criteria.families.step import Step
from kaohe.criteria.grammar.context import UnreadError
from kaohe.criteria.grammar.units import same_unit
from kaohe.criteria.lexer import lex
from kaohe.criteria.model import Clause, Input, InputType, Rule, Source
from kaohe.criteria.tokens import Bound, Figure

_LEFT_OVER = re.compile(
    r"[加扣减得计奖罚]\d+(?:\.\d+)?分|得基本分|返还|±|为基础(?!设)|一票否决|取消.{0,8}资格|以[上下内]的?[加扣得]\Z"
    r"|加倍|减半|双倍|折算|再[加扣]|(?<![增参附])加\Z|(?<!折)扣\Z|不再扣|封顶|(?:不|至少|最少|无需|不得)\Z|第[二三四五六]次起"
)
"""Words that change a score and must not stand in the name of a field."""
_BROKEN = re.compile(r"\A(?:的|每|其余|超过|低于|高于|超出|不足|以上|以下|以内|及以上|或|且|均|分别)\Z")
"""Names that are the rest of a comparison."""
_BARE_BOUND = re.compile(r"\A(?:超过|低于|高于|超出|不足|以上|以下|以内|及以上)[\d.]+[^\d]{0,4}\Z")
_NEGATED = re.compile(r"(?:全年|年内|当年|均)?(?:未|没有|无|零|不)(?P<what>[^，。；]{2,8}?)(?:的|者)?\Z")
_SAME_FIELD = {Source.GROUP_MAX, Source.GROUP_MIN, Source.GROUP_MEAN, Source.GROUP_VARIANCE, Source.GROUP_SIZE}
_OPPOSITE = (
    ("节约", "超支"),
    ("高出", "低于"),
    ("高于", "低于"),
    ("增长", "下降"),
    ("上升", "下降"),
    ("增加", "减少"),
    ("提前", "推迟"),
    ("盈利", "亏损"),
)


def refuse_unsure(rule: Rule, text: str, points: Decimal | None) -> None:
    """Stop at a rule that may not be what the sentence says.

    Parameters
    ----------
    rule
        As assembled.
    text
        The normalised sentence.
    points
        Full points of the item, or None.

    Raises
    ------
    UnreadError
        With ``same_figure`` or ``left_over``, for the whole sentence.
    """
    inputs = rule.inputs
    if any(_is_left_over(i) for i in inputs):
        raise UnreadError((0, len(text)), "left_over")
    clauses = rule.clauses
    if (
        _twice(inputs)
        or _fact_of_figure(inputs)
        or _numbered_facts(clauses)
        or _opposite(clauses)
        or _doubled(clauses, points)
    ):
        raise UnreadError((0, len(text)), "same_figure")


def _is_left_over(inp: Input) -> bool:
    is_bound = inp.type is not InputType.COUNT and _BARE_BOUND.search(inp.name)
    return bool(is_bound or _LEFT_OVER.search(inp.name) or _BROKEN.search(inp.name))


def _twice(inputs: tuple[Input, ...]) -> bool:
    """Tell whether two measured fields have one name: they are one figure."""
    own = [i for i in inputs if i.source not in _SAME_FIELD and i.type is InputType.MEASURE and i.unit != "分"]
    return len({i.name for i in own}) < len(own)


def _opposite(clauses: tuple[Clause, ...]) -> bool:
    """Tell whether 节约5%以上得8分 and 超支5%以内得3分 are given by two figures."""
    asked = [i for c in clauses if c.effect == "set" for i in c.inputs() if i.type is InputType.MEASURE]
    return any(a.unit == b.unit and _are_opposite(a.name, b.name) for a, b in combinations(dict.fromkeys(asked), 2))


def _are_opposite(one: str, other: str) -> bool:
    return any((a in one and other.startswith(b)) or (b in one and other.startswith(a)) for a, b in _OPPOSITE)


def _fact_of_figure(inputs: tuple[Input, ...]) -> bool:
    """Tell whether a fact to tick says something about a figure that is asked for beside it."""
    facts = [i for i in inputs if i.type is InputType.FLAG]
    figures = [i for i in inputs if i.type in {InputType.MEASURE, InputType.COUNT} and i.unit not in {None, "分"}]
    return any(_compares(fact, figure) or _denies(fact, figure) for fact in facts for figure in figures)


def _compares(fact: Input, figure: Input) -> bool:
    """Tell whether 2人次及以上不合格 compares what is counted in 人次."""
    if not re.search(r"[\d一二两三四五六七八九十]", fact.name) or "连续" in fact.name:
        return False
    return any(
        isinstance(t, Bound) and t.unit and same_unit(t.unit, figure.unit or "") and _begins_or_ends(t, fact.name)
        for t in lex(fact.name)
    )


def _begins_or_ends(token: Bound | Figure, name: str) -> bool:
    return token.start <= 4 or token.end >= len(name) - 1


def _denies(fact: Input, figure: Input) -> bool:
    """Tell whether 未投入 is zero of 投入资金占比."""
    match = _NEGATED.fullmatch(fact.name)
    return match is not None and match["what"] in figure.name and figure.type is InputType.MEASURE


def _numbered_facts(clauses: tuple[Clause, ...]) -> bool:
    """Tell whether 有1件投诉 and 有2件投诉 are two facts: they are one count."""
    names = [i.name for c in clauses if c.effect in {"set", "knockout"} for i in c.inputs() if i.type is InputType.FLAG]
    names = [name for name in names if not re.search("[月日年]", name)]
    bare = [re.sub(r"\d+(?:\.\d+)?", "#", name) for name in dict.fromkeys(names)]
    return len({b for b in bare if "#" in b}) < len([b for b in bare if "#" in b])


def _doubled(clauses: tuple[Clause, ...], points: Decimal | None) -> bool:
    """Tell whether a figure loses points by step and once more below a limit: instead of, or on top of?"""
    stepped = {c.inp for c in clauses if isinstance(c, Step) and c.is_deduction}
    return any(
        isinstance(c, Flat)
        and c.is_deduction
        and isinstance(c.condition, Compare)
        and c.condition.inp in stepped
        and c.delta.value != points
        for c in clauses
    )
