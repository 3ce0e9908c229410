"""The dictionary of data items: what the officer joins is collected once and fills every indicator that asks for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.demands import Demand, demands_of
from kaohe.office.monitoring.models import DataItem, DataItemUse, Figure
from kaohe.office.monitoring.policies.reports import reporting
from kaohe.office.monitoring.questions import Question
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle

Place = tuple[str, str]
"""Code of an indicator and name of its input."""


@transaction.atomic
def join_figures(*, by: Account, cycle: Cycle, name: str, places: Sequence[Place]) -> DataItem:
    """Say that several inputs ask for one and the same figure; the first of them is asked from now on.

    Parameters
    ----------
    places
        In the order in which they are asked: where the first does not concern a class of units, the next one is.

    Raises
    ------
    PermissionDenied
        Unless the account keeps the reporting of the area.
    ValidationError
        When they differ in unit, frequency, data owner or who enters them, are joined already, or hold figures.
    """
    require(reporting.may_keep(by, cycle))
    found = [_found(cycle, place) for place in dict.fromkeys(places)]
    _check_alike(found)
    keys = [(demand.indicator.pk, question.input) for demand, question in found]
    _check_free(keys)
    demand, question = found[0]
    item = DataItem(
        cycle=cycle,
        name=name.strip(),
        figure_unit=question.unit or demand.indicator.figure_unit,
        owner=demand.indicator.owner,
        frequency=demand.frequency,
    )
    item.full_clean()
    item.save()
    DataItemUse.objects.bulk_create(
        DataItemUse(item=item, indicator_id=indicator, input=input_name, is_asked=n == 0)
        for n, (indicator, input_name) in enumerate(keys)
    )
    details = {"name": item.name, "places": [list(place) for place in places]}
    record(action="join_figures", actor=by, subject=item, details=details, chain=cycle.chain)
    return item


@transaction.atomic
def part_figures(*, by: Account, item: DataItem) -> None:
    """Take a data item apart again: each of its inputs is asked by itself; figures that were filled stay."""
    require(reporting.may_keep(by, item.cycle))
    details = {"name": item.name}
    record(action="part_figures", actor=by, subject=item, details=details, chain=item.cycle.chain)
    item.delete()


def _found(cycle: Cycle, place: Place) -> tuple[Demand, Question]:
    for demand in demands_of(cycle).demands:
        for question in demand.questions:
            if (demand.indicator.code, question.input) == place:
                return demand, question
    message = _("The scheme asks for no figure {code} {input}.")
    raise ValidationError(message.format(code=place[0], input=place[1]))


def _check_alike(found: Sequence[tuple[Demand, Question]]) -> None:
    if len(found) < 2:
        raise ValidationError(_("Choose at least two figures."))
    kinds = {(d.frequency, d.side, d.indicator.owner_id, q.type, q.unit or d.indicator.figure_unit) for d, q in found}
    if len(kinds) > 1:
        raise ValidationError(
            _("Only figures of the same unit, frequency and data owner can be joined, entered by the same side.")
        )


def _check_free(keys: Sequence[tuple[int, str]]) -> None:
    for indicator, name in keys:
        if DataItemUse.objects.filter(indicator=indicator, input=name).exists():
            raise ValidationError(_("One of these figures is in the dictionary already. Take that item apart first."))
        under_way = Figure.objects.filter(indicator=indicator, input=name).exclude(state="accepted")
        if under_way.exists():
            raise ValidationError(_("Figures are under way here. Join them when they are accepted."))
