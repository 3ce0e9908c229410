"""The tree of units: city, county and district, their bodies, villages and communities."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kaohe.office.demo.county.seeds import UnitSeed
from kaohe.office.demo.county.source import source

LEFT_OUT = frozenset({"institution", "enterprise"})
"""Kinds that a small county does without."""

FOUR = 4
"""Units of a class in a small county."""


def city_units(villages: int, least: bool) -> tuple[UnitSeed, ...]:
    """Give every unit, parents first.

    Parameters
    ----------
    villages
        Villages of a township, communities of a street.
    least
        Four units a class, no institutions: enough for tests.
    """
    words = source()
    city, office = words["city"], words["city_office"]
    units = [
        UnitSeed(city["code"], city["name"], "division", ""),
        UnitSeed(office["code"], office["name"], "party", city["code"]),
    ]
    for area in (words["county"], words["district"]):
        units += _area(area, city["code"], villages, least)
    return tuple(units)


def _area(area: dict[str, Any], city: str, villages: int, least: bool) -> list[UnitSeed]:
    top = UnitSeed(area["code"], area["name"], "division", city, "" if "villages" in area else "district")
    bodies = list(_bodies(area, least))
    below = _villages(area, [u for u in bodies if u.kind in ("township", "street")], villages)
    return [top, *bodies, *below]


def _bodies(area: dict[str, Any], least: bool) -> Iterator[UnitSeed]:
    number = 0
    for group in area["groups"]:
        for place, name in enumerate(group["units"]):
            number += 1
            class_id = group.get("class", "")
            if least and place >= FOUR:
                class_id = ""  # the department stays, for it may own an indicator
            if least and (group["kind"] in LEFT_OUT or (group["kind"] == "township" and not class_id)):
                continue
            code = f"{area['code']}{number:03}"
            yield UnitSeed(code, name, group["kind"], area["code"], class_id, name in area.get("newly_opened", ()))


def _villages(area: dict[str, Any], towns: list[UnitSeed], count: int) -> Iterator[UnitSeed]:
    if "villages" not in area:
        return
    for at, town in enumerate(towns):
        kind, names = ("village", area["villages"]) if town.kind == "township" else ("community", area["communities"])
        for number in range(count):
            name = names[(at * count + number) % len(names)]
            # the same village names recur in every county: the township stands before them
            yield UnitSeed(f"{town.code}{number + 1:02}", f"{town.name}{name}", kind, town.code)
