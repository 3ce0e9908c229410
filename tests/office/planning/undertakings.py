"""A published cycle with staff and accounts, for tests of what units undertake."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.utils import timezone
from tests.office.factories import OPENED, SectionFactory, account_with, person_in
from tests.office.planning.factories import published_cycle, units_of

from kaohe.office.people.models import Account, Appointment, Person, Post, Section, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.bearers import ShareLine
from kaohe.office.planning.models import Cycle, Indicator, RegisterItem, Target, TargetState
from kaohe.scheme import SchemeSpec

TODAY = timezone.localdate()
VETOES = [
    {"code": "V1", "name": "安全生产", "basis": "安全生产法第一百一十三条", "level": "省级", "expires": "2099-01-01"}
]


@dataclass
class World:
    """A county, its cycle in progress, one of its towns, and who does what."""

    cycle: Cycle
    unit: Unit
    officer: Account
    leader: Account
    head: Account
    liaison: Account
    stranger: Account
    section: Section = field(init=False)
    other_section: Section = field(init=False)
    post: Post = field(init=False)
    person: Person = field(init=False)
    colleague: Person = field(init=False)

    def __post_init__(self) -> None:
        self.section, self.other_section = SectionFactory.create_batch(2, unit=self.unit)
        self.post = Post.objects.create(unit=self.unit, section=self.section, name="统计员")
        self.person, self.colleague = person_in(self.unit), person_in(self.unit)
        Appointment.objects.filter(person=self.person).update(section=self.section, post=self.post)

    @property
    def indicator(self) -> Indicator:
        """One by which every unit is appraised, with a target."""
        found: Indicator = Indicator.objects.get(cycle=self.cycle, code="A1")
        return found

    def line(self, kind: str, bearer: Any, percent: str = "100", **fields: Any) -> ShareLine:
        return ShareLine(kind, bearer, Decimal(percent), **fields)


def world(document: SchemeSpec | None = None, **counts: int) -> World:
    cycle = published_cycle(document=document, **counts)
    unit = units_of(cycle, "industrial")[0]
    return World(
        cycle=cycle,
        unit=unit,
        officer=account_with(Role.OFFICER, cycle.root),
        leader=account_with(Role.LEADER, cycle.root, person_in(cycle.root, name="县长")),
        head=account_with(Role.UNIT_HEAD, unit, person_in(unit, name="镇长")),
        liaison=account_with(Role.LIAISON, unit),
        stranger=account_with(Role.UNIT_HEAD, units_of(cycle, "industrial")[1]),
    )


def registered(cycle: Cycle, /, **fields: Any) -> RegisterItem:
    """The cycle's appraisal, approved in the register."""
    known: dict[str, Any] = {
        "kind": "appraisal",
        "name": cycle.title,
        "year": cycle.year,
        "organiser": cycle.root,
        "basis": "县委办发〔2026〕1号",
        "state": "approved",
        "approving_body": "省委办公厅",
        "approval_document": "省督考函〔2026〕3号",
        "approved_on": OPENED,
        "cycle": cycle,
    }
    return RegisterItem.objects.create(**known | fields)


def locked_targets(cycle: Cycle, value: str = "1000") -> None:
    """Lock the same target for every unit and indicator of its class that needs one."""
    by = cycle.created_by
    earlier = timezone.now() - timedelta(minutes=1)
    for row in cycle.appraised_units.select_related("unit"):
        for indicator in Indicator.objects.filter(cycle=cycle).leaves().of_class(row.class_id):
            if indicator.needs_target:
                Target.objects.create(
                    cycle=cycle,
                    indicator=indicator,
                    unit=row.unit,
                    value=Decimal(value),
                    state=TargetState.LOCKED,
                    changed_by=by,
                    proposed_by=by,
                    changed_at=earlier,
                )


def moved_away(person: Person, on: date = TODAY) -> None:
    """The person works here no longer."""
    Appointment.objects.filter(person=person).update(until=on)
