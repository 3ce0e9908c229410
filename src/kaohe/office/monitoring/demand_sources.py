"""What a complaint can be about: each kind of demand, and where its name, organiser and cycle stand."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from kaohe.office.monitoring.models import Problem, SupervisionTask
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator, RegisterItem


@dataclass(frozen=True, slots=True)
class Demanded:
    """A demand as a complaint names it.

    Attributes
    ----------
    key
        ``supervision:5``: kind and key of what is demanded.
    unit
        The unit that has to meet it; None: of whoever complains.
    """

    key: str
    name: str
    cycle: Cycle | None
    organiser: Unit | None
    unit: Unit | None = None


def demanded(account: Account, kind: str, pk: int) -> Demanded:
    """Find a demand that an account may see; raises Http404 for any other."""
    key = f"{kind}:{pk}"
    if kind == "supervision" and (task := SupervisionTask.objects.visible_to(account).filter(pk=pk).first()):
        return Demanded(key, task.title, task.cycle, task.organiser)
    if kind == "problem" and (problem := Problem.objects.visible_to(account).filter(pk=pk).first()):
        return Demanded(key, str(problem), problem.cycle, None, problem.unit)
    if kind == "register" and (item := RegisterItem.objects.visible_to(account).filter(pk=pk).first()):
        return Demanded(key, item.name, item.cycle, item.organiser)
    if kind == "indicator" and (indicator := Indicator.objects.visible_to(account).filter(pk=pk).first()):
        return Demanded(key, str(indicator), indicator.cycle, indicator.owner)
    raise Http404
