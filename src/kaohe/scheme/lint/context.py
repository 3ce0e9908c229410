"""What every lint module looks at, and where it puts what it finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING

from kaohe.scheme.codes import finding
from kaohe.scheme.fields import ALL
from kaohe.scheme.findings import Finding, Path, Places
from kaohe.scheme.model import Aggregate, Indicator, Scheme
from kaohe.scheme.naming import node_name
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_indicator import IndicatorSpec

if TYPE_CHECKING:
    from kaohe.scheme.lint.targets import TargetRecord


@dataclass
class Context:
    """A scheme under lint.

    Attributes
    ----------
    spec
        As written.
    scheme
        As checked; with errors, as far as it could be made out.
    targets
        Proposed targets, none when lint looks at the document alone.
    """

    spec: SchemeSpec
    scheme: Scheme
    places: Places
    targets: tuple[TargetRecord, ...] = ()
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, path: Path, message: str, proposal: str) -> None:
        """Note a finding at a node."""
        self.findings.append(finding(code, self.places.at(path, node_name(self.spec, path)), message, proposal))

    @cached_property
    def nodes(self) -> tuple[tuple[Path, IndicatorSpec, Indicator], ...]:
        """Every indicator: path, as written, as checked; parents first."""
        walked = [(path, node) for path, node, _parent in self.spec.walk()]
        return tuple((*pair, checked) for pair, checked in zip(walked, self.scheme.indicators, strict=True))

    @property
    def leaves(self) -> Iterator[tuple[Path, IndicatorSpec, Indicator]]:
        """Every leaf."""
        return (entry for entry in self.nodes if entry[2].is_leaf)

    @property
    def class_ids(self) -> tuple[str, ...]:
        """Ids of the classes."""
        return tuple(c.id for c in self.scheme.classes)

    def class_name(self, class_id: str) -> str:
        """Name of a class; empty for all classes at once."""
        return next((c.name for c in self.scheme.classes if c.id == class_id), "")

    @cached_property
    def worth(self) -> dict[str, dict[str, Decimal]]:
        """Class → indicator code → how many points of the scheme's total it stands for.

        Full points times the weights above it: what a leaf is really worth, whether levels add points or weigh.
        """
        return {c: self._worth_of(c) for c in self.class_ids}

    def _worth_of(self, class_id: str) -> dict[str, Decimal]:
        out: dict[str, Decimal] = {}
        factor: dict[str | None, Decimal] = {None: Decimal(1)}
        aggregate: dict[str | None, Aggregate] = {None: self.scheme.aggregate}
        size: dict[str | None, int] = {None: sum(class_id in r.points for r in self.scheme.roots)}
        for node in self.scheme.indicators:
            if class_id not in node.points:
                continue
            below = factor.get(node.parent, Decimal(1))
            how = aggregate.get(node.parent, Aggregate.SUM)
            if how is Aggregate.WEIGHTED:
                below = below * node.weights.get(class_id, Decimal(0)) / 100
            elif how is not Aggregate.SUM:
                below = below / max(size.get(node.parent, 1), 1)
            out[node.code] = node.points[class_id] * below
            factor[node.code], aggregate[node.code] = below, node.aggregate
            size[node.code] = sum(
                class_id in self.scheme.by_code[c].points for c in node.children if c in self.scheme.by_code
            )
        return out

    def total(self, class_id: str) -> Decimal:
        """Points that a class can reach in the tree."""
        return sum((self.worth[class_id].get(r.code, Decimal(0)) for r in self.scheme.roots), Decimal(0))

    def shares(self, codes: Iterable[str]) -> dict[str, Decimal]:
        """Class → share of its total that some indicators hold, in percent; one for all when the classes agree."""
        named = tuple(codes)
        found = {}
        for class_id in self.class_ids:
            total = self.total(class_id)
            if total > 0:
                own = sum((self.worth[class_id].get(c, Decimal(0)) for c in named), Decimal(0))
                found[class_id] = own * 100 / total
        return self.per_class(found)

    def per_class(self, values: dict[str, Decimal]) -> dict[str, Decimal]:
        """Values by class; one for all when the classes agree, so that a fault is reported once."""
        distinct = set(values.values())
        if len(distinct) == 1 and len(values) == len(self.class_ids):
            return {ALL: distinct.pop()}
        return values

    def for_class(self, class_id: str) -> str:
        """Words that name a class within a sentence; empty for all."""
        name = self.class_name(class_id)
        return f" ({name})" if name and len(self.class_ids) > 1 else ""
