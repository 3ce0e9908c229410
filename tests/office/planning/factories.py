"""Cycles, schemes and units in classes for tests of planning and everything above it."""

from __future__ import annotations

from typing import Any

import factory
from factory.django import DjangoModelFactory
from tests.office.factories import AccountFactory, UnitFactory

from kaohe.office.people.models import Account, Membership, Unit, UnitClass
from kaohe.office.planning.document.store import spec_of, stored
from kaohe.office.planning.models import AppraisedUnit, Approval, Cycle, CycleState, SchemeDraft, SchemeVersion
from kaohe.office.planning.publishing import freeze_units, write_indicators
from kaohe.scheme import SchemeSpec, content_hash

YEAR = 2026

SCHEME: dict[str, Any] = {
    "id": "county-towns",
    "title": "乡镇综合绩效考核办法",
    "cycle": {"year": YEAR, "reports": "quarterly"},
    "classes": [{"id": "industrial", "name": "工业镇"}, {"id": "farming", "name": "农业镇"}],
    "indicators": [
        {
            "code": "A",
            "name": "经济发展",
            "points": "60",
            "owner": "统计局",
            "children": [
                {
                    "code": "A1",
                    "name": "粮食总产量",
                    "points": "30",
                    "unit": "吨",
                    "criterion": "完成任务得满分，每少1个百分点扣0.5分，扣完为止",
                    "lead": "农业农村局",
                },
                {
                    "code": "A2",
                    "name": "规上工业增加值增速",
                    "points": "30",
                    "unit": "%",
                    "classes": ["industrial"],
                    "criterion": "按完成比例得分",
                },
                {
                    "code": "A3",
                    "name": "设施农业面积",
                    "points": "30",
                    "unit": "亩",
                    "classes": ["farming"],
                    "criterion": "按完成比例得分",
                },
            ],
        },
        {
            "code": "B",
            "name": "党建工作",
            "points": "40",
            "owner": "组织部",
            "frequency": "yearly",
            "children": [
                {"code": "B1", "name": "报送工作", "points": "40", "criterion": "每迟报一次扣0.5分，扣完为止"},
            ],
        },
    ],
    "ranking": {"within": "class"},
    "grades": [{"name": "优秀", "at_least": "90", "quota": "20%"}, {"name": "合格"}],
}
"""Two classes, four leaves: A1 for all and A2, A3 for one class each need targets, B1 counts."""


def spec(**changes: Any) -> SchemeSpec:
    """The scheme above, with other top-level fields."""
    return SchemeSpec.model_validate({**SCHEME, **changes})


class CycleFactory(DjangoModelFactory[Cycle]):
    """A cycle with its draft; ``document=`` takes a `SchemeSpec`."""

    class Meta:
        model = Cycle
        skip_postgeneration_save = True

    code = factory.Sequence(lambda n: f"cycle-{n}")
    title = "乡镇综合绩效考核"
    year = YEAR
    root = factory.SubFactory(UnitFactory)
    created_by = factory.SubFactory(AccountFactory)

    @factory.post_generation
    def document(self: Any, create: bool, extracted: SchemeSpec | None, **kwargs: Any) -> None:
        SchemeDraft.objects.create(cycle=self, document=stored(extracted or spec()), changed_by=self.created_by)


def saved_version(cycle: Cycle, by: Account | None = None, note: str = "") -> SchemeVersion:
    """The draft as a version."""
    document = cycle.draft.document
    return SchemeVersion.objects.create(
        cycle=cycle,
        number=cycle.versions.count() + 1,
        document=document,
        hash=content_hash(spec_of(document)),
        note=note,
        made_by=by or cycle.created_by,
    )


def classified(root: Unit, code: str, count: int = 1, year: int = YEAR, **fields: Any) -> list[Unit]:
    """New units below a root, in a class of the year."""
    kind, _new = UnitClass.objects.get_or_create(year=year, code=code, defaults={"name": code})
    units = UnitFactory.create_batch(count, parent=root, **fields)
    Membership.objects.bulk_create(Membership(unit=u, unit_class=kind, year=year) for u in units)
    return units


def published_cycle(
    industrial: int = 2,
    farming: int = 1,
    state: str = CycleState.RUNNING,
    document: SchemeSpec | None = None,
    **fields: Any,
) -> Cycle:
    """A cycle as publication leaves it: one approved version, indicators, and units of both classes below its root."""
    cycle = CycleFactory.create(state=state, document=document, **fields)
    classified(cycle.root, "industrial", industrial)
    classified(cycle.root, "farming", farming)
    version = saved_version(cycle)
    leader = AccountFactory.create()
    Approval.objects.create(
        version=version, is_approved=True, meeting="第1次会议", decided_on=version.made_at.date(), decided_by=leader
    )
    version.approved_at = version.published_at = version.made_at
    version.save()
    write_indicators(version)
    freeze_units(cycle, [c.id for c in spec_of(version.document).classes])
    return cycle


def units_of(cycle: Cycle, class_id: str) -> list[Unit]:
    """The units of a cycle in a class, in order of their codes."""
    rows = AppraisedUnit.objects.filter(cycle=cycle, class_id=class_id).select_related("unit").order_by("unit__code")
    return [row.unit for row in rows]
