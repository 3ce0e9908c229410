"""What the generator gives: units, people, accounts and charges as plain values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How high somebody stands in the unit."""

    CHIEF = "chief"
    DEPUTY = "deputy"
    SECTION_HEAD = "section_head"
    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class UnitSeed:
    """One unit.

    Attributes
    ----------
    parent
        Code of the unit above; empty at the top.
    class_id
        Class of the scheme; empty: not appraised.
    is_new
        Opened this year: appraised without rank.
    """

    code: str
    name: str
    kind: str
    parent: str
    class_id: str = ""
    is_new: bool = False


@dataclass(frozen=True, slots=True)
class PersonSeed:
    """One person in one place."""

    staff_no: str
    name: str
    unit: str
    level: Level
    post: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class AccountSeed:
    """One account with one role.

    Attributes
    ----------
    unit
        Code of the unit that the role is granted for; empty: without a unit.
    is_shown
        Printed, and offered on the sign-in page of the demo.
    """

    username: str
    staff_no: str
    role: str
    unit: str = ""
    is_shown: bool = False


@dataclass(frozen=True, slots=True)
class ChargeSeed:
    """A leader in charge of a unit."""

    staff_no: str
    unit: str


@dataclass(frozen=True, slots=True)
class County:
    """Everything; units stand before those below them."""

    units: tuple[UnitSeed, ...]
    people: tuple[PersonSeed, ...]
    accounts: tuple[AccountSeed, ...]
    charges: tuple[ChargeSeed, ...]

    def unit(self, name: str) -> UnitSeed:
        """Give a unit by its name; raises StopIteration when there is none."""
        return next(unit for unit in self.units if unit.name == name)

    def chief(self, code: str) -> PersonSeed:
        """Give the head of a unit."""
        return next(p for p in self.people if p.unit == code and p.level is Level.CHIEF)
