"""Pages of cycles, schemes, versions, comments and units."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from django.utils import timezone
from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, Page, World
from tests.office.planning.factories import CycleFactory, published_cycle, saved_version, spec

from kaohe.office.planning.models import AppraisedUnit, Comment

KEEPS = "officer"
DECIDES = "leader"
INSIDE = "officer leader supervisor"
UNITS = "liaison unit_head"
SEES = f"{INSIDE} assessor {UNITS} data_owner person"
NOT_THERE = dict.fromkeys(ADMINISTRATORS.split(), 404)
HIDDEN = {**NOT_THERE, **dict.fromkeys(["liaison", "unit_head", "data_owner", "person"], 404)}
"""A draft: whoever does not keep, decide or supervise the area does not learn that it is there."""


def prepare(world: World) -> None:
    draft = CycleFactory.create(root=world.county)
    document = spec(coefficients=[{"name": "人口", "by": "population"}])
    running = published_cycle(root=world.county, industrial=0, farming=0, document=document)
    own = AppraisedUnit.objects.create(cycle=running, unit=world.town, class_id="industrial")
    asked = CycleFactory.create(root=world.county, state="consultation", comments_until=timezone.localdate())
    saved_version(asked)
    comment = Comment.objects.create(
        cycle=asked, unit=world.town, author=world.accounts["unit_head"], indicator_code="A1", text="偏高"
    )
    world.cycles = SimpleNamespace(
        draft={"code": draft.code},
        part={"code": draft.code, "part": "grades"},
        running={"code": running.code},
        version={"code": running.code, "number": 1},
        file={"code": running.code, "side": "1", "ending": "yaml"},
        unit={"code": running.code, "key": own.pk},
        change={"code": running.code, "key": own.pk, "name": "class"},
        indicator={"code": running.code, "indicator": "A1"},
        asked={"code": asked.code},
        comment={"code": asked.code, "key": comment.pk},
        step={"code": running.code, "name": "begin_assessment"},
    )


def _page(allowed: str, key: str, others: dict[str, int], **more: Any) -> Page:
    return Page(allowed, args=lambda world: getattr(world.cycles, key), others=others, **more)


def _draft(allowed: str, key: str = "draft", **more: Any) -> Page:
    return _page(allowed, key, HIDDEN, **more)


def _running(allowed: str, key: str = "running", **more: Any) -> Page:
    return _page(allowed, key, NOT_THERE, **more)


_NODE = {"code": "A1", "field": "name"}

PAGES: dict[str, Page] = {
    "planning:cycle_list": Page(EVERYBODY),
    "planning:cycle_new": Page(KEEPS),
    "planning:cycle_detail": _running(SEES),
    "planning:cycle_change": _running(KEEPS),
    "planning:cycle_delete": _draft(KEEPS, method="post", given=302),
    "planning:cycle_move": _running(KEEPS, "step", method="post", data=lambda world: {"seen": "0"}, given=302),
    "planning:scheme_published": _running(SEES),
    "planning:scheme_edit": _draft(INSIDE),
    "planning:scheme_cell": _draft(KEEPS, data=lambda world: _NODE),
    "planning:scheme_node": _draft(INSIDE, data=lambda world: _NODE),
    "planning:scheme_reading": _draft(INSIDE, method="post", data=lambda world: {**_NODE, "text": "按完成比例得分"}),
    "planning:scheme_change": _draft(KEEPS, method="post", data=lambda world: {"deed": "add", "code": "A1"}),
    "planning:scheme_undo": _draft(KEEPS, method="post", data=lambda world: {"edit": "1"}, given=422),
    "planning:scheme_part": _draft(INSIDE, "part"),
    "planning:scheme_yaml": _draft(INSIDE),
    "planning:version_list": _running(INSIDE),
    "planning:version_diff": _running(INSIDE, data=lambda world: {"old": "1"}),
    "planning:version_restore": _running(KEEPS, "version", method="post", given=302),
    "planning:version_export": _running(INSIDE, "file"),
    "planning:comment_list": _page(f"{INSIDE} assessor {UNITS} data_owner", "asked", {**NOT_THERE, "person": 404}),
    "planning:comment_write": _page(UNITS, "asked", {**NOT_THERE, "person": 404}),
    "planning:comment_detail": _page(
        f"{INSIDE} {UNITS}", "comment", {**NOT_THERE, "person": 404, "assessor": 404, "data_owner": 404}
    ),
    "planning:unit_list": _running(SEES),
    "planning:unit_add": _running(KEEPS),
    "planning:unit_detail": _running(SEES, "unit"),
    "planning:unit_change": _running(KEEPS, "change"),
    "planning:attribute_import": _running(KEEPS),
    "planning:owner_list": _running(KEEPS),
    "planning:owner_change": _running(KEEPS, "indicator"),
}
