"""One value that is proposed, and what takes one."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from kaohe.office.people.models import Unit
from kaohe.office.planning.models import Indicator, Target, TargetState, is_easier

NEW = -1
"""Revision seen by a form that was opened when there was no target yet."""

SAID = ("value", "basis", "is_most_attainable", "floor_reason", "superior_value")
"""What a proposal says."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """One value that is proposed.

    Attributes
    ----------
    revision
        The one the proposer saw; `NEW`: there was no target; None: on what stands now.
    floor_reason
        Why the unit stays below the superior's target.
    superior_value
        The superior's share, set by the office; None: as it stands.
    """

    unit: Unit
    indicator: Indicator
    value: Decimal
    revision: int | None = None
    basis: str = ""
    is_most_attainable: bool = False
    floor_reason: str = ""
    superior_value: Decimal | None = None

    def content(self, target: Target | None) -> dict[str, Any]:
        """Give what is said, with the superior's value that stands."""
        content = {name: getattr(self, name) for name in SAID}
        if self.superior_value is None and target is not None:
            content["superior_value"] = target.superior_value
        return content

    def repeats(self, target: Target | None) -> bool:
        """Tell whether a target says the same already: a form sent twice."""
        if target is None or target.state == TargetState.RETURNED:
            return False
        return all(getattr(target, name) == said for name, said in self.content(target).items())

    def floor(self, target: Target | None) -> Decimal | None:
        """Give the superior's value when the proposal stays below it."""
        superior: Decimal | None = self.content(target)["superior_value"]
        is_below = superior is not None and is_easier(self.indicator, self.value, superior)
        return superior if is_below else None


def takes_target(indicator: Indicator, class_id: str) -> bool:
    """Tell whether units of a class set a target on an indicator."""
    if not (indicator.is_leaf and indicator.needs_target) or indicator.withdrawn_in_id:
        return False
    return not indicator.classes.strip() or class_id in indicator.classes.split()
