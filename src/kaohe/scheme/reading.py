"""From the sentence of a criterion, or the structured rule beside it, to the rule that runs."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache
from typing import Any

from kaohe.criteria.families.registry import rule_from_json
from kaohe.criteria.model import Rule
from kaohe.criteria.parse import Reading, parse
from kaohe.i18n import Language, language, translator
from kaohe.scheme.agree import disagreement
from kaohe.scheme.findings import Path
from kaohe.scheme.report import Report
from kaohe.scheme.spec_indicator import Criterial

_ = translator("scheme")


def read_criterion(
    report: Report, path: Path, spec: Criterial, points: Decimal | None, indicator: str | None = None
) -> Rule | None:
    """Give the rule that scores an item; None when a person does (``text_only``) or when it cannot be read.

    Parameters
    ----------
    points
        Full points when all classes share them: the sentence may rest on them.
    indicator
        Name of the indicator: the sentence may leave it unsaid.
    """
    structured = _structured(report, (*path, "rule"), spec.rule)
    if spec.criterion is None or (spec.text_only and structured is None):
        return structured
    spoken = _spoken(report, (*path, "criterion"), spec, points, indicator, needed=structured is None)
    if spoken is not None and structured is not None:
        _compare(report, (*path, "rule"), spoken, structured, points)
    return structured or spoken


def is_readable(text: str, points: Decimal | None) -> bool:
    """True when a sentence gives a rule."""
    return parse(text, points).status != "unparsed"


def _structured(report: Report, path: Path, content: dict[str, Any] | None) -> Rule | None:
    if content is None:
        return None
    try:
        return rule_from_json(content)
    except (ValueError, TypeError, KeyError, ArithmeticError) as error:
        report.add(
            "K061",
            path,
            _("the structured rule does not read: {error}").format(error=error),
            _("Compare it with the JSON that `kaohe criteria eval` prints for a similar sentence."),
        )
    return None


def _spoken(
    report: Report, path: Path, spec: Criterial, points: Decimal | None, indicator: str | None, *, needed: bool
) -> Rule | None:
    """Parse the sentence; one that does not parse is a fault only when nothing else gives the rule."""
    text = spec.criterion or ""
    reading = _read(text, None if points is None else str(points), indicator, language())
    if reading.status == "unparsed":
        if needed:
            report.add("K060", path, _stopped(text, reading.stopped_at), _mend(reading.suggestion))
        return None
    return reading.rule


@lru_cache(maxsize=4096)
def _read(text: str, points: str | None, indicator: str | None, _language: Language) -> Reading:
    """Read a sentence once: an editor checks the whole scheme after every cell, and most sentences stay.

    Points are told apart as written: 1 and 1.0 are equal and would share an answer that shows one of them.
    """
    return parse(text, None if points is None else Decimal(points), indicator)


def _stopped(text: str, span: tuple[int, int] | None) -> str:
    if span is None or not text[span[0] : span[1]]:
        return _("the criterion is not understood: {text}").format(text=text)
    return _("the criterion is not understood from {words} on (characters {first} to {last})").format(
        words=repr(text[span[0] : span[1]]), first=span[0] + 1, last=span[1]
    )


def _mend(suggestion: str | None) -> str:
    rest = _("Or add a structured `rule:`, or `text_only: true` when a person is to score by the sentence.")
    if suggestion:
        return _("{suggestion}. {rest}").format(suggestion=suggestion, rest=rest)
    return rest


def _compare(report: Report, path: Path, spoken: Rule, structured: Rule, points: Decimal | None) -> None:
    difference = disagreement(spoken, structured, points)
    if difference is not None:
        report.add(
            "K062",
            path,
            _("the sentence and the structured rule do not agree: {difference}").format(difference=difference),
            _("Correct one of them: what was published and what is computed must not differ."),
        )
