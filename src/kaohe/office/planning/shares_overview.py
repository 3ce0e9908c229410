"""Overviews of a unit's divisions: how each indicator stands, and who bears what."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.office.people.models import Unit
from kaohe.office.planning.division import Gap
from kaohe.office.planning.models import AppraisedUnit, Cycle, Decomposition, Indicator, Share, Target, TargetState
from kaohe.office.planning.shares import as_tree, find_gaps


@dataclass(frozen=True)
class Standing:
    """How one indicator of a unit is divided.

    Attributes
    ----------
    target
        Locked target; None while there is none.
    gaps
        What does not add up today.
    gone
        Bearers who left or moved.
    """

    indicator: Indicator
    decomposition: Decomposition | None
    target: Decimal | None
    shares: Sequence[Share]
    gaps: Sequence[Gap]
    gone: Sequence[Share]

    @property
    def state(self) -> str:
        """``none``, ``broken`` (confirmed, but adds up no longer), ``gone``, ``confirmed`` or ``draft``."""
        if self.decomposition is None or not self.shares:
            return "none"
        if self.gone:
            return "gone"
        if not self.decomposition.is_confirmed:
            return "draft"
        return "broken" if self.gaps else "confirmed"

    @property
    def bearers(self) -> str:
        """Who bears the top level."""
        return "、".join(share.bearer.name for share in self.shares if share.parent_id is None)


def standings(cycle: Cycle, unit: Unit, day: date) -> list[Standing]:
    """Say how every indicator of a unit stands: five queries, whatever their number."""
    appraised = AppraisedUnit.objects.filter(cycle=cycle, unit=unit).first()
    leaves = Indicator.objects.filter(cycle=cycle).in_force().leaves().order_by("position")
    indicators = list(leaves.of_class(appraised.class_id)) if appraised else []
    rows = {row.indicator_id: row for row in Decomposition.objects.filter(cycle=cycle, unit=unit)}
    shares: dict[int, list[Share]] = defaultdict(list)
    for share in Share.objects.filter(decomposition__in=rows.values()).in_tree_order().with_presence(day):
        shares[share.decomposition_id].append(share)
    locked = Target.objects.filter(cycle=cycle, unit=unit, state=TargetState.LOCKED)
    targets = {key: Decimal(show_decimal(value)) for key, value in locked.values_list("indicator", "value")}
    return [_standing(i, rows.get(i.pk), targets.get(i.pk), shares) for i in indicators]


def _standing(
    indicator: Indicator, row: Decomposition | None, target: Decimal | None, shares: dict[int, list[Share]]
) -> Standing:
    own = shares.get(row.pk, []) if row else []
    gaps = find_gaps(as_tree(own), target) if own else []
    gone = [share for share in own if share.is_gone]  # type: ignore[attr-defined]  # annotated
    return Standing(indicator, row, target, own, gaps, gone)


@dataclass(frozen=True)
class Borne:
    """What one bearer bears of each indicator, in percent of the whole, in the order of the indicators."""

    name: str
    kind: str
    parts: Sequence[Decimal | None]


def matrix(found: Iterable[Standing]) -> tuple[list[Indicator], list[Borne]]:
    """Set persons and posts against indicators; a share of a share is multiplied out exactly."""
    divided = [one for one in found if one.shares]
    rows: dict[str, tuple[str, str, dict[int, Decimal]]] = {}
    for column, one in enumerate(divided):
        whole: dict[int, Decimal] = {}
        for share in one.shares:
            above = whole.get(share.parent_id, Decimal(1)) if share.parent_id else Decimal(1)
            whole[share.pk] = above * share.percent / 100
            has_parts = any(other.parent_id == share.pk for other in one.shares)
            if has_parts and share.section_id:
                continue  # its parts say who does the work
            key = f"person:{share.person_id}" if share.person_id else share.token
            _name, _kind, parts = rows.setdefault(key, (share.bearer.name, share.kind, {}))
            parts[column] = parts.get(column, Decimal(0)) + whole[share.pk] * 100
    borne = [
        Borne(name, kind, [parts.get(column) for column in range(len(divided))]) for name, kind, parts in rows.values()
    ]
    return [one.indicator for one in divided], borne
