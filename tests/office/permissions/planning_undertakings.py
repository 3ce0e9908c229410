"""Pages of decomposition, plans, letters, the superior's indicators and the register."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, Page, World
from tests.office.planning.factories import published_cycle
from tests.office.planning.undertakings import TODAY, locked_targets, registered

from kaohe.office.planning.actions.letters import make_letters
from kaohe.office.planning.models import (
    AppraisedUnit,
    Decomposition,
    Indicator,
    Letter,
    Mapping,
    PersonalPlan,
    RegisterItem,
    Share,
    SuperiorIndicator,
)

DIVISION_READERS = "officer liaison unit_head leader"
DIVIDERS = "liaison unit_head"
LETTER_READERS = "officer liaison unit_head leader assessor supervisor"
SUPERIOR_READERS = "officer liaison unit_head leader supervisor"
WITH_PERSON = " ".join(role for role in EVERYBODY.split() if role not in ADMINISTRATORS.split())


def prepare(world: World) -> None:
    cycle = published_cycle(root=world.county, industrial=0, farming=0)
    AppraisedUnit.objects.create(cycle=cycle, unit=world.town, class_id="industrial")
    indicator = Indicator.objects.get(cycle=cycle, code="A1")
    by = cycle.created_by
    division = Decomposition.objects.create(cycle=cycle, indicator=indicator, unit=world.town, changed_by=by)
    person = world.people[world.town]
    share = Share.objects.create(decomposition=division, kind="person", person=person, percent=Decimal(100))
    superior = SuperiorIndicator.objects.create(cycle=cycle, code="S1", name="环境", source="1号", handed_down_on=TODAY)
    locked_targets(cycle)
    item = registered(cycle)
    make_letters(by=world.accounts["officer"], cycle=cycle)
    world.undertaken = SimpleNamespace(
        unit={"code": cycle.code, "unit": world.town.pk},
        indicator={"code": cycle.code, "unit": world.town.pk, "indicator": "A1"},
        share={"share": share.pk},
        cycle={"code": cycle.code},
        plan={"pk": PersonalPlan.objects.create(cycle=cycle, person=person, unit=world.town).pk},
        superior={"pk": superior.pk},
        mapping={"pk": Mapping.objects.create(superior=superior, unit=world.town, due_on=TODAY).pk},
        letter={"pk": Letter.objects.get().pk},
        item={"pk": RegisterItem.objects.create(**_filed(item)).pk},
        town={"unit": world.town.pk},
    )


def _filed(item: RegisterItem) -> dict[str, Any]:
    known = {name: getattr(item, name) for name in ("year", "organiser", "basis")}
    return {**known, "kind": "inspection", "name": "检查"}


def _page(allowed: str, key: str, **more: Any) -> Page:
    return Page(allowed, args=lambda world: getattr(world.undertaken, key), **more)


def _but(status: int, roles: str) -> dict[str, int]:
    return dict.fromkeys(roles.split(), status)


PAGES: dict[str, Page] = {
    "planning:decomposition_list": Page(DIVISION_READERS),
    "planning:decomposition_unit": _page(DIVISION_READERS, "unit", refused=404),
    "planning:decomposition_matrix": _page(DIVISION_READERS, "unit", refused=404),
    "planning:decomposition_export": _page(DIVISION_READERS, "unit", refused=404),
    "planning:decomposition_edit": _page(DIVISION_READERS, "indicator", refused=404),
    "planning:decomposition_import": _page(DIVIDERS, "unit", refused=404, others=_but(403, "officer leader")),
    "planning:decomposition_copy": _page(DIVIDERS, "indicator", refused=404, others=_but(403, "officer leader")),
    "planning:decomposition_last_year": _page(
        DIVIDERS, "unit", method="post", given=302, refused=404, others=_but(403, "officer leader")
    ),
    "planning:decomposition_confirm": _page(
        "unit_head", "indicator", method="post", given=302, refused=404, others=_but(403, "officer leader liaison")
    ),
    "planning:decomposition_successor": _page(DIVIDERS, "share", refused=404, others=_but(403, "officer leader")),
    "planning:personal_plan_list": Page("officer unit_head leader"),
    "planning:personal_plan_own": Page(WITH_PERSON),
    "planning:personal_plan_open": _page("liaison unit_head data_owner person", "unit", method="post", given=302),
    "planning:personal_plan_draw_up": _page(DIVIDERS, "unit", method="post", given=302),
    "planning:personal_plan_detail": _page("officer unit_head leader", "plan", refused=404),
    "planning:personal_plan_agree": _page(
        "unit_head leader", "plan", method="post", given=302, refused=404, others=_but(403, "officer")
    ),
    "planning:personal_plan_return": _page("unit_head leader", "plan", refused=404, others=_but(403, "officer")),
    "planning:superior_list": Page(SUPERIOR_READERS),
    "planning:superior_coverage": Page(SUPERIOR_READERS),
    "planning:superior_deadlines": Page(SUPERIOR_READERS),
    "planning:superior_choose": Page("officer"),
    "planning:superior_add": _page("officer", "cycle", others=_but(404, ADMINISTRATORS)),
    "planning:superior_import": _page("officer", "cycle", others=_but(404, ADMINISTRATORS)),
    "planning:superior_detail": _page(SUPERIOR_READERS, "superior", refused=404),
    "planning:superior_change": _page(
        "officer", "superior", refused=404, others=_but(403, "leader liaison unit_head supervisor")
    ),
    "planning:superior_remove": _page(
        "officer",
        "superior",
        method="post",
        given=302,
        refused=404,
        others=_but(403, "leader liaison unit_head supervisor"),
    ),
    "planning:superior_unmap": _page("officer", "mapping", method="post", given=302),
    "planning:letter_list": Page(LETTER_READERS),
    "planning:letter_make": Page("officer"),
    "planning:letter_sign_all": Page("leader"),
    "planning:letter_detail": _page(LETTER_READERS, "letter", refused=404),
    "planning:letter_verify": _page(LETTER_READERS, "letter", refused=404),
    "planning:register_list": Page(EVERYBODY),
    "planning:register_official": Page(EVERYBODY),
    "planning:register_item": _page(EVERYBODY, "item"),
    "planning:register_unit": _page(EVERYBODY, "town", others=_but(404, "audit_admin")),
    "planning:register_file": Page("officer supervisor unit_head liaison"),
    "planning:register_change": _page("officer supervisor", "item"),
    "planning:register_approve": _page("leader", "item"),
    "planning:register_refuse": _page("leader", "item"),
    "planning:register_withdraw": _page("officer supervisor", "item"),
}
