"""The indicator tree as the rows of a table: what each node says, has from above, and comes to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.office.planning.document import cells
from kaohe.office.planning.document.findings import Located
from kaohe.office.planning.document.store import plain, scheme_of, spec_of
from kaohe.office.planning.document.tree import Found, node_hash, walk
from kaohe.scheme.fields import ALL
from kaohe.scheme.inherit import Inherited, inherited
from kaohe.scheme.model import Indicator

SHOWN = ("code", "name", "points", "weight", "criterion", "unit", "owner", "lead", "frequency", "missing")
"""Fields that are columns; the others stand in the panel of the node."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a node.

    Attributes
    ----------
    label
        Name of the column, for cards on a phone.
    text
        As written in the node.
    above
        What holds when the node says nothing: inherited, or the sum of the parts.
    """

    field: str
    label: str
    text: str
    above: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One node."""

    code: str
    level: int
    is_leaf: bool
    cells: tuple[Cell, ...]
    seen: str
    seen_below: str
    errors: int
    warnings: int


def headings() -> list[tuple[str, str]]:
    """Give the columns: field and name."""
    return [(field, cells.cell_label(field)) for field in SHOWN]


def rows(document: str, findings: Iterable[Located] = ()) -> list[Row]:
    """Give the rows of a document, in published order."""
    nodes = list(walk(plain(document)))
    said = {f.node["code"]: s for f, s in zip(nodes, inherited(spec_of(document)).values(), strict=True)}
    scheme = scheme_of(document)
    checked = {node.code: node for node in scheme.indicators}
    names = {ALL: "", **{c.id: c.name for c in scheme.classes}}
    errors, warnings = _counted(findings)
    labels = headings()
    return [
        Row(
            code=(code := found.node["code"]),
            level=len(found.parents),
            is_leaf="children" not in found.node,
            cells=tuple(_cell(found, column, said[code], checked.get(code), names) for column in labels),
            seen=node_hash(found.node),
            seen_below=node_hash(found.node, deep=True),
            errors=errors.get(code, 0),
            warnings=warnings.get(code, 0),
        )
        for found in nodes
    ]


def _counted(findings: Iterable[Located]) -> tuple[dict[str, int], dict[str, int]]:
    errors: dict[str, int] = {}
    warnings: dict[str, int] = {}
    for finding in findings:
        counts = errors if finding.is_error else warnings
        counts[finding.node] = counts.get(finding.node, 0) + 1
    return errors, warnings


def _cell(
    found: Found, column: tuple[str, str], said: Inherited, checked: Indicator | None, names: dict[str, str]
) -> Cell:
    field, label = column
    text = _by_class(found.node[field], names) if _differs(found, field) else cells.shown(found.node, field)
    above = ""
    if not text and field in ("owner", "lead", "frequency"):
        above = getattr(said, field) or ""
    elif not text and field == "points" and checked is not None:
        above = _sum(checked, names)
    return Cell(field, label, _word(field, text), _word(field, above))


def _word(field: str, value: str) -> str:
    """A chosen word in the reader's language."""
    labels = dict(cells.CELLS[field].choices)
    return str(labels.get(value, value)) if value else ""


def _differs(found: Found, field: str) -> bool:
    return cells.CELLS[field] is cells.PER_CLASS and isinstance(found.node.get(field), dict)


def _by_class(values: Mapping[str, object], names: dict[str, str]) -> str:
    """One number a class, by the class's name: its code is only for whoever types."""
    return ", ".join(f"{names.get(class_id, class_id)} {value}".strip() for class_id, value in values.items())


def _sum(node: Indicator, names: dict[str, str]) -> str:
    """Full points that follow from the parts: one number when the classes agree."""
    values: set[Decimal] = set(node.points.values())
    if len(values) == 1:
        return show_decimal(values.pop())
    return _by_class({class_id: show_decimal(value) for class_id, value in node.points.items()}, names)


def points_by_class(document: str) -> list[tuple[str, str]]:
    """Give the full points of each class: its name and their sum over the top of the tree."""
    scheme = scheme_of(document)
    out = []
    for unit_class in scheme.classes:
        parts = [r.points[unit_class.id] for r in scheme.roots if unit_class.id in r.points]
        out.append((unit_class.name, show_decimal(sum(parts, Decimal(0)))))
    return out
