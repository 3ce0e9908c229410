"""From a scheme to the published table, and a list of what the table cannot carry."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import groupby
from operator import itemgetter
from typing import Any

from kaohe.exact import show_decimal
from kaohe.scheme.fields import ALL
from kaohe.scheme.layout import FREQUENCIES, STEP, TITLES, Sheet, is_plain
from kaohe.scheme.percent import Percent
from kaohe.scheme.settings import Setting
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_indicator import IndicatorSpec
from kaohe.scheme.yaml_write import ordered

TEXTS = ("criterion", "unit", "owner", "lead", "frequency")

Worth = dict[str, Decimal] | dict[str, Percent] | None


def write_layout(spec: SchemeSpec) -> tuple[Sheet, list[Setting]]:
    """Lay the indicators out as offices publish them; what has no column becomes settings."""
    return _Layout(spec).write()


class _Layout:
    """One table in the making: first which columns are needed, then the rows."""

    def __init__(self, spec: SchemeSpec) -> None:
        self.spec = spec
        self.rows = list(_rows((), spec.indicators))
        leaves = [chain[-1] for chain in self.rows]
        self.depth = max((len(chain) for chain in self.rows), default=1)
        self.class_ids = [c.id for c in spec.classes]
        self.split = {
            name: len(self.class_ids) > 1 and any(self._is_by_class(getattr(leaf, name)) for leaf in leaves)
            for name in ("points", "weight")
        }
        self.columns = self._columns(leaves)
        self.settings: list[Setting] = []

    def _columns(self, leaves: list[IndicatorSpec]) -> list[tuple[str, str]]:
        """Field and class id of every column."""
        columns = [("code", ""), *((f"level{n}", "") for n in range(1, self.depth + 1))]
        for name in ("points", "weight"):
            if name == "points" or any(leaf.weight for leaf in leaves):
                columns += [(name, c) for c in self.class_ids] if self.split[name] else [(name, "")]
        optional = [n for n in ("unit", "frequency") if any(getattr(leaf, n) for leaf in leaves)]
        return [*columns, ("criterion", ""), ("owner", ""), ("lead", ""), *((n, "") for n in optional)]

    def _is_by_class(self, worth: Worth) -> bool:
        return bool(worth) and ALL not in (worth or {}) and set(worth or {}) <= set(self.class_ids)

    def write(self) -> tuple[Sheet, list[Setting]]:
        sheet = Sheet(self.spec.title, self._header(), wide=frozenset({self._at("criterion")}))
        self._merge_header(sheet)
        for chain in self.rows:
            sheet.body.append(self._row(sheet, chain))
        self._merge_levels(sheet)
        for node in _nodes(self.spec.indicators):
            self._leftover(node)
        return sheet, self.settings

    def _at(self, name: str) -> int:
        return [key for key, _class in self.columns].index(name)

    def _header(self) -> list[list[str]]:
        names = {c.id: c.name for c in self.spec.classes}
        upper = [TITLES[key] for key, _class in self.columns]
        if not any(self.split.values()):
            return [upper]
        return [upper, [names[c] if c else TITLES[key] for key, c in self.columns]]

    def _merge_header(self, sheet: Sheet) -> None:
        if len(sheet.header) == 1:
            return
        for at, (_key, class_id) in enumerate(self.columns):
            if not class_id:
                sheet.merges.append((0, at, 1, at))
            elif class_id == self.class_ids[0]:
                sheet.merges.append((0, at, 0, at + len(self.class_ids) - 1))

    def _row(self, sheet: Sheet, chain: tuple[IndicatorSpec, ...]) -> list[str | Decimal]:
        leaf = chain[-1]
        row = len(sheet.header) + len(sheet.body)
        cells: list[str | Decimal] = []
        for at, (key, class_id) in enumerate(self.columns):
            if key == "code":
                cells.append(STEP.join(node.code for node in chain))
            elif key.startswith("level"):
                level = int(key[5:])
                cells.append(heading(chain[level - 1], is_leaf=level == len(chain)) if level <= len(chain) else "")
            elif key in ("points", "weight"):
                cells.append(self._worth(getattr(leaf, key), class_id, key))
                is_first = self.split[key] and class_id == self.class_ids[0]
                if is_first and _is_one(getattr(leaf, key)):
                    sheet.merges.append((row, at, row, at + len(self.class_ids) - 1))
            else:
                cells.append(_text(leaf, key))
        return cells

    def _worth(self, worth: Worth, class_id: str, name: str) -> str | Decimal:
        if not self._is_carried(worth, name) or worth is None:
            return ""
        value = worth.get(class_id, worth.get(ALL)) if class_id else worth[ALL]
        return value if isinstance(value, Decimal) else str(value or "")

    def _is_carried(self, worth: Worth, name: str) -> bool:
        return worth is None or _is_one(worth) or (self.split[name] and self._is_by_class(worth))

    def _merge_levels(self, sheet: Sheet) -> None:
        """Merge the heading of each node over the rows below it."""
        top = len(sheet.header)
        for level in range(1, self.depth):
            start = 0
            for _heading, rows in groupby(self.rows, key=itemgetter(slice(level))):
                count = len(list(rows))
                if count > 1:
                    sheet.merges.append((top + start, level, top + start + count - 1, level))
                start += count

    def _leftover(self, node: IndicatorSpec) -> None:
        carried = {"children", "code", *self._carried(node)}
        for name, value in ordered(node).items():
            if name not in carried:
                self.settings.append(Setting("indicators", node.code, name, value))

    def _carried(self, node: IndicatorSpec) -> Iterator[str]:
        """Fields of a node that a reader of the table finds again."""
        if is_plain(node.name):
            yield "name"
        if node.children:
            if _is_one(node.points):
                yield "points"
            elif _is_one(node.weight):
                yield "weight"
            return
        yield from (n for n in ("points", "weight") if self._is_carried(getattr(node, n), n))
        yield from (n for n in TEXTS if is_plain(getattr(node, n) or ""))


def _is_one(worth: Worth) -> bool:
    return worth is not None and worth.keys() == {ALL}


def _rows(above: tuple[IndicatorSpec, ...], nodes: tuple[IndicatorSpec, ...]) -> Iterator[tuple[IndicatorSpec, ...]]:
    """Every leaf with the nodes above it: one row each."""
    for node in nodes:
        chain = (*above, node)
        if node.children:
            yield from _rows(chain, node.children)
        else:
            yield chain


def _nodes(nodes: tuple[IndicatorSpec, ...]) -> Iterator[IndicatorSpec]:
    for node in nodes:
        yield node
        yield from _nodes(node.children)


def heading(node: IndicatorSpec, *, is_leaf: bool) -> str:
    """Write a name; a node with its worth behind it: ``经济发展（40分）``."""
    name = node.name if is_plain(node.name) else _tamed(node.name)
    if is_leaf:
        return name
    if node.points is not None and node.points.keys() == {ALL}:
        return f"{name}（{show_decimal(node.points[ALL])}分）"
    if node.weight is not None and node.weight.keys() == {ALL}:
        return f"{name}（{node.weight[ALL]}）"
    return name


def _tamed(name: str) -> str:
    """A name for the eye where the cell cannot give it back: the settings hold the true one."""
    return " ".join("".join(c if c.isprintable() else " " for c in name).split()).translate(_BRACKETS) or "…"


_BRACKETS = str.maketrans("（）()", "〔〕〔〕")


def _text(leaf: IndicatorSpec, name: str) -> str:
    value: Any = getattr(leaf, name) or ""
    if name == "frequency":
        return FREQUENCIES.get(value, "")
    return str(value) if is_plain(value) else _tamed(value) if value else ""
