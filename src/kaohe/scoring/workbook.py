"""scores.xlsx: ranking, detail and derivations, as an office prints and files them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeAlias

import xlsxwriter

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scoring.cells import IndicatorScore, State, UnitScore
from kaohe.scoring.explain_leaf import derivation, derivation_of_adjustment
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.words import say_note
from kaohe.tables.height import row_height

_ = translator("scoring")

Cell: TypeAlias = "str | int | Decimal | None"
"""Text, a place, or an exact number; None leaves the cell empty."""

_CELL: dict[str, Any] = {"valign": "top", "border": 1, "border_color": "#C8D0DA"}
_FORMATS: dict[str, dict[str, Any]] = {
    "head": {
        "bold": True,
        "bg_color": "#DDE6F2",
        "border": 1,
        "text_wrap": True,
        "align": "center",
        "valign": "vcenter",
    },
    "text": {**_CELL, "text_wrap": True},
    "whole": {**_CELL, "num_format": "0"},
    "figure": {**_CELL, "num_format": "General"},
}


def write_workbook(sheet: ScoreSheet, path: Path) -> None:
    """Write the workbook: one sheet each for ranking, detail and derivations.

    A number in a spreadsheet is a binary float: good for reading and filtering. The exact figures are in
    ``scores.parquet`` and in the JSON form.
    """
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    formats = {name: book.add_format(form) for name, form in _FORMATS.items()}
    places = "0" if sheet.precision == 0 else "0." + "0" * sheet.precision
    formats["score"] = book.add_format({**_CELL, "num_format": places})
    paper = _Paper(book, formats, sheet.scheme.title)
    paper.table(_("ranking"), _ranking_columns(sheet), (_ranking_row(sheet, u) for u in sheet.units))
    detail = (_detail_row(sheet, unit, leaf) for unit, leaf in sheet.cells())
    paper.table(_("detail"), _detail_columns(), detail)
    paper.table(_("derivations"), _derivation_columns(), _derivation_rows(sheet))
    book.close()


class _Paper:
    """Writes tables with a frozen, filtered header; one column is (title, width, format)."""

    def __init__(self, book: Any, formats: dict[str, Any], heading: str) -> None:
        self._book, self._formats, self._heading = book, formats, heading.replace("&", "&&")[:200]

    def table(self, title: str, columns: Sequence[tuple[str, int, str]], rows: Any) -> None:
        page = self._book.add_worksheet(title)
        self._open(page, title, columns)
        last = 0
        for last, row in enumerate(rows, start=1):
            page.set_row(last, _height(row, columns))
            for at, cell in enumerate(row):
                self._write(page, last, at, cell, self._formats[columns[at][2]])
        page.autofilter(0, 0, max(last, 1), len(columns) - 1)

    def _open(self, page: Any, title: str, columns: Sequence[tuple[str, int, str]]) -> None:
        """A4 across, one page wide; the header is on every page and always in view."""
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.set_header(f"&C{self._heading}  {title}")
        page.set_footer("&C&P / &N")
        page.repeat_rows(0)
        page.freeze_panes(1, 0)
        page.set_row(0, row_height((name, width) for name, width, _form in columns) + 6)
        for at, (name, width, _form) in enumerate(columns):
            page.set_column(at, at, width)
            page.write_string(0, at, name, self._formats["head"])

    @staticmethod
    def _write(page: Any, row: int, at: int, cell: Cell, form: Any) -> None:
        if cell is None:
            page.write_blank(row, at, None, form)
        elif isinstance(cell, str):
            page.write_string(row, at, cell, form)
        else:
            page.write_number(row, at, cell, form)


def _height(row: Sequence[Cell], columns: Sequence[tuple[str, int, str]]) -> float:
    texts = [(cell, column[1]) for cell, column in zip(row, columns, strict=True) if isinstance(cell, str)]
    return row_height(texts)


def _ranking_columns(sheet: ScoreSheet) -> list[tuple[str, int, str]]:
    roots = [(f"{i.code} {i.name}", 12, "score") for i in sheet.scheme.roots]
    return [
        (_("class"), 14, "text"),
        (_("place"), 6, "whole"),
        (_("unit"), 20, "text"),
        (_("total"), 10, "score"),
        *roots,
        (_("all indicators"), 10, "score"),
        (_("bonus and deduction"), 10, "score"),
        (_("coefficient"), 10, "text"),
        (_("proposed grade"), 10, "text"),
        (_("decided grade"), 10, "text"),
        (_("notes"), 50, "text"),
    ]


def _ranking_row(sheet: ScoreSheet, unit: UnitScore) -> list[Cell]:
    names = {c.id: c.name for c in sheet.scheme.classes}
    scores: dict[str, int | None] = {i.code: i.score for i in unit.indicators}
    scores |= {n.code: n.score for n in unit.nodes}
    extra = sum(a.counted for a in unit.adjustments if a.of is None)
    factors = " × ".join(show_decimal(c.factor) for c in unit.coefficients if not c.of)
    return [
        names[unit.class_id],
        unit.rank,
        unit.name,
        _points(sheet, unit.total),
        *(_points(sheet, scores.get(root.code)) for root in sheet.scheme.roots),
        _points(sheet, unit.base),
        _points(sheet, extra) if unit.adjustments else None,
        factors or None,
        unit.proposed_grade,
        unit.decided_grade,
        remarks(unit) or None,
    ]


def remarks(unit: UnitScore) -> str:
    """Say what a reader of the ranking must know: vetoes, exclusions, notes, the reason of a decision."""
    words = [_("veto: {name}").format(name=v.name) for v in unit.vetoes]
    words += [e.reason or e.effect for e in unit.exclusions]
    words += [say_note(note) for note in unit.notes]
    if unit.decision is not None and unit.decision.reason:
        words.append(_("decided: {reason}").format(reason=unit.decision.reason))
    return _("; ").join(words)


def _points(sheet: ScoreSheet, units: int | None) -> Decimal | None:
    return None if units is None else Decimal(units).scaleb(-sheet.precision)


def _detail_columns() -> list[tuple[str, int, str]]:
    return [
        (_("class"), 14, "text"),
        (_("unit"), 20, "text"),
        (_("code"), 8, "text"),
        (_("indicator"), 30, "text"),
        (_("points"), 8, "figure"),
        (_("target"), 12, "figure"),
        (_("actual"), 12, "figure"),
        (_("state"), 10, "text"),
        (_("score"), 10, "score"),
        (_("points lost"), 10, "score"),
        (_("data owner"), 18, "text"),
    ]


def _detail_row(sheet: ScoreSheet, unit: UnitScore, leaf: IndicatorScore) -> list[Cell]:
    names = {c.id: c.name for c in sheet.scheme.classes}
    indicator, score = sheet.scheme.by_code[leaf.code], _points(sheet, leaf.score)
    fact = leaf.fact
    return [
        names[unit.class_id],
        unit.name,
        leaf.code,
        indicator.name,
        leaf.points,
        None if fact is None else fact.target,
        None if fact is None else fact.actual,
        _STATES[leaf.state](),
        score,
        None if score is None else leaf.points - score,
        indicator.owner,
    ]


_STATES = {
    State.REPORTED: lambda: _("reported"),
    State.NOT_REPORTED: lambda: _("not reported"),
    State.NOT_APPLICABLE: lambda: _("not applicable"),
    State.DECIDED: lambda: _("decided"),
}


def _derivation_columns() -> list[tuple[str, int, str]]:
    return [
        (_("unit"), 20, "text"),
        (_("code"), 8, "text"),
        (_("item"), 30, "text"),
        (_("criterion"), 40, "text"),
        (_("score"), 10, "score"),
        (_("derivation"), 90, "text"),
    ]


def _derivation_rows(sheet: ScoreSheet) -> Any:
    items = {a.code: a for a in sheet.scheme.adjustments}
    for unit in sheet.units:
        for leaf in unit.indicators:
            indicator = sheet.scheme.by_code[leaf.code]
            told = derivation(sheet.scheme, leaf)
            yield [unit.name, leaf.code, indicator.name, indicator.criterion, _points(sheet, leaf.score), told]
        for score in unit.adjustments:
            item, told = items[score.code], derivation_of_adjustment(sheet.scheme, score)
            yield [unit.name, score.code, item.name, item.criterion, _points(sheet, score.counted), told]
