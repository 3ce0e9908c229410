"""A criterion sentence while it is typed: what it means, the form that it yields, what a value would score."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.criteria.evaluate import Given, compile_rule, to_values
from kaohe.criteria.explain import explain, show_ratio
from kaohe.criteria.model import Input, InputType, Rule, Source
from kaohe.criteria.parse import Reading, parse
from kaohe.criteria.printer import print_rule, say
from kaohe.criteria.sources import SOURCE_WORDS
from kaohe.criteria.suggest import suggest
from kaohe.exact import rdiv, show, to_ratio
from kaohe.i18n import use_language
from kaohe.scheme.lint.vague import VAGUE, proposal_for

KINDS: dict[InputType, str | Promise] = {
    InputType.COUNT: gettext_lazy("number of cases"),
    InputType.MEASURE: gettext_lazy("measured figure"),
    InputType.FLAG: gettext_lazy("yes or no"),
    InputType.CHOICE: gettext_lazy("choice"),
    InputType.RANK: gettext_lazy("place"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of the sentence; marked: it stopped the reading, or two assessors would read it differently."""

    text: str
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Field:
    """An input of the form that the sentence yields.

    Attributes
    ----------
    comes_from
        How scoring derives it from the reported figure; empty: it is the figure itself.
    """

    name: str
    type: str
    kind: str
    unit: str
    comes_from: str
    choices: tuple[str, ...]
    bounds: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """What to do about a sentence, and the sentence that one click puts in its place; empty: none to offer."""

    text: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    """A sentence as the editor shows it.

    Attributes
    ----------
    status
        ``parsed``, ``judged``, ``unparsed`` or ``empty``.
    parts
        The sentence in pieces.
    clauses
        What it says, clause by clause.
    """

    status: str
    parts: tuple[Part, ...] = ()
    normal_form: str = ""
    clauses: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    rule: Rule | None = None

    @property
    def is_read(self) -> bool:
        """True when a rule runs."""
        return self.rule is not None


@dataclass(frozen=True, slots=True)
class Tried:
    """What given values would score, or why they cannot be scored."""

    score: str = ""
    derivation: tuple[str, ...] = ()
    error: str = ""


def shown(text: str, points: Decimal | None, indicator: str) -> Shown:
    """Read a sentence for its author."""
    if not text.strip():
        return Shown("empty")
    reading = parse(text, points, indicator)
    spans = [problem.place for problem in reading.problems]
    parts = tuple(_parts(text, [*spans, *_vague(text)]))
    proposals = tuple(_proposals(text, reading))
    if reading.rule is None:
        return Shown("unparsed", parts, proposals=proposals)
    rule = reading.rule
    return Shown(
        reading.status,
        parts,
        print_rule(rule),
        tuple(_clauses(rule, points)),
        tuple(_field(i) for i in rule.inputs),
        proposals,
        rule,
    )


def _clauses(rule: Rule, points: Decimal | None) -> list[str]:
    full = None if points is None else to_ratio(points)
    said = [_("Starts from {points} points.").format(points=show_ratio(rule.start(full)))]
    said += [say(clause) for clause in rule.clauses]
    lowest = rule.lowest(full)
    if lowest is not None:
        said.append(_("Not below {points} points.").format(points=show_ratio(lowest)))
    if rule.limits.cap is not None:
        said.append(_("Not above {points} points.").format(points=show_ratio(rule.limits.cap.resolve(full))))
    return said


def _field(inp: Input) -> Field:
    bounds = " – ".join(f"{bound:f}" if bound is not None else "" for bound in (inp.low, inp.high))
    return Field(
        name=inp.name,
        type=inp.type.value,
        kind=str(KINDS[inp.type]),
        unit=inp.unit or "",
        comes_from="" if inp.source is Source.VALUE else SOURCE_WORDS.get(inp.source, inp.source.value),
        choices=inp.choices,
        bounds=bounds if inp.low is not None or inp.high is not None else "",
    )


def _vague(text: str) -> list[tuple[int, int]]:
    return [(at, at + len(word)) for word in VAGUE for at in [text.find(word)] if at >= 0]


def _parts(text: str, spans: Sequence[tuple[int, int]]) -> list[Part]:
    """Cut a sentence at its marked spans; overlapping spans are one."""
    marked = [False] * len(text)
    for low, high in spans:
        for at in range(max(low, 0), min(max(high, low + 1), len(text))):
            marked[at] = True
    out: list[Part] = []
    begin = 0
    for at in range(1, len(text) + 1):
        if at == len(text) or marked[at] != marked[begin]:
            out.append(Part(text[begin:at], marked[begin]))
            begin = at
    return out


def _proposals(text: str, reading: Reading) -> list[Proposal]:
    """Advice with a sentence to take over: the example of the advice in the place of what it is about."""
    out = []
    if reading.rule is None and reading.problems:
        code, span = reading.problems[0].code, reading.problems[0].place
        with use_language("en"):
            plain = suggest(code)
        out.append(Proposal(reading.suggestion or suggest(code), _with_example(text, span, plain)))
    seen = ""
    for word in (w for w in VAGUE if w in text):
        if word in seen:
            continue  # 视情 within 视情节
        at, seen = text.find(word), seen + word
        with use_language("en"):
            plain = proposal_for(word)
        advice = _("“{word}”: {advice}").format(word=word, advice=proposal_for(word))
        out.append(Proposal(advice, _with_example(text, (at, at + len(word)), plain)))
    return out


_EXAMPLE = re.compile(r"[\u4e00-\u9fff][\u4e00-\u9fff0-9.，；：（）%～－]{5,}")
_ENDS = "，。；,;\n"


def _with_example(text: str, span: tuple[int, int], advice: str) -> str:
    """Put the example of an advice (Chinese words within English ones) in the place of the clause around a span."""
    found = _EXAMPLE.search(advice)
    if found is None:
        return ""
    low, high = min(span), max(span)
    while low > 0 and text[low - 1] not in _ENDS:
        low -= 1
    while high < len(text) and text[high] not in _ENDS:
        high += 1
    return text[:low] + found[0].rstrip("，；：.") + text[high:]


def tried(rule: Rule, texts: Sequence[str], points: Decimal | None, precision: int) -> Tried:
    """Score values as typed: exact, rounded half up at the scheme's precision."""
    if not any(text.strip() for text in texts):
        return Tried()
    try:
        values = to_values(rule, [_given(i, text) for i, text in zip(rule.inputs, texts, strict=True)])
        compiled = compile_rule(rule, points)
        numerator, denominator = compiled.score(values)
    except (ValueError, InvalidOperation) as error:
        return Tried(error=str(error) or _("Write a number in each field."))
    rounded = show(rdiv(numerator * 10**precision, denominator), precision)
    return Tried(rounded, explain(compiled, values))


def _given(inp: Input, text: str) -> Given:
    text = text.strip()
    if inp.type is InputType.CHOICE:
        return text
    if inp.type is InputType.FLAG:
        return text == "true"
    try:
        return Decimal(text.removesuffix("%").removesuffix("％"))
    except InvalidOperation as error:
        raise ValueError(_("{name}: write a number.").format(name=inp.name)) from error


def points_of(node: Mapping[str, object]) -> Decimal | None:
    """Full points of a node when all classes share them: a sentence may rest on them."""
    written = node.get("points")
    numbers = set(written.values()) if isinstance(written, dict) else {written}
    if len(numbers) != 1 or None in numbers:
        return None
    return Decimal(str(numbers.pop()))


def tried_at(node: Mapping[str, object]) -> Decimal | None:
    """Full points at which a sentence is tried out: those of the first class where the classes differ."""
    written = node.get("points")
    first = next(iter(written.values()), None) if isinstance(written, dict) else written
    return None if first is None else Decimal(str(first))
