"""The people of the units: heads, deputies, sections with their heads and staff. Nobody of them exists."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

from kaohe.office.demo.county.seeds import Level, PersonSeed, UnitSeed
from kaohe.office.demo.county.source import source


def staff(units: tuple[UnitSeed, ...], random: Random, sections: int, members: int) -> tuple[PersonSeed, ...]:
    """Staff every unit.

    Parameters
    ----------
    sections
        Most sections of a unit.
    members
        Most people of a section besides its head.
    """
    made: list[PersonSeed] = []
    for unit in units:
        for level, post, section in _places(unit, random, sections, members):
            made.append(PersonSeed(f"{len(made) + 1:06}", _name(random), unit.code, level, post, section))
    return tuple(made)


def _places(unit: UnitSeed, random: Random, sections: int, members: int) -> Iterator[tuple[Level, str, str]]:
    words = source()
    if unit.kind == "division":
        leaders = next(words[a]["leaders"] for a in ("city", "county", "district") if words[a]["name"] == unit.name)
        for number, post in enumerate(leaders):
            yield (Level.DEPUTY if number else Level.CHIEF), post, ""
        return
    posts = words["posts"].get(unit.kind, words["posts"]["other"])
    yield Level.CHIEF, posts["chief"], ""
    if unit.kind in ("village", "community"):
        yield Level.DEPUTY, posts["deputy"], ""
        yield Level.STAFF, "文书", ""
        return
    for _number in range(2 + (sections > 1 and random.random() < 0.5)):
        yield Level.DEPUTY, posts["deputy"], ""
    names = words["sections"].get(unit.kind, words["sections"]["other"])
    for section in names[: max(1, min(sections, len(names)))]:
        yield Level.SECTION_HEAD, "负责人", section
        for _number in range(random.randint(1, members)):
            yield Level.STAFF, "工作人员", section


def _name(random: Random) -> str:
    words = source()
    given = "".join(random.sample(words["given"], random.choice((1, 2, 2, 2))))
    return str(random.choice(words["surnames"])) + given
