"""Which of the lights of a cycle an account may see."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kaohe.office.monitoring.known_lights import Lights
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Reach
from kaohe.office.planning.models import Indicator
from kaohe.office.planning.querysets.targets import OWN_SEEN, TARGETS_SEEN


@dataclass(frozen=True)
class Sight:
    """Part of the lights that an account may see: some units whole, of the others the indicators whose data it owns.

    Attributes
    ----------
    units, others
        Key → name and code.
    owned
        Keys of the indicators that are seen of the others.
    """

    units: Mapping[int, tuple[str, str]]
    others: Mapping[int, tuple[str, str]]
    owned: frozenset[int]

    def counts(self, lights: Lights) -> Iterator[tuple[int, tuple[int, int, int]]]:
        """Give the lights of each unit that has any."""
        columns = lights.columns_of(self.owned)
        for units, seen in ((self.units, None), (self.others, columns)):
            for unit in units.keys() & lights.of_unit.keys():
                counted = lights.counts(unit, seen)
                if any(counted):
                    yield unit, counted

    def over_all(self, lights: Lights) -> tuple[int, int, int]:
        """Give the lights of all units together."""
        there = lights.of_unit.keys()
        whole = lights.over(self.units.keys() & there)
        part = lights.over(self.others.keys() & there, lights.columns_of(self.owned)) if self.owned else (0, 0, 0)
        return whole[0] + part[0], whole[1] + part[1], whole[2] + part[2]

    def by_indicator(self, lights: Lights, units: set[int]) -> dict[int, tuple[int, int]]:
        """Count the measured and those on pace of some units, by indicator."""
        there = units & lights.of_unit.keys()
        found = lights.by_indicator(there & self.units.keys())
        for key, (measured, on_pace) in lights.by_indicator(
            there & self.others.keys(), lights.columns_of(self.owned)
        ).items():
            before = found.get(key, (0, 0))
            found[key] = before[0] + measured, before[1] + on_pace
        return found

    def name(self, unit: int) -> str:
        """Give the name of a unit."""
        return (self.units.get(unit) or self.others[unit])[0]


def sight_of(account: Account, lights: Sequence[Lights]) -> Sight:
    """Tell what an account may see, as `FigureQuerySet.visible_to` does of the figures: one query, or two."""
    there = {unit for found in lights for unit in found.of_unit}
    whole, owned = account.reach(TARGETS_SEEN), account.reach(OWN_SEEN)
    units: dict[int, tuple[str, str]] = {}
    others: dict[int, tuple[str, str]] = {}
    for key, name, code, path in Unit.objects.filter(pk__in=there).values_list("pk", "name", "code", "path"):
        (units if _is_within(whole, path) or _is_within(owned, path) else others)[key] = name, code
    if whole.is_all or not (owned.is_all or owned.paths):
        return Sight(units, {}, frozenset())
    keys = {key for found in lights for key in found.indicators}
    rows = Indicator.objects.filter(owned.condition("owner__path"), pk__in=keys, owner__isnull=False)
    return Sight(units, others, frozenset(rows.values_list("pk", flat=True)))


def _is_within(reach: Reach, path: str) -> bool:
    return reach.is_all or path.startswith(reach.paths)
