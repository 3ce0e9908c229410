"""How much of the language is read: exact, different or not read, by family, and how fast.

    python bench/criteria.py [dev.jsonl] [-v] [--half even|odd] [--id c0064]

What is compared with the key, clause by clause in order, numbers normalised:

- ``op`` of every clause;
- per event: delta, per, cap, and the unit where it is a measure or per is not 1;
- step: delta, per, dir, cap, range, and the target when the sentence itself holds its number (a target named only in
  words, or listed under ``from_context`` or ``derived``, is not compared; with such a target ``deduct_per`` of the
  missing pieces says the same as ``step_deduct`` and both are accepted);
- score: value, additive; flat: delta; bands: ends and points; levels, maps, awards: the points in any order;
  rank: first, step, table, step after it; weights; judged: bounds that the key gives;
- statements without effect on the score (grades, quotas, vetoes, totals) in any order; grades of two groups may stand
  in one clause or in two;
- base, cap, caps of additions and deductions; a cap on the only clause of its side equals a cap on the side;
- the floor when the key has one or the sentence says one.

Not compared: words (``when``, ``on``, names of levels), notes, values under ``from_context`` and ``derived``.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

from kaohe.criteria.limits_json import limits_to_json
from kaohe.criteria.parse import parse

DEFAULT = Path(__file__).parent.parent.parent / "shared/data/criteria/dev.jsonl"
FAST_LINES = 10_000


def number(value: Any) -> str | None:
    """One spelling of a number; points that are a share keep their %."""
    if value is None or value == "":
        return None
    text = str(value)
    if text.startswith("满分"):
        text = text[2:]
    if text == "full":
        return "100%"
    tail = "%" if text.endswith("%") else ""
    try:
        return format(Decimal(text.removesuffix("%")).normalize(), "f") + tail
    except ArithmeticError:
        return text


def numbers_in(value: Any) -> list[str]:
    """All numbers of nested JSON, sorted."""
    if isinstance(value, dict):
        return sorted(n for v in value.values() for n in numbers_in(v))
    if isinstance(value, list):
        return sorted(n for v in value for n in numbers_in(v))
    if isinstance(value, bool) or value is None:
        return []
    if (
        isinstance(value, (int, float, Decimal))
        or (isinstance(value, str) and value.removesuffix("%").replace(".", "", 1).lstrip("-").isdigit())
        or value == "full"
    ):
        return [number(value) or ""]
    return []


def context_of(rule: dict[str, Any]) -> str:
    return " ".join(map(str, rule.get("from_context", []))) + str(rule.get("derived", ""))


def same_step(key: dict, own: dict, context: str) -> bool:
    if own["op"] != key["op"]:
        gap = {"step_deduct": "deduct_per", "step_add": "add_per"}
        if gap.get(key["op"]) != own["op"] or not (
            isinstance(key["target"], str | dict) or "target" in context or "次/年" in context
        ):
            return False
        return all(number(own.get(k)) == number(key.get(k)) for k in ("delta", "per", "cap"))
    cap = None if number(own.get("cap")) == number(key.get("base")) else own.get("cap")
    if any(number(own.get(k)) != number(key.get(k)) for k in ("delta", "per")) or own["dir"] != key["dir"]:
        return False
    if number(cap) != number(key.get("cap")):
        return False
    low, high = (key.get("range") or [None, None])[:2]
    if key.get("range") and (number(own.get("low")), number(own.get("high"))) != (number(low), number(high)):
        return False
    loose = isinstance(key["target"], str | dict) or "target" in context or "次/年" in context
    return loose or number(own.get("target")) == number(key["target"])


def same_unit(key: dict, own: dict) -> bool:
    if number(key.get("per")) == "1" and not set("元%百") & set(str(key.get("unit"))):
        return True
    a, b = str(key.get("unit")), str(own.get("unit"))
    return a == b or a in b or b in a or {a, b} <= {"%", "百分点"}


def ends(bands: list) -> list:
    return [[number(x) for x in band[:3]] for band in bands]


def same_clause(key: dict, own: dict, context: str) -> bool:  # noqa: C901 - one branch an operation
    op = key["op"]
    if op in {"step_deduct", "step_add"}:
        return same_step(key, own, context)
    if own["op"] != op:
        return False
    if op in {"deduct_per", "add_per"}:
        return same_unit(key, own) and all(number(own.get(k)) == number(key.get(k)) for k in ("delta", "per"))
    if op in {"deduct", "add"}:
        return number(own["delta"]) == number(key["delta"])
    if op == "score":
        return number(own["value"]) == number(key["value"]) and (
            bool(own.get("additive")) == bool(key.get("additive"))
            or not Decimal(str(key["value"]).replace("full", "100").rstrip("%"))
        )
    if op in {"bands", "rank_bands", "coef"}:
        return sorted(map(str, ends(own["bands"]))) == sorted(map(str, ends(key["bands"])))
    if op in {"award_add", "award_deduct"}:
        return numbers_in(own["levels"]) == numbers_in(key.get("levels") or key.get("table"))
    if op == "map":
        return numbers_in(own["map"]) == numbers_in(key["map"])
    if op == "rank":
        return all(numbers_in([own.get(k)]) == numbers_in([key.get(k)]) for k in ("first", "step", "step_after")) and [
            number(x) for x in own.get("scores") or []
        ] == [number(x) for x in key.get("scores") or []]
    if op.startswith("judge"):
        return all(number(own.get(k)) == number(key[k]) for k in ("min", "max") if k in key)
    if op == "weighted":
        own_w = [number(Decimal(n) / 100) if Decimal(n) > 1 else n for n in numbers_in(own.get("weights"))]
        return sorted(own_w) == sorted(numbers_in(key.get("weights") or key.get("cases")))
    if op in {"quota", "total", "weight_min", "schedule", "trimmed_mean", "limit"}:
        return (
            set(numbers_in(own)) == set(numbers_in({k: v for k, v in key.items() if k not in {"op", "note"}}))
            or op == "quota"
        )
    return True


def cap_of(clauses: list[dict], limits: dict, side: str) -> str | None:
    """The cap of a side, wherever it is written."""
    own = [
        c
        for c in clauses
        if c["op"].startswith(
            ("add", "award_add", "step_add") if side == "add" else ("deduct", "award_deduct", "step_deduct")
        )
    ]
    if len(own) == 1 and own[0].get("cap"):
        return number(own[0]["cap"])
    return number(limits.get(f"cap_{side}"))


def compare(key: dict[str, Any], own: dict[str, Any], text: str) -> str | None:
    """Say what differs, or None."""
    context = context_of(key)
    k_clauses, o_clauses = notes_last(key["clauses"]), notes_last(own["clauses"])
    if len(k_clauses) != len(o_clauses):
        return f"clauses {[c['op'] for c in o_clauses]} for {[c['op'] for c in k_clauses]}"
    for k, (a, b) in enumerate(zip(k_clauses, o_clauses, strict=True)):
        if not same_clause(a, b, context):
            return f"clause {k + 1}: {brief(b)} for {brief(a)}"
    for name in ("base", "cap"):
        in_context = name in context
        if number(key.get(name)) != number(own.get(name)) and not in_context and not same_part_bases(key, own, name):
            if name == "cap" and number(key.get("cap")) in {
                cap_of(o_clauses, own, "add"),
                cap_of(o_clauses, own, "deduct"),
            }:
                continue
            return f"{name} {own.get(name)} for {key.get(name)}"
    for side in ("add", "deduct"):
        if cap_of(k_clauses, key, side) != cap_of(o_clauses, own, side) and "cap" not in context:
            if number(own.get("cap")) == cap_of(k_clauses, key, side) is not None:
                continue
            return f"cap_{side} {cap_of(o_clauses, own, side)} for {cap_of(k_clauses, key, side)}"
    if "floor" in key and number(own.get("floor")) != number(key["floor"]) and ("为止" in text or own.get("_deducts")):
        return f"floor {own.get('floor')} for {key['floor']}"
    return None


NOTES = {
    "grade",
    "quota",
    "veto",
    "total",
    "cap",
    "same_item",
    "exclusive",
    "deadline",
    "impute",
    "waive",
    "limit",
    "floor",
}


def notes_last(clauses: list[dict]) -> list[dict]:
    """Scores in their order, then statements by their kind; grades of several groups count as one statement."""
    scores = [c for c in clauses if c["op"] not in NOTES]
    notes = sorted((c for c in clauses if c["op"] in NOTES), key=lambda c: c["op"])
    kept = [c for k, c in enumerate(notes) if not (k and c["op"] == notes[k - 1]["op"] == "grade")]
    return scores + kept


def same_part_bases(key: dict, own: dict, name: str) -> bool:
    """A base for each part, each losing no more than it, is the sum as base with a cap on each part."""
    bases = [Decimal(str(c["base"])) for c in key["clauses"] if "base" in c]
    return name == "base" and bool(bases) and number(own.get("base")) == number(sum(bases))


def brief(clause: dict) -> str:
    kept = {k: v for k, v in clause.items() if k not in {"when", "on", "input", "condition", "note"}}
    return json.dumps(kept, ensure_ascii=False, default=str)


def read(line: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    points = None if line["points"] is None else Decimal(str(line["points"]))
    reading = parse(line["text"], points, line["indicator"])
    if reading.rule is None:
        place = reading.stopped_at or (0, 0)
        return "abstained", {"why": [p.code for p in reading.problems], "at": line["text"][place[0] : place[1]]}
    own = limits_to_json(reading.rule, points) | {"clauses": [c.to_json() for c in reading.rule.clauses]}
    own["_deducts"] = points is not None and any(c.is_deduction for c in reading.rule.clauses)
    difference = compare(line["rule"], own, line["text"])
    return ("exact" if difference is None else "different"), {"why": difference, "status": reading.status}


def chosen(lines: list[dict], args: argparse.Namespace) -> list[dict]:
    if args.half:
        lines = lines[args.half == "odd" :: 2]
    return [line for line in lines if not args.id or line["id"] in args.id]


def report(lines: list[dict], verbose: bool) -> None:
    table: dict[str, Counter] = defaultdict(Counter)
    for line in lines:
        verdict, detail = read(line)
        family = "(vague)" if line["vague"] else line["family"]
        table[family][verdict] += 1
        table["= vague" if line["vague"] else "= computable"][verdict] += 1
        if verbose and verdict != "exact":
            print(f"{verdict:9} {line['id']} [{line['points']}] {line['text']}\n          {detail}\n")
    print(f"{'family':24}{'exact':>7}{'different':>11}{'abstained':>11}{'lines':>7}{'exact %':>9}")
    for family, counts in sorted(table.items()):
        total = sum(counts.values())
        row = f"{family:24}{counts['exact']:>7}{counts['different']:>11}{counts['abstained']:>11}{total:>7}"
        print(row + f"{counts['exact'] / total:>9.1%}")


def speed(lines: list[dict]) -> None:
    texts = [line["text"] for line in lines]
    batch = (texts * (FAST_LINES // len(texts) + 1))[:FAST_LINES]
    start = time.process_time()
    for text in batch:
        parse(text)
    seconds = time.process_time() - start
    each = seconds / FAST_LINES * 1e6
    print(f"\n{FAST_LINES:,} sentences parsed in {seconds:.2f} s of processor time, one core ({each:.0f} µs each)")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__.split("\n")[0] if __doc__ else None)
    options.add_argument("path", nargs="?", type=Path, default=DEFAULT)
    options.add_argument("-v", "--verbose", action="store_true")
    options.add_argument("--half", choices=["even", "odd"])
    options.add_argument("--id", action="append")
    options.add_argument("--no-speed", action="store_true")
    args = options.parse_args()
    lines = [json.loads(line) for line in args.path.read_text(encoding="utf-8").splitlines()]
    report(chosen(lines, args), args.verbose)
    if not args.no_speed:
        speed(lines)


if __name__ == "__main__":
    main()
