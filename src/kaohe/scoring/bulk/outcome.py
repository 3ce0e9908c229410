"""From totals to the result of the run: correction, decided totals, places and grade proposals over all units."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from kaohe.exact import rdiv, to_ratio
from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.adjust import ItemColumn
from kaohe.scoring.bulk.data import OWN_UNIT_COLUMN, attribute_column, class_rows, unit_rows
from kaohe.scoring.bulk.grid import Mask
from kaohe.scoring.bulk.leaf import Block
from kaohe.scoring.bulk.standing import bars_of, places, propose
from kaohe.scoring.factors import apply_correction, corrections
from kaohe.scoring.facts import Decision
from kaohe.scoring.intake import Intake
from kaohe.scoring.standing import UNIT_GRADE, Status, statuses
from kaohe.scoring.unscorable import Unscorable
from kaohe.tables.place import NOWHERE

LOWEST_KEY = np.iinfo(np.int64).min


@dataclass(frozen=True)
class BlockScores:
    """Scores of one block before correction, places and grades; one row a unit, in score units."""

    block: Block
    leaves: Mapping[str, pl.Series]
    nodes: Mapping[str, pl.Series]
    adjustments: Sequence[ItemColumn]
    base: pl.Series
    adjusted: pl.Series
    total: pl.Series


def affected_statuses(
    scheme: Scheme, units: pl.DataFrame, decisions: Sequence[Decision], as_of: str | None
) -> dict[str, Status]:
    """Give the status of every unit that a decision or an exclusion touches; the others have none."""
    touched = pl.col("unit").is_in(list({d.unit for d in decisions}))
    for exclusion in scheme.exclusions:
        column = attribute_column(exclusion.column)
        if column in units.columns:
            touched |= pl.col(column).cast(pl.String) == exclusion.value
    rows = unit_rows(units.filter(touched.fill_null(value=False)))
    return statuses(scheme, rows, decisions, as_of)


class Outcome:
    """Totals of all units, put in place; the scores of the blocks are taken as they are.

    Parameters
    ----------
    units
        All units, in the order of the run.
    status
        Unit id → status, for units that have any.
    """

    def __init__(
        self,
        scheme: Scheme,
        units: pl.DataFrame,
        side: Intake,
        status: Mapping[str, Status],
        blocks: Sequence[BlockScores],
    ) -> None:
        self.scheme, self.units, self.side, self.blocks = scheme, units, side, blocks
        self._ids: list[str] = units["unit"].to_list()
        position = {unit: n for n, unit in enumerate(self._ids)} if status or side.decisions else {}
        self._status = {position[unit]: s for unit, s in status.items()}
        self._position = position
        self.total = self._decided(self._corrected(_joined([b.total for b in blocks])))

    def totals(self) -> pl.DataFrame:
        """Give one row a unit: its totals, place and grade proposal."""
        count = len(self.units)
        rank, among = np.zeros(count, dtype=np.int64), np.zeros(count, dtype=np.int64)
        grade = np.full(count, -1, dtype=np.int64)
        keys, is_ranked = self._keys(), self._is_ranked()
        for rows in self._scopes():
            members = np.arange(count)[rows][is_ranked[rows]]
            among[rows] = len(members)
            if len(members):
                own = [key[members] for key in keys]
                rank[members] = places(own, self.scheme.ranking.method)
                grade[members] = self._graded(members, own, rank[members])
        names = pl.Series([g.name for g in self.scheme.grades], dtype=pl.String)
        proposed = names.gather(pl.Series(grade).replace(-1, None)) if len(names) else _none(count, pl.String)
        return pl.DataFrame(
            {
                "unit": self.units["unit"],
                "class": self.units["class"],
                "base": _joined([b.base for b in self.blocks]),
                "adjusted": _joined([b.adjusted for b in self.blocks]),
                "total": self.total,
                "rank": pl.Series(rank).replace(0, None),
                "ranked_among": among,
                "proposed_grade": proposed,
                "grade": self._with_decisions(proposed),
            }
        )

    # Totals

    def _scopes(self) -> list[slice]:
        if self.scheme.ranking.within == "all":
            return [slice(0, len(self.units))]
        return [rows for _, rows in class_rows(self.units["class"])]

    def _corrected(self, total: pl.Series) -> pl.Series:
        """Apply the cross-group correction, exactly as the reference engine does: one factor or shift a unit."""
        correction = self.scheme.correction
        if correction is None:
            return total
        rows = {u.id: u for u in unit_rows(self.units)}
        known = {unit: (t, 1) for unit, t in zip(self._ids, total.to_list(), strict=True) if t is not None}
        scores = dict(zip(self._ids, total.to_list(), strict=True))
        for scope in self._scopes():
            totals = {unit: known[unit] for unit in self._ids[scope] if unit in known}
            for unit, found in (corrections(self.scheme, correction, rows, totals, known) if totals else {}).items():
                if isinstance(found, Unscorable):
                    self.side.problems.append(found.at(unit, correction.by, NOWHERE))
                else:
                    scores[unit] = rdiv(*apply_correction(found, totals[unit]))
        return pl.Series([scores[unit] for unit in self._ids], dtype=pl.Int64)

    def _decided(self, total: pl.Series) -> pl.Series:
        """Put a total that a person set in the place of the computed one."""
        found: dict[int, int] = {}
        for unit in {d.unit for d in self.side.decisions}:
            decision = self.side.score_decided(unit, None)
            if decision is not None and unit in self._position:
                n, d = to_ratio(str(decision.value))
                found[self._position[unit]] = rdiv(n * 10**self.scheme.precision, d)
        # `scatter` writes in place, and this column may also be another one
        return total.clone().scatter(list(found), pl.Series(list(found.values()), dtype=pl.Int64)) if found else total

    # Places and grades

    def _keys(self) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
        """Total and tie-breakers; a tie-breaker left out for a unit counts as zero."""
        keys = [self.total.fill_null(LOWEST_KEY + 1).to_numpy()]
        for code in self.scheme.ranking.tie_break:
            columns = [(b.leaves | b.nodes).get(code) for b in self.blocks]  # type: ignore[operator]
            filled = [
                _none(len(b.block.units), pl.Int64) if c is None else c
                for b, c in zip(self.blocks, columns, strict=True)
            ]
            keys.append(_joined(filled).fill_null(0).to_numpy())
        return keys

    def _is_ranked(self) -> Mask:
        is_ranked = self.total.is_not_null().to_numpy().copy()
        is_ranked[[n for n, status in self._status.items() if not status.is_ranked]] = False
        return is_ranked

    def _graded(
        self, members: np.ndarray[tuple[int], np.dtype[np.int64]], keys: Sequence[np.ndarray], rank: np.ndarray
    ) -> np.ndarray:
        grades = self.scheme.grades
        if not grades:
            return np.full(len(members), -1)
        index = {int(n): k for k, n in enumerate(members)} if self._status else {}
        effects = {index[n]: s.effects for n, s in self._status.items() if s.effects and n in index}
        pools = self._pools(members) if any(g.quota_by_unit_grade for g in grades) else ()
        return propose(grades, keys, rank, bars_of(grades, effects, pools), 10**self.scheme.precision)

    def _pools(self, members: np.ndarray) -> list[tuple[str, str]]:
        rows = self.units[members.tolist()]
        columns = [
            rows[name].cast(pl.String).fill_null("").to_list() if name in rows.columns else [""] * len(rows)
            for name in (UNIT_GRADE, OWN_UNIT_COLUMN)
        ]
        return list(zip(*columns, strict=True))

    def _with_decisions(self, proposed: pl.Series) -> pl.Series:
        decided = {
            n: str(s.decision.value)
            for n, s in self._status.items()
            if s.decision is not None and s.decision.value is not None
        }
        if not decided:
            return proposed
        return proposed.clone().scatter(list(decided), pl.Series(list(decided.values()), dtype=pl.String))


def _joined(columns: Sequence[pl.Series]) -> pl.Series:
    return pl.concat(columns) if columns else pl.Series([], dtype=pl.Int64)


def _none(count: int, dtype: type[pl.DataType]) -> pl.Series:
    return pl.repeat(None, count, dtype=dtype, eager=True)
