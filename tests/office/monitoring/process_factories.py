"""A published cycle with two units, and the people who file, approve and answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.document.store import stored
from kaohe.office.planning.models import AppraisedUnit, Cycle, RegisterItem, SchemeVersion
from kaohe.office.planning.models.cycles import CycleState
from kaohe.scheme import SchemeSpec

TODAY = timezone.localdate()
SPEC = SchemeSpec.model_validate(
    {
        "id": "small",
        "title": "小办法",
        "cycle": {"year": TODAY.year},
        "classes": ["town", "street"],
        "indicators": [
            {"code": "A", "name": "经济", "points": 60, "criterion": "按完成比例得分，最高不超过本项满分"},
            {"code": "B", "name": "安全", "points": 40, "criterion": "发生事故的，每起扣5分，扣完为止"},
        ],
        "adjustments": [
            {
                "code": "J1",
                "name": "表彰",
                "criterion": "获得国家级、省级奖励的，每次分别加3分、2分",
                "owner": "组织部",
            },
            {"code": "J2", "name": "通报", "criterion": "被通报批评的，每次扣1分", "classes": ["town"]},
        ],
        "vetoes": [{"code": "V1", "name": "重大事故", "basis": "安全生产法", "level": "省级", "expires": "2099-01-01"}],
    }
)


@dataclass
class Area:
    """A county in a running cycle."""

    root: Unit
    town: Unit
    street: Unit
    cycle: Cycle
    officer: Account
    second_officer: Account
    supervisor: Account
    leader: Account
    head: Account
    liaison: Account
    other_head: Account


def area() -> Area:
    """Build it."""
    root = UnitFactory.create(name="县")
    town, street = UnitFactory.create(parent=root), UnitFactory.create(parent=root)
    officer = account_with(Role.OFFICER, root)
    cycle = Cycle.objects.create(
        code="c", title="考核", year=TODAY.year, root=root, state=CycleState.RUNNING, created_by=officer
    )
    SchemeVersion.objects.create(
        cycle=cycle, number=1, document=stored(SPEC), hash="0" * 64, made_by=officer, published_at=timezone.now()
    )
    for unit, class_id in ((town, "town"), (street, "street")):
        AppraisedUnit.objects.create(cycle=cycle, unit=unit, class_id=class_id)
    return Area(
        root=root,
        town=town,
        street=street,
        cycle=cycle,
        officer=officer,
        second_officer=account_with(Role.OFFICER, root),
        supervisor=account_with(Role.SUPERVISOR, root),
        leader=account_with(Role.LEADER, root),
        head=account_with(Role.UNIT_HEAD, town),
        liaison=account_with(Role.LIAISON, town),
        other_head=account_with(Role.UNIT_HEAD, street),
    )


def registered(here: Area, kind: RegisterItem.Kind = RegisterItem.Kind.SUPERVISION, days: int = 100) -> RegisterItem:
    """An item of the register, approved, that expires in so many days."""
    return RegisterItem.objects.create(
        kind=kind,
        name="重点工作督查",
        year=TODAY.year,
        organiser=here.root,
        basis="政府督查工作条例",
        approving_body="县委",
        approval_document="1号",
        approved_on=TODAY - timedelta(days=200),
        expires_on=TODAY + timedelta(days=days),
        state=RegisterItem.State.APPROVED,
    )
