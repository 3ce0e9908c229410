"""From tables as read to a scheme document: the published table, and the settings table beside it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.document import Reading, from_plain
from kaohe.scheme.draft import Draft, Forest
from kaohe.scheme.fields import ALL
from kaohe.scheme.findings import NOWHERE, Finding, Path, Place, Places
from kaohe.scheme.flat_read import FLAT_ALIASES, PARENT_ALIASES, plant
from kaohe.scheme.layout import ALIASES, MAX_LEVELS, STEP, read_frequency, read_points, split_worth
from kaohe.scheme.layout_cells import (
    NOTHING_SAID,
    all_rows,
    class_columns,
    place_of,
    put_departments,
    put_target,
    told,
)
from kaohe.scheme.published import complete
from kaohe.scheme.settings import ALIASES as SETTING_ALIASES
from kaohe.scheme.settings import SettingsRead, apply
from kaohe.tables.grid import Grid
from kaohe.tables.header import build_table, matched_keys
from kaohe.tables.place import Place as Cell
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import grids_of
from kaohe.tables.table import Row, Table

_ = translator("scheme")

MAX_ROWS = 20_000
"""Indicators of one table: no scheme has a tenth of it, a table of figures easily has."""

LEVELS = tuple(f"level{n}" for n in range(1, MAX_LEVELS + 1))


def read_layout(data: bytes, kind: str, file: str) -> Reading:
    """Read a scheme from the tables of a file.

    Parameters
    ----------
    data
        Content of the file.
    kind
        ``xlsx``, ``docx`` or ``text``.
    file
        Its name, for places and, in a published table without settings, for id and year.
    """
    log = ProblemLog()
    grids = [g for g in grids_of(data, kind, Cell(file), log) if not g.is_empty and not g.is_hidden]
    read = _Read(file, log)
    for grid in grids:
        read.take(grid)
    return read.finish()


@dataclass
class _Read:
    """A file being read: the tree so far, the settings so far, everything that is wrong."""

    file: str
    log: ProblemLog
    forest: Forest = field(default_factory=Forest)
    settings: SettingsRead = field(default_factory=SettingsRead)
    findings: list[Finding] = field(default_factory=list)
    class_names: dict[str, str] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    tables: int = 0
    has_settings: bool = False
    _last: tuple[str, ...] = ()
    _leaf: Draft | None = None

    def take(self, grid: Grid) -> None:
        """Take one sheet: settings, indicators, or something else that is passed over."""
        if matched_keys(grid, SETTING_ALIASES) == len(SETTING_ALIASES):
            self.has_settings = True
            table = build_table(grid, SETTING_ALIASES, tuple(SETTING_ALIASES), self.log)
            for row in all_rows(table):
                cells = [row.text(key) for key in SETTING_ALIASES]
                self.settings.take(cells, place_of(row["content"].place))
        elif matched_keys(grid, PARENT_ALIASES) == len(PARENT_ALIASES):
            self._flat(build_table(grid, FLAT_ALIASES, ("code", "parent", "name", "criterion"), self.log))
        elif matched_keys(grid, ALIASES) >= 2:
            table = build_table(grid, ALIASES, (), self.log)
            if table is not None and self._is_complete(table):
                self._indicators(table)

    def _is_complete(self, table: Table) -> bool:
        missing = [key for key in ("level1", "criterion") if key not in table.position]
        if missing == ["level1"] and "level2" in table.position:
            missing = []
        for key in missing:
            self.findings.append(
                finding(
                    "K011",
                    Place(self.file, table.place.sheet, table.header_row, 1),
                    _("the table has no column {column}").format(column=ALIASES[key][0]),
                    _("Name a column one of: {names}.").format(names="、".join(ALIASES[key][:6])),
                )
            )
        return not missing

    def _indicators(self, table: Table) -> None:
        if len(table) > MAX_ROWS:
            self.findings.append(_too_long(table))
            return
        self.tables += 1
        self.titles += table.titles
        self._last, self._leaf = (), None
        by_class = class_columns(table)
        for row in all_rows(table):
            self._row(row, by_class)

    def _flat(self, table: Table | None) -> None:
        """Take a table with a column for the parent."""
        if table is None:
            return
        self.tables += 1
        self.titles += table.titles
        by_class = class_columns(table)
        rows = []
        for row in all_rows(table):
            here = place_of(row["name"].place)
            places = {"": place_of(row["code"].place), "name": here, "parent": place_of(row["parent"].place)}
            draft = Draft(row.text("code"), {"name": row.text("name")}, places)
            self._leaf_fields(row, draft, by_class)
            parent = row.text("parent")
            rows.append((draft, "" if parent in NOTHING_SAID else parent))
        self.findings += plant(self.forest, rows)

    def _row(self, row: Row, by_class: dict[str, list[tuple[int, str]]]) -> None:
        codes = [c for c in row.text("code").split(STEP) if c]
        names = self._names(row, len(codes))
        if not names:
            self._continue(row)
            return
        way: tuple[str, ...] = ()
        for level, (text, cell) in enumerate(names):
            is_leaf = level == len(names) - 1
            name, points, weight = split_worth(text)
            code = codes[level] if len(codes) == len(names) else codes[-1] if codes and is_leaf else ""
            step = code if len(codes) == len(names) else text
            way = (*way, step)
            draft = self.forest.grow(way, code, name, cell)
            draft.put("points", points, cell)
            draft.put("weight", weight, cell)
        self._last, self._leaf = tuple(text for text, _cell in names), draft
        self._top(row, self.forest.by_way[way[:1]])
        self._leaf_fields(row, draft, by_class)

    def _names(self, row: Row, depth: int) -> list[tuple[str, Place]]:
        """Headings of a row from the top down to its leaf; a blank one means the same as above."""
        cells = [(key, row[key]) for key in LEVELS if key in row.table.position]
        names: list[tuple[str, Place]] = []
        for at, (_key, cell) in enumerate(cells):
            if depth and at >= depth:
                break
            deeper = any(c.text for _k, c in cells[at + 1 :])
            text = cell.text or (self._last[at] if deeper and at < len(self._last) else "")
            is_spread = not depth and at > 0 and cell.is_filled and text == cells[at - 1][1].text
            if text and not is_spread:
                names.append((text, place_of(cell.place)))
        return names

    def _continue(self, row: Row) -> None:
        """A row without headings goes on with the criterion of the row above."""
        text = row.text("criterion")
        if self._leaf is not None and text:
            before = self._leaf.fields.get("criterion", "")
            self._leaf.fields["criterion"] = f"{before}；{text}" if before else text

    def _top(self, row: Row, root: Draft) -> None:
        for key, name in (("points1", "points"), ("weight1", "weight")):
            if row.text(key) and root is not self._leaf:
                root.put(name, read_points(row.text(key)), place_of(row[key].place))

    def _leaf_fields(self, row: Row, draft: Draft, by_class: dict[str, list[tuple[int, str]]]) -> None:
        draft.rows += 1
        if draft.rows > 1 and not self._is_part(row, draft):
            self._repeat(row, draft)
            return
        target = draft if draft.rows == 1 else self._part(row, draft)
        for name in ("points", "weight"):
            value, place = self._worth(row, name, by_class.get(name, []))
            if value:
                target.fields.pop(name, None)
            target.put(name, value, place)
        for name in ("criterion", "unit", "frequency"):
            if row.text(name) and row.text(name) not in NOTHING_SAID:
                text = read_frequency(row.text(name)) if name == "frequency" else row.text(name)
                target.put(name, text, place_of(row[name].place))
        put_departments(row, target)
        put_target(row, target)

    def _is_part(self, row: Row, draft: Draft) -> bool:
        """One heading over several rows, each with points of its own: the rows are its parts."""
        return bool(row.text("points")) and not row["points"].is_filled and "points" in (draft.fields | _first(draft))

    def _repeat(self, row: Row, draft: Draft) -> None:
        if row.text("criterion") and not row["criterion"].is_filled:
            self._leaf = draft.children[-1] if draft.children else draft
            self._continue(row)

    def _part(self, row: Row, draft: Draft) -> Draft:
        """Turn a leaf into a node of parts on its second row, and give the part for this row."""
        place = place_of(row[next(k for k in LEVELS if k in row.table.position)].place)
        if not draft.children:
            first = Draft("", {**draft.fields, "name": f"{draft.fields['name']}（1）"}, dict(draft.places))
            draft.fields, draft.children = {"name": draft.fields["name"]}, [first]
        name = f"{draft.fields['name']}（{len(draft.children) + 1}）"
        part = Draft("", {"name": name}, {"": place})
        draft.children.append(part)
        return part

    def _worth(self, row: Row, name: str, by_class: list[tuple[int, str]]) -> tuple[Any, Place]:
        """One number for all classes, or one a class where the column is divided."""
        if not by_class:
            text = row.text(name)
            return (
                (read_points(text), place_of(row[name].place)) if text and text not in NOTHING_SAID else ("", NOWHERE)
            )
        cells = [(class_name, row[at]) for at, class_name in by_class]
        place = place_of(cells[0][1].place)
        if len(cells) > 1 and all(cell.is_filled for _name, cell in cells[1:]):
            return {ALL: read_points(cells[0][1].text)}, place
        values = {n: read_points(c.text) for n, c in cells if c.text and c.text not in NOTHING_SAID}
        self.class_names.update({n: n for n in values})
        return values or "", place

    def finish(self) -> Reading:
        """Put tree and settings together and make the spec."""
        self.findings += [told(problem) for problem in self.log.problems]
        if not self.tables:
            if not self.log.errors and not self.findings:
                self.findings.append(_no_table(self.file))
            return Reading(None, Places(self.file), tuple(self.findings))
        self.forest.number()
        self.findings += self.settings.findings + self.forest.set_fields(self.settings.settings)
        places: dict[Path, Place] = {}
        root: dict[str, Any] = {}
        self.findings += apply(self.settings.settings, root, places)
        if not self.has_settings:
            self.findings += complete(root, self.forest, self.file, self.titles)
        self._name_classes(root)
        root["indicators"] = [d.plain(("indicators", i), places) for i, d in enumerate(self.forest.roots)]
        return from_plain(root, Places(self.file, places), self.findings)

    def _name_classes(self, root: dict[str, Any]) -> None:
        """Columns bear the names of classes; the document wants their ids."""
        if not self.class_names:
            return
        classes = root.setdefault("classes", [{"id": n, "name": n} for n in self.class_names])
        ids = {c.get("name"): c.get("id") for c in classes if isinstance(c, dict)}
        for draft in self.forest.walk():
            for name in ("points", "weight"):
                value = draft.fields.get(name)
                if isinstance(value, dict):
                    draft.fields[name] = {ids.get(k, k): v for k, v in value.items()}


def _first(draft: Draft) -> dict[str, Any]:
    return draft.children[0].fields if draft.children else {}


def _too_long(table: Table) -> Finding:
    return finding(
        "K008",
        Place(table.place.file, table.place.sheet, table.header_row, 1),
        _("more than {most} entries").format(most=MAX_ROWS),
        _("Check that it is the scheme and not a data table; data goes into the data folder."),
    )


def _no_table(file: str) -> Finding:
    return finding(
        "K012",
        Place(file),
        _("no table of indicators was found"),
        _("The header must name 一级指标 (or 考核项目) and 评分标准; look at the layout in docs/reference/scheme.md."),
    )
