"""Bonus and deduction in bulk: each distinct case is worked out once by the reference engine, the caps by column.

Entries of the ledger are few and alike: thousands of units with "two awards of the second level" are one case.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np
import numpy.typing as npt
import polars as pl

from kaohe.criteria.model import InputType
from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.scheme.model import Adjustment, AdjustmentGroup, Scheme
from kaohe.scoring.adjust import TOTAL_GROUP, AdjustmentPlan
from kaohe.scoring.bulk.figures import Figures
from kaohe.scoring.bulk.grid import Mask
from kaohe.scoring.bulk.leaf import MAX_PROBLEMS, Block
from kaohe.scoring.bulk.sources import named
from kaohe.scoring.facts import Event, Fact
from kaohe.scoring.intake import Intake
from kaohe.scoring.periods import whole
from kaohe.scoring.unscorable import Unscorable
from kaohe.tables.place import NOWHERE

Numbers = npt.NDArray[np.int64]

EVENT_COLUMNS = ("count", "points", "level", "input")
"""What distinguishes one entry of the ledger from another for the score."""


@dataclass(frozen=True)
class ItemColumn:
    """One adjustment over the units of a block, in score units.

    Attributes
    ----------
    is_there
        True where the unit has a row, an entry or a decision for it.
    amount, counted
        Before and after the caps; zero where there is nothing.
    """

    item: Adjustment
    is_there: Mask
    amount: Numbers
    counted: Numbers = field(default_factory=lambda: np.zeros(0, dtype=np.int64))


class Adjustments:
    """Works out the adjustments of one block."""

    def __init__(
        self, scheme: Scheme, figures: Figures, side: Intake, events: pl.DataFrame, block: Block, scale: int
    ) -> None:
        self.scheme, self.figures, self.side, self.block, self.scale = scheme, figures, side, block, scale
        position = pl.DataFrame({"unit": block.units, "row": pl.int_range(len(block.units), eager=True)})
        self._events = events.join(position, on="unit", how="inner")

    def columns(self, plans: Sequence[AdjustmentPlan]) -> list[ItemColumn]:
        """Give every item in the scheme's order, caps applied."""
        return capped(self.scheme, [self._item(plan) for plan in plans])

    def _item(self, plan: AdjustmentPlan) -> ItemColumn:
        cases = self._cases(plan)
        amount = np.zeros(len(self.block.units), dtype=np.int64)
        is_there = np.zeros(len(self.block.units), dtype=np.bool_)
        if len(cases):
            is_there[cases["row"].to_numpy()] = True
            amount[cases["row"].to_numpy()] = self._amounts(plan, cases)
        for row, unit in self._decided(plan.item.code):
            decision = self.side.score_decided(unit, plan.item.code)
            assert decision is not None  # noqa: S101  # it is listed
            amount[row], is_there[row] = self._units(to_ratio(str(decision.value))), True
        return ItemColumn(plan.item, is_there, amount)

    def _decided(self, code: str) -> list[tuple[int, str]]:
        decided = self.side.reported(code, whole(self.scheme.year)).decided
        return [(n, u) for n, u in enumerate(self.block.units) if u in decided] if decided else []

    def _cases(self, plan: AdjustmentPlan) -> pl.DataFrame:
        """Give the units that have anything for an item, with their figures and the text of their entries."""
        code, rule = plan.item.code, plan.item.rule
        frame = self.figures.frame(code, rule, whole(self.scheme.year), self.block.rows)
        frame = frame.with_row_index("row").with_columns(pl.col("row").cast(pl.Int64))
        entries = self._events.filter(pl.col("item") == code)
        text = pl.concat_str([pl.col(c).cast(pl.String).fill_null("\x00") for c in EVENT_COLUMNS], separator="\x1f")
        ledger = entries.select("row", entries=text)
        if ledger["row"].is_duplicated().any():
            ledger = ledger.group_by("row").agg(pl.col("entries").sort().str.join("\x1e"))
        joined = frame.join(ledger, on="row", how="left", maintain_order="left")
        return joined.filter(pl.col("is_there") | pl.col("entries").is_not_null())

    def _amounts(self, plan: AdjustmentPlan, cases: pl.DataFrame) -> Numbers:
        keys = [name for name in cases.columns if name != "row"]
        distinct = cases.unique(keys, keep="first", maintain_order=True)
        amounts = [self._of_case(plan, row) for row in distinct.iter_rows(named=True)]
        known = distinct.select(keys).with_columns(amount=pl.Series(amounts, dtype=pl.Int64))
        found = cases.join(known, on=keys, how="left", nulls_equal=True, maintain_order="left")["amount"]
        return found.to_numpy()

    def _of_case(self, plan: AdjustmentPlan, case: dict[str, object]) -> int:
        unit, code = self.block.units[int(str(case["row"]))], plan.item.code
        if self.side.score_decided(unit, code) is not None or len(self.side.problems) >= MAX_PROBLEMS:
            return 0
        fact, events = self._fact(plan, unit, case), self._entries(unit, code, case["entries"])
        try:
            return self._units(plan.amount(fact, events, derive=False).points)
        except Unscorable as why:
            self.side.problems.append(why.at(unit, code, NOWHERE))
            return 0

    def _fact(self, plan: AdjustmentPlan, unit: str, case: dict[str, object]) -> Fact:
        rule = plan.item.rule
        inputs = {
            i.name: str(v) if i.type is InputType.CHOICE else self._decimal(v)
            for i in (() if rule is None else rule.inputs)
            if (v := case.get(named(i))) is not None
        }
        actual, target, previous = (
            None if case.get(name) is None else self._decimal(case[name]) for name in ("actual", "target", "previous")
        )
        period = str(self.scheme.year)
        return Fact(unit, plan.item.code, period, actual, target, previous, inputs, bool(case["is_applicable"]))

    def _decimal(self, value: object) -> Decimal:
        return Decimal(str(value)) / self.scale

    @staticmethod
    def _entries(unit: str, code: str, text: object) -> tuple[Event, ...]:
        if text is None:
            return ()
        found = []
        for entry in str(text).split("\x1e"):
            count, points, level, name = (None if part == "\x00" else part for part in entry.split("\x1f"))
            times = Decimal(1) if count is None else Decimal(count)
            found.append(Event(unit, code, None, times, None if points is None else Decimal(points), level, name))
        return tuple(found)

    def _units(self, points: Ratio) -> int:
        return rdiv(points[0] * 10**self.scheme.precision, points[1])


def capped(scheme: Scheme, items: Sequence[ItemColumn]) -> list[ItemColumn]:
    """Apply the caps of item, group and total; what comes first in the scheme counts first."""
    unit = 10**scheme.precision
    counted = [_within(item, unit) for item in items]
    groups = {g.id: g for g in scheme.adjustment_groups}
    ids = sorted({i.item.group for i in items if i.item.group is not None})
    passes = [(g, [n for n, i in enumerate(items) if i.item.group == g]) for g in ids]
    passes.append((TOTAL_GROUP, list(range(len(items)))))
    for group_id, members in passes:
        if members and (group := groups.get(group_id)) is not None:
            counted = _shared(counted, members, group, unit)
    return [ItemColumn(i.item, i.is_there, i.amount, c) for i, c in zip(items, counted, strict=True)]


def _within(column: ItemColumn, unit: int) -> Numbers:
    amount = column.amount
    if column.item.cap is not None:
        amount = np.minimum(amount, _in_units(column.item.cap, unit))
    if column.item.floor is not None:
        # The floor is tried only where the cap did not cut: an amount is cut once.
        low = np.maximum(amount, _in_units(-column.item.floor, unit))
        amount = np.where(amount == column.amount, low, amount)
    return amount


def _shared(counted: Sequence[Numbers], members: Sequence[int], group: AdjustmentGroup, unit: int) -> list[Numbers]:
    """Let items count in order until the group's room for bonus, or for deduction, is used up."""
    out, size = list(counted), len(counted[members[0]])
    room = None if group.cap_add is None else np.full(size, _in_units(group.cap_add, unit))
    debt = None if group.cap_deduct is None else np.full(size, _in_units(-group.cap_deduct, unit))
    for n in members:
        amount = out[n]
        is_bonus, kept = amount > 0, amount
        if room is not None:
            kept = np.where(is_bonus, np.minimum(kept, room), kept)
            room = room - np.where(is_bonus, kept, 0)
        if debt is not None:
            kept = np.where(is_bonus, kept, np.maximum(kept, debt))
            debt = debt - np.where(is_bonus, 0, kept)
        out[n] = kept
    return out


def _in_units(points: Decimal, unit: int) -> int:
    n, d = to_ratio(points)
    return rdiv(n * unit, d)


def sum_of(columns: Sequence[ItemColumn], of: str | None) -> Numbers | None:
    """Add up what counts for one indicator, or (None) for the total; None: nobody has anything there."""
    found = [c.counted for c in columns if c.item.of == of and c.is_there.any()]
    total: Numbers | None = np.sum(found, axis=0) if found else None
    return total
