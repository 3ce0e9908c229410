"""Which fields may stand at a place of a scheme document, and in which order they are written."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import BaseModel

from kaohe.scheme.findings import Path
from kaohe.scheme.spec import SchemeSpec

FIRST = ("kaohe", "kind", "code", "id", "name")
LAST = ("composition", "superior", "basis", "assumed", "note", "children")


def fields_at(path: Path) -> tuple[str, ...]:
    """Names of the fields that may stand in the node at a path."""
    models: list[type[BaseModel]] = [SchemeSpec]
    for step in path:
        if isinstance(step, str):
            below = [m.model_fields[step].annotation for m in models if step in m.model_fields]
            models = [m for annotation in below for m in models_in(annotation)] or models
    return tuple(dict.fromkeys(name for model in models for name in written_order(model)))


def models_in(annotation: Any) -> list[type[BaseModel]]:
    """Every model that an annotation may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return [annotation]
    return [model for part in get_args(annotation) for model in models_in(part)]


def written_order(model: type[BaseModel]) -> tuple[str, ...]:
    """Field names in the order in which an officer reads them: who it is, what it says, remarks, children."""
    names = list(model.model_fields)
    if model is SchemeSpec:
        own = [n for n in names if n not in ("assumed", "note")]
        return (*own, "assumed", "note")
    middle = [n for n in names if n not in FIRST and n not in LAST]
    if "criterion" in middle:
        # The sentence stands after the points, as in the published table.
        sentence = [n for n in ("criterion", "rule", "text_only") if n in middle]
        rest = [n for n in middle if n not in sentence]
        at = next((i for i, n in enumerate(rest) if n in ("owner", "cap")), len(rest))
        middle = [*rest[:at], *sentence, *rest[at:]]
    return (*(n for n in FIRST if n in names), *middle, *(n for n in LAST if n in names))
