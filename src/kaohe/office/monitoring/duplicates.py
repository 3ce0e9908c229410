"""Figures that seem to be asked twice: same name without its dress, same unit and frequency (lint K160)."""

from __future__ import annotations

from dataclasses import dataclass

from kaohe.office.monitoring.demands import Demand, demands_of
from kaohe.office.monitoring.models import DataItemUse
from kaohe.office.monitoring.questions import Question
from kaohe.office.planning.models import Cycle
from kaohe.scheme.lint.repetition import figure_name


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Inputs that look like one figure."""

    name: str
    places: tuple[tuple[Demand, Question], ...]

    @property
    def key(self) -> str:
        """How a form sends them: code and input of each, with bars between them."""
        return "|".join(f"{d.indicator.code}:{q.input}" for d, q in self.places)


def duplicates(cycle: Cycle) -> list[Duplicate]:
    """Find what looks alike and is not joined yet, in published order."""
    joined = set(DataItemUse.objects.filter(item__cycle=cycle).values_list("indicator", "input"))
    groups: dict[tuple[object, ...], list[tuple[Demand, Question]]] = {}
    for demand in demands_of(cycle).demands:
        for question in demand.questions:
            if (demand.indicator.pk, question.input) not in joined:
                groups.setdefault(_likeness(demand, question), []).append((demand, question))
    return [Duplicate(str(key[0]), tuple(found)) for key, found in groups.items() if len(found) > 1 and key[0]]


def _likeness(demand: Demand, question: Question) -> tuple[object, ...]:
    name = figure_name(question.input or demand.indicator.name)
    unit = question.unit or demand.indicator.figure_unit
    return (name, unit, demand.frequency, demand.side, demand.indicator.owner_id, question.type)
