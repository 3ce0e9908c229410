"""The form that a criterion is: the inputs of its rule are the fields that a unit or a data owner fills."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from kaohe.criteria.model import Input, InputType, Rule, Source
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import Cycle
from kaohe.scheme.check import draft
from kaohe.scheme.model import Indicator as Leaf

NUMBERS = frozenset({InputType.COUNT, InputType.MEASURE, InputType.RANK})
NOT_FROM_FIGURE = frozenset(
    {Source.GROUP_MAX, Source.GROUP_MIN, Source.GROUP_MEAN, Source.GROUP_VARIANCE, Source.GROUP_SIZE, Source.TARGET}
)
"""Scoring takes these from the comparison group or the target: nobody is asked."""


@dataclass(frozen=True, slots=True)
class Question:
    """One field of a form.

    Attributes
    ----------
    code
        Code of the indicator.
    input
        Name under which the answer is stored; empty: the one number of the criterion.
    label
        What is asked, in the criterion's words; empty for the figure of the indicator itself.
    unit
        As the scheme writes it.
    low, high
        Bounds that the criterion itself sets.
    """

    code: str
    input: str
    label: str
    type: InputType
    unit: str = ""
    choices: tuple[str, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None

    @property
    def is_number(self) -> bool:
        """Tell whether a number answers it."""
        return self.type in NUMBERS

    @property
    def is_whole(self) -> bool:
        """Tell whether only whole numbers answer it: occurrences and places."""
        return self.type in (InputType.COUNT, InputType.RANK)

    @property
    def is_percentage(self) -> bool:
        """Tell whether the answer is a share of something."""
        return self.unit in ("%", "％")


def questions_of(cycle: Cycle) -> dict[str, tuple[Question, ...]]:
    """Give the questions of a cycle's scheme in force, by indicator code, in the order of the sentence.

    Nothing is asked where a person judges the score: that is assessment, not reporting.
    """
    newest = cycle.versions.filter(published_at__isnull=False).order_by("-published_at", "-number")
    version = newest.only("hash", "document").first()
    return _questions(version.hash, version.document) if version else {}


@lru_cache(maxsize=16)
def _questions(_hash: str, document: str) -> dict[str, tuple[Question, ...]]:
    scheme, _findings = draft(spec_of(document))
    return {leaf.code: questions_about(leaf) for leaf in scheme.leaves}


def questions_about(leaf: Leaf) -> tuple[Question, ...]:
    """Give the questions of one leaf of a scheme."""
    rule = leaf.rule
    if rule is None or rule.is_judged or not rule.inputs:
        return ()
    main = answered_by_figure(rule)
    named = [i for i in rule.inputs if i.source is Source.VALUE and i not in main]
    single = next(iter(main)) if len(main) == 1 else None
    if single is not None and single.source is Source.VALUE:
        return _of_plain(leaf, single, named)
    figure = [Question(leaf.code, "", "", InputType.MEASURE, leaf.unit or "")] if main else []
    return (*figure, *map(_Named(leaf.code), named))


def _of_plain(leaf: Leaf, single: Input, named: Iterable[Input]) -> tuple[Question, ...]:
    """One plain value is the figure, unless it is a share while the indicator is counted in something else: then
    both are asked (47.99 亿元, 25.26 % of the plan), for pace is measured on the figure."""
    ask = _Named(leaf.code)
    if single.type not in NUMBERS:
        return (ask(single), *map(ask, named))
    unit = single.unit or leaf.unit or ""
    if single.unit == "%" and leaf.unit and leaf.unit != "%":
        figure = Question(leaf.code, "", "", InputType.MEASURE, leaf.unit)
        return (figure, ask(single), *map(ask, named))
    main = Question(leaf.code, "", single.name, single.type, unit, (), single.low, single.high)
    return (main, *map(ask, named))


class _Named:
    """Asks for an input under its own name."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __call__(self, inp: Input) -> Question:
        return Question(self.code, inp.name, inp.name, inp.type, inp.unit or "", inp.choices, inp.low, inp.high)


def answered_by_figure(rule: Rule) -> frozenset[Input]:
    """Inputs that the bare figure answers, as scoring fills them (`kaohe.scoring.inputs.main_inputs`; a test holds
    the two together: scoring has its own door into the platform)."""
    derived = [i for i in rule.inputs if i.source is not Source.VALUE and i.source not in NOT_FROM_FIGURE]
    plain = [i for i in rule.inputs if i.source is Source.VALUE]
    if derived:
        names = {i.name for i in derived}
        return frozenset(derived) | {i for i in plain if i.name in names and i.type is InputType.MEASURE}
    if len(plain) > 1:
        plain = [i for i in plain if i.type is InputType.MEASURE]
    return frozenset(plain if len(plain) == 1 else ())
