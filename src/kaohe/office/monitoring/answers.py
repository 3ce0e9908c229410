"""What a form was filled with: typed answers, what is wrong with them, what is asked back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.criteria.model import InputType
from kaohe.office.monitoring.doubts import Doubt
from kaohe.office.monitoring.models.figures import DIGITS, PLACES
from kaohe.office.monitoring.questions import Question

Key: TypeAlias = tuple[int, int, str]
"""Unit, indicator, input."""

MOST = Decimal(10) ** (DIGITS - PLACES)
LONGEST = 300


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: a number, a text, nil (neither), or “does not apply” with its reason in ``remarks``."""

    value: Decimal | None = None
    text: str = ""
    is_applicable: bool = True
    remarks: str = ""

    @property
    def is_nil(self) -> bool:
        """Tell whether nothing happened, which is an answer."""
        return self.is_applicable and self.value is None and not self.text


NIL = Answer()


class AnswersError(ValidationError):
    """Answers that cannot be kept; nothing was saved.

    Attributes
    ----------
    problems
        What is wrong, by field.
    """

    def __init__(self, problems: Mapping[Key, str]) -> None:
        self.problems = dict(problems)
        super().__init__(list(dict.fromkeys(self.problems.values())))


class DoubtsError(ValidationError):
    """Figures beyond sense that nobody has confirmed; nothing was saved.

    Attributes
    ----------
    doubts
        Why each is asked about, by field.
    """

    def __init__(self, doubts: Mapping[Key, list[Doubt]]) -> None:
        self.doubts = dict(doubts)
        said = dict.fromkeys(doubt.text for found in doubts.values() for doubt in found)
        super().__init__([_("Some figures look beyond sense. Check them, tick “checked”, then save again."), *said])


def problem_with(answer: Answer, question: Question) -> str:
    """Say what is wrong with an answer; empty: nothing."""
    if len(answer.remarks) > LONGEST:
        return _("Remarks have at most 300 characters.")
    if not answer.is_applicable:
        return "" if answer.remarks.strip() else _("Say why the indicator does not apply.")
    if question.is_number:
        return _problem_with_number(answer, question)
    if answer.value is not None:
        return _("A choice is expected here, not a number.")
    known = ("true", "false") if question.type is InputType.FLAG else question.choices
    if answer.text and answer.text not in known:
        return _("“{text}” is none of the choices.").format(text=answer.text)
    return ""


def _problem_with_number(answer: Answer, question: Question) -> str:
    value = answer.value
    if answer.text:
        return _("A number is expected here.")
    if value is None:
        return ""
    if not value.is_finite() or abs(value) >= MOST:
        return _("The number is too large to be a figure.")
    if value != value.quantize(Decimal(1).scaleb(-PLACES)):
        return _("At most four decimals are kept. Round the figure.")
    if question.is_whole and value != value.to_integral_value():
        return _("Occurrences and places are whole numbers.")
    if question.low is not None and question.high is not None and not question.low <= value <= question.high:
        return _("The criterion takes {low} to {high} here.").format(low=question.low, high=question.high)
    return ""


def problems_with(pairs: Iterable[tuple[Key, Answer, Question]]) -> dict[Key, str]:
    """Collect what is wrong with all answers."""
    return {key: said for key, answer, question in pairs if (said := problem_with(answer, question))}
