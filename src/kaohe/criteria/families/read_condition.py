"""Conditions and formula trees from their JSON."""

from __future__ import annotations

from typing import Any

from kaohe.criteria.families.condition import AllOf, Always, AnyOf, Compare, Condition, Holds, IsOneOf
from kaohe.criteria.families.expression import RANKS, Apply, Extreme, Field, Number, Points, Term
from kaohe.criteria.families.reader import Reader, unexpected
from kaohe.criteria.model import Input, InputType
from kaohe.i18n import translator

_ = translator("criteria")

KINDS = "always, holds, not, compare, is, all, any"


def read_condition(reader: Reader) -> Condition:
    """Take the condition of a clause; the bare words ``when`` make a yes-or-no field; without either, always."""
    if reader.has("condition"):
        return condition_from_json(reader.get("condition"))
    words = reader.text("when", "")
    return Holds(Input(words, InputType.FLAG)) if words else Always()


def condition_from_json(data: Any) -> Condition:
    """Read what `Condition.to_json` writes."""
    if not isinstance(data, dict):
        raise unexpected("condition", data, _("an object with one of {choices}").format(choices=KINDS))
    reader = Reader(data)
    condition = _read(reader)
    reader.finish()
    return condition


def _read(reader: Reader) -> Condition:
    if reader.has("always"):
        reader.flag("always")
        return Always()
    for key, expected in (("holds", True), ("not", False)):
        if reader.has(key):
            return Holds(reader.field(key), expected)
    if reader.has("compare"):
        inp, low, high = reader.field("compare"), reader.decimal("low", None), reader.decimal("high", None)
        return Compare(inp, low, high, reader.flag("low_open"), reader.flag("high_open"))
    if reader.has("is"):
        return IsOneOf(reader.field("is"), tuple(map(str, reader.rows("values"))))
    for key, kind in (("all", AllOf), ("any", AnyOf)):
        if reader.has(key):
            return kind(tuple(condition_from_json(part) for part in reader.rows(key)))
    raise unexpected("condition", reader.names, _("an object with one of {choices}").format(choices=KINDS))


def term_from_json(data: Any) -> Term:
    """Read what `Term.to_json` writes: a number text, ``{"input": …}``, ``{"points": …}`` or ``[operator, …]``."""
    if isinstance(data, dict):
        reader = Reader(data)
        return Field(reader.field("input")) if reader.has("input") else Points(reader.amount("points"))
    if isinstance(data, (list, tuple)) and data:
        return _joined(str(data[0]), [term_from_json(part) for part in data[1:]])
    text = str(data)
    percent = text.endswith("%")
    return Number(Reader({}).number("tree", text.removesuffix("%")), percent)


def _joined(operator: str, parts: list[Term]) -> Term:
    if operator in ("min", "max") and parts:
        return Extreme("min" if operator == "min" else "max", tuple(parts))
    if operator in RANKS and len(parts) == 2:
        return Apply(operator, *parts)  # type: ignore[arg-type]  # RANKS holds exactly the operators
    raise unexpected("tree", [operator, len(parts)], _("+ - * / with two parts, min or max with one or more"))
