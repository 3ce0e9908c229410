"""The benchmark's scheme for Kaohe, checked like any other, made from the numbers in `eight_families`."""

from __future__ import annotations

from typing import Any

from eight_families import (
    BONUS_CAP,
    BONUS_EACH,
    CLASSES,
    FINE_CAP,
    FINE_EACH,
    GRADES,
    POINTS,
    Leaf,
    leaves,
    nodes,
    roots,
)
from kaohe.scheme.check import check
from kaohe.scheme.model import Scheme
from kaohe.scheme.spec import SchemeSpec

Plain = dict[str, Any]


def scheme() -> Scheme:
    """Build the checked scheme."""
    spec: Plain = {
        "id": "bench-eight-families",
        "title": "八类指标考核办法",
        "cycle": {"year": "2026"},
        "precision": "2",
        "classes": [{"id": c, "name": c} for c in CLASSES],
        "aggregate": "weighted",
        "indicators": [_root(code, weight) for code, weight in roots()],
        "adjustments": [
            {"code": "J1", "name": "表彰", "rule": _each("add_per", "表彰", BONUS_EACH), "cap": BONUS_CAP},
            {"code": "J2", "name": "通报", "rule": _each("deduct_per", "通报", FINE_EACH), "floor": FINE_CAP},
        ],
        "grades": [_grade(*grade) for grade in GRADES],
    }
    made, findings = check(SchemeSpec.model_validate(spec))
    if made is None:
        raise ValueError(f"the benchmark's scheme is not valid: {findings}")
    return made


def _each(op: str, when: str, delta: str) -> Plain:
    return {"op": op, "when": when, "unit": "次", "delta": delta}


def _grade(name: str, at_least: str | None, quota: int | None) -> Plain:
    limits = {"at_least": at_least, "quota": None if quota is None else f"{quota}%"}
    return {"name": name} | {key: value for key, value in limits.items() if value is not None}


def _root(code: str, weight: int) -> Plain:
    below = [_node(c, w) for c, root, w in nodes() if root == code]
    return {"code": code, "name": code, "weight": f"{weight}%", "aggregate": "weighted", "children": below}


def _node(code: str, weight: int) -> Plain:
    below = [_leaf(leaf) for leaf in leaves() if leaf.node == code]
    return {"code": code, "name": code, "weight": f"{weight}%", "aggregate": "weighted", "children": below}


def _leaf(leaf: Leaf) -> Plain:
    rule = RULES[leaf.family](leaf.numbers)
    shape = {"code": leaf.code, "name": leaf.code, "points": str(POINTS), "weight": f"{leaf.weight}%"}
    return shape | {"rule": rule, "owner": "统计局"}


def _field(name: str, source: str = "value", unit: str = "%") -> Plain:
    return {"name": name, "type": "measure", "unit": unit, "source": source}


def _step(op: str, target: str, way: str, delta: str, field: Plain) -> Plain:
    shape = {"op": op, "on": field["name"], "target": target, "dir": way, "per": "1", "unit": "百分点"}
    return shape | {"delta": delta, "input": field}


def _at_least(value: str, points: str, field: Plain) -> Plain:
    return {"op": "score", "condition": {"compare": field, "low": value}, "value": points}


RULES = {
    "ratio": lambda n: {"op": "ratio"},
    "step_deduct": lambda n: {
        "clauses": [_step("step_deduct", "100", "below", n["d"], _field("完成率", "completion"))],
        "floor": "0",
    },
    "step_add": lambda n: {
        "clauses": [
            _at_least(n["g"], "60", _field("达标率")),
            _step("step_add", n["g"], "above", n["d"], _field("达标率")),
        ],
        "cap": "100",
    },
    "flat": lambda n: {"clauses": [_at_least(n["g"], "full", _field("覆盖率"))]},
    "bands": lambda n: {
        "op": "bands",
        "on": "满意度",
        "unit": "%",
        "bands": [["90", None, "100"], ["80", "90", n["p"]], ["60", "80", n["q"]], [None, "60", "0"]],
    },
    "per_event": lambda n: {"clauses": [_each("deduct_per", "发生", n["d"])], "floor": "0"},
    "efficacy": lambda n: {
        "clauses": [
            {"op": "efficacy", "on": "产值", "low": n["low"], "high": n["high"], "floor": "60", "span": "40"}
            | {"clamp": False}
        ],
        "floor": "0",
        "cap": "100",
    },
    "growth": lambda n: {
        "clauses": [_step("step_deduct", n["g"], "below", n["d"], _field("增长率", "growth"))],
        "floor": "0",
    },
}
