"""One leaf over the units of some classes: dense figures → inputs → one integer expression → scores.

Whatever the expression may not judge — an impossible figure, a count from the ledger of events, a recorded decision,
numbers beyond 127 bits — goes unit by unit to the reference engine's own leaf, which gives the score or the problem.
"""

from __future__ import annotations

import functools
import operator
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from kaohe.criteria.bulk import score_column
from kaohe.criteria.columns import Size
from kaohe.criteria.model import Input, InputType, Rule
from kaohe.exact import rdiv, to_ratio
from kaohe.scheme.model import Missing
from kaohe.scoring.bulk.figures import Figures
from kaohe.scoring.bulk.grid import Mask
from kaohe.scoring.bulk.groups import with_groups
from kaohe.scoring.bulk.sources import DEFAULTS_TO_ZERO, Derived, Reach, derived_inputs, group_columns, named, scaled
from kaohe.scoring.bulk.vector import half_away, width
from kaohe.scoring.facts import Fact, InputValue
from kaohe.scoring.intake import Intake
from kaohe.scoring.leaf import LeafPlan
from kaohe.scoring.periods import Span
from kaohe.tables.problems import Problem

MAX_PROBLEMS = 1000
"""Problems of one leaf that are listed; by then the data need another look anyway."""
STREAMED_FROM = 50_000
"""Units from which an expression runs in Polars' streaming engine: below, its start costs more than it saves."""


@dataclass(frozen=True, slots=True)
class Block:
    """Units that are scored together: consecutive rows of classes for which the scheme says the same.

    Attributes
    ----------
    rows
        Of the whole run.
    classes
        Id and rows of each class, counted from the start of the block.
    units
        Ids.
    in_group
        False: evaluated outside the comparison group.
    """

    rows: slice
    classes: tuple[tuple[str, slice], ...]
    units: tuple[str, ...]
    in_group: Mask


class Leaves:
    """Scores leaves for one block.

    Parameters
    ----------
    side
        Intake of everything but the facts: events, tallies, decisions.
    scale
        What a reported figure of 1 is in the dense cells.
    """

    def __init__(self, figures: Figures, side: Intake, block: Block, scale: int) -> None:
        self.figures, self.side, self.block, self.scale = figures, side, block, scale

    @property
    def problems(self) -> list[Problem]:
        """What cannot be scored."""
        return self.side.problems

    def spans(self, code: str) -> list[Span]:
        """Periods of the scheme's year in which a leaf was reported by anybody."""
        return self.figures.spans(code)

    def scored(self, plan: LeafPlan, window: Span) -> pl.Series:
        """Score a leaf in one window; Int64 in score units, null: left out."""
        frame = self.figures.frame(plan.leaf.code, plan.leaf.rule, window, self.block.rows)
        try:
            score, doubtful = self._columns(plan, frame)
        except OverflowError:
            # Too large, or too fine, for 127 bits: every unit goes to the exact engine.
            score = pl.repeat(None, len(frame), dtype=pl.Int64, eager=True)
            doubtful = range(len(frame))
        units = self._special(plan.leaf.code, window, doubtful)
        return self._repaired(plan, window, frame, score, units) if units else score

    def _columns(self, plan: LeafPlan, frame: pl.DataFrame) -> tuple[pl.Series, Sequence[int]]:
        rule = plan.leaf.rule
        if rule is None:
            score, doubtful = self._given(plan, frame)
        else:
            frame = self._with_statistics(plan, rule, frame)
            score, doubtful = self._by_rule(plan, rule, frame)
        result = frame.lazy().select(score.alias("score"), doubtful.alias("is_doubtful"))
        found = result.collect(engine="streaming" if len(frame) >= STREAMED_FROM else "in-memory")
        return found["score"], found["is_doubtful"].arg_true().to_list()

    # The expression

    def _by_rule(self, plan: LeafPlan, rule: Rule, frame: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
        derived = derived_inputs(rule, Reach(frame, self.scale))
        inputs = list(zip(rule.inputs, derived, strict=True))
        precision = len(str(plan.scale)) - 1
        score = score_column(rule, plan.points, [_value(i, d) for i, d in inputs], precision, list(map(_size, derived)))
        absent = [d.is_absent for i, d in inputs if i.type not in DEFAULTS_TO_ZERO and d.is_absent is not None]
        evaluated = pl.col("is_reported") & ~_any(absent) if absent else pl.col("is_reported")
        doubts = [_doubt(d) for d in derived if d.is_doubtful is not None]
        return _filled(plan, evaluated, score, pl.col("is_reported") & _any(doubts))

    def _given(self, plan: LeafPlan, frame: pl.DataFrame) -> tuple[pl.Expr, pl.Expr]:
        """Take a score that a person gave, or bring a result out of 100 to the points."""
        n, d = to_ratio(plan.points)
        times, below = (n, d * 100) if plan.out_of_100 else (1, 1)
        largest = max(map(abs, Reach(frame, self.scale).of("actual")))
        top = max(largest * times * plan.scale * d, self.scale * below, n * self.scale * below)
        kind = width(4 * top)
        actual = pl.col("actual").cast(kind) * pl.lit(times, dtype=kind)
        score = half_away(actual * pl.lit(plan.scale, dtype=kind), pl.lit(self.scale * below, dtype=kind))
        over = actual * pl.lit(d, dtype=kind) > pl.lit(n * self.scale * below, dtype=kind)
        outside = (over | (actual < 0)).fill_null(value=False)
        reported = pl.col("is_reported") & pl.col("actual").is_not_null()
        return _filled(plan, reported, score.cast(pl.Int64), outside & reported)

    def _with_statistics(self, plan: LeafPlan, rule: Rule, frame: pl.DataFrame) -> pl.DataFrame:
        leaf = plan.leaf
        target = leaf.target.get(self.block.classes[0][0])
        if target is not None and "target" in frame.columns:
            default = scaled(target, self.scale)
            if default is None:
                raise OverflowError("the default target is finer than the figures")
            frame = frame.with_columns(pl.col("target").fill_null(default))
        sources = group_columns(rule)
        if not sources:
            return frame
        if self.side.reported(leaf.code, _ANY).fed:
            raise OverflowError("tallies are no whole numbers")
        classes = [rows for _, rows in self.block.classes]
        return with_groups(frame, sources, classes, self.block.in_group, ascending=leaf.smaller_is_better)

    # What only the exact engine may judge

    def _special(self, code: str, window: Span, doubtful: Iterable[int]) -> list[int]:
        reported = self.side.reported(code, window)
        if reported.is_plain:
            return list(doubtful)
        named_units = {*reported.fed, *reported.events, *reported.decided}
        return sorted({*doubtful, *(n for n, unit in enumerate(self.block.units) if unit in named_units)})

    def _repaired(
        self, plan: LeafPlan, window: Span, frame: pl.DataFrame, score: pl.Series, rows: Sequence[int]
    ) -> pl.Series:
        scores: dict[int, int | None] = {}
        before = len(self.problems)
        for _, of_class in self.block.classes:
            wanted = [n for n in rows if of_class.start <= n < of_class.stop]
            if wanted and len(self.problems) - before < MAX_PROBLEMS:
                everyone = list(range(of_class.start, of_class.stop)) if plan.is_relative else wanted
                scores |= self._exactly(plan, window, frame, everyone)
        found = [n for n in rows if n in scores]
        return score.clone().scatter(found, pl.Series([scores[n] for n in found], dtype=pl.Int64))

    def _exactly(self, plan: LeafPlan, window: Span, frame: pl.DataFrame, rows: Sequence[int]) -> dict[int, int | None]:
        """Let the reference engine score some units; of a relative rule, it must see the whole class."""
        units = [self.block.units[n] for n in rows]
        outside = frozenset(unit for n, unit in zip(rows, units, strict=True) if not self.block.in_group[n])
        values = frame[list(rows)].iter_rows(named=True)
        facts = {unit: self._fact(plan, unit, window, row) for unit, row in zip(units, values, strict=True)}
        reported = self.side.reported(plan.leaf.code, window)._replace(facts=facts)
        cells = plan.column(units, reported, str(window), self.problems, outside=outside, derive=False)
        return {n: cell.score for n, cell in zip(rows, cells, strict=True)}

    def _fact(self, plan: LeafPlan, unit: str, window: Span, row: dict[str, Any]) -> Fact:
        rule = plan.leaf.rule
        inputs = {} if rule is None else {i.name: v for i in rule.inputs if (v := self._entered(i, row)) is not None}
        actual, target, previous = (self._decimal(row.get(name)) for name in ("actual", "target", "previous"))
        return Fact(unit, plan.leaf.code, str(window), actual, target, previous, inputs, row["is_applicable"])

    def _entered(self, inp: Input, row: dict[str, Any]) -> InputValue | None:
        value = row.get(named(inp))
        return value if inp.type is InputType.CHOICE else self._decimal(value)

    def _decimal(self, value: int | None) -> Decimal | None:
        return None if value is None else Decimal(value) / self.scale


_ANY = Span(0, 1, 12)


def _filled(plan: LeafPlan, evaluated: pl.Expr, score: pl.Expr, doubtful: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Put in what an unreported figure means; a score that came out empty goes to the exact engine."""
    meaning = plan.leaf.missing
    n, d = to_ratio(plan.points)
    fill = {Missing.ZERO: 0, Missing.FULL: rdiv(n * plan.scale, d)}.get(meaning)
    otherwise = pl.when("is_applicable").then(pl.lit(fill, dtype=pl.Int64))
    doubtful |= evaluated & score.is_null()
    if meaning is Missing.ERROR:
        doubtful |= ~evaluated & pl.col("is_applicable")
    return pl.when(evaluated).then(score).otherwise(otherwise), doubtful


def _value(inp: Input, derived: Derived) -> tuple[pl.Expr, pl.Expr | int]:
    """Give an input's column with something harmless where there is nothing: those rows are not used."""
    numerator, denominator = derived.value
    is_empty = _any([c for c in (derived.is_absent, derived.is_doubtful) if c is not None])
    if derived.is_absent is None and derived.is_doubtful is None:
        return numerator, denominator
    if inp.type is InputType.CHOICE:
        return pl.when(is_empty).then(pl.lit("")).otherwise(numerator), 1
    numerator = pl.when(is_empty).then(0).otherwise(numerator)
    if isinstance(denominator, int):
        return numerator, denominator
    return numerator, pl.when(is_empty).then(1).otherwise(denominator)


def _doubt(derived: Derived) -> pl.Expr:
    assert derived.is_doubtful is not None  # noqa: S101  # the caller looked
    return derived.is_doubtful if derived.is_absent is None else derived.is_doubtful & ~derived.is_absent


def _size(derived: Derived) -> Size:
    return Size(min(derived.size.low, 0), max(derived.size.high, 0), derived.size.den)


def _any(conditions: Sequence[pl.Expr]) -> pl.Expr:
    return functools.reduce(operator.or_, conditions) if conditions else pl.lit(value=False)
