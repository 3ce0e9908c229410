"""The units of one class, from figures to totals before correction."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from kaohe.exact import Ratio, rdiv, to_ratio
from kaohe.scheme.model import Adjustment, Scheme
from kaohe.scoring.adjust import AdjustmentPlan, Amount, Caps
from kaohe.scoring.cells import AdjustmentScore, CoefficientScore, IndicatorScore, NodeScore, Note, PeriodScore
from kaohe.scoring.combine import Score, settler
from kaohe.scoring.factors import coefficient_of, multiply
from kaohe.scoring.facts import Event, Fact, UnitRow
from kaohe.scoring.intake import Intake
from kaohe.scoring.periods import whole
from kaohe.scoring.plan import ClassPlan
from kaohe.scoring.tree import Change, Tree
from kaohe.scoring.unscorable import Unscorable
from kaohe.tables.place import NOWHERE


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
        self._settle = settler(scheme.rounding)
        self._caps = Caps(scheme)
        self.drafts = [Draft(u, self._adjusted(u, adjustments), self._coefficients(u)) for u in units]
        tree = Tree(scheme, plan, intake, units, outside, self._changes(), derive=derive)
        leaves, nodes = self._leaf_columns(tree), self._node_columns(tree)
        for position, draft in enumerate(self.drafts):
            draft.indicators = tuple([column[position] for column in leaves])
            draft.nodes = tuple([column[position] for column in nodes])
            self._total(draft, position, tree)

    # Adjustments and coefficients

    def _adjusted(self, unit: UnitRow, plans: Sequence[AdjustmentPlan]) -> tuple[AdjustmentScore, ...]:
        found: list[tuple[Adjustment, Amount, Fact | None, tuple[Event, ...]]] = []
        for plan in plans:
            code = plan.item.code
            fact = self.intake.fact(unit.id, code)
            events = self.intake.events(unit.id, code, whole(self.scheme.year))
            decision = self.intake.score_decided(unit.id, code)
            if decision is not None:
                note = Note("decided", (decision.by, decision.reason, decision.basis))
                amount = Amount(to_ratio(str(decision.value)), notes=(note,))
                found.append((plan.item, amount, fact, events))
            elif fact is not None or events:
                try:
                    found.append((plan.item, plan.amount(fact, events, derive=self.derive), fact, events))
                except Unscorable as why:
                    place = events[0].place if events else NOWHERE if fact is None else fact.place
                    self.intake.problems.append(why.at(unit.id, code, place))
        in_units = [(item, self._caps.to_units(amount.points)) for item, amount, _, _ in found]
        return tuple(
            AdjustmentScore(
                item.code,
                rdiv(*units),
                rdiv(*counted),
                counted,
                limits,
                item.of,
                fact,
                events,
                amount.values,
                amount.steps,
                amount.notes,
            )
            for (item, amount, fact, events), (_, units), (counted, limits) in zip(
                found, in_units, self._caps.count(in_units), strict=True
            )
        )

    def _coefficients(self, unit: UnitRow) -> tuple[CoefficientScore, ...]:
        out = []
        for coefficient in self.scheme.coefficients:
            try:
                out.append(coefficient_of(coefficient, unit))
            except Unscorable as why:
                self.intake.problems.append(why.at(unit.id, coefficient.name, unit.place))
        return tuple(out)

    def _changes(self) -> dict[str, Change]:
        """Make what adjustments and coefficients ``of`` an indicator do to its score, for those that have any."""
        codes = {a.of for d in self.drafts for a in d.adjustments if a.of is not None}
        codes |= {code for c in self.scheme.coefficients for code in c.of}
        return {code: self._change_of(code) for code in codes}

    def _change_of(self, code: str) -> Change:
        def change(position: int, score: Score) -> Score:
            if score is None:
                return None
            draft = self.drafts[position]
            score = _plus(score, [a.counted_exact for a in draft.adjustments if a.of == code])
            factors = tuple(c for c in draft.coefficients if code in c.of)
            return self._settle(multiply(score, factors)) if factors else score

        return change

    def _total(self, draft: Draft, position: int, tree: Tree) -> None:
        """Base → base coefficients → adjustments → coefficients, as the order of the regulation has it."""
        branch = tree.totals
        draft.base = branch.final[position]
        draft.excluded = _left_out(self.plan.top.children, tree, position)
        if len(frame := tree.frames[None].windows) > 1 and not branch.is_settled:
            draft.period_totals = tuple(
                (str(w), _shown(column[position])) for w, column in zip(frame, branch.windows, strict=True)
            )
        if draft.base is None:
            return
        based = self._multiplied(draft.base, [c for c in draft.coefficients if not c.of and c.base_only])
        draft.adjusted = _plus(based, [a.counted_exact for a in draft.adjustments if a.of is None])
        draft.total = self._multiplied(draft.adjusted, [c for c in draft.coefficients if not c.of and not c.base_only])

    def _multiplied(self, score: Ratio, coefficients: Sequence[CoefficientScore]) -> Ratio:
        return self._settle(multiply(score, tuple(coefficients))) if coefficients else score

    # What the tree came to, unit by unit

    def _leaf_columns(self, tree: Tree) -> list[list[IndicatorScore]]:
        out = []
        for code, leaf in self.plan.leaves.items():
            branch, cells = tree.branches[code], tree.cells[code]
            if len(cells) == 1 and branch.final is branch.own:
                out.append([IndicatorScore(code, leaf.points, c.score, c.exact, (c,), c.score) for c in cells[0]])
            else:
                out.append(self._composed_leaf(code, tree))
        return out

    def _composed_leaf(self, code: str, tree: Tree) -> list[IndicatorScore]:
        branch, points, scale = tree.branches[code], self.plan.leaves[code].points, 10**self.scheme.precision
        periods: list[tuple[PeriodScore, ...]] = list(zip(*tree.cells[code], strict=True))
        return [
            IndicatorScore(code, points, _shown(final), _in_points(raw, scale), cells, _shown(own))
            for final, raw, own, cells in zip(branch.final, branch.raw, branch.own, periods, strict=True)
        ]

    def _node_columns(self, tree: Tree) -> list[list[NodeScore]]:
        out = []
        scale = 10**self.scheme.precision
        for code, node in self.plan.nodes.items():
            branch, frame = tree.branches[code], tree.frames[code].windows
            shows_periods = len(frame) > 1 and not branch.is_settled
            children = node.children
            has_gaps = any(None in tree.branches[c].final for c in children)
            column = []
            for position, (final, raw, own) in enumerate(zip(branch.final, branch.raw, branch.own, strict=True)):
                excluded = _left_out(children, tree, position) if has_gaps else ()
                used = children if not excluded else tuple(c for c in children if c not in excluded)
                periods = (
                    tuple((str(w), _shown(values[position])) for w, values in zip(frame, branch.windows, strict=True))
                    if shows_periods
                    else ()
                )
                exact = None if raw is None else (raw[0], raw[1] * scale)
                column.append(NodeScore(code, node.points, _shown(final), exact, _shown(own), used, excluded, periods))
            out.append(column)
        return out


def _plus(score: Ratio, amounts: Sequence[Ratio]) -> Ratio:
    n, d = score
    for an, ad in amounts:
        n, d = (n + an, d) if ad == d else (n * ad + an * d, d * ad)
    return (n, d)


def _left_out(children: Sequence[str], tree: Tree, position: int) -> tuple[str, ...]:
    return tuple([c for c in children if tree.branches[c].final[position] is None])


def _shown(score: Score) -> int | None:
    if score is None:
        return None
    return score[0] if score[1] == 1 else rdiv(*score)


def _in_points(score: Score, scale: int) -> Ratio | None:
    return None if score is None else (score[0], score[1] * scale)
