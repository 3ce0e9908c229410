"""What ``kaohe simulate`` may be asked, and the tables that answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from rich.markup import escape

from kaohe.cli.numbers import number, positive
from kaohe.cli.show import console, show_rows
from kaohe.i18n import translator
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.simulate.change import Changes, what_if
from kaohe.scoring.simulate.next_points import NextPoints, next_points
from kaohe.scoring.simulate.sensitivity import one_at_a_time, sobol
from kaohe.scoring.simulate.stability import rank_intervals, swaps

_ = translator("cli")


@dataclass(frozen=True)
class Questions:
    """What was asked, as on the command line; see ``kaohe simulate --help``."""

    unit: str | None
    weights: tuple[str, ...]
    points: tuple[str, ...]
    figures: tuple[str, ...]
    sensitivity: bool
    intervals: bool
    sobol: bool
    spread: str


@dataclass(frozen=True)
class Answer:
    """One table: its name in JSON, its title and columns for people, and its rows.

    Attributes
    ----------
    keys
        Name of each column in JSON.
    """

    name: str
    title: str
    keys: tuple[str, ...]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    empty: str

    def to_json(self) -> list[dict[str, Any]]:
        """One object a row."""
        return [dict(zip(self.keys, row, strict=True)) for row in self.rows]

    def show(self) -> None:
        """Print the table, or what its emptiness means."""
        console().print(f"\n{escape(self.title)}", style="bold")
        if self.rows:
            show_rows(self.columns, self.rows)
        else:
            console().print(self.empty)


def answer(sheet: ScoreSheet, asked: Questions) -> list[Answer]:
    """Answer every question; without any, how firm each place stands."""
    return list(_answers(sheet, asked)) or [_swaps(sheet)]


def _answers(sheet: ScoreSheet, asked: Questions) -> Iterator[Answer]:
    spread = positive(asked.spread, "--spread")
    unit = None if asked.unit is None else _unit(sheet, asked.unit)
    if asked.weights or asked.points or asked.figures:
        yield _what_if(sheet, asked)
    if asked.sensitivity:
        yield _sensitivity(sheet, spread)
    if asked.intervals:
        yield _intervals(sheet, spread)
    if asked.sobol:
        if unit is None:
            raise ValueError(_("--sobol looks at one unit's total: name it with --unit"))
        yield _sobol(sheet, unit, spread)
    elif unit is not None:
        yield _next_points(sheet, unit)


def _unit(sheet: ScoreSheet, wanted: str) -> str:
    for unit in sheet.units:
        if wanted in (unit.unit, unit.name):
            return unit.unit
    known = ", ".join(unit.unit for unit in sheet.units[:8])
    raise ValueError(
        _("no unit “{unit}” in the data; there are, for example: {known}").format(unit=wanted, known=known)
    )


def _pair(text: str, form: str) -> tuple[str, Decimal]:
    name, sign, value = text.rpartition("=")
    if not sign or not name:
        raise ValueError(_("{text!r} is not of the form {form}").format(text=text, form=form))
    return name.strip(), number(value, text)


def _figure(sheet: ScoreSheet, text: str) -> tuple[tuple[str, str], Decimal]:
    place, value = _pair(text, "U:C=V")
    unit, sign, code = place.rpartition(":")
    if not sign:
        raise ValueError(_("{text!r} is not of the form {form}").format(text=text, form="U:C=V"))
    return (_unit(sheet, unit.strip()), code.strip()), value


def _what_if(sheet: ScoreSheet, asked: Questions) -> Answer:
    changes = Changes(
        weights=dict(_pair(text, "C=W") for text in asked.weights),
        points=dict(_pair(text, "C=P") for text in asked.points),
        figures=dict(_figure(sheet, text) for text in asked.figures),
    )
    rows = tuple((difference.unit, difference.say()) for difference in what_if(sheet, changes).differences)
    return Answer("what_if", _("What would change"), ("unit", "change"), (_("unit"), _("change")), rows, _("Nothing."))


def _sensitivity(sheet: ScoreSheet, spread: Decimal) -> Answer:
    rows = tuple(
        (group.name, effect.code, f"×{effect.factor}", str(effect.largest_move), _moves(effect.moved))
        for group in _classes(sheet)
        for effect in one_at_a_time(sheet, group.id, step_pct=spread)
    )
    title = _("Each weight changed alone by {spread} %").format(spread=spread)
    columns = (_("class"), _("indicator"), _("factor"), _("largest move"), _("units that move"))
    return Answer(
        "sensitivity", title, ("class", "indicator", "factor", "largest_move", "moved"), columns, rows, _("Nothing.")
    )


def _moves(moved: dict[str, tuple[int, int]]) -> str:
    return _(", ").join(f"{unit} {before}→{after}" for unit, (before, after) in moved.items())


def _intervals(sheet: ScoreSheet, spread: Decimal) -> Answer:
    rows = tuple(
        (group.name, str(i.rank), i.name, f"{i.low}–{i.high}", f"{i.best}–{i.worst}", f"{i.unchanged:.0%}")
        for group in _classes(sheet)
        for i in rank_intervals(sheet, group.id, spread_pct=spread)
    )
    title = _("Places when every weight varies by up to {spread} %").format(spread=spread)
    columns = (_("class"), _("place"), _("unit"), _("90 % of draws"), _("all draws"), _("unchanged"))
    keys = ("class", "rank", "unit", "interval_90", "interval_all", "unchanged")
    return Answer("rank_intervals", title, keys, columns, rows, _("Nothing."))


def _sobol(sheet: ScoreSheet, unit: str, spread: Decimal) -> Answer:
    rows = tuple(
        (share.code, f"{share.first_order:.3f}", f"{share.total_order:.3f}")
        for share in sobol(sheet, unit, spread_pct=spread)
    )
    title = _("Share of each weight in the variance of the total of {unit}").format(unit=unit)
    columns = (_("indicator"), _("alone"), _("with others"))
    return Answer("sobol", title, ("indicator", "first_order", "total_order"), columns, rows, _("Nothing."))


def _next_points(sheet: ScoreSheet, unit: str) -> Answer:
    rows = tuple(
        (
            p.code,
            p.name,
            p.input,
            p.unit,
            p.now or "—",
            p.first.value,
            p.first.points,
            p.top.value,
            p.top.points,
            _rank(p),
        )
        for p in next_points(sheet, unit)
    )
    title = _("Where the next points of {unit} are").format(unit=sheet.by_unit[unit].name)
    columns = (
        _("code"),
        _("indicator"),
        _("field"),
        _("in"),
        _("now"),
        _("first step"),
        _("gains"),
        _("all of it"),
        _("gains"),
        _("place then"),
    )
    keys = (
        "code",
        "name",
        "input",
        "unit",
        "now",
        "first_value",
        "first_points",
        "top_value",
        "top_points",
        "top_rank",
    )
    return Answer("next_points", title, keys, columns, rows, _("Every indicator has its full points."))


def _rank(found: NextPoints) -> str:
    return "—" if found.top.rank is None else str(found.top.rank)


def _swaps(sheet: ScoreSheet) -> Answer:
    rows = tuple(
        (group.name, swap.upper, swap.lower, swap.gap, swap.code or "—", _change(swap.change_pct))
        for group in _classes(sheet)
        for swap in swaps(sheet, group.id)
    )
    columns = (_("class"), _("above"), _("below"), _("points between"), _("weight that swaps them"), _("change"))
    keys = ("class", "upper", "lower", "gap", "code", "change_pct")
    return Answer(
        "stability", _("How firm each place stands"), keys, columns, rows, _("No class has two ranked units.")
    )


def _change(pct: float | None) -> str:
    return "—" if pct is None else f"{pct:.1f} %"


def _classes(sheet: ScoreSheet) -> Sequence[Any]:
    present = {unit.class_id for unit in sheet.units}
    return [group for group in sheet.scheme.classes if group.id in present]
