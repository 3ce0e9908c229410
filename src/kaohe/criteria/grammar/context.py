"""What a recogniser sees and gives: the moves, the points, the clauses found."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from kaohe.criteria.model import Amount, Clause
from kaohe.criteria.moves import Move, text_of
from kaohe.criteria.tokens import Bound, Token


class UnreadError(Exception):
    """A piece bears on the arithmetic and was not understood: the sentence is not read.

    Attributes
    ----------
    span
        From and to, in the normalised text.
    why
        Code of the reason, see `kaohe.criteria.suggest`.
    """

    def __init__(self, span: tuple[int, int], why: str) -> None:
        """Keep the place and the reason."""
        super().__init__(why)
        self.span = span
        self.why = why


def stop_at(token: Token, why: str) -> UnreadError:
    """Make the error for one token."""
    return UnreadError((token.start, token.end), why)


@dataclass(frozen=True, slots=True)
class Found:
    """Clauses read from one or more moves.

    Attributes
    ----------
    clauses
        In the order of the sentence.
    used
        Number of moves read.
    toward
        True for a step away from a target: a score before it is the base.
    share_limits
        True when the limits behind the last move hold for every clause (分别).
    """

    clauses: tuple[Clause, ...]
    used: int = 1
    toward: bool = False


@dataclass(slots=True)
class Context:
    """The sentence as moves, and what is known beside it.

    Attributes
    ----------
    text
        Normalised.
    moves
        In order.
    points
        Full points of the item, or None.
    indicator
        Its name, or None.
    """

    text: str
    moves: list[Move]
    points: Decimal | None = None
    indicator: str | None = None
    named: dict[tuple[int, int], str] = field(default_factory=dict)
    problems: list[tuple[str, tuple[int, int]]] = field(default_factory=list)

    def bounds_before(self, at: int) -> Iterator[tuple[Bound, Move, int]]:
        """Numbers compared with in this move and those before it in the same part, nearest first."""
        item = self.moves[at].item
        for k in range(at, -1, -1):
            move = self.moves[k]
            if move.item != item:
                return
            for n in range(len(move.region) - 1, -1, -1):
                token = move.region[n]
                if isinstance(token, Bound):
                    yield token, move, n


_HEAD = re.compile(
    r"^(?:但是?|且|并且|并(?!购|网|轨)|其中|如果|如有|如(?!期|实|下)|若|凡是|凡|对于|对(?!照"
    r"|外|口|象|标|接|应)|同时|另外|此外|而|则|以及|及(?!时|格)|和(?!谐|平)|"
    r"[以按](?=\Z)|或(?!者)|，|、|：|的|在(?!线|岗|编|建|职|校|册|期)|注：|考核期内|评估期内|按照(?=平时|年终))+"
)
_TAIL = re.compile(
    r"(?:的|者|(?<![及按准超临随工课学小定])时|，|、|：|。|；|每|(?<!否)则|一律|均|将|应|各"
    r"|直接|分别|为|仍|只|累计|同比|环比|较上年|达|在|情况下|的情况|都|得|要|由)+$"
)
_HOLLOW = re.compile(r"[的者时，。、；：每则\s]*")
_QUOTED = re.compile(r"「([^」]+)」(?:的|者|时)?")
_QUOTES = str.maketrans("", "", "「」")


def tidy(words: str) -> str:
    """Cut words down to a name: without joining words at either end."""
    quoted = _QUOTED.fullmatch(words.strip("，。；：、 \n"))
    if quoted:
        return quoted[1]
    words = words.translate(_QUOTES)
    if _HOLLOW.fullmatch(words):
        return ""
    shorter = _TAIL.sub("", _HEAD.sub("", words.strip("，。；：、 \n")))
    return (shorter or words).strip("，。；：、 \n")


def subject_before(tokens: tuple[Token, ...], at: int) -> str:
    """Words between the last comma and a token: the quantity it compares."""
    part: list[Token] = []
    for token in reversed(tokens[:at]):
        if token.text in {"，", "。", "；", "\n"}:
            if tidy(text_of(part)):
                break
            part = []
            continue
        part.insert(0, token)
    return tidy(text_of(part))


def last_comma_part(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Tokens after the last comma."""
    cut = 0
    for at, token in enumerate(tokens):
        if token.text in {"，", "；", "。", "\n"} and any(tidy(t.text) for t in tokens[at + 1 :]):
            cut = at + 1
    return tokens[cut:]


def points_of(amount: Amount) -> Decimal:
    """The plain number of an amount."""
    return amount.value
