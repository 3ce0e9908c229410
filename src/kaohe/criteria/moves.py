"""Moves: what is looked at, and what it does to the score. A sentence is a row of moves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TypeAlias

from kaohe.criteria.lexer import lex
from kaohe.criteria.lexicon import COUNT_UNITS
from kaohe.criteria.model import Amount, Clause
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
    SourceMark,
    Token,
    Words,
)

Statement: TypeAlias = tuple[int, int, Clause]
"""Where a statement stands, and its clause."""

_SEPARATORS = {MarkKind.COMMA, MarkKind.STOP, MarkKind.SEMICOLON, MarkKind.OPEN, MarkKind.CLOSE, MarkKind.SAME}
_ENDS = {MarkKind.STOP, MarkKind.SEMICOLON}
_FULL_POINTS = re.compile("满分|总分|标准分")
_LEAD = re.compile(
    r"(?:的|者|但|且|并|并且|同时|其中|累计|合计|该项|本项|此项|年度内?|全年|年内|，|、|：|由此"
    r"|以上|各项|每项|内|最终|总体|直至|以|一般|原则上|加分|扣分|得分|单项|总)*\Z"
)


@dataclass(frozen=True)
class Move:
    """One condition and its effect.

    Attributes
    ----------
    region
        Tokens before the effect, since the effect before.
    effect
        None for what follows the last effect of a numbered part.
    limits
        Limits that follow the effect.
    item
        Number of the numbered part (①, 1.) that the move stands in.
    heading
        Points that the heading of the part gives it: 巡查2分。…
    """

    region: tuple[Token, ...]
    effect: Effect | None
    limits: tuple[Limit, ...] = ()
    item: int = 0
    heading: Decimal | None = None

    @property
    def span(self) -> tuple[int, int]:
        """From the first token to the last."""
        tokens = [*self.region, *([self.effect] if self.effect else [])]
        return (tokens[0].start, tokens[-1].end) if tokens else (0, 0)

    @cached_property
    def segment(self) -> tuple[Token, ...]:
        """The last sentence of the region: the condition proper."""
        cut = 0
        for at, token in enumerate(self.region):
            if isinstance(token, Mark) and token.kind in _ENDS and at + 1 < len(self.region):
                cut = at + 1
        return self.region[cut:]

    @property
    def dropped(self) -> tuple[Token, ...]:
        """What stands before the condition proper: the end of the sentence before, and requirements."""
        return self.region[: len(self.region) - len(self.segment)]

    def find(self, kind: type[Token]) -> list[Token]:
        """Tokens of one kind in the condition proper."""
        return [token for token in self.segment if isinstance(token, kind)]


def is_mark(token: Token, *kinds: MarkKind) -> bool:
    """Tell whether a token is one of these marks."""
    return isinstance(token, Mark) and token.kind in kinds


def has_content(tokens: list[Token]) -> bool:
    """Tell whether anything but separators and words that introduce a limit stands here."""
    words = "".join(t.text for t in tokens if not (isinstance(t, Mark) and t.kind in _SEPARATORS))
    return not _LEAD.match(words)


@dataclass(slots=True)
class _Builder:
    moves: list[Move] = field(default_factory=list)
    region: list[Token] = field(default_factory=list)
    item: int = 0
    heading: Decimal | None = None
    base: Amount | None = None
    pending: list[Limit] = field(default_factory=list)

    def flush(self, effect: Effect | None) -> None:
        """Close the move; limits that stood before it are its own."""
        self.moves.append(Move(tuple(self.region), effect, tuple(self.pending), self.item, self.heading))
        self.region, self.pending = [], []

    def limit(self, limit: Limit) -> None:
        """Attach a limit to the move before, or keep it among the words when there is none."""
        is_judged_most = limit.kind == "cap" and limit.verb is not None and self.is_judged()
        if is_judged_most and limit.verb is not None and limit.amount is not None:
            self.flush(Effect(limit.start, limit.end, limit.text, limit.verb, (limit.amount,), at_most=True))
            return
        if limit.verb == "set" and _FULL_POINTS.match(limit.text) and limit.amount and not self._has_effect():
            self.region.append(Heading(limit.start, limit.end, limit.text, points=limit.amount.value))
            self.heading = limit.amount.value
            return
        if (
            limit.kind == "cap"
            and limit.amount is not None
            and not self._has_effect()
            and re.match("最高[得计]", limit.text)
        ):
            self.flush(Effect(limit.start, limit.end, limit.text, "set", (limit.amount,), at_most=True))
            return
        if limit.kind == "base":
            self.base = limit.amount
            return
        if limit.kind.startswith("round") and has_content(self.region):
            self.pending.append(limit)
            return
        if not self._has_effect() and not has_content(self.region) and limit.kind != "uncapped":
            self.pending.append(limit)
            self.region = []
            return
        last_tokens = self.moves[-1].region[-1:] if self.moves else ()
        follows = bool(self.moves) and (
            self.moves[-1].effect is not None or isinstance(last_tokens and last_tokens[0], Stated)
        )
        can_attach = follows and not has_content(self.region)
        if can_attach:
            last = self.moves[-1]
            self.moves[-1] = replace(last, limits=(*last.limits, limit))
            self.region = [t for t in self.region if is_mark(t, *_ENDS)]
        else:
            self.region.append(limit)

    def is_judged(self) -> bool:
        """Tell whether the condition leaves the points to a person."""
        return any(is_mark(t, MarkKind.JUDGE) for t in self.region)

    def _has_effect(self) -> bool:
        return any(m.item == self.item and (m.effect or isinstance(m.region[-1], Stated)) for m in self.moves)

    def next_item(self) -> None:
        """Begin a numbered part."""
        if has_content(self.region):
            self.flush(None)
        self.region = []
        self.item += 1
        self.heading = None


def cut_moves(text: str, stated: Sequence[Statement] = ()) -> tuple[list[Move], Amount | None]:
    """Cut a normalised sentence into moves and the written base; a statement stands in it as one token."""
    tokens = list(_with_bare_points(_merged(_with_statements(lex(text), stated))))
    build = _Builder()
    for token in tokens:
        if isinstance(token, Effect):
            build.flush(token)
        elif isinstance(token, Limit):
            build.limit(token)
        elif isinstance(token, Stated):
            build.region.append(token)
            build.flush(None)
        elif is_mark(token, MarkKind.ITEM):
            build.next_item()
        elif isinstance(token, Heading):
            build.heading = token.points
            build.region.append(token)
        else:
            build.region.append(token)
    if has_content(build.region):
        build.flush(None)
    if build.pending:
        build.moves.append(Move(tuple(build.pending), None, (), build.item))
    return build.moves, build.base


@dataclass(frozen=True, slots=True)
class Stated(Aside):
    """A statement within the sentence: 总分115分，其中…"""

    clause: Clause | None = None


def _with_statements(tokens: tuple[Token, ...], stated: Sequence[Statement]) -> tuple[Token, ...]:
    """Put one token in the place of those that a statement covers."""
    out: list[Token] = []
    done: set[int] = set()
    for token in tokens:
        inside = next((k for k, (s, e, _) in enumerate(stated) if s < token.end and token.start < e), None)
        if inside is None:
            out.append(token)
        elif inside not in done:
            done.add(inside)
            start, end, clause = stated[inside]
            if token.start < start:
                out.append(Words(token.start, start, token.text[: start - token.start]))
            out.append(Stated(start, end, "", clause=clause))
    return tuple(out)


@dataclass(frozen=True, slots=True)
class Heading(Aside):
    """Points that a heading gives its part: 出租屋巡查2分。"""

    points: Decimal = Decimal(0)


def _with_bare_points(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Read 2分 without a verb: the points of a heading, or the score of the whole line."""
    for at, token in enumerate(tokens):
        if isinstance(token, Figure) and token.unit and _is_target(tokens, at):
            yield Bound(token.start, token.end, token.text, token.value, None, False, False, token.unit)
            continue
        if not (isinstance(token, Figure) and token.unit.startswith("分")):
            yield token
            continue
        before = tokens[at - 1] if at else None
        if _adds_barely(before) or _counts_barely(tokens, at):
            yield Effect(token.start, token.end, token.text, "add", (Amount(token.value),))
        elif _scores_barely(tokens, at) or _grades_barely(tokens, at):
            yield Effect(token.start, token.end, token.text, "set", (Amount(token.value),))
        elif not _ends_here(tokens, at) and not _heads_part(tokens, at):
            yield token
        elif _is_alone(tokens, at):
            yield Effect(token.start, token.end, token.text, "set", (Amount(token.value),))
        elif _effect_follows(tokens, at) and not (before is not None and is_mark(before, MarkKind.COMMA)):
            yield Heading(token.start, token.end, token.text, points=token.value)
        else:
            yield token


_GROWS = re.compile("(?:增长|下降|增速|增幅|率|降低|提高)(?:达到|达|为)?\\Z")
_OFTEN = re.compile("每(?:月|季度|季|年|半年|周|学期)|全年|年内|一年")


def _part_before(tokens: tuple[Token, ...], at: int) -> str:
    """The words of the same comma part before a token."""
    part: list[str] = []
    for token in reversed(tokens[:at]):
        if is_mark(token, MarkKind.COMMA, MarkKind.STOP, MarkKind.SEMICOLON) or isinstance(token, Effect):
            break
        part.insert(0, token.text)
    return "".join(part)


_AIM = re.compile(r"(?:目标|目标值|基准|基准值|基数|指标值|标准值|要求|达标值)(?:值)?(?:为|是|：|定为|应达到?)?\Z")
_AS_BASE = re.compile("为(?:基准|目标|标准|基数|基础|底线|起点|合格|达标|及格)")
_RATE = re.compile(r"(?:率|满意度|比例|完成度)(?:均|都)?(?:应|须|要)?(?:为|要求|目标|达|达到)?\Z")


def _is_target(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether 及时率100%， names what is to be reached."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    if after is not None and _AS_BASE.match(after.text):
        return True
    figure_ = tokens[at]
    is_pct = isinstance(figure_, Figure) and figure_.unit == "%"
    if is_pct and isinstance(after, Effect) and after.verb == "set" and _GROWS.search(before.text if before else ""):
        return True
    figure = tokens[at]
    words = before.text if isinstance(before, Words) else ""
    if isinstance(figure, Figure) and _OFTEN.search(_part_before(tokens, at)):
        return after is not None and is_mark(after, MarkKind.COMMA) and bool(re.fullmatch(COUNT_UNITS, figure.unit))
    is_rate = (_RATE.search(words) and isinstance(figure, Figure) and figure.unit == "%") or _AIM.search(words)
    return bool(is_rate) and after is not None and is_mark(after, MarkKind.COMMA, MarkKind.STOP, MarkKind.SEMICOLON)


def _heads_part(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether 组织领导2分， opens a part."""
    before = tokens[at - 1] if at else None
    opens = at < 2 or is_mark(tokens[at - 2], MarkKind.ITEM, MarkKind.STOP, MarkKind.SEMICOLON)
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return (
        opens
        and isinstance(before, Words)
        and len(before.text) <= 14
        and after is not None
        and is_mark(after, MarkKind.COMMA)
    )


_AND = re.compile("(?:但|且|并且|、|而|又|至|到|但是|，)?\\Z")


def _merged(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Read 超过80%但不超过90% and 5个以上10个以下 as one interval."""
    out: list[Token] = []
    for token in tokens:
        joint = out[-1].text if out and isinstance(out[-1], (Words, Mark)) else ""
        first = out[-2] if joint and _AND.fullmatch(joint) and len(out) > 1 else out[-1] if out else None
        if (
            isinstance(token, Bound)
            and isinstance(first, Bound)
            and _closes(first, token)
            and (first is out[-1] or joint != "，")
        ):
            del out[-2 if first is not out[-1] else -1 :]
            out.append(_joined(first, token))
        else:
            out.append(token)
    return tuple(out)


def _closes(first: Bound, second: Bound) -> bool:
    if first.unit != second.unit or (first.falls_short and second.falls_short):
        return False
    return (first.high is None and second.low is None) or (first.low is None and second.high is None)


def _joined(first: Bound, second: Bound) -> Bound:
    lower, upper = (first, second) if first.high is None else (second, first)
    text = f"{first.text}且{second.text}"
    return Bound(
        first.start, second.end, text, lower.low, upper.high, lower.low_open, upper.high_open, first.unit,
        lower.low_said, upper.high_said, head=first.head, relation=first.relation,
    )  # fmt: skip


def _ends_here(tokens: tuple[Token, ...], at: int) -> bool:
    rest = [t for t in tokens[at + 1 : at + 3] if not is_mark(t, MarkKind.CLOSE)]
    return not rest or is_mark(rest[0], MarkKind.STOP, MarkKind.SEMICOLON) or rest[0].text.startswith("：")


def _effect_follows(tokens: tuple[Token, ...], at: int) -> bool:
    for token in tokens[at + 1 :]:
        if isinstance(token, Effect):
            return _no_effect_before(tokens, at)
        if is_mark(token, MarkKind.ITEM):
            return False
    return False


def _no_effect_before(tokens: tuple[Token, ...], at: int) -> bool:
    for token in reversed(tokens[:at]):
        if isinstance(token, Effect):
            return False
        if is_mark(token, MarkKind.STOP, MarkKind.SEMICOLON, MarkKind.ITEM):
            return True
    return True


def _scores_barely(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether 5篇及以上3分，3-4篇2分 gives points without a verb throughout."""
    before = tokens[at - 1] if at else None
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = after is None or is_mark(after, MarkKind.COMMA, MarkKind.STOP, MarkKind.SEMICOLON)
    stem = tokens[at - 2] if before is not None and before.text.endswith("的") and at > 1 else before
    follows = isinstance(stem, Bound) or (isinstance(stem, Figure) and not stem.unit.startswith("分"))
    if not ends or not follows:
        return False
    return not any(isinstance(t, Effect) and any(a.value for a in t.amounts) for t in tokens)


def _closes_part(tokens: tuple[Token, ...], at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or is_mark(after, MarkKind.COMMA, MarkKind.STOP, MarkKind.SEMICOLON)


def _adds_barely(before: Token | None) -> bool:
    """Tell whether 每超1篇2分 adds."""
    return isinstance(before, Each) and before.toward == "above" and not before.bare


def _counts_barely(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether 每项3分，最多9分 gives points for each: nothing is taken off, and a most is set."""
    before = tokens[at - 1] if at else None
    if not isinstance(before, Each) or before.bare or before.period or before.toward or not _closes_part(tokens, at):
        return False
    has_most = any(isinstance(t, Limit) and t.kind == "cap" for t in tokens)
    return has_most and not any(re.search("[扣减罚]", t.text) for t in tokens)


_GRADE_ALONE = re.compile(
    "(?:优秀|良好|优|良|中|一般|合格|基本合格|不合格|较好|较差|差|及格|不及格|满意|基本满意|不满意)(?:的|：)?"
)


def _grades_barely(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether 优秀10分，良好8分 and 第1名10分，第2名9.5分 give points without a verb."""
    before = tokens[at - 1] if at else None
    if before is None or not _closes_part(tokens, at):
        return False
    opens = at < 2 or is_mark(tokens[at - 2], MarkKind.COMMA, MarkKind.STOP, MarkKind.SEMICOLON)
    if isinstance(before, Places):
        return not before.percent
    is_grade = isinstance(before, Words) and bool(_GRADE_ALONE.fullmatch(before.text))
    return is_grade and opens and not any(re.search("[扣减罚加]", t.text) for t in tokens)


def _is_alone(tokens: tuple[Token, ...], at: int) -> bool:
    """Tell whether 3分 stands behind a comma as the only score of its line."""
    before = tokens[at - 1] if at else None
    is_after_comma = before is not None and (
        is_mark(before, MarkKind.COMMA, MarkKind.OPEN) or before.text.endswith(("的", "："))
    )
    return is_after_comma and not any(isinstance(t, Effect) and any(a.value for a in t.amounts) for t in tokens)


def text_of(tokens: tuple[Token, ...] | list[Token]) -> str:
    """The words of some tokens, brackets and separators at the ends left out."""
    kept = [t for t in tokens if not isinstance(t, (Heading, SourceMark)) and not _is_bracket(t)]
    return quoted("".join(t.text for t in kept).strip("，。；：、\n"))


def quoted(text: str) -> str:
    """Give quotation marks their sides back: the lexer reads every one alike, people read names in pairs."""
    parts = text.split("“")
    return text if len(parts) % 2 == 0 else "".join(p + "“”"[n % 2] for n, p in enumerate(parts[:-1])) + parts[-1]


def _is_bracket(token: Token) -> bool:
    return is_mark(token, MarkKind.OPEN, MarkKind.CLOSE) or (isinstance(token, Aside) and token.text.startswith("("))


__all__ = ["Bound", "Heading", "Move", "Words", "cut_moves", "has_content", "is_mark", "quoted", "text_of"]
