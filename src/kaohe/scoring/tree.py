"""Leaf → tree → period composition, for the units of one class.

Scores run up the tree column by column: one list per indicator, one entry a unit. Where a node (or the scheme)
composes periods, the tree below it is scored window by window, and the window scores become one. What counts once in
the year (an adjustment or coefficient of an indicator; under a sum, a figure of the whole year) settles its branch:
the nodes above are then rolled up from composed scores.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kaohe.scheme.model import Composition, PeriodMethod, Scheme
from kaohe.scoring.cells import IndicatorScore
from kaohe.scoring.combine import Arithmetic, Combination, Score
from kaohe.scoring.intake import Intake
from kaohe.scoring.periods import Span, whole, windows
from kaohe.scoring.plan import ClassPlan, NodePlan, over_periods
from kaohe.scoring.unscorable import NO_ROOT, Unscorable
from kaohe.tables.place import NOWHERE

Column: TypeAlias = "list[Score]"
"""One score a unit, in the order of the class's units."""

Change: TypeAlias = Callable[[int, Score], Score]
"""What adjustments and coefficients of one indicator make of the score of the unit at a position."""


class Frame(NamedTuple):
    """Windows that a part of the tree is scored in, and how they become one (None: there is one only)."""

    windows: tuple[Span, ...]
    combination: Combination | None
    is_sum: bool


class Branch(NamedTuple):
    """What one indicator, or the whole tree, came to.

    Attributes
    ----------
    windows
        One column a window of the frame above.
    raw, own
        Composed over the windows, before and after rounding.
    final
        ``own`` changed by adjustments and coefficients of this indicator.
    is_settled
        True: the windows only repeat ``final``.
    """

    windows: tuple[Column, ...]
    raw: Column
    own: Column
    final: Column
    is_settled: bool = False


class Tree:
    """Rolls one class up.

    Attributes
    ----------
    branches
        Code → what it came to; None → the whole tree.
    cells
        Code of a leaf → its cells, one list a window, in the order of the units.
    frames
        Code of a node → the windows it was scored in; None → those of the whole tree.
    """

    def __init__(
        self,
        scheme: Scheme,
        plan: ClassPlan,
        intake: Intake,
        units: Sequence[str],
        outside: frozenset[str],
        changes: Mapping[str, Change],
        *,
        derive: bool,
    ) -> None:
        self.scheme, self.plan, self.intake, self.units, self.outside = scheme, plan, intake, units, outside
        self.changes, self.derive = changes, derive
        self.branches: dict[str | None, Branch] = {}
        self.cells: dict[str, list[list[IndicatorScore]]] = {}
        self.frames: dict[str | None, Frame] = {}
        self._arithmetic = Arithmetic(scheme.rounding)
        self._node(plan.top, self._frame(scheme.composition, self._following(plan.top.children)))

    @property
    def totals(self) -> Branch:
        """The whole tree."""
        return self.branches[None]

    def _frame(self, composition: Composition, leaves: Sequence[str]) -> Frame:
        """Find the windows of a composition among the periods that its leaves were reported for."""
        year = self.scheme.year
        if composition.method is PeriodMethod.LAST:
            return Frame((whole(year),), None, is_sum=False)
        spans = {s for leaf in leaves for s in self.intake.spans(leaf)}
        found = windows(composition, year, spans)
        combination = None if len(found) == 1 else over_periods(composition, year, found)
        return Frame(found, combination, composition.method is PeriodMethod.SUM)

    def _following(self, codes: Sequence[str]) -> list[str]:
        """Leaves under some indicators that follow the windows above, having no composition of their own."""
        out: list[str] = []
        for code in codes:
            if self.scheme.by_code[code].composition is None:
                node = self.plan.nodes.get(code)
                out += [code] if node is None else self._following(node.children)
        return out

    def _branch(self, code: str, above: Frame) -> Branch:
        composition = self.scheme.by_code[code].composition
        node = self.plan.nodes.get(code)
        if composition is None:
            return self._leaf(code, above) if node is None else self._node(node, above)
        frame = self._frame(composition, (code,) if node is None else self._following(node.children))
        branch = self._leaf(code, frame) if node is None else self._node(node, frame)
        return self._repeated(branch, above, is_settled=branch.is_settled or above.is_sum)

    def _repeated(self, branch: Branch, above: Frame, *, is_settled: bool) -> Branch:
        """Let a branch that does not follow the windows above stand in each of them."""
        count = len(above.windows)
        return branch._replace(windows=(branch.final,) * count, is_settled=is_settled and count > 1)

    def _leaf(self, code: str, frame: Frame) -> Branch:
        spans = self.intake.spans(code)
        if len(frame.windows) > 1 and spans and all(s.months == 12 for s in spans):
            once = self._leaf(code, Frame((whole(self.scheme.year),), None, is_sum=False))
            return self._repeated(once, frame, is_settled=once.is_settled or frame.is_sum)
        self.frames[code] = frame
        self.cells[code] = [self._cells(code, window) for window in frame.windows]
        return self._composed(code, tuple(map(self._scores, self.cells[code])), frame)

    def _cells(self, code: str, window: Span) -> list[IndicatorScore]:
        return self.plan.leaves[code].column(
            self.units,
            self.intake.reported(code, window),
            str(window),
            self.intake.problems,
            outside=self.outside,
            derive=self.derive,
        )

    def _scores(self, cells: Sequence[IndicatorScore]) -> Column:
        if not self._arithmetic.is_exact:
            return [c.score for c in cells]
        scale = 10**self.scheme.precision
        return [None if c.exact is None else (c.exact[0] * scale, c.exact[1]) for c in cells]

    def _node(self, node: NodePlan, frame: Frame) -> Branch:
        self.frames[node.code] = frame
        below = [self._branch(code, frame) for code in node.children]
        if len(frame.windows) > 1 and not any(b.is_settled for b in below):
            columns = [self._combined(node, [b.windows[i] for b in below])[1] for i in range(len(frame.windows))]
            return self._composed(node.code, tuple(columns), frame)
        raw, own = self._combined(node, [b.final for b in below])
        once = self._changed(node.code, Branch((own,), raw, own, own))
        self.branches[node.code] = self._repeated(once, frame, is_settled=True)
        return self.branches[node.code]

    def _combined(self, node: NodePlan, columns: Sequence[Column]) -> tuple[Column, Column]:
        if not columns:  # no indicator of the scheme applies to this class
            return [None] * len(self.units), [None] * len(self.units)
        try:
            raw = self._over(node.combination, columns)
        except ValueError:
            raw = [
                self._rooted(node, unit, row) for unit, row in zip(self.units, zip(*columns, strict=True), strict=True)
            ]
        return raw, self._settled(raw)

    def _over(self, combination: Combination, columns: Sequence[Column]) -> Column:
        """Combine columns unit by unit."""
        if not self._arithmetic.is_exact and not any(None in column for column in columns):
            return list(combination.of_columns(columns))  # type: ignore[arg-type]  # whole numbers, none left out
        of = combination.of_exact if self._arithmetic.is_exact else combination.of_rounded
        return [of(scores) for scores in zip(*columns, strict=True)]

    def _rooted(self, node: NodePlan, unit: str, scores: tuple[Score, ...]) -> Score:
        try:
            (raw,) = self._over(node.combination, [[score] for score in scores])
        except ValueError:
            self.intake.problems.append(Unscorable(NO_ROOT).at(unit, node.code or "Σ", NOWHERE))
            return None
        return raw

    def _settled(self, raw: Column) -> Column:
        settle = self._arithmetic.settle
        return [None if r is None else r if type(r) is int else settle(r) for r in raw]  # type: ignore[arg-type]

    def _composed(self, code: str | None, columns: tuple[Column, ...], frame: Frame) -> Branch:
        if frame.combination is None:
            (own,) = columns
            return self._changed(code, Branch(columns, own, own, own))
        raw = self._over(frame.combination, columns)
        own = self._settled(raw)
        return self._changed(code, Branch(columns, raw, own, own))

    def _changed(self, code: str | None, branch: Branch) -> Branch:
        change = self.changes.get(code) if code is not None else None
        if change is not None:
            final = [change(position, score) for position, score in enumerate(branch.own)]
            count = len(branch.windows)
            branch = branch._replace(final=final, windows=(final,) * count, is_settled=count > 1)
        self.branches[code] = branch
        return branch
