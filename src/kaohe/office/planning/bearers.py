"""Who may bear a share in a unit: its people, sections and posts of a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from kaohe.office.people.models import Appointment, Person, Post, Section, Unit
from kaohe.office.planning.models import Share
from kaohe.tables.names import folded

Bearer = Section | Post | Person
Kind = Share.Kind

BELOW = {
    "": (Kind.LEADER, Kind.SECTION, Kind.POST, Kind.PERSON),
    Kind.LEADER: (Kind.SECTION, Kind.POST, Kind.PERSON),
    Kind.SECTION: (Kind.POST, Kind.PERSON),
    Kind.POST: (),
    Kind.PERSON: (),
}
"""Among whom each kind may divide its share again."""


@dataclass(frozen=True, slots=True)
class ShareLine:
    """One share as it is handed in, with its parts.

    Attributes
    ----------
    percent
        Of the level above it.
    value
        Part of the unit's target; None: not divided by figures.
    """

    kind: str
    bearer: Bearer
    percent: Decimal
    value: Decimal | None = None
    task: str = ""
    due_on: date | None = None
    parts: tuple[ShareLine, ...] = ()

    @property
    def token(self) -> str:
        """Kind and key of the bearer."""
        return f"{self.kind}:{self.bearer.pk}"


class Bearers:
    """People, sections and posts of one unit on one day; three queries, whatever is asked of it."""

    def __init__(self, unit: Unit, day: date) -> None:
        self.unit, self.day = unit, day

    @cached_property
    def appointments(self) -> Sequence[Appointment]:
        """Who works in the unit, and where."""
        rows = Appointment.objects.on(self.day).filter(unit=self.unit).select_related("person", "section", "post")
        return list(rows.order_by("section__name", "person__staff_no"))

    @cached_property
    def persons(self) -> dict[int, Person]:
        """People by key."""
        return {row.person_id: row.person for row in self.appointments}

    @cached_property
    def sections(self) -> dict[int, Section]:
        """Open sections by key."""
        return {s.pk: s for s in Section.objects.open_on(self.day).filter(unit=self.unit).order_by("name")}

    @cached_property
    def posts(self) -> dict[int, Post]:
        """Open posts by key."""
        posts = Post.objects.open_on(self.day).filter(unit=self.unit).select_related("section")
        return {p.pk: p for p in posts.order_by("name")}

    @cached_property
    def _sections_of(self) -> dict[int, set[int | None]]:
        found: dict[int, set[int | None]] = {}
        for row in self.appointments:
            found.setdefault(row.person_id, set()).add(row.section_id)
        return found

    def find(self, token: str) -> tuple[str, Bearer] | None:
        """Give kind and bearer of a token like ``section:12``; None when nobody of the unit is meant."""
        kind, _, key = token.partition(":")
        if kind not in Kind.values or not key.isdecimal():
            return None
        bearer = self._of_kind(kind).get(int(key))
        return (kind, bearer) if bearer else None

    def holds(self, kind: str, bearer: Bearer) -> bool:
        """Tell whether somebody or something is of the unit on the day."""
        return bearer.pk in self._of_kind(kind)

    def named(self, kind: str, text: str) -> list[Bearer]:
        """Give who is meant by a staff number or a name; one, none or several."""
        rows = self._of_kind(kind).values()
        numbered: list[Bearer] = [row for row in rows if isinstance(row, Person) and row.staff_no == text]
        return numbered or [row for row in rows if folded(row.name) == folded(text)]

    def names(self, kind: str) -> list[str]:
        """Give the names of one kind."""
        return [row.name for row in self._of_kind(kind).values()]

    def fits(self, above: ShareLine, below: ShareLine) -> bool:
        """Tell whether a share may be part of another: posts and people of a section under that section alone."""
        if below.kind not in BELOW[above.kind]:
            return False
        if above.kind != Kind.SECTION:
            return True
        if isinstance(below.bearer, Post):
            return below.bearer.section_id == above.bearer.pk
        return above.bearer.pk in self._sections_of.get(below.bearer.pk, set())

    def _of_kind(self, kind: str) -> dict[int, Section] | dict[int, Post] | dict[int, Person]:
        match kind:
            case Kind.SECTION:
                return self.sections
            case Kind.POST:
                return self.posts
        return self.persons


def label(bearer: Bearer) -> str:
    """Name a bearer so that it is found again: a person with the staff number."""
    return f"{bearer.name}（{bearer.staff_no}）" if isinstance(bearer, Person) else bearer.name
