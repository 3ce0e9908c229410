"""The units of a cycle as the engine knows them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from django.db.models import Q
from django.utils import timezone

from kaohe.office.people.models import UnitVersion
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.scoring.moments import Moment
from kaohe.scoring.facts import UnitRow


class KnownUnit(NamedTuple):
    """A unit under appraisal: its key in the office and its row in the data. The row's id is the unit's code."""

    key: int
    row: UnitRow


def units_of(cycle: Cycle, moment: Moment) -> tuple[KnownUnit, ...]:
    """Give the units appraised on the moment's day, under the names of that day, in the order of their codes.

    Who left the cycle before that day, by closing or merging, is no longer compared.
    """
    day = moment.as_of or (timezone.localdate(moment.at) if moment.at else timezone.localdate())
    rows = (
        AppraisedUnit.objects.filter(Q(left_on__isnull=True) | Q(left_on__gt=day), cycle=cycle)
        .order_by("unit__code")
        .values_list("unit", "unit__code", "unit__name", "class_id", "attributes")
    )
    names = _names_on(day, cycle)
    return tuple(
        KnownUnit(key, UnitRow(code, names.get(key, name), class_id, attributes_in(attributes)))
        for key, code, name, class_id, attributes in rows
    )


def _names_on(day: date, cycle: Cycle) -> dict[int, str]:
    """Give the earlier names that held on a day, of units that were renamed since."""
    renamed = UnitVersion.objects.on(day).filter(unit__appraisals__cycle=cycle, until__isnull=False)
    return dict(renamed.values_list("unit", "name"))


def attributes_in(text: str) -> dict[str, str]:
    """Read the attributes of an appraised unit: those that say something, as text."""
    return {str(name): str(value) for name, value in json.loads(text or "{}").items() if str(value)}


def keys_of(units: Iterable[KnownUnit]) -> dict[int, UnitRow]:
    """Give the rows of the data by the keys of the office."""
    return {unit.key: unit.row for unit in units}
