"""What a responsibility letter says: parties and terms as canonical JSON, built in bulk from scheme and targets."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache
from hashlib import sha256
from typing import Any

from kaohe.exact import show_decimal
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, SchemeVersion, Target, TargetState
from kaohe.scheme import Scheme
from kaohe.scheme.check import check

Terms = dict[str, Any]


def canonical(content: Mapping[str, Any]) -> str:
    """Write the content on one line, keys sorted: equal words, equal hash."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def hash_of(text: str) -> str:
    """SHA-256 in hex, as it is shown to who signs."""
    return sha256(text.encode()).hexdigest()


def terms_in(content: str) -> Terms:
    """Read the terms of a letter."""
    found: Terms = json.loads(content)["terms"]
    return found


class LetterTexts:
    """Texts of the letters of one cycle; a constant number of queries, whatever the number of units.

    Parameters
    ----------
    version
        Scheme in force.
    units
        The appraised units whose letters are wanted.
    """

    def __init__(self, cycle: Cycle, version: SchemeVersion, units: Iterable[AppraisedUnit]) -> None:
        self.cycle, self.version = cycle, version
        self.units = {row.unit_id: row for row in units}
        self.scheme = _scheme(version.document)
        self.indicators = list(Indicator.objects.filter(cycle=cycle).in_force().leaves().order_by("position"))
        self.targets: dict[int, dict[int, Target]] = defaultdict(dict)
        said = ("unit", "indicator", "value", "superior_value", "state")
        for target in Target.objects.filter(cycle=cycle, unit__in=self.units).only(*said):
            self.targets[target.unit_id][target.indicator_id] = target
        self._common: dict[str, list[tuple[Indicator, Terms]]] = {}

    def content(self, unit: int, number: int) -> str:
        """Write the letter of one unit."""
        row = self.units[unit]
        root = self.cycle.root
        return canonical(
            {
                "form": "letter/1",
                "number": number,
                "cycle": {"code": self.cycle.code, "title": self.cycle.title, "year": self.cycle.year},
                "issuer": {"code": root.code, "name": root.name},
                "unit": {"code": row.unit.code, "name": row.unit.name},
                "terms": self.terms(unit),
            }
        )

    def terms(self, unit: int) -> Terms:
        """Say what the letter binds to; parties may be renamed, terms may not change."""
        row = self.units[unit]
        return {
            "class": row.class_id,
            "scheme": self.version.hash,
            "indicators": self._indicators(row),
            "vetoes": self._vetoes,
            "rewards": self._rewards,
        }

    def without_lock(self, unit: int) -> list[Indicator]:
        """Give the indicators whose target the unit has not locked yet."""
        return [
            indicator
            for indicator, _terms in self._of_class(self.units[unit].class_id)
            if self._is_open(indicator, self.targets[unit].get(indicator.pk))
        ]

    def _is_open(self, indicator: Indicator, target: Target | None) -> bool:
        if target is None:
            return indicator.needs_target
        return target.state != TargetState.LOCKED

    def _indicators(self, row: AppraisedUnit) -> list[Terms]:
        targets = self.targets[row.unit_id]
        return [terms | _target(targets.get(i.pk)) for i, terms in self._of_class(row.class_id)]

    def _of_class(self, class_id: str) -> list[tuple[Indicator, Terms]]:
        if class_id not in self._common:
            known = [i for i in self.indicators if not i.classes or f" {class_id} " in i.classes]
            self._common[class_id] = [(i, self._indicator(i, class_id)) for i in known]
        return self._common[class_id]

    def _indicator(self, indicator: Indicator, class_id: str) -> Terms:
        leaf = self.scheme.by_code.get(indicator.code)
        points = leaf.points.get(class_id) if leaf else None
        weight = leaf.weights.get(class_id) if leaf else None
        return {
            "code": indicator.code,
            "name": indicator.name,
            "points": _text(points),
            "weight_pct": _text(weight),
            "criterion": indicator.criterion,
            "figure_unit": indicator.figure_unit,
            "data_owner": indicator.owner_name,
        }

    @property
    def _vetoes(self) -> list[Terms]:
        return [
            {"code": v.code, "name": v.name, "basis": v.basis, "level": v.level, "expires": v.expires}
            for v in self.scheme.vetoes
            if v.basis and v.level
        ]

    @property
    def _rewards(self) -> list[str]:
        return [c.effect for c in self.scheme.consequences]


def _target(target: Target | None) -> Terms:
    if target is None:
        return {"target": None, "superior": None}
    return {"target": _text(target.value), "superior": _text(target.superior_value)}


def _text(value: Decimal | None) -> str | None:
    return None if value is None else show_decimal(value)


@lru_cache(maxsize=16)
def _scheme(document: str) -> Scheme:
    scheme, _findings = check(spec_of(document))
    if scheme is None:
        raise ValueError("the published scheme does not pass its check")
    return scheme
