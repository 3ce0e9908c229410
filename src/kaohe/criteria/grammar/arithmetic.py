"""Formulas in words: 得分＝（按期结案率×100%＋超期结案率×40%）×80%."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from kaohe.criteria.families.formula import Apply, Field, Formula, Number, Points, Term, Weighted
from kaohe.criteria.families.ratio import ByRatio
from kaohe.criteria.grammar.context import tidy
from kaohe.criteria.model import FULL, Amount, Clause, Input, InputType, Source
from kaohe.criteria.moves import quoted

_NUMBER = re.compile(r"(\d{1,9}(?:\.\d{1,6})?)(%|分|元)?")
_NAME = re.compile(r"「[^」]+」|[^\d，。；、：()+\-×÷/=%±“\s][^，。；、：()+\-×÷/=%±\s]{0,29}")
_RATE = re.compile(r"(?:率|比例|占比|比重|完成度)」?\Z")
_LEFT = re.compile(
    r"(?:\A|[，。；：])(?:其中|即|注)?[：，]?(?P<name>[^，。；：=+×()\d]{1,24}?)(?:(?:的)?(?:计算)?"
    r"(?:公式|方法)(?:为|：|=|:)+|=)"
)
_EXPLAINED = re.compile(r"[，。；]?(?:其中[，：]?|式中[，：]?)?[^=×÷]*(?:代表|是指|表示|指的是|指|为)[^=×÷]*\Z")
_FULL = re.compile(r"(?:该|本|此)?项?(?:满分|标准分值?|权重分值?|分值|权重|基本分)\Z")
MAX_DEPTH = 30


class _NotArithmeticError(Exception):
    """The text is no formula."""


@dataclass(slots=True)
class _Reader:
    """A cursor over one expression."""

    text: str
    at: int
    depth: int = 0

    def peek(self) -> str:
        return self.text[self.at] if self.at < len(self.text) else ""

    def sum(self) -> Term:
        """Read products joined by + and -."""
        term = self.product()
        while self.peek() and self.peek() in "+-":
            sign = self.peek()
            self.at += 1
            term = Apply("+" if sign == "+" else "-", term, self.product())
        return term

    def product(self) -> Term:
        """Read factors joined by × and ÷."""
        term = self.factor()
        while (sign := self.sign()) is not None:
            term = Apply("*" if sign == "*" else "/", term, self.factor())
        return term

    def sign(self) -> str | None:
        for written, sign in (("×", "*"), ("乘以", "*"), ("÷", "/"), ("/", "/"), ("除以", "/")):
            if self.text.startswith(written, self.at):
                self.at += len(written)
                return sign
        return None

    def factor(self) -> Term:
        """Read a number, a name or a bracket."""
        if self.peek() == "(":
            return self.bracket()
        number = _NUMBER.match(self.text, self.at)
        if number:
            self.at = number.end()
            return Number(Decimal(number[1]), number[2] == "%")
        name = _NAME.match(self.text, self.at)
        if not name:
            raise _NotArithmeticError
        words = re.split("乘以|除以", name[0])[0]
        self.at += len(words)
        return _field(words)

    def bracket(self) -> Term:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _NotArithmeticError
        self.at += 1
        term = self.sum()
        if self.peek() != ")":
            raise _NotArithmeticError
        self.at += 1
        self.depth -= 1
        return term


def _field(words: str) -> Term:
    if _FULL.match(words):
        return Points(FULL)
    unit = "%" if _RATE.search(words) else None
    return Field(Input(quoted(words.strip("「」")), InputType.MEASURE, unit))


def read_formula(text: str, has_points: bool) -> list[tuple[int, int, Clause]]:
    """Find 名称＝式 in a sentence: where it stands, and its clause."""
    left = _LEFT.search(text)
    begin = left.end() if left else 0
    stop = re.search(r"[，。；\n]|\Z", text[begin:])
    end = begin + (stop.start() if stop else 0)
    if left is None and (
        not re.search("[×÷/]", text[:end]) or re.search("[。；]?\\Z", text[end:]) is None or "%" in text
    ):
        return []
    body = re.sub(r"=分?\Z", "", text[begin:end])
    body, plus = _plus(body)
    reader = _Reader(body, 0)
    try:
        tree = reader.sum()
    except (_NotArithmeticError, IndexError):
        return []
    if reader.at < len(body) and not _explained(body, reader):
        return []
    clause = _clause(tree, plus, _left(left["name"]) if left else "", has_points)
    return [] if clause is None else [(left.start("name") if left else 0, end, clause)]


def _left(words: str) -> str:
    """The name of a result; 得分 is the item's score and needs no name."""
    found = tidy(words)
    return "" if found in {"得分", "S", "本项得分"} else found


def _explained(body: str, reader: _Reader) -> bool:
    rest = body[reader.at :]
    return bool(_EXPLAINED.fullmatch(rest)) and not re.search(r"[\d%×+]", rest)


def _plus(body: str) -> tuple[str, tuple[Input, ...]]:
    """Take 附加(减)分 and ±加减分项 off the end: they are added as they are."""
    quoted = re.search(r"\+(「[^「」]{1,30}」)\Z", body)
    if quoted:
        rest, more = _plus(body[: quoted.start()])
        return rest, (*more, Input(quoted[1].strip("「」"), InputType.MEASURE))
    match = re.search(
        r"(?:±(?P<either>[^+×()「」]{1,12})|\+(?P<name>附加\(减\)分|[^+×()\d%]{1,8}\([^()\d%]{1,4}\)[^+×"
        r"()\d%]{0,8}))\Z",
        body,
    )
    if match is None:
        return body, ()
    name = match["either"] or match["name"]
    return body[: match.start()], (Input(name.strip("「」"), InputType.MEASURE),)


def _terms(tree: Term) -> list[Term] | None:
    """The terms of a plain sum; None when something is subtracted."""
    if isinstance(tree, Apply) and tree.operator == "+":
        left, right = _terms(tree.left), _terms(tree.right)
        return None if left is None or right is None else left + right
    return None if isinstance(tree, Apply) and tree.operator == "-" else [tree]


def _clause(tree: Term, plus: tuple[Input, ...], name: str, has_points: bool) -> Clause | None:
    weighted = _weighted(tree, plus)
    if weighted is not None:
        return weighted
    if not tree.inputs():
        return None
    ratio = _ratio(tree) if not plus else None
    if ratio is not None:
        return ratio
    if _is_share(tree):
        if not has_points:
            return None
        tree = Apply("*", tree, Points(FULL))
    for inp in plus:
        tree = Apply("+", tree, Field(inp))
    return Formula(tree, name)


def _ratio(tree: Term) -> ByRatio | None:
    """Read 完成率×8 as a ratio: it stops at full points."""
    if not (isinstance(tree, Apply) and tree.operator == "*"):
        return None
    sides = (tree.left, tree.right)
    field = next((t for t in sides if isinstance(t, Field) and t.inp.unit == "%"), None)
    other = next((t for t in sides if t is not field), None)
    if (
        field is None
        or not isinstance(other, (Number, Points))
        or (isinstance(other, Number) and (other.percent or other.value <= 1))
    ):
        return None
    of = other.amount if isinstance(other, Points) else Amount(other.value)
    return ByRatio(Input(field.inp.name, InputType.MEASURE, "%", Source.COMPLETION), of=of)


def _weighted(tree: Term, plus: tuple[Input, ...]) -> Weighted | None:
    terms = _terms(tree)
    if not terms or len(terms) < 2:
        return None
    parts: list[tuple[Input, Decimal]] = []
    for term in terms:
        if isinstance(term, Field) and term.inp.unit is None:
            plus = (term.inp, *plus)
            continue
        if not (
            isinstance(term, Apply)
            and term.operator == "*"
            and isinstance(term.left, Field)
            and isinstance(term.right, Number)
        ):
            return None
        if term.left.inp.unit == "%":
            return None
        pct = term.right.value if term.right.percent else term.right.value * 100
        parts.append((term.left.inp, pct))
    return Weighted(tuple(parts), plus) if len(parts) > 1 else None


def _is_share(tree: Term) -> bool:
    """Tell whether a formula of rates gives a share of one, not points."""
    if isinstance(tree, Number):
        return tree.percent or tree.value <= 1
    if isinstance(tree, Field):
        return tree.inp.unit == "%"
    if isinstance(tree, Apply):
        return tree.operator != "/" and _is_share(tree.left) and _is_share(tree.right)
    return False
