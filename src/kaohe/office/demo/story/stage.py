"""What every chapter needs: the clock, the county as it was generated, and its rows as they come to be."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from random import Random

from kaohe.office.demo.clock import Clock
from kaohe.office.demo.county import County
from kaohe.office.people.models import Account, Person, Unit


class Stage:
    """Where the story plays.

    Attributes
    ----------
    county
        As generated.
    clock
        The story's time.
    folder
        For lists that are handed in.
    random
        For what chapters leave to chance; seeded.
    """

    def __init__(self, county: County, clock: Clock, folder: Path) -> None:
        self.county = county
        self.clock = clock
        self.folder = folder
        self.random = Random(len(county.people))  # noqa: S311  (a story, no secret)

    @cached_property
    def units(self) -> dict[str, Unit]:
        """Every unit by its code."""
        return {unit.code: unit for unit in Unit.objects.all()}

    @cached_property
    def people(self) -> dict[str, Person]:
        """Everybody by staff number."""
        return {person.staff_no: person for person in Person.objects.all()}

    @cached_property
    def accounts(self) -> dict[str, Account]:
        """Every account by its name."""
        return {account.username: account for account in Account.objects.select_related("person")}

    def unit(self, name: str) -> Unit:
        """Give a unit by its name."""
        return self.units[self.county.unit(name).code]

    def takes_part(self, name: str) -> bool:
        """Tell whether a unit is appraised; a small county lacks some of those that the story speaks of."""
        return any(seed.name == name and seed.class_id for seed in self.county.units)

    def account_of(self, role: str, unit: Unit) -> Account:
        """Give whoever holds a role for a unit."""
        seed = next(s for s in self.county.accounts if s.role == role and s.unit == unit.code)
        return self.accounts[seed.username]

    def forget(self) -> None:
        """Read rows anew when they are asked for: a chapter changed them."""
        for name in ("units", "people", "accounts"):
            self.__dict__.pop(name, None)
