"""Read attributes of units from a table: one row a unit, one column an attribute."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kaohe.office.planning.imports.places import Places
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.tables.problems import Kind, ProblemLog
from kaohe.tables.read import read_table

UNIT = ("单位编码", "单位", "单位名称", "unit")


def _(message: str) -> str:
    """Mark a text for the catalogue; it is looked up when the problem is shown."""
    return message


UNIT_TWICE = Kind(
    "O341",
    _("the unit stands in the list twice"),
    _("one row a unit"),
    _("Delete one of the rows; the first is row {first}"),
    "office.planning",
)


def read_attributes(path: Path, cycle: Cycle, names: Sequence[str]) -> dict[AppraisedUnit, dict[str, str]]:
    """Give what a list says about the units of a cycle.

    Parameters
    ----------
    names
        Attributes that the scheme asks for; other columns are passed over. An empty cell takes the attribute away.

    Raises
    ------
    kaohe.tables.problems.Problems
        Everything that is wrong with the list.
    """
    log = ProblemLog()
    columns = {"unit": UNIT, **{name: (name,) for name in names}}
    table = read_table(path, columns=columns, required=["unit"])
    places = Places(cycle.appraised_units.select_related("unit"), ())
    found: dict[AppraisedUnit, dict[str, str]] = {}
    first: dict[int, int] = {}
    for row in table:
        unit = places.unit(row["unit"], log)
        if unit is None:
            continue
        if unit.pk in first:
            log.add(UNIT_TWICE, row["unit"].place, row["unit"].text, first=str(first[unit.pk]))
            continue
        first[unit.pk] = row.number
        found[unit] = {name: row.text(name) for name in names if name in table.position}
    log.raise_if_any()
    return found
