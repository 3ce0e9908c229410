"""Items of a scheme that count events: bonus and deduction, indicators by the piece, vetoes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.criteria.model import InputType, Rule
from kaohe.office.planning.document.in_force import written_in_force
from kaohe.office.planning.models import Cycle

COUNTED = frozenset({InputType.COUNT, InputType.FLAG, InputType.CHOICE})
"""Types of inputs that events can fill."""


class ItemKind(StrEnum):
    """What an item does."""

    ADJUSTMENT = "adjustment"
    INDICATOR = "indicator"
    VETO = "veto"


@dataclass(frozen=True, slots=True)
class EventItem:
    """One item.

    Attributes
    ----------
    owner
        Name of the department that manages it and files its events; blank: the office alone.
    inputs
        Names of the inputs that an event may count for; one or none: the event need not say.
    classes
        Ids of the classes it applies to; empty: all.
    is_judged
        A person gives the points, within the criterion's bounds.
    """

    code: str
    name: str
    kind: ItemKind
    criterion: str = ""
    owner: str = ""
    inputs: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    is_judged: bool = False

    def check(self, class_id: str, input_name: str, points: Decimal | None) -> None:
        """Refuse an event that the item cannot count.

        Raises
        ------
        ValidationError
            For a class the item does not apply to, an input it does not have, or points that nobody may give.
        """
        if self.classes and class_id not in self.classes:
            raise ValidationError(
                {"unit": _("{item} does not apply to the class of this unit.").format(item=self.name)}
            )
        if input_name not in self.inputs and (input_name or len(self.inputs) > 1):
            names = "、".join(self.inputs)
            raise ValidationError({"input": _("Say what is counted: {names}.").format(names=names)})
        if points is not None and not self.is_judged:
            message = _("The criterion decides the points of {item}; leave them open.")
            raise ValidationError({"points": message.format(item=self.name)})
        if points is None and self.is_judged:
            raise ValidationError({"points": _("The criterion leaves the points to judgement: give them.")})


def event_items(cycle: Cycle) -> list[EventItem]:
    """Give the items of the scheme in force, adjustments first; raises ValidationError before publication."""
    document = written_in_force(cycle)
    owners = {a.code: a.owner or "" for a in document.spec.adjustments}
    items = [
        _item(a.code, a.name, ItemKind.ADJUSTMENT, a.criterion, a.rule, owners[a.code], a.classes)
        for a in document.scheme.adjustments
    ]
    items += [
        _item(node.code, node.name, ItemKind.INDICATOR, node.criterion, node.rule, node.owner, tuple(node.points))
        for node in document.scheme.indicators
        if node.is_leaf and node.rule and any(i.type in COUNTED for i in node.rule.inputs)
    ]
    return items + [EventItem(veto.code, veto.name, ItemKind.VETO) for veto in document.spec.vetoes]


def _item(
    code: str,
    name: str,
    kind: ItemKind,
    criterion: str | None,
    rule: Rule | None,
    owner: str | None,
    classes: Sequence[str],
) -> EventItem:
    inputs = rule.inputs if rule else ()
    is_judged = rule is None or rule.is_judged
    names = tuple(i.name for i in inputs if is_judged or i.type in COUNTED)
    return EventItem(code, name, kind, criterion or "", owner or "", names, tuple(classes), is_judged)
