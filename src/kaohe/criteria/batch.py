"""``kaohe criteria eval``: JSON lines in, JSON lines out.

A line ``{"id", "text", "points", "cases": [[x, …], …], "precision", "indicator"}`` gives a line ``{"id", "status",
"base", "floor", "cap", "clauses", "normal_form", "inputs", "scores", "stopped_at", …}``. Numbers are decimal text.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import IO, Any

from kaohe.criteria.evaluate import CompiledRule, compile_rule
from kaohe.criteria.families.condition import Compare
from kaohe.criteria.limits_json import limits_to_json
from kaohe.criteria.model import Input, InputType, Rule, Scalar
from kaohe.criteria.parse import Reading, parse
from kaohe.criteria.printer import print_rule
from kaohe.exact import Ratio, rdiv, show, show_decimal, to_decimal, to_ratio

NON_TERMINATING_PLACES = 6
"""Places to which a score without a finite decimal is rounded, half-up, when the line names no precision."""


def eval_lines(stream_in: Iterable[str], stream_out: IO[str]) -> int:
    """Answer each line; a line that is no object is answered with its error.

    Returns
    -------
    int
        Number of lines that could not be answered.
    """
    failed = 0
    for number, line in enumerate(stream_in, start=1):
        if not line.strip():
            continue
        answer = answer_line(line, number)
        failed += "error" in answer
        stream_out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return failed


def answer_line(line: str, number: int = 1) -> dict[str, Any]:
    """Answer one line."""
    try:
        task = json.loads(line, parse_float=Decimal, parse_int=Decimal)
    except ValueError as error:
        return {"id": None, "error": f"line {number}: not JSON: {error}"}
    if not isinstance(task, dict) or not isinstance(task.get("text"), str):
        return {"id": None, "error": f'line {number}: expected an object with "text"'}
    head = {"id": _plain(task.get("id"))}
    try:
        points = None if task.get("points") is None else to_decimal(str(task["points"]))
    except ValueError as error:
        return head | {"error": f"line {number}: points: {error}"}
    indicator = task.get("indicator")
    reading = parse(task["text"], points, indicator if isinstance(indicator, str) else None)
    return head | _report(reading, points) | _scores(reading, points, task)


def _plain(value: Any) -> Any:
    return show_decimal(value) if isinstance(value, Decimal) else value


def _report(reading: Reading, points: Decimal | None) -> dict[str, Any]:
    rule = reading.rule
    if rule is None:
        stopped = list(reading.stopped_at) if reading.stopped_at else None
        return {"status": reading.status, "stopped_at": stopped, "suggestion": reading.suggestion}
    out: dict[str, Any] = {"status": reading.status} | limits_to_json(rule, points)
    out["clauses"] = [clause.to_json() for clause in rule.clauses]
    out["normal_form"] = print_rule(rule)
    out["inputs"] = [_field(field) for field in rule.inputs]
    return out


def _field(field: Input) -> dict[str, Any]:
    return {"name": field.name, "type": field.type.value, "unit": field.unit}


def _scores(reading: Reading, points: Decimal | None, task: dict[str, Any]) -> dict[str, Any]:
    cases = task.get("cases")
    if reading.rule is None or not isinstance(cases, list) or not cases:
        return {}
    precision = task.get("precision")
    try:
        compiled = compile_rule(reading.rule, points)
    except ValueError as error:
        return {"error": str(error)}
    scores: list[str | None] = []
    problems: list[str] = []
    for case in cases:
        try:
            ratio = _score(reading.rule, compiled, case if isinstance(case, list) else [case])
            scores.append(show_ratio(ratio, None if precision is None else int(precision)))
        except (ValueError, TypeError, InvalidOperation, ArithmeticError) as error:
            scores.append(None)
            problems.append(str(error))
    return {"scores": scores} | ({"case_problems": problems} if problems else {})


def _score(rule: Rule, compiled: CompiledRule, case: Sequence[Any]) -> Ratio:
    if len(case) != len(rule.inputs):
        names = "、".join(field.name for field in rule.inputs)
        raise ValueError(f"expected {len(rule.inputs)} values ({names}), found {len(case)}")
    return compiled.score([_scalar(rule, field, value) for field, value in zip(rule.inputs, case, strict=True)])


def _scalar(rule: Rule, field: Input, value: Any) -> Scalar:
    """Read one value; a comparison may also be answered with yes or no."""
    if field.type is InputType.CHOICE:
        return str(value)
    if isinstance(value, bool):
        return (int(value), 1) if field.type is InputType.FLAG else _stand_in(rule, field, value)
    number = to_decimal(str(value))
    if field.type is InputType.FLAG and number not in {Decimal(0), Decimal(1)}:
        raise ValueError(f"{field.name}: expected true or false, found {value}")
    return to_ratio(number)


def _stand_in(rule: Rule, field: Input, holds: bool) -> Ratio:
    """A figure for which the comparison holds, or does not."""
    for clause in rule.clauses:
        condition = getattr(clause, "condition", None)
        if isinstance(condition, Compare) and condition.inp == field:
            low, high = condition.low, condition.high
            inside = (
                (low + high) / 2
                if low is not None and high is not None
                else (low + 1 if low is not None else (high or 1) - 1)
            )
            outside = low - 1 if low is not None else (high or 0) + 1
            return to_ratio(inside if holds else outside)
    raise ValueError(f"{field.name}: expected a number, found true or false")


def show_ratio(ratio: Ratio, precision: int | None = None) -> str:
    """Write a score: a finite decimal exactly, any other rounded half-up to 6 places.

    Examples
    --------
    >>> show_ratio((7, 20)), show_ratio((2, 3)), show_ratio((7, 20), 1)
    ('0.35', '0.666667', '0.4')
    """
    numerator, denominator = ratio
    if precision is not None:
        return show(rdiv(numerator * 10**precision, denominator), precision)
    for places in range(19):
        if numerator * 10**places % denominator == 0:
            return show_decimal(Decimal(show(numerator * 10**places // denominator, places)))
    places = NON_TERMINATING_PLACES
    return show_decimal(Decimal(show(rdiv(numerator * 10**places, denominator), places)))
