"""From the clauses of the moves to one rule: limits, the base, parts that add up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kaohe.criteria.families.award import Award
from kaohe.criteria.families.bands import Bands
from kaohe.criteria.families.condition import Compare, Holds
from kaohe.criteria.families.flat import Flat
from kaohe.criteria.families.formula import Formula, Weighted
from kaohe.criteria.families.judged import Judged, JudgeScore, Open
from kaohe.criteria.families.modifier import Waive
from kaohe.criteria.families.per_event import AddPer, DeductPer, PerEvent
from kaohe.criteria.families.ratio import ByRatio, RatioDeduct
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.statement import Cap, Floor
from kaohe.criteria.families.step import Step, StepAdd
from kaohe.criteria.grammar.context import Context, Found, UnreadError, stop_at
from kaohe.criteria.model import NOTHING, Amount, Clause, Input, InputType, Limits, Rule
from kaohe.criteria.moves import Move, is_mark, text_of
from kaohe.criteria.tokens import Bound, Limit, MarkKind, SourceMark
from kaohe.criteria.unify import unify

_TARGET_WORDS = re.compile(r"不低于|不少于|高于|达到|不大于|不高于|不超过|持平|稳定|以上|以内|完成|足额|基数")


@dataclass(slots=True)
class Piece:
    """Clauses of one recognised group, and where they came from."""

    clauses: list[Clause]
    first: Move
    last: Move
    toward: bool
    limits: tuple[Limit, ...] = ()

    @property
    def item(self) -> int:
        """Number of the numbered part."""
        return self.first.item


@dataclass(slots=True)
class Draft:
    """A rule in the making."""

    ctx: Context
    pieces: list[Piece] = field(default_factory=list)
    limits: Limits = field(default_factory=Limits)

    def add(self, found: Found, at: int) -> None:
        """Take over the clauses of some moves with the limits behind them."""
        moves = self.ctx.moves[at : at + found.used]
        piece = Piece(list(found.clauses), moves[0], moves[-1], found.toward)
        piece.limits = tuple(limit for move in moves for limit in move.limits)
        marks = [t for move in moves for t in move.region if isinstance(t, SourceMark)]
        if marks:
            piece.clauses = [_with_source(clause, marks[0]) for clause in piece.clauses]
        if any(move.effect is not None and "倒扣" in move.effect.text for move in moves):
            self.limits = replace(self.limits, may_go_negative=True)
        self.pieces.append(piece)

    def notes(self, clauses: list[Clause], at: int) -> None:
        """Take over statements that stand before or behind a move."""
        known = [c for piece in self.pieces for c in piece.clauses]
        clauses = [c for c in clauses if c not in known]
        scored = any(c.effect != "note" for c in known)
        if scored and any(isinstance(c, (Cap, Floor)) for c in clauses):
            raise UnreadError(self.ctx.moves[at].span, "limit")
        if clauses:
            move = self.ctx.moves[at]
            limits = move.limits if move.effect is None else ()
            self.pieces.append(Piece(list(clauses), move, move, False, limits))


def _with_source(clause: Clause, mark: SourceMark) -> Clause:
    """Take over where the normal form says that the figure comes from."""
    inp = getattr(clause, "inp", None)
    condition = getattr(clause, "condition", None)
    if isinstance(inp, Input):
        return replace(clause, inp=replace(inp, source=mark.source))  # type: ignore[type-var]
    if isinstance(condition, Compare):
        marked = replace(condition, inp=replace(condition.inp, source=mark.source))
        return replace(clause, condition=marked)  # type: ignore[type-var]
    return clause


def assemble(draft: Draft) -> Rule:
    """Make the rule.

    Raises
    ------
    UnreadError
        When a limit or a score cannot be placed without guessing.
    """
    _take_bases(draft)
    for piece in draft.pieces:
        for limit in piece.limits:
            _place_limit(draft, piece, limit)
    _cap_headed_parts(draft)
    _make_parts(draft)
    _drop_full_beside_ratio(draft)
    _cap_at_points(draft)
    _start_at_nothing(draft)
    clauses = [clause for piece in draft.pieces for clause in piece.clauses]
    items = [piece.item for piece in draft.pieces for _ in piece.clauses]
    definitions = [c for c in clauses if isinstance(c, Formula) and re.search("率|比例|比重$", c.name)]
    if definitions and any(c.effect != "note" for c in clauses if c not in definitions):
        # 解读率＝解读件数÷应解读件数，达到100%得5分: the formula says what the figure is
        items = [n for n, c in zip(items, clauses, strict=True) if c not in definitions]
        clauses = [c for c in clauses if c not in definitions]
    clauses = unify(clauses, items, draft.ctx.indicator)
    figures = [(n, c) for n, c in zip(items, clauses, strict=True) if isinstance(c, Bands) and c.mode == "set"]
    steps = [
        (n, type(c), c.inp.name, c.inp.unit, c.dir) for n, c in zip(items, clauses, strict=True) if isinstance(c, Step)
    ]
    has_loss = any(isinstance(c, RatioDeduct) for c in clauses)
    if (
        len({n for n, _ in figures}) < len(figures)
        or len(set(steps)) < len(steps)
        or (has_loss and (figures or _many_scores(clauses)))
    ):
        raise UnreadError((0, len(draft.ctx.text)), "cases")
    computed = [c for c in clauses if isinstance(c, (Weighted, Formula))]
    if computed and sum(c.effect == "set" for c in clauses) > 1:
        raise UnreadError((0, len(draft.ctx.text)), "cases")
    if sum(isinstance(clause, (Weighted, Formula, ByRatio)) for clause in clauses) > 1:
        raise UnreadError((0, len(draft.ctx.text)), "cases")
    return Rule(tuple(_apart(clauses, items)), draft.limits)


def _many_scores(clauses: list[Clause]) -> bool:
    return sum(isinstance(c, Score) and c.effect == "set" for c in clauses) > 1


def _place_limit(draft: Draft, piece: Piece, limit: Limit) -> None:
    """Give a limit to the clause it follows, or to the item."""
    number = re.search(r"(\d+(?:\.\d+)?)分", limit.text) if limit.kind == "floor" and limit.amount == NOTHING else None
    if number and draft.ctx.points is not None and Decimal(number[1]) not in {draft.ctx.points, Decimal(0)}:
        # 8分扣完为止 of an item of 20 points: no more than 8 are lost
        draft.limits = replace(draft.limits, cap_deduct=Amount(Decimal(number[1])))
    elif limit.kind == "floor":
        draft.limits = replace(draft.limits, floor=limit.amount)
    elif limit.kind == "of":
        _take_of(piece, limit)
    elif limit.kind == "negative":
        draft.limits = replace(draft.limits, may_go_negative=True)
    elif limit.kind in {"round_up", "round_full"}:
        _round(piece, limit)
    elif limit.kind == "uncapped":
        _uncap(piece, limit)
    else:
        _cap(draft, piece, limit)


def _take_of(piece: Piece, limit: Limit) -> None:
    last = piece.clauses[-1] if piece.clauses else None
    if not isinstance(last, (ByRatio, RatioDeduct)) or limit.amount is None:
        raise stop_at(limit, "unread")
    piece.clauses[-1] = replace(last, of=limit.amount)


def _round(piece: Piece, limit: Limit) -> None:
    last = piece.clauses[-1] if piece.clauses else None
    if not isinstance(last, (PerEvent, Step)) or not _names_unit(limit.text, last.unit):
        raise stop_at(limit, "unread")
    rounding = "up" if limit.kind == "round_up" else "full"
    piece.clauses[-1] = replace(last, rounding=rounding)  # type: ignore[arg-type]


def _names_unit(text: str, unit: str | None) -> bool:
    """Tell whether 不足1次 speaks of what the clause counts."""
    return not unit or unit in text or (unit in {"%", "百分点"} and ("%" in text or "百分点" in text))


def _uncap(piece: Piece, limit: Limit) -> None:
    last = piece.clauses[-1] if piece.clauses else None
    if isinstance(last, ByRatio):
        piece.clauses[-1] = replace(last, cap_pct=None)


def _cap(draft: Draft, piece: Piece, limit: Limit) -> None:
    """Give a most to the item, to one side of it, or to the clause before it."""
    last = piece.clauses[-1] if piece.clauses else None
    if limit.amount is None or last is None:
        raise stop_at(limit, "unread")
    if re.match("每(?!年|学年|年度)", limit.text):
        # 每月最多扣3分: a cap on a period that the rule does not see
        raise stop_at(limit, "limit")
    if _cap_as_said(draft, piece, limit, limit.amount) or _cap_by_kind(draft, piece, limit, last, limit.amount):
        return
    if limit.verb in {"set", None} and _caps_item(draft, piece, limit):
        draft.limits = replace(draft.limits, cap=limit.amount)
        return
    direction = "deduct" if last.is_deduction else "add"
    if limit.verb in {"deduct", "add"} and limit.verb != direction:
        _cap_side(draft, limit.verb, limit.amount)
    elif _caps_row(draft, piece, direction):
        _refuse_others(draft, piece, limit, direction)
        _cap_side(draft, direction, limit.amount)
    elif _caps_all(draft, piece, limit, direction) or not isinstance(last, (PerEvent, Step, Award, Flat)):
        _cap_side(draft, direction, limit.amount)
    else:
        piece.clauses[-1] = replace(last, cap=limit.amount)


def _cap_as_said(draft: Draft, piece: Piece, limit: Limit, amount: Amount) -> bool:
    """Place a cap that names what it limits: 本项得分最高, 以上两项, 本项加分合计."""
    if limit.text.startswith("本项得分最高"):
        draft.limits = replace(draft.limits, cap=amount)
        return True
    if re.match("以上|上述|[两三四五六]项|各项", limit.text) and limit.verb in {"add", "deduct"}:
        _refuse_others(draft, piece, limit, limit.verb)
        _cap_side(draft, limit.verb, amount)
        return True
    if re.match("本项[加扣]分合计", limit.text):
        _cap_side(draft, "add" if "加" in limit.text else "deduct", amount)
        return True
    return False


def _cap_by_kind(draft: Draft, piece: Piece, limit: Limit, last: Clause, amount: Amount) -> bool:
    """Place a cap behind what takes one of its own kind: a row of clauses, a ratio, a judgement."""
    sides = {_side(clause) for clause in piece.clauses}
    if len(piece.clauses) > 1 and len(sides) == 1 and sides <= {"add", "deduct"}:
        _cap_side(draft, sides.pop(), amount)
        return True
    if isinstance(last, ByRatio) and limit.verb != "deduct":
        _cap_ratio(draft, piece, last, amount)
        return True
    own_verbs = {None, "set", "deduct" if last.is_deduction else "add"}
    if isinstance(last, Judged) and not amount.of_full and limit.verb in own_verbs:
        kind = JudgeScore if isinstance(last, Open) else type(last)
        piece.clauses[-1] = kind(replace(last.inp, high=amount.value), last.count)
        return True
    return False


def _caps_all(draft: Draft, piece: Piece, limit: Limit, side: str) -> bool:
    """Tell whether 累计最多扣5分 behind the last clause limits all of its side: none has a cap of its own."""
    same = [c for p in draft.pieces if p.item == piece.item for c in p.clauses if _side(c) == side]
    own = [p for p in draft.pieces if p is not piece and any(x.kind == "cap" for x in p.limits)]
    is_last = piece is [p for p in draft.pieces if p.clauses][-1]
    return limit.whole and len(same) > 1 and is_last and not own


def _refuse_others(draft: Draft, piece: Piece, limit: Limit, side: str) -> None:
    """Stop at a cap on some clauses of a side when others of the side follow: no limit of the item says that."""
    at = next(k for k, p in enumerate(draft.pieces) if p is piece)
    if any(_side(c) == side for p in draft.pieces[at + 1 :] for c in p.clauses):
        raise stop_at(limit, "limit")


def _caps_row(draft: Draft, piece: Piece, direction: str) -> bool:
    """Tell whether a cap behind 每条加3分，…每条加1分 is for the whole row: one sentence, no cap before."""
    at = next(k for k, p in enumerate(draft.pieces) if p is piece)
    if at == 0 or any(is_mark(t, MarkKind.STOP, MarkKind.SEMICOLON) for t in piece.first.region):
        return False
    before = draft.pieces[at - 1]
    is_same = (
        bool(before.clauses)
        and _side(before.clauses[-1]) == direction
        and isinstance(before.clauses[-1], (PerEvent, Flat))
    )
    return is_same and before.item == piece.item and not before.limits and not isinstance(piece.clauses[-1], Step)


def _caps_item(draft: Draft, piece: Piece, limit: Limit) -> bool:
    """Tell whether 最高3分 limits the item, not the clause before it."""
    last = piece.clauses[-1]
    if not isinstance(last, (PerEvent, Step, Award, Flat)):
        return True
    names_item = bool(re.search("此项|该项|本项|满分|本条|本指标", limit.text))
    earns = (
        any(c.effect == "set" or c.is_part for p in draft.pieces for c in p.clauses) or draft.limits.base is not None
    )
    adds = [c for p in draft.pieces for c in p.clauses if _side(c) == "add"]
    if last.is_deduction:
        return limit.verb == "set"
    base, points = draft.limits.base, draft.ctx.points
    if limit.verb is None and base is not None and points is not None and limit.amount is not None:
        return base.value + limit.amount.value > points
    return (names_item or limit.verb == "set") and (earns or len(adds) > 1)


def _cap_ratio(draft: Draft, piece: Piece, last: ByRatio, amount: Amount) -> None:
    if amount.of_full:
        piece.clauses[-1] = replace(last, cap_pct=amount.value)
    else:
        piece.clauses[-1] = replace(last, cap_pct=None)
        draft.limits = replace(draft.limits, cap=amount)


def _cap_side(draft: Draft, side: str, amount: Amount) -> None:
    if side == "add":
        draft.limits = replace(draft.limits, cap_add=amount)
    else:
        draft.limits = replace(draft.limits, cap_deduct=amount)


def _side(clause: Clause) -> str:
    if clause.effect != "shift":
        return clause.effect
    return "deduct" if clause.is_deduction else "add"


def _take_bases(draft: Draft) -> None:
    """Make 达到X得2分 before 每低… the base; with several of them, each is the base of its part."""
    bases: list[tuple[Amount, int]] = []
    for k, piece in enumerate(draft.pieces[:-1]):
        score = piece.clauses[0] if len(piece.clauses) == 1 else None
        following = draft.pieces[k + 1]
        if not isinstance(score, Score) or _says_only(piece) or score.effect != "set" or following.item != piece.item:
            continue
        if _is_base(piece, following, score):
            bases.append((score.value, k))
    for _, k in bases:
        draft.pieces[k].clauses = []
    if len(bases) == 1 and not (bases[0][0].of_full and bases[0][0].value == 100):
        draft.limits = replace(draft.limits, base=bases[0][0])
    elif len(bases) > 1:
        _add_up_bases(draft, bases)


def _says_only(piece: Piece) -> bool:
    """Tell whether the score is written 只得: an alternative, never a base or a part."""
    return piece.last.effect is not None and piece.last.effect.text.startswith(("只", "仅"))


def _is_base(piece: Piece, following: Piece, score: Score) -> bool:
    """Tell whether the score is what the steps count from."""
    if not following.clauses or _side(following.clauses[0]) not in {"deduct", "add"}:
        return False
    if any(isinstance(t, Bound) and t.low is not None and t.high is not None for t in piece.first.segment):
        return False
    words = text_of(piece.first.segment)
    if score.value.of_full and score.value.value == 100:
        return following.clauses[0].is_deduction
    if following.toward or re.match("每?[缺少]", text_of(following.first.segment).lstrip("，。；")):
        return True
    is_count = isinstance(following.clauses[0], (DeductPer, AddPer))
    has_bound = any(isinstance(t, Bound) for t in piece.first.segment)
    return is_count and (has_bound or bool(_TARGET_WORDS.search(words))) and not re.search("全部|无不|年内无", words)


def _add_up_bases(draft: Draft, bases: list[tuple[Amount, int]]) -> None:
    """Start from the sum of the parts' bases, each part losing no more than its own."""
    if any(base.of_full for base, _ in bases):
        raise UnreadError(draft.pieces[0].first.span, "bases")
    ends = [k for _, k in bases[1:]] + [len(draft.pieces)]
    for (base, start), end in zip(bases, ends, strict=True):
        own = [p for p in draft.pieces[start:end] if p.clauses]
        lone = own[0].clauses[0] if len(own) == 1 and len(own[0].clauses) == 1 else None
        if not isinstance(lone, (Step, PerEvent)) or not lone.is_deduction:
            raise UnreadError(draft.pieces[start].first.span, "bases")
        own[0].clauses[0] = replace(lone, cap=lone.cap or base)
    total = sum((base.value for base, _ in bases), Decimal(0))
    draft.limits = replace(draft.limits, base=Amount(total))


def _cap_headed_parts(draft: Draft) -> None:
    """Let a part lose, or gain, no more than the points its heading gives it."""
    points = draft.ctx.points
    for item in {p.item for p in draft.pieces}:
        own = [p for p in draft.pieces if p.item == item and p.clauses]
        headings = {p.first.heading for p in own if p.first.heading is not None}
        adds = [c for p in own for c in p.clauses if _side(c) == "add"]
        if len(headings) != 1 or (next(iter(headings)) == points and not adds):
            continue
        heading = Amount(next(iter(headings)))
        _refuse_part_knockout(draft, own)
        shifts = [(p, k) for p in own for k, c in enumerate(p.clauses) if isinstance(c, (PerEvent, Step, Flat))]
        if len(shifts) == 1:
            piece, k = shifts[0]
            clause = piece.clauses[k]
            if isinstance(clause, (PerEvent, Step)) and clause.cap is None:
                piece.clauses[k] = replace(clause, cap=heading)
        elif len(shifts) > 1 and (points is not None or len({p.item for p in draft.pieces}) > 1):
            raise UnreadError(own[0].first.span, "part_points")


def _refuse_part_knockout(draft: Draft, own: list[Piece]) -> None:
    """Stop at 不得分 within one of several parts: it loses the part, not the item."""
    if len({p.item for p in draft.pieces}) < 2:
        return
    for piece in own:
        for clause in piece.clauses:
            if clause.effect in {"knockout", "set"}:
                raise UnreadError(piece.last.span, "part_points")


def _make_parts(draft: Draft) -> None:
    """Decide whether several scores are parts that add up or alternatives."""
    scored = [
        (p, k, c)
        for p in draft.pieces
        for k, c in enumerate(p.clauses)
        if isinstance(c, Score) and not c.additive and not _says_only(p)
    ]
    earned = [c for _, _, c in scored if c.value.value != 0]
    if len(earned) < 2:
        return
    if any(c.value.of_full for c in earned):
        return
    values = [c.value.value for c in earned]
    points = draft.ctx.points
    if points is None:
        _refuse_unknown(draft, earned)
        return
    if max(values) == points:
        return
    if sum(values) == points:
        _add_parts(draft, drop_zero=True)
        return
    groups = _groups(scored)
    if len(groups) > 1 and sum(max(v.value.value for _, _, v in g) for g in groups) == points:
        if all(len([1 for _, _, v in g if v.value.value]) == 1 for g in groups):
            _add_parts(draft, drop_zero=True)
        else:
            _add_last_groups(groups)
        return
    by_item: dict[int, list[Decimal]] = {}
    for piece, _, clause in scored:
        by_item.setdefault(piece.item, []).append(clause.value.value)
    if len(by_item) > 1 and sum(max(v) for v in by_item.values()) == points:
        _add_parts(draft, drop_zero=True)
        return
    if sum(values) < points and len({p.item for p, _, _ in scored}) == len(earned):
        _add_parts(draft, drop_zero=True)
        return
    raise UnreadError(scored[0][0].first.span, "scores")


def _refuse_unknown(draft: Draft, earned: list[Score]) -> None:
    """Without the points, only scores that say they are alternatives are read."""
    values = [c.value.value for c in earned]
    falls = values == sorted(values, reverse=True) and len(set(values)) == len(values)
    names = "".join(c.condition.say() for c in earned[1:])
    if not (
        falls
        and (re.search("未|但|无|不|基本|部分|其他|较", names) or all(isinstance(c.condition, Compare) for c in earned))
    ):
        raise UnreadError(draft.pieces[0].first.span, "scores")


def _start_at_nothing(draft: Draft) -> None:
    """Count 每增加1个百分点得1分 from zero, whatever may take the score away beside it."""
    counts = [
        c
        for p in draft.pieces
        for c in p.clauses
        if isinstance(c, (AddPer, StepAdd)) and p.last.effect and p.last.effect.verb == "set"
    ]
    loses = any(c.effect == "knockout" or c.is_deduction for p in draft.pieces for c in p.clauses)
    if counts and loses and draft.limits.base is None:
        draft.limits = replace(draft.limits, base=Amount(Decimal(0)))


def _cap_at_points(draft: Draft) -> None:
    """Let additions to a base below the item's points lead to these points, no further."""
    base, points = draft.limits.base, draft.ctx.points
    adds = [c for p in draft.pieces for c in p.clauses if _side(c) == "add" and not c.is_part]
    if (
        base is None
        or points is None
        or base.of_full
        or base.value >= points
        or not adds
        or draft.limits.cap is not None
    ):
        return
    if all(getattr(c, "cap", None) is not None for c in adds):
        return
    draft.limits = replace(draft.limits, cap=Amount(points))


def _drop_full_beside_ratio(draft: Draft) -> None:
    """Leave out 均达标得满分 beside a ratio: it says the same."""
    ratios = [(p, k) for p in draft.pieces for k, c in enumerate(p.clauses) if isinstance(c, ByRatio)]
    if len(ratios) != 1:
        return
    scores = [
        c for p in draft.pieces for c in p.clauses if isinstance(c, Score) and c.effect == "set" and not c.additive
    ]
    if len(scores) > 1:
        return
    for piece in draft.pieces:
        piece.clauses = [c for c in piece.clauses if c not in scores or _says_only(piece)]
    if scores and not scores[0].value.of_full and scores[0].value.value != draft.ctx.points:
        piece, _ = ratios[0]
        ratio = next(c for c in piece.clauses if isinstance(c, ByRatio))
        piece.clauses = [replace(c, of=scores[0].value) if c is ratio else c for c in piece.clauses]


def _groups(scored: list[tuple[Piece, int, Score]]) -> list[list[tuple[Piece, int, Score]]]:
    """Split a row of scores behind each 不得分."""
    groups: list[list[tuple[Piece, int, Score]]] = [[]]
    for entry in scored:
        groups[-1].append(entry)
        if entry[2].value.value == 0:
            groups.append([])
    return [g for g in groups if any(c.value.value for _, _, c in g)]


def _add_parts(draft: Draft, drop_zero: bool) -> None:
    """Make every score a part; 未开展的不得分 then says nothing new."""
    lacking = [p for p in draft.pieces if any(isinstance(c, DeductPer) for c in p.clauses)]
    if any(re.search("缺|少|以上", text_of(p.first.segment)) for p in lacking):
        raise UnreadError(lacking[0].first.span, "scores")
    for piece in draft.pieces:
        kept: list[Clause] = []
        for clause in piece.clauses:
            if isinstance(clause, Score) and clause.value.value == 0 and drop_zero and not _is_whole_item(piece):
                continue
            kept.append(replace(clause, additive=True) if isinstance(clause, Score) and clause.value.value else clause)
        piece.clauses = kept


def _is_whole_item(piece: Piece) -> bool:
    effect = piece.last.effect
    return effect is not None and bool(re.search("本项|该项|此项|全扣|整", effect.text))


def _add_last_groups(groups: list[list[tuple[Piece, int, Score]]]) -> None:
    """Let the first group set the score and the others add to it; a zero of the first group gives no points."""
    for n, group in enumerate(groups):
        for piece, k, clause in group:
            if n or clause.value.value == 0:
                piece.clauses[k] = replace(clause, additive=True)


def _apart(clauses: list[Clause], items: list[int]) -> list[Clause]:
    """Give fields of different clauses different names: two counts of the same words are two figures.

    A measure may be asked for once by several clauses of a part, but not by two parts.
    """
    seen: dict[Input, list[int]] = {}
    out: list[Clause] = []
    for clause, item in zip(clauses, items, strict=True):
        own = clause.inputs()
        if len(own) == 1:
            compares = isinstance(getattr(clause, "condition", None), Compare)
            is_shared = isinstance(clause, (Step, Bands)) or compares or own[0].type is InputType.MEASURE
            before = [n for n in seen.get(own[0], []) if not is_shared or n != item]
            seen.setdefault(own[0], []).append(item)
            if before:
                clause = _renamed(clause, replace(own[0], name=f"{own[0].name}·{len(set(before)) + 1}"))
        out.append(clause)
    return out


def _renamed(clause: Clause, inp: Input) -> Clause:
    if isinstance(clause, PerEvent):
        return replace(clause, inp=inp)
    if isinstance(clause, (Step, Bands)):
        return replace(clause, inp=inp, on=inp.name)
    if isinstance(clause, (Flat, Score, Waive)) and isinstance(clause.condition, (Holds, Compare)):
        return replace(clause, condition=replace(clause.condition, inp=inp))
    return clause


__all__ = ["Bands", "Draft", "Piece", "assemble"]
