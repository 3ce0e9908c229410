"""The units of one class, from figures to totals before correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import TypeVar

from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.scheme.model import Adjustment, Scheme
from kaohe.scoring.adjust import AdjustmentPlan, Amount, Caps
from kaohe.scoring.cells import AdjustmentScore, CoefficientScore, IndicatorScore, NodeScore, Note
from kaohe.scoring.combine import Arithmetic, Score, as_ratio, shown
from kaohe.scoring.factors import coefficient_of, multiply
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.intake import Intake
from kaohe.scoring.leaf import Reported
from kaohe.scoring.periods import whole
from kaohe.scoring.plan import ClassPlan, NodePlan
from kaohe.scoring.tree import Change, Tree
from kaohe.scoring.unscorable import Unscorable
from kaohe.tables.place import NOWHERE

_T = TypeVar("_T")


@dataclass
class Draft:
    """One unit on its way: what is known before totals are corrected, ranked and graded; scores in score units."""

    unit: UnitRow
    adjustments: tuple[AdjustmentScore, ...] = ()
    coefficients: tuple[CoefficientScore, ...] = ()
    indicators: tuple[IndicatorScore, ...] = ()
    nodes: tuple[NodeScore, ...] = ()
    excluded: tuple[str, ...] = ()
    base: Score = None
    base_raw: Score = None
    adjusted: Score = None
    total: Score = None
    period_totals: tuple[tuple[str, int | None], ...] = ()
    notes: list[Note] = field(default_factory=list)


class ClassRun:
    """Scores one class; the result is in ``drafts``, by unit id."""

    def __init__(
        self,
        scheme: Scheme,
        plan: ClassPlan,
        adjustments: Sequence[AdjustmentPlan],
        intake: Intake,
        outside: frozenset[str],
        *,
        derive: bool,
    ) -> None:
        self.scheme, self.plan, self.intake, self.derive = scheme, plan, intake, derive
        units = sorted((u for u in intake.dataset.units if u.class_id == plan.id), key=lambda u: u.id)
        self._arithmetic = Arithmetic(scheme.rounding)
        self._caps = Caps(scheme)
        rows = [intake.reported(plan.item.code, whole(scheme.year)) for plan in adjustments]
        self.drafts = [Draft(u, self._adjusted(u, adjustments, rows), self._coefficients(u)) for u in units]
        tree = Tree(scheme, plan, intake, [u.id for u in units], outside, self._changes(), derive=derive)
        leaves, nodes = self._leaf_columns(tree), self._node_columns(tree)
        for position, (draft, cells, rolled) in enumerate(
            zip(self.drafts, _by_unit(leaves, units), _by_unit(nodes, units), strict=True)
        ):
            draft.indicators, draft.nodes = cells, rolled
            self._total(draft, position, tree)

    # Adjustments and coefficients

    def _adjusted(
        self, unit: UnitRow, plans: Sequence[AdjustmentPlan], reported: Sequence[Reported]
    ) -> tuple[AdjustmentScore, ...]:
        """Work out a unit's items, then let the caps cut them together."""
        found = [
            (plan.item, amount, rows)
            for plan, rows in zip(plans, reported, strict=True)
            if (amount := self._amount(unit, plan, rows)) is not None
        ]
        in_units = [(item, self._caps.to_units(amount.points)) for item, amount, _ in found]
        counted = self._caps.count(in_units)
        return tuple(
            _adjustment(unit.id, item, amount, rows, before, after, limits)
            for (item, amount, rows), (_, before), (after, limits) in zip(found, in_units, counted, strict=True)
        )

    def _amount(self, unit: UnitRow, plan: AdjustmentPlan, rows: Reported) -> Amount | None:
        """Give what one item came to before caps; None: nothing was entered for it, or it is a problem."""
        fact, events, decision = rows.facts.get(unit.id), rows.events.get(unit.id, ()), rows.decided.get(unit.id)
        if decision is not None:
            note = Note("decided", (decision.by, decision.reason, decision.basis))
            return Amount(to_ratio(str(decision.value)), notes=(note,))
        if fact is None and not events:
            return None
        try:
            return plan.amount(fact, events, derive=self.derive)
        except Unscorable as why:
            place = events[0].place if events else NOWHERE if fact is None else fact.place
            self.intake.problems.append(why.at(unit.id, plan.item.code, place))
            return None

    def _coefficients(self, unit: UnitRow) -> tuple[CoefficientScore, ...]:
        out = []
        for coefficient in self.scheme.coefficients:
            try:
                out.append(coefficient_of(coefficient, unit))
            except Unscorable as why:
                self.intake.problems.append(why.at(unit.id, coefficient.name, unit.place))
        return tuple(out)

    def _changes(self) -> dict[str, Change]:
        """Make what becomes of an indicator's score: adjustments, coefficients, a decision on a node."""
        codes = {a.of for d in self.drafts for a in d.adjustments if a.of is not None}
        codes |= {code for c in self.scheme.coefficients for code in c.of}
        codes |= self.intake.decided & self.plan.nodes.keys()
        return {code: self._change_of(code) for code in codes}

    def _change_of(self, code: str) -> Change:
        is_node = code in self.plan.nodes

        def change(position: int, score: Score) -> Score:
            draft = self.drafts[position]
            decision = self.intake.score_decided(draft.unit.id, code) if is_node else None
            if decision is not None:
                draft.notes.append(Note("node_decided", (code, decision.by, decision.reason, decision.basis)))
                n, d = to_ratio(str(decision.value))
                return self._arithmetic.settle((n * 10**self.scheme.precision, d))
            if score is None:
                return None
            score = self._plus(score, [a.counted_exact for a in draft.adjustments if a.of == code])
            return self._multiplied(score, [c for c in draft.coefficients if code in c.of])

        return change

    def _total(self, draft: Draft, position: int, tree: Tree) -> None:
        """Base → base coefficients → adjustments → coefficients, as the order of the regulation has it."""
        branch = tree.totals
        draft.base, draft.base_raw = branch.final[position], branch.raw[position]
        draft.excluded = _left_out(self.plan.top.children, tree, position)
        if len(frame := tree.frames[None].windows) > 1 and not branch.is_settled:
            draft.period_totals = tuple(
                (str(w), shown(column[position])) for w, column in zip(frame, branch.windows, strict=True)
            )
        if draft.base is None:
            return
        based = self._multiplied(draft.base, [c for c in draft.coefficients if not c.of and c.base_only])
        draft.adjusted = self._plus(based, [a.counted_exact for a in draft.adjustments if a.of is None])
        draft.total = self._multiplied(draft.adjusted, [c for c in draft.coefficients if not c.of and not c.base_only])

    def _plus(self, score: int | Ratio, amounts: Sequence[Ratio]) -> int | Ratio:
        n, d = as_ratio(score)
        for an, ad in amounts:
            n, d = (n + an, d) if ad == d else (n * ad + an * d, d * ad)
        return self._arithmetic.settle((n, d))

    def _multiplied(self, score: int | Ratio, coefficients: Sequence[CoefficientScore]) -> int | Ratio:
        if not coefficients:
            return score
        return self._arithmetic.settle(multiply(as_ratio(score), tuple(coefficients)))

    # What the tree came to, unit by unit

    def _leaf_columns(self, tree: Tree) -> list[list[IndicatorScore]]:
        out = []
        for code in self.plan.leaves:
            branch, cells = tree.branches[code], tree.cells[code]
            is_single = len(cells) == 1
            if is_single and branch.final is branch.own:
                out.append(cells[0])
            elif is_single:
                out.append([c._replace(score=shown(s)) for c, s in zip(cells[0], branch.final, strict=True)])
            else:
                out.append(self._composed_leaf(code, tree))
        return out

    def _composed_leaf(self, code: str, tree: Tree) -> list[IndicatorScore]:
        branch = tree.branches[code]
        year = str(self.scheme.year)
        periods = zip(*tree.cells[code], strict=True)
        return [
            cells[-1]._replace(score=shown(final), exact=exact, own=shown(own), period=year, periods=cells)
            for final, exact, own, cells in zip(
                branch.final, self._all_in_points(branch.raw), branch.own, periods, strict=True
            )
        ]

    def _node_columns(self, tree: Tree) -> list[list[NodeScore]]:
        return [self._node_column(node, tree) for node in self.plan.nodes.values()]

    def _node_column(self, node: NodePlan, tree: Tree) -> list[NodeScore]:
        assert node.code is not None  # noqa: S101  # only the whole tree has none
        branch, windows = tree.branches[node.code], tree.frames[node.code].windows
        count = len(branch.own)
        children = node.children
        used, excluded = [children] * count, [tuple[str, ...]()] * count
        if any(None in tree.branches[c].final for c in children):
            excluded = [_left_out(children, tree, i) for i in range(count)]
            used = [tuple(c for c in children if c not in gone) for gone in excluded]
        periods: Sequence[tuple[tuple[str, int | None], ...]] = [()] * count
        if len(windows) > 1 and not branch.is_settled:
            names = [str(w) for w in windows]
            periods = [tuple(zip(names, map(shown, row), strict=True)) for row in zip(*branch.windows, strict=True)]
        finals, owns, exact = map(shown, branch.final), map(shown, branch.own), self._all_in_points(branch.raw)
        rows = zip(repeat(node.code), repeat(node.points), finals, exact, owns, used, excluded, periods)
        return [tuple.__new__(NodeScore, row) for row in rows]

    def _all_in_points(self, column: Sequence[Score]) -> list[Ratio | None]:
        scale = 10**self.scheme.precision
        return [None if s is None else (s, scale) if isinstance(s, int) else (s[0], s[1] * scale) for s in column]


def _adjustment(
    unit: str, item: Adjustment, amount: Amount, rows: Reported, before: Ratio, after: Ratio, limits: tuple[str, ...]
) -> AdjustmentScore:
    return AdjustmentScore(
        code=item.code,
        amount=rdiv(*before),
        counted=rdiv(*after),
        counted_exact=after,
        limits=limits,
        of=item.of,
        fact=rows.facts.get(unit),
        events=rows.events.get(unit, ()),
        values=amount.values,
        steps=amount.steps,
        notes=amount.notes,
    )


def _by_unit(columns: Sequence[Sequence[_T]], units: Sequence[UnitRow]) -> Sequence[tuple[_T, ...]]:
    """Turn columns into one row a unit; without columns, an empty row each."""
    return list(zip(*columns, strict=True)) if columns else [()] * len(units)


def _left_out(children: Sequence[str], tree: Tree, position: int) -> tuple[str, ...]:
    return tuple([c for c in children if tree.branches[c].final[position] is None])
