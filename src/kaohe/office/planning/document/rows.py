"""What publication writes into tables: one row an indicator, read off the checked scheme."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.criteria.model import Source
from kaohe.scheme import Scheme, SchemeSpec
from kaohe.scheme.check import draft
from kaohe.scheme.model import Indicator

TARGETED = frozenset(
    {
        Source.COMPLETION,
        Source.INVERSE_COMPLETION,
        Source.SHORTFALL,
        Source.EXCESS,
        Source.GAP,
        Source.EXCESS_PCT,
        Source.TARGET,
    }
)
"""Inputs that scoring can only fill from a target."""


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """An indicator as it is published.

    Attributes
    ----------
    classes
        Ids between blanks, as `Indicator.classes` keeps them; empty: all.
    """

    code: str
    name: str
    parent: str | None
    position: int
    is_leaf: bool
    criterion: str
    figure_unit: str
    frequency: str
    owner_name: str
    lead_name: str
    classes: str
    needs_target: bool
    smaller_is_better: bool


def indicator_rows(spec: SchemeSpec) -> list[IndicatorRow]:
    """Give the rows of a scheme, parents first, in published order."""
    scheme, _findings = draft(spec)
    return [_row(scheme, position, node) for position, node in enumerate(scheme.indicators)]


def _row(scheme: Scheme, position: int, node: Indicator) -> IndicatorRow:
    ids = tuple(node.points)
    return IndicatorRow(
        code=node.code,
        name=node.name,
        parent=node.parent,
        position=position,
        is_leaf=node.is_leaf,
        criterion=node.criterion or "",
        figure_unit=node.unit or "",
        frequency=node.frequency or "",
        owner_name=node.owner or "",
        lead_name=node.lead or "",
        classes="" if set(ids) == {c.id for c in scheme.classes} else f" {' '.join(ids)} ",
        needs_target=_needs_target(node),
        smaller_is_better=node.smaller_is_better or Source.INVERSE_COMPLETION in _sources(node),
    )


def _needs_target(node: Indicator) -> bool:
    """The criterion looks at a target, and the scheme leaves it open for a class."""
    return bool(_sources(node) & TARGETED) and not set(node.points) <= set(node.target)


def _sources(node: Indicator) -> set[Source]:
    return {i.source for i in node.rule.inputs} if node.rule else set()
