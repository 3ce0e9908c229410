"""Take in whole lists of units and people: all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TypeVar

from django.db import transaction

from kaohe.office.audit.record import record
from kaohe.office.copying import copy_in
from kaohe.office.people import policies
from kaohe.office.people.actions.units import hold_tree
from kaohe.office.people.imports.people import Directory, PersonRow, read_people
from kaohe.office.people.imports.units import KnownUnit, UnitRow, read_units
from kaohe.office.people.models import Account, Appointment, Person, Post, Section, Unit, UnitVersion

Progress = Callable[[int, int], None]
"""Called with what is done and what there is to do."""

BATCH = 5_000
T = TypeVar("T")


def _silent(done: int, total: int) -> None:
    """Report to nobody."""


@transaction.atomic
def import_units(*, by: Account, path: Path, opened_on: date, progress: Progress = _silent) -> int:
    """Add the units of a list that are not here yet; says how many.

    Raises
    ------
    PermissionDenied
        Unless the account keeps the whole tree.
    Problems
        With everything wrong in the list; nothing is written.
    """
    policies.require(policies.units.may_change(by, None))
    hold_tree()
    here = {unit.code: unit for unit in Unit.objects.select_related("parent")}
    known = {code: KnownUnit(u.name, u.parent.code if u.parent else "") for code, u in here.items()}
    rows = read_units(path, known, opened_on)
    for level in _levels(rows, here):
        _open_all(level, here)
        progress(len(here) - len(known), len(rows))
    record(action="import_units", actor=by, subject=path.name, details={"units": len(rows)})
    return len(rows)


def _levels(rows: Sequence[UnitRow], here: dict[str, Unit]) -> Iterator[list[UnitRow]]:
    """Give the units level by level: a path needs the key of the parent, and a key the database."""
    waiting = list(rows)
    while waiting:
        level = [row for row in waiting if not row.parent or row.parent in here]
        yield level
        waiting = [row for row in waiting if row.code not in here]


def _open_all(rows: Sequence[UnitRow], here: dict[str, Unit]) -> None:
    units = [
        Unit(code=r.code, name=r.name, kind=r.kind, parent=here.get(r.parent), opened_on=r.opened_on) for r in rows
    ]
    Unit.objects.bulk_create(units, batch_size=BATCH)
    Unit.objects.set_new_paths()
    for unit in units:
        unit.path = f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"
    UnitVersion.objects.bulk_create(
        (UnitVersion(unit=u, name=u.name, kind=u.kind, parent=u.parent, since=u.opened_on) for u in units),
        batch_size=BATCH,
    )
    here.update((unit.code, unit) for unit in units)


@transaction.atomic
def import_people(*, by: Account, path: Path, since: date, progress: Progress = _silent) -> int:
    """Register the people of a list who are not here yet, each in unit, section and post; says how many.

    Sections and posts that are missing are opened.

    Parameters
    ----------
    since
        Day from which they work in their place, where the list gives no day of joining.

    Raises
    ------
    PermissionDenied
        Unless the account keeps the staff of some unit.
    Problems
        With everything wrong in the list; nothing is written.
    """
    reach = policies.persons.reach_of_changes(by)
    policies.require(reach.is_all or bool(reach.paths))
    directory = Directory(Unit.objects.open_on(since))
    known = dict(Person.objects.values_list("staff_no", "name"))
    rows = read_people(path, directory, known, reach)
    sections = _open_sections(rows)
    posts = _open_posts(rows, sections)
    done = 0
    for batch in _batches(rows):
        _register(batch, sections, posts, since)
        done += len(batch)
        progress(done, len(rows))
    record(action="import_people", actor=by, subject=path.name, details={"people": len(rows)})
    return len(rows)


_Sections = dict[tuple[int, str], int]
"""Unit and name → key of the section."""

_Posts = dict[tuple[int, str, str], int]
"""Unit, section and name → key of the post."""


def _open_sections(rows: Sequence[PersonRow]) -> _Sections:
    wanted = {(row.unit.pk, row.section) for row in rows if row.section}
    there = Section.objects.filter(unit__in={unit for unit, _name in wanted}).values_list("unit", "name", "pk")
    found: _Sections = {(unit, name): key for unit, name, key in there}
    new = sorted(wanted - found.keys())
    return found | dict(zip(new, copy_in(Section, ["unit", "name"], new), strict=True))


def _open_posts(rows: Sequence[PersonRow], sections: _Sections) -> _Posts:
    wanted = {(row.unit.pk, row.section, row.post) for row in rows if row.post}
    there = Post.objects.filter(unit__in={unit for unit, _section, _name in wanted})
    found: _Posts = {
        (unit, section or "", name): key
        for unit, section, name, key in there.values_list("unit", "section__name", "name", "pk")
    }
    new = sorted(wanted - found.keys())
    keys = copy_in(
        Post,
        ["unit", "section", "name"],
        ((unit, sections.get((unit, section)), name) for unit, section, name in new),
    )
    return found | dict(zip(new, keys, strict=True))


def _register(rows: Sequence[PersonRow], sections: _Sections, posts: _Posts, since: date) -> None:
    people = copy_in(
        Person, ["staff_no", "name", "phone", "joined_on"], ((r.staff_no, r.name, r.phone, r.joined_on) for r in rows)
    )
    copy_in(
        Appointment,
        ["person", "unit", "section", "post", "since"],
        (
            (
                person,
                row.unit.pk,
                sections.get((row.unit.pk, row.section)),
                posts.get((row.unit.pk, row.section, row.post)),
                max(row.joined_on or since, row.unit.opened_on),
            )
            for person, row in zip(people, rows, strict=True)
        ),
    )


def _batches(rows: Iterable[T]) -> Iterator[list[T]]:
    left = iter(rows)
    while batch := list(islice(left, BATCH)):
        yield batch
