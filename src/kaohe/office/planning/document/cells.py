"""Fields of an indicator as people type them into one cell: ``20``, ``industrial 50, farming 30``, ``40%``."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.planning.document.store import Plain
from kaohe.office.planning.document.tree import NodeError
from kaohe.scheme import SchemeProblems
from kaohe.scheme.document import from_plain
from kaohe.scheme.fields import ALL
from kaohe.scheme.findings import Places
from kaohe.scheme.labels import field_label


@dataclass(frozen=True, slots=True)
class Kind:
    """How a field is read from a cell and written into one.

    Attributes
    ----------
    choices
        Value → label of a field that takes one of a few words; the empty value takes the field away.
    is_long
        Written in an area of several lines.
    """

    read: Callable[[str], Any]
    write: Callable[[Any], str]
    choices: tuple[tuple[str, str | Promise], ...] = ()
    is_long: bool = False


def _per_class(text: str) -> dict[str, str]:
    """Read one value for all classes, or one a class: ``industrial 50, farming 30``."""
    parts = [part.strip() for part in re.split(r"[,，;；\n]", text) if part.strip()]
    if len(parts) == 1 and not re.search(r"[\s:：=]", parts[0]):
        return {ALL: parts[0]}
    out = {}
    for part in parts:
        name, value = _pair(part)
        if name in out:
            raise NodeError(_("The class {name} is named twice.").format(name=name))
        out[name] = value
    return out


def _pair(part: str) -> tuple[str, str]:
    words = re.fullmatch(r"(\S+?)\s*[:：=\s]\s*(\S+)", part)
    if words is None:
        raise NodeError(
            _(
                "{found} is neither a number nor a class with its number. Write 20, or: industrial 50, farming 30"
            ).format(found=part)
        )
    return words[1], words[2]


def _write_per_class(value: Any) -> str:
    if not isinstance(value, dict):
        return str(value)
    return ", ".join(str(v) if k == ALL else f"{k} {v}" for k, v in value.items())


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\s,，、;；]+", text) if word]


def _write_words(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else str(value)


def _yes(text: str) -> bool:
    return text == "true"


TEXT = Kind(str.strip, str)
LONG = Kind(str.strip, str, is_long=True)
PER_CLASS = Kind(_per_class, _write_per_class)
WORDS = Kind(_words, _write_words)
YES = Kind(_yes, lambda v: "true" if v else "", (("", gettext_lazy("no")), ("true", gettext_lazy("yes"))))


def _one_of(*choices: tuple[str, str | Promise]) -> Kind:
    return Kind(str.strip, str, choices)


FREQUENCY = _one_of(
    ("", gettext_lazy("as above")),
    ("monthly", gettext_lazy("monthly")),
    ("quarterly", gettext_lazy("quarterly")),
    ("half-yearly", gettext_lazy("half-yearly")),
    ("yearly", gettext_lazy("yearly")),
)
MISSING = _one_of(
    ("", gettext_lazy("counts zero")),
    ("full", gettext_lazy("counts full points")),
    ("exclude", gettext_lazy("left out")),
    ("error", gettext_lazy("must be reported")),
)
AGGREGATE = _one_of(
    ("", gettext_lazy("by weights or points")),
    ("sum", gettext_lazy("sum")),
    ("weighted", gettext_lazy("weighted")),
    ("mean", gettext_lazy("mean")),
    ("geometric", gettext_lazy("geometric mean")),
    ("min", gettext_lazy("least")),
)

CELLS: dict[str, Kind] = {
    "code": TEXT,
    "name": TEXT,
    "points": PER_CLASS,
    "weight": PER_CLASS,
    "criterion": LONG,
    "unit": TEXT,
    "owner": TEXT,
    "lead": TEXT,
    "frequency": FREQUENCY,
    "missing": MISSING,
    "target": PER_CLASS,
    "classes": WORDS,
    "aggregate": AGGREGATE,
    "smaller_is_better": YES,
    "text_only": YES,
    "note": LONG,
}
"""Fields of a node that are edited in place, in the order of the table."""


def cell_label(field: str) -> str:
    """Name a column."""
    return _("classes that it applies to") if field == "classes" else field_label(field)


def shown(node: Plain, field: str) -> str:
    """Write a field as it is typed."""
    value = node.get(field)
    return "" if value is None else CELLS[field].write(value)


def read(field: str, text: str) -> Any:
    """Read what was typed; None: the field is taken away."""
    if not text.strip():
        if field in ("code", "name"):
            raise NodeError(_("{field} cannot be empty.").format(field=cell_label(field)))
        return None
    return CELLS[field].read(text) or None


def checked(document: Plain) -> Any:
    """Turn edited plain values back into a spec.

    Raises
    ------
    NodeError
        With every fault of shape, in the words of the findings.
    """
    reading = from_plain(document, Places())
    if reading.spec is None:
        problems = SchemeProblems(reading.findings)
        raise NodeError("\n".join(str(finding) for finding in problems.findings))
    return reading.spec
