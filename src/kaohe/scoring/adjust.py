"""Bonus and deduction (加分/扣分事项): what each item came to, and what counts after the caps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import reduce

from kaohe.criteria.evaluate import CompiledRule, Step, compile_rule
from kaohe.criteria.model import InputType, Scalar
from kaohe.exact import ZERO, Ratio, is_less, minus, plus, to_ratio
from kaohe.scheme.model import Adjustment, AdjustmentGroup, Scheme
from kaohe.scoring.cells import Note
from kaohe.scoring.combine import Arithmetic, as_ratio
from kaohe.scoring.events import with_events
from kaohe.scoring.facts import Event, Fact
from kaohe.scoring.inputs import Figure, Filler, filler
from kaohe.scoring.leaf import NO_GROUP
from kaohe.scoring.unscorable import NO_POINTS, OUT_OF_BOUNDS, Unscorable

TOTAL_GROUP = "total"
"""Id of the adjustment group whose caps are on all adjustments of a unit together."""


@dataclass(frozen=True, slots=True)
class Amount:
    """What one item came to, in points, before caps."""

    points: Ratio
    values: tuple[Scalar, ...] = ()
    steps: tuple[Step, ...] | None = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class AdjustmentPlan:
    """An adjustment with its rule compiled; without a rule, points come from events, the figure or a decision."""

    item: Adjustment
    compiled: CompiledRule | None
    fill: Filler | None

    def amount(self, fact: Fact | None, events: Sequence[Event], *, derive: bool) -> Amount:
        """Work out the item for one unit: by the rule, plus points that a person settled on entries.

        Raises
        ------
        Unscorable
            When an entry carries neither points nor anything the rule can count.
        """
        figure = None if fact is None or (fact.actual is None and not fact.inputs) else fact
        if self.compiled is None:
            return self._settled_only(figure, events)
        judged = self.compiled.rule.is_judged
        counted = [e for e in events if judged or e.points is None]
        settled = _sum_points([e for e in events if not judged and e.points is not None])
        runs = [self._by_rule(f, derive=derive) for f in self._figures(figure, counted)]
        total = reduce(plus, (run.points for run in runs), settled)
        last = runs[-1] if runs else Amount(ZERO)
        steps = tuple(s for run in runs for s in run.steps or ()) if derive else None
        return Amount(total, last.values, steps, last.notes)

    def _settled_only(self, figure: Figure | None, events: Sequence[Event]) -> Amount:
        given = [] if figure is None or figure.actual is None else [figure.actual.as_integer_ratio()]
        if any(e.points is None for e in events):
            raise Unscorable(NO_POINTS, next(e.grounds for e in events if e.points is None))
        return Amount(reduce(plus, given, _sum_points(events)), notes=(Note("given"),))

    def _figures(self, figure: Figure | None, events: Sequence[Event]) -> list[Figure]:
        """Put entries into the figure; of choices, every entry is a case of its own."""
        assert self.compiled is not None  # noqa: S101  # only called with a rule
        rule = self.compiled.rule
        if len(events) > 1 and any(i.type is InputType.CHOICE for i in rule.inputs):
            return [f for e in events if (f := with_events(rule, figure, [e])) is not None]
        whole = with_events(rule, figure, events)
        return [] if whole is None else [whole]

    def _by_rule(self, figure: Figure, *, derive: bool) -> Amount:
        assert self.compiled is not None  # noqa: S101  # only called with a rule
        inputs = self.compiled.rule.inputs
        assert self.fill is not None  # noqa: S101  # goes with the rule
        found = self.fill(figure, NO_GROUP)
        values = tuple(_or_none_happened(i.type, v) for i, v in zip(inputs, found, strict=True))
        absent = tuple(i.name for i, v in zip(inputs, values, strict=True) if v is None)
        if absent:
            return Amount(ZERO, notes=(Note("input_missing", absent),))
        known = tuple(v for v in values if v is not None)
        try:
            if derive:
                points, steps = self.compiled.derive(known)
                return Amount(points, known, steps)
            return Amount(self.compiled.score(known), known)
        except ValueError as why:
            raise Unscorable(OUT_OF_BOUNDS, reason=str(why)) from why


def _or_none_happened(kind: InputType, value: Scalar | None) -> Scalar | None:
    return ZERO if value is None and kind in (InputType.COUNT, InputType.FLAG) else value


def _sum_points(events: Sequence[Event]) -> Ratio:
    return to_ratio(sum((e.points * e.count for e in events if e.points is not None), Decimal(0)))


def plan_adjustments(adjustments: Sequence[Adjustment]) -> tuple[AdjustmentPlan, ...]:
    """Compile the rules of adjustments; shares of full points mean nothing on them."""
    return tuple(
        AdjustmentPlan(a, None, None)
        if a.rule is None
        else AdjustmentPlan(a, compile_rule(a.rule, None), filler(a.rule))
        for a in adjustments
    )


class Caps:
    """The limits of one scheme's adjustments: item, then group, then total; in the order the scheme lists items."""

    def __init__(self, scheme: Scheme) -> None:
        self._scale = 10**scheme.precision
        self._arithmetic = Arithmetic(scheme.rounding)
        self._groups = {g.id: g for g in scheme.adjustment_groups}

    def to_units(self, points: Ratio) -> Ratio:
        """Bring points to score units, rounded when every step is."""
        return as_ratio(self._arithmetic.settle((points[0] * self._scale, points[1])))

    def count(self, items: Sequence[tuple[Adjustment, Ratio]]) -> list[tuple[Ratio, tuple[str, ...]]]:
        """Apply the caps to a unit's items.

        Parameters
        ----------
        items
            Each item with its amount in score units, in the scheme's order: what comes first counts first.

        Returns
        -------
        list
            What counts of each, and the names of the caps that cut it.
        """
        counted = [self._within(amount, a.cap, a.floor) for a, amount in items]
        limits: list[tuple[str, ...]] = [
            ("item",) if after != before else () for after, (_, before) in zip(counted, items, strict=True)
        ]
        of_group = {a.group for a, _ in items if a.group is not None}
        passes = [("group", g, [i for i, (a, _) in enumerate(items) if a.group == g]) for g in sorted(of_group)]
        passes.append(("total", TOTAL_GROUP, list(range(len(items)))))
        for name, group_id, members in passes:
            group = self._groups.get(group_id)
            for i, kept in self._share(group, [(i, counted[i]) for i in members]) if group else ():
                if kept != counted[i]:
                    counted[i], limits[i] = kept, (*limits[i], name)
        return list(zip(counted, limits, strict=True))

    def _within(self, amount: Ratio, cap: Decimal | None, floor: Decimal | None) -> Ratio:
        if cap is not None and is_less(self._units(cap), amount):
            return self._units(cap)
        if floor is not None and is_less(amount, self._units(-floor)):
            return self._units(-floor)
        return amount

    def _share(self, group: AdjustmentGroup, items: Sequence[tuple[int, Ratio]]) -> list[tuple[int, Ratio]]:
        """Let items count in order until the group's room for bonus, or for deduction, is used up."""
        room = {
            True: None if group.cap_add is None else self._units(group.cap_add),
            False: None if group.cap_deduct is None else self._units(-group.cap_deduct),
        }
        out = []
        for i, amount in items:
            is_bonus = amount[0] > 0
            left = room[is_bonus]
            kept = amount
            if left is not None:
                kept = left if is_less(*((left, amount) if is_bonus else (amount, left))) else amount
                room[is_bonus] = minus(left, kept)
            out.append((i, kept))
        return out

    def _units(self, points: Decimal) -> Ratio:
        return self.to_units(to_ratio(points))
