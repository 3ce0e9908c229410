"""Generate the county."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from kaohe.office.demo.county.accounts import accounts, charges
from kaohe.office.demo.county.people import staff
from kaohe.office.demo.county.seeds import County
from kaohe.office.demo.county.units import city_units
from kaohe.presets import preset_path
from kaohe.scheme.load import load_spec

REGIMES = ("county-four-in-one", "district-monthly-monitor/district", "district-monthly-monitor/towns")


@dataclass(frozen=True, slots=True)
class Scale:
    """How large.

    Attributes
    ----------
    villages
        Villages of a township.
    sections, members
        Most sections of a unit; most people of a section besides its head.
    least
        Four units a class.
    """

    villages: int = 2
    sections: int = 4
    members: int = 3
    least: bool = False


COUNTY = Scale()
SMALL = Scale(villages=0, sections=1, members=1, least=True)


def generate(seed: int = 2026, scale: Scale = COUNTY) -> County:
    """Give the county of a seed and a scale; equal for equal ones."""
    random = Random(seed)  # noqa: S311  (made-up people, no secret)
    units = city_units(scale.villages, scale.least)
    people = staff(units, random, scale.sections, scale.members)
    made = accounts(units, people, owner_names())
    return County(units, people, tuple(made), charges(units, people))


def owner_names() -> frozenset[str]:
    """Give the names that the demo's regimes write as data owner."""
    found: set[str] = set()
    for regime in REGIMES:
        preset, _slash, part = regime.partition("/")
        waiting = list(load_spec(preset_path(preset) / part / "scheme.yaml").indicators)
        while waiting:
            indicator = waiting.pop()
            waiting += indicator.children
            found |= {indicator.owner} if indicator.owner else set()
    return frozenset(found)
