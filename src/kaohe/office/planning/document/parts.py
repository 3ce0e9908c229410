"""Parts of a scheme beside the tree as forms: which fields an entry has, read off the spec's own models."""

from __future__ import annotations

import types
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pydantic import BaseModel

from kaohe.office.planning.document.store import Plain
from kaohe.office.planning.document.tree import NodeError, node_hash
from kaohe.scheme import SchemeSpec
from kaohe.scheme.labels import field_label
from kaohe.scheme.spec import ClassSpec
from kaohe.scheme.spec_ballot import CampaignSpec
from kaohe.scheme.spec_fields import written_order
from kaohe.scheme.spec_indicator import AdjustmentGroupSpec, AdjustmentSpec, CoefficientSpec, CorrectionSpec
from kaohe.scheme.spec_outcome import (
    ConsequenceSpec,
    ExclusionSpec,
    GradeSpec,
    RankingSpec,
    ShareBoundSpec,
    VetoSpec,
)
from kaohe.scheme.yaml_read import read_events
from kaohe.scheme.yaml_write import flow_text

GENERAL = "general"
_GENERAL_FIELDS = ("title", "basis", "precision", "round", "points", "aggregate", "composition")
_HIDDEN = {"kaohe", "assumed", "children", "rule"}


@dataclass(frozen=True, slots=True)
class Part:
    """A part with a form of its own.

    Attributes
    ----------
    is_list
        Several entries, or one.
    """

    key: str
    label: str | Promise
    model: type[BaseModel]
    is_list: bool = True


PARTS: tuple[Part, ...] = (
    Part(GENERAL, gettext_lazy("General"), SchemeSpec, is_list=False),
    Part("classes", gettext_lazy("Classes of units"), ClassSpec),
    Part("adjustments", gettext_lazy("Bonuses and deductions"), AdjustmentSpec),
    Part("adjustment_groups", gettext_lazy("Limits over several bonuses"), AdjustmentGroupSpec),
    Part("coefficients", gettext_lazy("Coefficients"), CoefficientSpec),
    Part("correction", gettext_lazy("Correction between groups"), CorrectionSpec, is_list=False),
    Part("ballots", gettext_lazy("Ballots"), CampaignSpec),
    Part("vetoes", gettext_lazy("Vetoes"), VetoSpec),
    Part("ranking", gettext_lazy("Ranks"), RankingSpec, is_list=False),
    Part("grades", gettext_lazy("Grades"), GradeSpec),
    Part("exclusions", gettext_lazy("Exclusions"), ExclusionSpec),
    Part("consequences", gettext_lazy("Consequences"), ConsequenceSpec),
    Part("floors", gettext_lazy("Least shares"), ShareBoundSpec),
    Part("ceilings", gettext_lazy("Greatest shares"), ShareBoundSpec),
)
BY_KEY = {part.key: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Field:
    """One field of an entry.

    Attributes
    ----------
    kind
        ``text``, ``long``, ``words`` (a list of codes), ``yes``, ``choice`` or ``yaml``: anything that has parts.
    """

    name: str
    kind: str
    is_needed: bool
    choices: tuple[str, ...] = ()


@cache
def fields(part: Part) -> tuple[Field, ...]:
    """Give the fields of an entry, in the order in which a document writes them."""
    names = _GENERAL_FIELDS if part.key == GENERAL else written_order(part.model)
    return tuple(_field(part.model, name) for name in names if name not in _HIDDEN)


def _field(model: type[BaseModel], name: str) -> Field:
    info = model.model_fields[name]
    kind, choices = _kind(name, info.annotation)
    return Field(name, kind, info.is_required(), choices)


def _kind(name: str, annotation: Any) -> tuple[str, tuple[str, ...]]:
    """Tell how a value of a type is typed in."""
    held = [a for a in _members(annotation) if a is not type(None)]
    first = held[0]
    if name in ("criterion", "note"):
        return "long", ()
    if first is bool:
        return "yes", ()
    if isinstance(first, type) and issubclass(first, Enum):
        return "choice", tuple(str(member.value) for member in first)
    if get_origin(first) is Literal:
        return "choice", tuple(map(str, get_args(first)))
    if get_origin(first) is tuple and get_args(first)[0] is str:
        return "words", ()
    if all(a in (str, int, Decimal) or getattr(a, "__name__", "") == "Percent" for a in held):
        return "text", ()
    return "yaml", ()


def _members(annotation: Any) -> tuple[Any, ...]:
    return get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)


def entries(document: Plain, part: Part) -> list[Plain]:
    """Give what a part holds; one empty entry for a single part that says nothing."""
    if part.key == GENERAL:
        return [{name: document[name] for name in _GENERAL_FIELDS if name in document}]
    value = document.get(part.key)
    if part.is_list:
        return [_opened(part, entry) for entry in value or []]
    return [value or {}]


def _opened(part: Part, entry: Any) -> Plain:
    """The long form of an entry that was written short."""
    return entry if isinstance(entry, dict) else {next(iter(part.model.model_fields)): entry}


def typed(field: Field, value: Any) -> str:
    """Write a value as it is typed."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else ""
    if field.kind == "words" and isinstance(value, list):
        return ", ".join(value)
    if isinstance(value, dict) and value.keys() == {"document"}:
        return str(value["document"])
    return flow_text(value) if isinstance(value, dict | list) else str(value)


def read(field: Field, text: str) -> Any:
    """Read what was typed; None: the field is left out."""
    text = text.strip()
    if not text:
        return None
    if field.kind == "yes":
        return True
    if field.kind == "words":
        return [word for word in text.replace("，", ",").replace("、", ",").replace(" ", ",").split(",") if word]
    if field.kind != "yaml" or text[0] not in "{[":
        return text
    reading = read_events(text, "")
    if reading.findings:
        raise NodeError(
            _("{field}: {problem}").format(field=label(field), problem="; ".join(f.message for f in reading.findings))
        )
    return reading.root


def label(field: Field) -> str:
    """Name a field as an officer does."""
    return _("classes that it applies to") if field.name == "classes" else field_label(field.name)


def changed(part: Part, entries: list[Plain]) -> Plain:
    """Give the keys of the document that a part consists of, with their new values; None takes one away."""
    if part.key == GENERAL:
        return {name: entries[0].get(name) for name in _GENERAL_FIELDS}
    if part.is_list:
        return {part.key: entries or None}
    return {part.key: entries[0] or None}


def seen(document: Plain, part: Part) -> str:
    """Hash a part as it stands: what a form was filled from."""
    return node_hash({"entries": entries(document, part)})
