"""What a node says holds for everything below it, as a merged cell of the published table does."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.scheme.findings import Path
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_indicator import IndicatorSpec


@dataclass(frozen=True, slots=True)
class Inherited:
    """Data owner, lead department and frequency of an indicator: its own, or those of the nearest node above."""

    owner: str | None
    lead: str | None
    frequency: str | None


def inherited(spec: SchemeSpec) -> dict[Path, Inherited]:
    """Give every indicator, by its path, what it says itself or has from above."""
    found: dict[Path, Inherited] = {}
    top = Inherited(None, None, spec.cycle.reports)
    for path, node, _parent in spec.walk():
        found[path] = _own(node, found.get(path[:-2], top))
    return found


def _own(node: IndicatorSpec, above: Inherited) -> Inherited:
    return Inherited(node.owner or above.owner, node.lead or above.lead, node.frequency or above.frequency)
