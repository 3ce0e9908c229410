"""Scores a rule from its JSON with `Fraction`, straight from the published formulas: shares no code with the kernels.

Values are given by input name. Slow, and easy to read against the documents.
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor
from typing import Any

DIGITS = Context(prec=60)
Values = dict[Any, Any]
Maybe = Fraction | None

DEDUCTS = ["deduct_per", "step_deduct", "deduct", "extra_deduct", "award_deduct", "ratio_deduct", "judge_deduct"]
ADDS = ["add_per", "step_add", "add", "award_add", "judge_add"]
SETS = ["ratio", "two_minus", "rank_ratio", "efficacy", "moderate", "standard", "formula", "weighted"]
SETS += ["judge_score", "open"]


def score(rule: dict[str, Any], values: Values, full: Maybe) -> Fraction:
    """Score of one item, not rounded."""
    clauses = rule["clauses"]
    found = [(c, effect(c), amount(c, values, full)) for c in clauses]
    for _, kind, points in found:
        if kind == "knockout" and points is not None:
            return points
    total = next((points for _, kind, points in found if kind == "set" and points is not None), None)
    if total is None:
        total = start(rule, full)
    shifts = [(c, points) for c, kind, points in found if kind == "shift" and points is not None]
    parts = sum((p for c, p in shifts if c.get("additive")), Fraction(0))
    adds = sum((p for c, p in shifts if not c.get("additive") and p > 0), Fraction(0))
    deducts = sum((-p for c, p in shifts if not c.get("additive") and p < 0), Fraction(0))
    factors = {"additions": Fraction(1), "deductions": Fraction(1), "score": Fraction(1)}
    for c, kind, points in found:
        if kind == "waive" and points is not None:
            factors["deductions"] *= 0
        if kind == "scale" and points is not None:
            factors[c["target"]] *= Fraction(c["factor"])
    adds, deducts = adds * factors["additions"], deducts * factors["deductions"]
    if "cap_add" in rule:
        adds = min(adds, points_of(rule["cap_add"], full))
    if "cap_deduct" in rule:
        deducts = min(deducts, points_of(rule["cap_deduct"], full))
    total = (total + parts + adds - deducts) * factors["score"]
    if "floor" in rule:
        total = max(total, points_of(rule["floor"], full))
    elif full is not None and not rule.get("may_go_negative"):
        total = max(total, Fraction(0))
    if "cap" in rule:
        total = min(total, points_of(rule["cap"], full))
    return total + sum((p for _, kind, p in found if kind == "extra" and p is not None), Fraction(0))


def start(rule: dict[str, Any], full: Maybe) -> Fraction:
    if "base" in rule:
        return points_of(rule["base"], full)
    clauses = rule["clauses"]
    kinds = [effect(c) for c in clauses]
    if any(c.get("additive") for c in clauses):
        return Fraction(0)
    loses = any(may_lose(c) for c in clauses)
    if "set" not in kinds:
        return (full or Fraction(0)) if loses or "knockout" in kinds else Fraction(0)
    named = [c for c, kind in zip(clauses, kinds, strict=True) if kind == "set"]
    values = {points_of(c["value"], full) if c["op"] == "score" else None for c in named}
    return values.pop() if loses and len(values) == 1 and None not in values else Fraction(0)


def may_lose(c: dict[str, Any]) -> bool:
    if c["op"] in (
        "deduct_per",
        "step_deduct",
        "deduct",
        "extra_deduct",
        "award_deduct",
        "ratio_deduct",
        "judge_deduct",
    ):
        return True
    if effect(c) != "shift":
        return False
    tables = {
        "bands": lambda: [row[2] for row in c["bands"]],
        "rank_bands": lambda: [row[2] for row in c["bands"]],
        "map": lambda: list(c["map"].values()),
        "linear": lambda: [row[1] for row in c["anchors"]],
    }
    if c["op"] not in tables:
        return False
    values = [points_of(p, Fraction(1)) for p in tables[c["op"]]()]
    # grades that add and deduct start from full points
    return all(p <= 0 for p in values) or (c["op"] == "map" and any(p < 0 for p in values))


def effect(c: dict[str, Any]) -> str:
    op = c["op"]
    if op == "score":
        return "shift" if c.get("additive") else "knockout" if points_of(c["value"], Fraction(1)) == 0 else "set"
    if op in ("bands", "map", "linear", "rank", "rank_bands"):
        return "shift" if c.get("mode") == "add" or c.get("counted") else "set"
    fixed = {"extra_deduct": "extra", "waive": "waive", "multiply": "scale"}
    sets = [
        "ratio",
        "two_minus",
        "rank_ratio",
        "efficacy",
        "moderate",
        "standard",
        "formula",
        "weighted",
        "judge_score",
        "open",
    ]
    shifts = (
        "deduct_per add_per step_deduct step_add deduct add award_add award_deduct ratio_deduct judge_deduct judge_add"
    )
    return fixed.get(op) or ("set" if op in sets else "shift" if op in shifts.split() else "note")


def points_of(text: Any, full: Maybe) -> Fraction:
    if text == "full":
        text = "100%"
    if isinstance(text, str) and text.endswith("%"):
        assert full is not None
        return full * Fraction(text[:-1]) / 100
    return Fraction(text)


def number(inp: dict[str, Any], values: Values) -> Fraction:
    # a figure of the group may bear the name of the unit's own: then the source tells them apart
    by_source = inp["name"], inp.get("source")
    return values[by_source] if by_source in values else values[inp["name"]]


def amount(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    """Signed points of a clause, None when it does not hold."""
    op = c["op"]
    return FAMILIES[op](c, values, full) if op in FAMILIES else None


def held(c: dict[str, Any], values: Values) -> bool:
    if "always" in c:
        return True
    if "holds" in c:
        return number(c["holds"], values) != 0
    if "not" in c:
        return number(c["not"], values) == 0
    if "compare" in c:
        return within(number(c["compare"], values), c)
    if "is" in c:
        return values[c["is"]["name"]] in c["values"]
    if "all" in c:
        return all(held(part, values) for part in c["all"])
    return any(held(part, values) for part in c["any"])


def within(x: Fraction, c: dict[str, Any]) -> bool:
    low, high = c.get("low"), c.get("high")
    above = low is None or x > Fraction(low) or (x == Fraction(low) and not c.get("low_open"))
    below = high is None or x < Fraction(high) or (x == Fraction(high) and not c.get("high_open"))
    return above and below


def in_band(x: Fraction, row: list[Any]) -> bool:
    ends = row[3] if len(row) > 3 else "[)"
    return within(x, {"low": row[0], "high": row[1], "low_open": ends[0] == "(", "high_open": ends[1] == ")"})


def stepped(gap: Fraction, c: dict[str, Any], full: Maybe) -> Fraction:
    steps = max(gap, Fraction(0)) / Fraction(c["per"])
    rounding = c.get("rounding")
    if rounding:
        steps = Fraction(floor(steps) if rounding == "full" else ceil(steps))
    points = steps * points_of(c["delta"], full)
    return min(points, points_of(c["cap"], full)) if "cap" in c else points


def per_event(sign: int) -> Any:
    def points(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
        return sign * stepped(number(c["input"], values) - Fraction(c.get("threshold", "0")), c, full)

    return points


def step(sign: int) -> Any:
    def points(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
        x = number(c["input"], values)
        if not within(x, {"low": c.get("low"), "high": c.get("high")}):
            return None
        if "target" not in c:
            gap = x
        else:
            gap = Fraction(c["target"]) - x if c["dir"] == "below" else x - Fraction(c["target"])
        return sign * stepped(gap, c, full)

    return points


def flat(sign: int) -> Any:
    def points(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
        if not held(c["condition"], values):
            return None
        size = points_of(c["delta"], full)
        return sign * (min(size, points_of(c["cap"], full)) if "cap" in c else size)

    return points


def when_held(key: str) -> Any:
    def points(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
        return points_of(c.get(key, "0"), full) if held(c["condition"], values) else None

    return points


def bands(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    x = number(c["input"], values)
    return next((points_of(row[2], full) for row in c["bands"] if in_band(x, row)), None)


def choice(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    name = c["input"]["name"]
    if c.get("counted"):
        counts = {text: max(values[name + text], Fraction(0)) for text in c["map"]}
        return sum((counts[text] * points_of(p, full) for text, p in c["map"].items()), Fraction(0))
    return points_of(c["map"][values[name]], full) if values[name] in c["map"] else None


def award(sign: int) -> Any:
    def points(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
        on, levels = c.get("on", ""), {name: points_of(p, full) for name, p in c["levels"].items()}
        if c.get("counted"):
            total = sum((max(values[name + on], Fraction(0)) * p for name, p in levels.items()), Fraction(0))
        elif c.get("flags"):
            total = sum((p for name, p in levels.items() if values[name + on] > 0), Fraction(0))
        else:
            total = levels.get(values[on or "级别"], Fraction(0))
        return sign * (min(total, points_of(c["cap"], full)) if "cap" in c else total)

    return points


def rank(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    place = floor(number(c["input"], values))
    table = [points_of(p, full) for p in c.get("scores") or [c["first"]]]
    move = c.get("step_after") if c.get("scores") else c.get("step")
    if place < 1 or (place > len(table) and move is None):
        return None
    if place <= len(table):
        return table[place - 1]
    points = table[-1] + (place - len(table)) * points_of(move, full)
    return points if table[-1] < 0 else max(points, Fraction(0))


def rank_bands(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    place = floor(number(c["input"], values))
    return next((points_of(p, full) for a, b, p in c["bands"] if a <= place and (b is None or place <= b)), None)


def rank_ratio(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    first, x, best = points_of(c["first"], full), number(c["input"], values), number(c["best"], values)
    part, whole = (best, x) if c.get("inverse") else (x, best)
    if part >= whole:
        return first
    return first * part / whole if part > 0 else Fraction(0)


def share(pct: Fraction, c: dict[str, Any], full: Maybe) -> Fraction:
    kept = max(pct, Fraction(0))
    if c["cap_pct"] is not None:
        kept = min(kept, Fraction(c["cap_pct"]))
    return points_of(c["of"], full) * kept / 100


def ratio(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    return share(number(c["input"], values), c, full)


def two_minus(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    return share(200 - number(c["input"], values), c, full)


def ratio_deduct(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    done = min(max(number(c["input"], values), Fraction(0)), Fraction(100))
    return -points_of(c["of"], full) * (100 - done) / 100


def end(value: Any, values: Values) -> Fraction:
    return number(value, values) if isinstance(value, dict) else Fraction(value)


def decimal(x: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(x.numerator), Decimal(x.denominator))


def efficacy(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    x, low, high = number(c["input"], values), end(c["low"], values), end(c["high"], values)
    d, span = points_of(c["floor"], full), points_of(c["span"], full)
    if low == high:
        r = Fraction(1 if x >= high else 0)
    elif c.get("log"):
        r = log_share(x, low, high)
    else:
        r = (x - low) / (high - low)
    if c.get("clamp", True):
        r = min(max(r, Fraction(0)), Fraction(1))
    if c.get("exponential"):
        return d * Fraction(DIGITS.power(decimal((d + span) / d), decimal(r)))
    return d + span * r


def log_share(x: Fraction, low: Fraction, high: Fraction) -> Fraction:
    if x <= 0:
        return Fraction(0 if low < high else 1)
    ln_x, ln_low, ln_high = (DIGITS.ln(decimal(v)) for v in (x, low, high))
    return Fraction(DIGITS.divide(DIGITS.subtract(ln_x, ln_low), DIGITS.subtract(ln_high, ln_low)))


def moderate(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    x, low, high = number(c["input"], values), Fraction(c["low"]), Fraction(c["high"])
    away = max(low - x, x - high, Fraction(0))
    far = max(low - end(c["least"], values), end(c["most"], values) - high)
    if away == 0:
        return points_of(c["of"], full)
    return points_of(c["of"], full) * (max(1 - away / far, Fraction(0)) if far > 0 else 0)


def standard(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    x, mean, variance = (number(c[key], values) for key in ("input", "mean", "variance"))
    z = Fraction(0)
    if variance > 0:
        z = Fraction(DIGITS.divide(decimal(x - mean), DIGITS.sqrt(decimal(variance))))
    return points_of(c["centre"], full) + points_of(c["spread"], full) * z


def linear(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    x = number(c["input"], values)
    rows = [(Fraction(a), points_of(p, full)) for a, p in c["anchors"]]
    if x <= rows[0][0]:
        return rows[0][1]
    for (x0, y0), (x1, y1) in pairwise(rows):
        if x <= x1:
            return y0 + (y1 - y0) * (x - x0) / (x1 - x0)
    return rows[-1][1]


def formula(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    return tree(c["tree"], values, full)


def tree(node: Any, values: Values, full: Maybe) -> Fraction:
    if isinstance(node, dict):
        if "points" in node:
            return points_of(node["points"], full)
        x = number(node["input"], values)
        return x / 100 if node["input"].get("unit") == "%" else x
    if isinstance(node, str):
        return Fraction(node[:-1]) / 100 if node.endswith("%") else Fraction(node)
    sign, *rest = node
    parts = [tree(part, values, full) for part in rest]
    if sign in ("min", "max"):
        return min(parts) if sign == "min" else max(parts)
    a, b = parts
    return a + b if sign == "+" else a - b if sign == "-" else a * b if sign == "*" else a / b


def weighted(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
    total = sum((number({"name": name}, values) * Fraction(w) for name, w in c["weights"].items()), Fraction(0))
    return total + sum((values[name] for name in c.get("plus", [])), Fraction(0))


def judged(sign: int) -> Any:
    def points(c: dict[str, Any], values: Values, full: Maybe) -> Maybe:
        return sign * number(c["input"], values)

    return points


FAMILIES: dict[str, Any] = {
    "deduct_per": per_event(-1),
    "add_per": per_event(1),
    "step_deduct": step(-1),
    "step_add": step(1),
    "deduct": flat(-1),
    "add": flat(1),
    "extra_deduct": flat(-1),
    "score": when_held("value"),
    "waive": when_held("none"),
    "multiply": when_held("none"),
    "bands": bands,
    "map": choice,
    "award_add": award(1),
    "award_deduct": award(-1),
    "rank": rank,
    "rank_bands": rank_bands,
    "rank_ratio": rank_ratio,
    "ratio": ratio,
    "two_minus": two_minus,
    "ratio_deduct": ratio_deduct,
    "efficacy": efficacy,
    "moderate": moderate,
    "standard": standard,
    "linear": linear,
    "formula": formula,
    "weighted": weighted,
    "judge_deduct": judged(-1),
    "judge_add": judged(1),
    "judge_score": judged(1),
    "open": judged(1),
}


def rounded(value: Fraction, precision: int) -> int:
    """Count of 10**-precision, half away from zero."""
    scaled = value * 10**precision
    size = floor(abs(scaled) + Fraction(1, 2))
    return size if scaled >= 0 else -size
