"""The shares of a division as a tree, and what they lack."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.planning.bearers import ShareLine
from kaohe.office.planning.division import Gap, Part, divide, gaps
from kaohe.office.planning.models import Decomposition, Share, Target, TargetState


def lines_of(row: Decomposition) -> list[ShareLine]:
    """Give the shares of a division as a tree."""
    return as_tree(list(row.shares.in_tree_order()))


def as_tree(shares: Sequence[Share], parent: int | None = None) -> list[ShareLine]:
    """Hang shares of one division under one another."""
    return [
        ShareLine(s.kind, s.bearer, s.percent, s.value, s.task, s.due_on, tuple(as_tree(shares, s.pk)))
        for s in shares
        if s.parent_id == parent
    ]


def gaps_of(row: Decomposition) -> list[Gap]:
    """Find the levels of a division that do not add up today: a target may have been adjusted since."""
    return find_gaps(lines_of(row), target_of(row))


def find_gaps(lines: Sequence[ShareLine], target: Decimal | None) -> list[Gap]:
    """Find the levels that do not add up; without any share, the whole is missing."""
    return list(gaps(_parts(lines), target))


def target_of(row: Decomposition) -> Decimal | None:
    """Give the unit's locked target for the indicator; None while there is none."""
    locked = Target.objects.filter(cycle=row.cycle_id, indicator=row.indicator_id, unit=row.unit_id)
    value: Decimal | None = locked.filter(state=TargetState.LOCKED).values_list("value", flat=True).first()
    return None if value is None else Decimal(show_decimal(value))


def with_values(lines: Sequence[ShareLine], whole: Decimal | None) -> list[ShareLine]:
    """Divide a whole anew by the shares, level by level; None takes all values away."""
    values: Sequence[Decimal | None] = [None] * len(lines)
    if whole is not None and lines:
        values = divide(whole, [line.percent for line in lines])
    return [
        replace(line, value=value, parts=tuple(with_values(line.parts, value)))
        for line, value in zip(lines, values, strict=True)
    ]


def told(gap: Gap) -> str:
    """Say what a level lacks, in words."""
    match gap.kind, gap.by > 0:
        case "percent", True:
            text = _("{level}: the shares lack {amount}% of 100%.")
        case "percent", False:
            text = _("{level}: the shares exceed 100% by {amount}%.")
        case "value", True:
            text = _("{level}: the values lack {amount} of the target.")
        case "value", False:
            text = _("{level}: the values exceed the target by {amount}.")
        case "no_value", _more:
            text = _("{level}: some parts have a value and some have none; give all of them one, or none.")
        case _:
            text = _("{level}: there is no locked target to divide; leave the values empty.")
    return text.format(level=gap.level or _("The unit"), amount=show_decimal(abs(gap.by)))


def _parts(lines: Sequence[ShareLine]) -> tuple[Part, ...]:
    return tuple(Part(line.bearer.name, line.percent, line.value, _parts(line.parts)) for line in lines)
