"""Judge the parser's answer to a corpus line: exact, equivalent, abstained or WRONG.

- exact: status, operations, numbers, limits and all case scores agree; words are not compared;
- equivalent: the operations are others, the scores of all cases agree;
- abstained: the sentence is refused although its key can be computed;
- WRONG: everything else, a reading of a sentence that must be refused included.

A case is fed as the key has it. Where one side asks for one choice and the other for one yes or no (or a number)
a level, the case is rewritten, since both ask the same question.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from kaohe.criteria.batch import answer_line

HERE = Path(__file__).parent
EXACT, EQUIVALENT, ABSTAINED, WRONG = "exact", "equivalent", "abstained", "WRONG"
LIMITS = ("base", "floor", "cap", "cap_add", "cap_deduct")
COMPARED = (
    "delta",
    "per",
    "dir",
    "target",
    "cap",
    "low",
    "high",
    "value",
    "first",
    "step",
    "step_after",
    "min",
    "max",
    "cap_pct",
)
UNSPOKEN = {"cap_pct": "100", "per": "1"}
ONLY_WHEN_KEYED = {"judge_deduct": ("min", "max", "per"), "judge_add": ("min", "max", "per"), "impute": ("value",)}
SUFFICES = ("exact", "equivalent")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the parser made of one line, and in what it differs from the key."""

    kind: str
    why: str
    answer: dict[str, Any]


def families() -> dict[str, list[dict[str, Any]]]:
    """All lines, by family."""
    paths = sorted(HERE.glob("*.jsonl"))
    return {path.stem: [json.loads(line) for line in path.read_text("utf-8").splitlines()] for path in paths}


def judge(line: dict[str, Any]) -> Verdict:
    """Ask the parser and compare with the key."""
    answer = ask(line, [case[:-1] for case in line["cases"]])
    if answer["status"] == "unparsed":
        return Verdict(EXACT if line["status"] == "unparsed" else ABSTAINED, "", answer)
    if line["status"] != answer["status"]:
        return Verdict(WRONG, f"{answer['status']} for {line['status']}", answer)
    answer = with_cases(line, answer)
    wrong_score = scores_differ(line, answer)
    if wrong_score:
        return Verdict(WRONG, wrong_score, answer)
    difference = clauses_differ(line, answer) or limits_differ(line, answer)
    if difference and not line["cases"]:
        return Verdict(WRONG, difference, answer)
    return Verdict(EQUIVALENT if difference else EXACT, difference, answer)


def ask(line: dict[str, Any], cases: list[list[Any]]) -> dict[str, Any]:
    """Put the line to ``kaohe criteria eval``."""
    task = {"id": line["id"], "text": line["text"], "points": line["points"], "cases": cases}
    return answer_line(json.dumps(task, ensure_ascii=False))


def with_cases(line: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    """Rewrite the cases when one side asks for a choice and the other for each level, and ask again."""
    keyed, asked = line["inputs"], answer["inputs"]
    if len(keyed) == len(asked):
        return answer
    cases = [case[:-1] for case in line["cases"]]
    if len(keyed) == 1 and keyed[0]["type"] == "choice" and len(asked) == len(keyed[0]["choices"]):
        is_count = asked[0]["type"] == "count"
        rows = [
            [(int(name == case[0]) if is_count else name == case[0]) for name in keyed[0]["choices"]] for case in cases
        ]
        return ask(line, rows)
    if len(asked) == 1 and asked[0]["type"] == "choice":
        names = choices(answer)
        ones = [[names[k] for k, value in enumerate(case) if value not in (False, "0")] for case in cases]
        if len(names) == len(keyed) and all(len(row) == 1 for row in ones):
            return ask(line, ones)
    return answer


def choices(answer: dict[str, Any]) -> list[str]:
    """Levels of the clause that asks for a choice."""
    for clause in answer["clauses"]:
        for name in ("levels", "map"):
            if name in clause:
                return list(clause[name])
    return []


def scores_differ(line: dict[str, Any], answer: dict[str, Any]) -> str:
    """Say in which case the score is another, or nothing."""
    expected = [case[-1] for case in line["cases"]]
    scores = answer.get("scores", [] if expected == [] else [None] * len(expected))
    for case, want, got in zip(line["cases"], expected, scores, strict=True):
        if got is None or Decimal(got) != Decimal(want):
            problems = answer.get("case_problems") or [answer.get("error", "")]
            return f"case {case[:-1]}: {got} for {want} {problems[0] if got is None else ''}".rstrip()
    return ""


def clauses_differ(line: dict[str, Any], answer: dict[str, Any]) -> str:
    """Say which clause is another, or nothing."""
    key, own = line["clauses"], answer.get("clauses", [])
    if [c["op"] for c in key] != [c["op"] for c in own]:
        return f"{[c['op'] for c in own]} for {[c['op'] for c in key]}"
    for k, (a, b) in enumerate(zip(key, own, strict=True), start=1):
        for name in COMPARED:
            if name in ONLY_WHEN_KEYED.get(a["op"], ()) and name not in a:
                continue
            if number(a.get(name, UNSPOKEN.get(name))) != number(b.get(name, UNSPOKEN.get(name))):
                return f"clause {k}: {name} {b.get(name)} for {a.get(name)}"
        for name in ("bands", "scores", "levels", "map", "weights"):
            if name in a and table(a[name]) != table(b.get(name)):
                return f"clause {k}: {name} {b.get(name)} for {a[name]}"
        if bool(a.get("additive")) != bool(b.get("additive")) and number(a.get("value")) != "0":
            return f"clause {k}: additive {b.get('additive')}"
    return ""


def limits_differ(line: dict[str, Any], answer: dict[str, Any]) -> str:
    """Say which limit is another, or nothing. A floor that only holds by convention may be left out."""
    for name in LIMITS:
        want, got = number(line.get(name)), number(answer.get(name))
        if want != got and not (name == "floor" and want is None):
            return f"{name} {got} for {want}"
    return ""


def number(value: Any) -> str | None:
    """One spelling of a number; other text stays."""
    if value is None:
        return None
    text = str(value)
    try:
        return format(Decimal(text).normalize(), "f")
    except InvalidOperation:
        return text


def table(value: Any) -> list[str]:
    """Numbers of a table without its words; the order of rows does not count, weights may be in percent."""
    if isinstance(value, dict):
        shares = [
            Decimal(str(v)) for v in value.values() if number(v) not in (None, "full") and not str(v).endswith("%")
        ]
        return sorted(str((v * 100 if sum(shares) <= 1 else v).normalize()) for v in shares)
    if isinstance(value, list):
        return sorted(str([number(x) for x in row[:3]]) if isinstance(row, list) else str(number(row)) for row in value)
    return []
