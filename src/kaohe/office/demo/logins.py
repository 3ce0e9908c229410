"""The log-ins that the demo shows: one for each role."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from kaohe.office.demo.county import County
from kaohe.office.people.roles import Role


@dataclass(frozen=True, slots=True)
class Login:
    """One log-in.

    Attributes
    ----------
    role
        Value of `Role`; ``person``: no role at all.
    name, unit
        Who it is, and of which unit; empty for administrators.
    """

    role: str
    username: str
    password: str
    name: str = ""
    unit: str = ""


def logins(county: County, administrators: dict[str, str], password: str) -> list[Login]:
    """Give the log-ins shown, in the order of the roles.

    Parameters
    ----------
    administrators
        Account name → role.
    """
    people = {person.staff_no: person for person in county.people}
    units = {unit.code: unit.name for unit in county.units}
    shown = [
        Login(seed.role or "person", seed.username, password, person.name, units[person.unit])
        for seed in county.accounts
        if seed.is_shown
        for person in [people[seed.staff_no]]
    ]
    shown += [Login(role, name, password) for name, role in administrators.items()]
    order = [
        "officer",
        "leader",
        "liaison",
        "unit_head",
        "data_owner",
        "assessor",
        "supervisor",
        "person",
        *Role.values,
    ]
    return sorted(shown, key=lambda login: order.index(login.role))


_ORDER = ("officer", "leader", "liaison", "unit_head", "data_owner", "assessor", "supervisor", "person", *Role.values)


def write_logins(file: Path, shown: list[Login]) -> None:
    """Keep the log-ins beside the demo's data, for the settings of the server."""
    file.write_text(json.dumps([asdict(login) for login in shown], ensure_ascii=False, indent=1), encoding="utf-8")


def read_logins(file: Path) -> list[Login]:
    """Give the log-ins of a demo; none when there is no file yet."""
    return [Login(**row) for row in json.loads(file.read_text(encoding="utf-8"))] if file.exists() else []
