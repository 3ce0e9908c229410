"""The bulk engine: scheme and long facts in, leaf scores, totals, places and grade proposals out.

The order is that of the reference engine, whose plans, windows and order of the regulation it uses; what differs is
that a whole column is scored at a time. Results are identical to the last digit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

import numpy as np
import polars as pl

from kaohe.i18n import translator
from kaohe.scheme.model import PeriodMethod, Rounding, Scheme
from kaohe.scoring.adjust import AdjustmentPlan, plan_adjustments
from kaohe.scoring.bulk.adjust import Adjustments, ItemColumn, sum_of
from kaohe.scoring.bulk.data import BATCH, BulkData, checked_units, class_rows, events_of, known_events, unit_rows
from kaohe.scoring.bulk.errors import BulkRefusedError, UnknownPeriodError
from kaohe.scoring.bulk.exact_lane import score_exactly
from kaohe.scoring.bulk.factors import Factors
from kaohe.scoring.bulk.figures import Calendar, Figures, Periods, wants_of
from kaohe.scoring.bulk.grid import Grid, Mask
from kaohe.scoring.bulk.leaf import Block, Leaves
from kaohe.scoring.bulk.outcome import BlockScores, Outcome, affected_statuses
from kaohe.scoring.bulk.result import BulkResult
from kaohe.scoring.bulk.tree import ColumnChange, ColumnTree
from kaohe.scoring.facts import Dataset
from kaohe.scoring.intake import Intake, Results
from kaohe.scoring.periods import span
from kaohe.scoring.plan import ClassPlan, plan_class
from kaohe.scoring.unscorable import NOT_THIS_YEAR, Unscorable
from kaohe.tables.place import NOWHERE
from kaohe.tables.problems import Problems

_ = translator("scoring")


def refuse_by_groups(scheme: Scheme) -> None:
    """Raise `BulkRefusedError` when a scheme cannot be scored group by group in fixed-width integers."""
    if scheme.rounding is Rounding.FINAL:
        raise BulkRefusedError(
            _("round: final carries exact fractions to the total, and is not done by groups; use the engine reference")
        )


def score_data(
    scheme: Scheme,
    data: BulkData,
    *,
    as_of: str | None = None,
    results: Results | None = None,
    calendar: Calendar | None = None,
) -> BulkResult:
    """Score, rank and propose grades for every unit; see `kaohe.scoring.bulk.score_frame`.

    Parameters
    ----------
    calendar
        When anybody of the whole run reported, where the data are one comparison group of it.

    Raises
    ------
    BulkRefusedError
        When the scheme asks for something that cannot be done so; before anything runs.
    """
    if calendar is not None:
        refuse_by_groups(scheme)
    if scheme.rounding is Rounding.FINAL:
        return score_exactly(scheme, data, as_of, results or {})
    return _Run(scheme, data, as_of, results or {}, calendar).result()


class _Run:
    def __init__(
        self, scheme: Scheme, data: BulkData, as_of: str | None, results: Results, calendar: Calendar | None
    ) -> None:
        self.scheme, self.data, self.as_of = scheme, data, as_of
        self.units = checked_units(data.units, [c.id for c in scheme.classes])
        self.plans = {c.id: plan_class(scheme, c.id) for c in scheme.classes}
        self.events = known_events(data.events, as_of)
        self.side = Intake(scheme, self._side_tables(), as_of, results)
        self.calendar = calendar
        self.figures = self._figures()
        self.status = affected_statuses(scheme, self.units, self.side.decisions, as_of)

    def result(self) -> BulkResult:
        """Score block by block, then correct, rank and grade over all."""
        outside = [unit for unit, status in self.status.items() if not status.is_ranked]
        in_group = (~self.units["unit"].is_in(outside)).to_numpy()
        blocks = [self._scored(block, plan) for block, plan in self._blocks(in_group)]
        self._raise_problems()
        outcome = Outcome(self.scheme, self.units, self.side, self.status, blocks)
        self._raise_problems()
        return BulkResult(
            _side_by_side(blocks, [b.leaves for b in blocks]),
            _side_by_side(blocks, [b.nodes for b in blocks]),
            _items(blocks),
            outcome.totals(),
            self.scheme.precision,
        )

    def _raise_problems(self) -> None:
        if self.side.problems:
            raise Problems(sorted(self.side.problems, key=lambda p: (p.place, p.code)))

    # Data

    def _side_tables(self) -> Dataset:
        """Give the tables that the exact engine looks at unit by unit: without facts, and events of leaves only."""
        leaves = {leaf.code for leaf in self.scheme.leaves}
        events = events_of(self.events.filter(pl.col("item").is_in(list(leaves))))
        needs_units = bool(self.scheme.couplings)
        units = tuple(unit_rows(self.units)) if needs_units else ()
        rest = self.data.rest
        return Dataset(units, (), events, rest.ballots, rest.turnout, rest.decisions)

    def _figures(self) -> Figures:
        """Put the facts in place; their first rows mostly have every period, which spares a pass over all of them."""
        first = self._periods(BATCH if self.as_of is None else None)
        if first.of_year:
            try:
                return Figures(self._grid(first), first, self.calendar)
            except UnknownPeriodError:
                pass
        every = self._periods(None)
        self._check_year(every)
        return Figures(self._grid(every), every, self.calendar)

    def _periods(self, rows: int | None) -> Periods:
        year = str(self.scheme.year)
        known = self._known_periods(year, rows)
        if self.as_of is not None:
            known = [p for p in known if f"{span(p).year}-{span(p).first:02d}" <= self.as_of]
        return Periods(tuple(known), self.scheme.year)

    def _check_year(self, periods: Periods) -> None:
        if periods.known and not periods.of_year:
            year = str(self.scheme.year)
            self.side.problems.append(Unscorable(NOT_THIS_YEAR, year=year).at("", "", NOWHERE))
            self._raise_problems()

    def _known_periods(self, year: str, rows: int | None) -> list[str]:
        if self.calendar is not None:
            return sorted({period for _, period in self.calendar.rows})
        return self.data.distinct("period", rows) if "period" in self.data.columns() else [year]

    def _grid(self, periods: Periods) -> Grid:
        columns = self.data.columns()
        has_inputs, has_excused = "input" in columns, "applicable" in columns
        rules = {i.code: i.rule for i in self.scheme.leaves} | {a.code: a.rule for a in self.scheme.adjustments}
        wants = [
            want
            for code, rule in rules.items()
            for want in wants_of(code, rule, periods, inputs=has_inputs, applicable=has_excused)
        ]
        items = {c: tuple(i.name for i in r.inputs) if r and has_inputs else () for c, r in rules.items()}
        texts = self.data.distinct("text") if has_inputs else []
        grid = Grid(self.units["unit"].to_list(), wants, items, periods.known, texts)
        for batch in self.data.batches():
            grid.add(self._known_rows(batch, periods))
        grid.check()
        return grid

    def _known_rows(self, batch: pl.DataFrame, periods: Periods) -> pl.DataFrame:
        if self.as_of is None or "period" not in batch.columns:
            return batch
        return batch.filter(pl.col("period").is_in(list(periods.known)))

    # Blocks

    def _blocks(self, in_group: Mask) -> list[tuple[Block, ClassPlan]]:
        """Put neighbouring classes together for which the scheme says the same."""
        ids = self.units["unit"].to_list()
        bounds = class_rows(self.units["class"])
        out = []
        for _key, members in groupby(bounds, key=lambda b: self._signature(b[0])):
            classes = list(members)
            first, last = classes[0][1].start, classes[-1][1].stop
            inside = tuple((c, slice(r.start - first, r.stop - first)) for c, r in classes)
            block = Block(slice(first, last), inside, tuple(ids[first:last]), in_group[first:last])
            out.append((block, self.plans[classes[0][0]]))
        return out

    def _signature(self, class_id: str) -> object:
        """Say what of the scheme depends on a class; classes that agree are scored together."""
        if self._settles_by_class:
            return class_id
        plan = self.plans[class_id]
        leaves = [(c, p.points, p.leaf.target.get(class_id)) for c, p in plan.leaves.items()]
        nodes = [(n.code, n.children, n.combination) for n in (*plan.nodes.values(), plan.top)]
        return (leaves, nodes, [a.code for a in plan.adjustments])

    @property
    def _settles_by_class(self) -> bool:
        """True when an adjustment of an indicator, where a class has any, changes how its periods are composed."""
        composed = self.scheme.composition.method is not PeriodMethod.LAST
        composed |= any(i.composition is not None for i in self.scheme.indicators)
        return composed and any(a.of is not None for a in self.scheme.adjustments)

    def _scored(self, block: Block, plan: ClassPlan) -> BlockScores:
        adjustments = Adjustments(self.scheme, self.figures, self.side, self.events, block, self.data.scale)
        plans: Sequence[AdjustmentPlan] = plan_adjustments(plan.adjustments)
        items = adjustments.columns(plans)
        factors = Factors(self.units[block.rows], self.scheme.coefficients, self.side.problems)
        leaves = Leaves(self.figures, self.side, block, self.data.scale)
        tree = ColumnTree(self.scheme, plan, leaves, _changes(self.scheme, items, factors))
        base = tree.totals.final
        based = factors.applied(base, factors.names(of=None, base_only=True))  # type: ignore[arg-type]
        adjusted = _plus(based, sum_of(items, None))
        total = factors.applied(adjusted, factors.names(of=None))
        scores: Mapping[Any, Any] = {code: branch.final for code, branch in tree.branches.items()}
        return BlockScores(
            block,
            {code: scores[code] for code in plan.leaves},
            {code: scores[code] for code in plan.nodes},
            items,
            base,  # type: ignore[arg-type]
            adjusted,
            total,
        )


def _changes(scheme: Scheme, items: Sequence[ItemColumn], factors: Factors) -> dict[str, ColumnChange]:
    """Make what adjustments and coefficients ``of`` an indicator do to its column, for those that have any."""
    codes = {c.item.of for c in items if c.item.of is not None and c.is_there.any()}
    codes |= {code for c in scheme.coefficients for code in c.of}

    def change_of(code: str) -> ColumnChange:
        added, names = sum_of(items, code), factors.names(of=code)
        return lambda scores: factors.applied(_plus(scores, added), names)

    return {code: change_of(code) for code in codes}


def _plus(scores: pl.Series, added: np.ndarray[Any, Any] | None) -> pl.Series:
    return scores if added is None else scores + pl.Series(added)


def _side_by_side(blocks: Sequence[BlockScores], columns: Sequence[Mapping[str, pl.Series]]) -> pl.DataFrame:
    """Put the columns of all blocks in one frame; null where an indicator does not concern a class."""
    frames = [
        pl.DataFrame({"unit": pl.Series(b.block.units, dtype=pl.String), **c})
        for b, c in zip(blocks, columns, strict=True)
    ]
    return pl.concat(frames, how="diagonal") if frames else pl.DataFrame(schema={"unit": pl.String})


def _items(blocks: Sequence[BlockScores]) -> pl.DataFrame:
    schema = {"unit": pl.String, "item": pl.String, "amount": pl.Int64, "counted": pl.Int64}
    frames = [
        pl.DataFrame(
            {"unit": units.filter(there), "item": pl.repeat(c.item.code, int(c.is_there.sum()), eager=True)}
            | {"amount": c.amount[c.is_there], "counted": c.counted[c.is_there]},
            schema=schema,
        )
        for b in blocks
        for units in [pl.Series(b.block.units, dtype=pl.String)]
        for c in b.adjustments
        for there in [pl.Series(c.is_there)]
    ]
    return pl.concat(frames) if frames else pl.DataFrame(schema=schema)
