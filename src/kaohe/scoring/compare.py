"""Two runs cell by cell: what changed, by how much, and why, in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kaohe.exact import Ratio, show_decimal
from kaohe.i18n import translator
from kaohe.scoring.cells import IndicatorScore, UnitScore
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.words import say_signed

_ = translator("scoring")


@dataclass(frozen=True, slots=True)
class Difference:
    """One number that differs between two sheets.

    Attributes
    ----------
    unit, name
        Unit id and name.
    what
        ``leaf``, ``node``, ``adjustment``, ``total``, ``rank``, ``grade`` or ``unit`` (only one sheet has it).
    code
        Code of the indicator or item, empty for the others.
    before, after
        Decimal text, place or grade; None: there is none.
    change
        Exact difference in points, or in places; None where it is not a number.
    reasons
        In words: what differs in the figure, the points or the criterion.
    """

    unit: str
    name: str
    what: str
    code: str
    before: str | None
    after: str | None
    change: Ratio | None
    reasons: tuple[str, ...] = ()

    def say(self) -> str:
        """Put the difference in words, in the current language."""
        before, after = self.before or _("none"), self.after or _("none")
        what = self.code or _WHAT[self.what]()
        text = _("{name}, {what}: {before} → {after}").format(name=self.name, what=what, before=before, after=after)
        if self.what == "rank" and self.change is not None:
            places = abs(self.change[0])
            text += " " + (_("▲{places}") if self.change[0] < 0 else _("▼{places}")).format(places=places)
        elif self.change is not None:
            text += f" ({say_signed(self.change)})"
        return text + (": " + _("; ").join(self.reasons) if self.reasons else "")

    def to_json(self) -> dict[str, Any]:
        """Write the difference for machines."""
        return {
            "unit": self.unit,
            "what": self.what,
            "code": self.code,
            "before": self.before,
            "after": self.after,
            "change": None if self.change is None else say_signed(self.change),
            "reasons": list(self.reasons),
        }


_WHAT = {
    "total": lambda: _("total"),
    "rank": lambda: _("place"),
    "grade": lambda: _("grade"),
    "unit": lambda: _("unit"),
}


def compare(before: ScoreSheet, after: ScoreSheet) -> tuple[Difference, ...]:
    """Compare two sheets, unit by unit in the order of the second.

    The sheets may come from different schemes or data; indicators are matched by code, units by id. Within a unit the
    total, place and grade come first, then items and leaves; equal numbers are left out.
    """
    return tuple(_differences(before, after))


def _differences(before: ScoreSheet, after: ScoreSheet) -> Iterator[Difference]:
    for unit in after.units:
        old = before.by_unit.get(unit.unit)
        if old is None:
            yield Difference(unit.unit, unit.name, "unit", "", None, after.show(unit.total), None)
        else:
            yield from _of_unit(before, after, old, unit)
    for unit in before.units:
        if unit.unit not in after.by_unit:
            yield Difference(unit.unit, unit.name, "unit", "", before.show(unit.total), None, None)


def _of_unit(before: ScoreSheet, after: ScoreSheet, old: UnitScore, new: UnitScore) -> Iterator[Difference]:
    both = _Pair(before, after, new)
    yield from both.score("total", "", old.total, new.total)
    if old.rank != new.rank:
        change = None if old.rank is None or new.rank is None else (new.rank - old.rank, 1)
        yield both.made("rank", "", _text(old.rank), _text(new.rank), change)
    if old.grade != new.grade:
        yield both.made("grade", "", old.grade, new.grade, None)
    items = {a.code: a.counted for a in old.adjustments}
    counted = {a.code: a.counted for a in new.adjustments}
    for code in dict.fromkeys([*items, *counted]):
        yield from both.score("adjustment", code, items.get(code, 0), counted.get(code, 0))
    nodes = {n.code: n.score for n in old.nodes}
    for node in new.nodes:
        if node.code in nodes:
            yield from both.score("node", node.code, nodes[node.code], node.score)
    leaves = {i.code: i for i in old.indicators}
    for leaf in new.indicators:
        was = leaves.pop(leaf.code, None)
        reasons = () if was is None else tuple(_reasons(before, after, was, leaf))
        yield from both.score("leaf", leaf.code, None if was is None else was.score, leaf.score, reasons)
    for gone in leaves.values():
        yield from both.score("leaf", gone.code, gone.score, None)


@dataclass(frozen=True, slots=True)
class _Pair:
    before: ScoreSheet
    after: ScoreSheet
    unit: UnitScore

    def score(
        self, what: str, code: str, old: int | None, new: int | None, reasons: tuple[str, ...] = ()
    ) -> Iterator[Difference]:
        """Compare two scores, which may have different precisions."""
        down, up = 10**self.before.precision, 10**self.after.precision
        if old is None or new is None:
            if old != new:
                yield self.made(what, code, self.before.show(old), self.after.show(new), None, reasons)
        elif new * down != old * up:
            change = (new * down - old * up, up * down)
            yield self.made(what, code, self.before.show(old), self.after.show(new), change, reasons)

    def made(
        self,
        what: str,
        code: str,
        old: str | None,
        new: str | None,
        change: Ratio | None,
        reasons: tuple[str, ...] = (),
    ) -> Difference:
        return Difference(self.unit.unit, self.unit.name, what, code, old, new, change, reasons)


def _text(rank: int | None) -> str | None:
    return None if rank is None else str(rank)


def _reasons(before: ScoreSheet, after: ScoreSheet, old: IndicatorScore, new: IndicatorScore) -> Iterator[str]:
    """Say what differs behind two leaf scores: figure, target, state, points, criterion, comparison group."""
    if old.state != new.state:
        yield _("state {old} → {new}").format(old=old.state, new=new.state)
    for name, was, now in (
        (_("figure"), old.actual, new.actual),
        (_("target"), old.target, new.target),
        (_("points"), show_decimal(old.points), show_decimal(new.points)),
        (_("criterion"), before.scheme.by_code[old.code].criterion, after.scheme.by_code[new.code].criterion),
    ):
        if was != now:
            yield _("{name} {was} → {now}").format(name=name, was=was or _("none"), now=now or _("none"))
    same_figure = old.fact is not None and new.fact is not None and old.fact.inputs == new.fact.inputs
    if same_figure and old.values != new.values and old.actual == new.actual and old.target == new.target:
        yield _("the comparison group changed")
