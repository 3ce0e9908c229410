"""Rolls the units of one block up the tree, a whole column at a time.

Windows, composition and what settles a branch are the reference engine's own (`kaohe.scoring.tree.Tree`): only the
arithmetic on columns is replaced, so the two cannot drift apart in the order of the regulation.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import polars as pl

from kaohe.scheme.model import Scheme
from kaohe.scoring.bulk.combine import combined
from kaohe.scoring.bulk.leaf import Leaves
from kaohe.scoring.combine import Combination
from kaohe.scoring.periods import Span
from kaohe.scoring.plan import ClassPlan, NodePlan
from kaohe.scoring.tree import Branch, Tree
from kaohe.scoring.unscorable import NO_ROOT, Unscorable
from kaohe.tables.place import NOWHERE

ColumnChange: TypeAlias = Callable[[pl.Series], pl.Series]
"""What adjustments and coefficients of one indicator make of its column."""


class ColumnTree(Tree):
    """A `Tree` whose columns are Polars series of rounded scores; null: left out.

    Parameters
    ----------
    plan
        Of any class of the block.
    leaves
        Scores the leaves of the block, window by window.
    changes
        Code → what adjustments and coefficients ``of`` it make of its column.
    """

    def __init__(
        self,
        scheme: Scheme,
        plan: ClassPlan,
        leaves: Leaves,
        changes: Mapping[str, ColumnChange],
    ) -> None:
        self._leaves = leaves
        intake: Any = leaves  # gives ``spans`` and ``problems`` as an intake does
        super().__init__(scheme, plan, intake, leaves.block.units, frozenset(), changes, derive=False)  # type: ignore[arg-type]

    def _cells(self, code: str, window: Span) -> Any:
        return self._leaves.scored(self.plan.leaves[code], window)

    def _scores(self, cells: Any) -> Any:
        return cells

    def _combined(self, node: NodePlan, columns: Sequence[Any]) -> tuple[Any, Any]:
        if not columns:  # no indicator of the scheme applies to this class
            empty = pl.repeat(None, len(self.units), dtype=pl.Int64, eager=True)
            return empty, empty
        try:
            own = combined(node.combination, columns)
        except ValueError:
            self._object(node, columns)
            own = pl.repeat(None, len(self.units), dtype=pl.Int64, eager=True)
        return own, own

    def _object(self, node: NodePlan, columns: Sequence[pl.Series]) -> None:
        """Name the units whose scores have no geometric mean."""
        is_below = pl.DataFrame({f"c{n}": c for n, c in enumerate(columns)}).select(pl.any_horizontal(pl.all() < 0))
        for row in is_below.to_series().arg_true().to_list():
            self.intake.problems.append(Unscorable(NO_ROOT).at(self.units[row], node.code or "Σ", NOWHERE))

    def _over(self, combination: Combination, columns: Sequence[Any]) -> Any:
        return combined(combination, columns)

    def _settled(self, raw: Any) -> Any:
        return raw

    def _changed(self, code: str | None, branch: Branch) -> Branch:
        change: Any = self.changes.get(code) if code is not None else None
        if change is not None:
            final = change(branch.own)
            count = len(branch.windows)
            branch = branch._replace(final=final, windows=(final,) * count, is_settled=count > 1)
        self.branches[code] = branch
        return branch
