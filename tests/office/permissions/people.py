"""Pages of units, people, accounts and roles."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from tests.office.factories import OPENED
from tests.office.permissions.table import ADMINISTRATORS, EVERYBODY, Page, World

from kaohe.office.people.models import Charge, Delegation, Grant, Import, Notification, Post, Section

SEES_UNITS = "officer liaison unit_head data_owner assessor supervisor leader system_admin security_admin person"
"""Who sees the town: everybody but the audit administrator, to whom it is not there."""
SEES_STAFF = "officer liaison unit_head data_owner assessor leader system_admin security_admin"
Args = Callable[[World], Mapping[str, Any]]


def of(name: str) -> Args:
    """Give the key of a thing in the world."""
    return lambda world: {"pk": getattr(world, name).pk}


TOWN, MEMBER, OTHER, YEAR = of("town"), of("member"), of("stranger"), lambda world: {"year": 2026}
NOT_THERE = {"audit_admin": 404}


def change(args: Args = TOWN) -> Page:
    """A form that the appraisal officer alone may see; who does not see the unit is told that there is none."""
    return Page("officer", args=args, others=NOT_THERE)


def prepare(world: World) -> None:
    """Make what the pages are about."""
    by = world.accounts
    world.member = world.people[world.town]
    world.place = world.member.appointments.get()
    world.section = Section.objects.create(unit=world.town, name="党政办")
    world.post = Post.objects.create(unit=world.town, name="科员")
    world.charge = Charge.objects.create(person=by["leader"].person, unit=world.town, since=OPENED)
    world.stranger = by["supervisor"]
    world.grant = Grant.objects.get(account=by["liaison"])
    world.delegation = Delegation.objects.create(
        grant=world.grant, delegate=by["person"], since=OPENED, until=date(2020, 2, 1)
    )
    world.job = Import.objects.create(account=by["officer"], kind="people", file_name="人员.xlsx", since=OPENED)
    world.notification = Notification.objects.create(account=by["person"], text="x")
    world.closed = type(world.town).objects.create(
        code="X", name="旧镇", parent=world.county, opened_on=OPENED, closed_on=date(2021, 1, 1)
    )
    world.closed.place_under(world.county)


ADMIN_PAGE = Page(ADMINISTRATORS)
SYSTEM, SECURITY = Page("system_admin", args=OTHER), Page("security_admin")

PAGES: dict[str, Page] = {
    "people:units": Page(EVERYBODY),
    "people:unit-list": Page(EVERYBODY),
    "people:level": Page(SEES_UNITS, args=TOWN, refused=404),
    "people:unit": Page(SEES_UNITS, args=TOWN, refused=404),
    "people:open-unit": Page("officer"),
    "people:rename-unit": change(),
    "people:move-unit": change(),
    "people:merge-units": change(),
    "people:divide-unit": change(),
    "people:close-unit": change(),
    "people:correct-unit": change(),
    "people:withdraw-version": change(),
    "people:reopen-unit": Page(
        "officer", args=of("closed"), others=dict.fromkeys(("audit_admin", "liaison", "unit_head", "person"), 404)
    ),
    "people:open-section": change(),
    "people:open-post": change(),
    "people:put-in-charge": change(),
    "people:register": change(),
    "people:close-section": Page("officer", args=of("section"), others=dict.fromkeys(("audit_admin", "person"), 404)),
    "people:close-post": Page("officer", args=of("post"), others=dict.fromkeys(("audit_admin", "person"), 404)),
    "people:end-charge": Page(
        "officer", args=of("charge"), others=dict.fromkeys(("supervisor", "audit_admin", "person"), 404)
    ),
    "people:proposals": Page(EVERYBODY, args=lambda world: {"kind": "unit"}, data=lambda world: {"unit": "镇"}),
    "people:people": Page(EVERYBODY),
    "people:person": Page(SEES_STAFF, args=MEMBER, refused=404),
    "people:correct-person": Page(
        "officer", args=MEMBER, others=dict.fromkeys(("supervisor", "audit_admin", "person"), 404)
    ),
    "people:appoint": Page("officer", args=MEMBER, others=dict.fromkeys(("supervisor", "audit_admin", "person"), 404)),
    "people:depart": Page("officer", args=MEMBER, others=dict.fromkeys(("supervisor", "audit_admin", "person"), 404)),
    "people:end-place": Page(
        "officer", args=of("place"), others=dict.fromkeys(("supervisor", "audit_admin", "person"), 404)
    ),
    "people:latest-classes": Page(EVERYBODY, given=302),
    "people:classes": Page(EVERYBODY, args=YEAR),
    "people:open-class": Page("", args=YEAR),
    "people:assign-class": Page("officer", args=YEAR),
    "people:upload-classes": Page("officer", args=YEAR),
    "people:classes-list": Page(EVERYBODY, args=YEAR),
    "people:copy-classes": Page("", args=YEAR, method="post"),
    "people:imports": Page(EVERYBODY),
    "people:import": Page("officer", args=of("job"), refused=404),
    "people:import-problems": Page("officer", args=of("job"), refused=404),
    "people:hand-in": Page("officer", args=lambda world: {"kind": "people"}),
    "people:import-model": Page("officer", args=lambda world: {"kind": "people"}),
    "people:calendar": Page(EVERYBODY),
    "people:enter-notice": Page(""),
    "people:accounts": ADMIN_PAGE,
    "people:account": Page(ADMINISTRATORS, args=OTHER),
    "people:open-account": Page("system_admin"),
    "people:disable-account": SYSTEM,
    "people:reset-password": SYSTEM,
    "people:reopen-account": SYSTEM,
    "people:unlock-account": Page("system_admin", args=OTHER, method="post", given=302),
    "people:roles": ADMIN_PAGE,
    "people:grant-role": SECURITY,
    "people:revoke-role": Page("security_admin", args=of("grant"), method="post", given=302),
    "people:delegations": Page(EVERYBODY),
    "people:delegate-role": Page(EVERYBODY),
    "people:end-delegation": Page(
        "liaison security_admin",
        args=of("delegation"),
        method="post",
        given=302,
        refused=404,
        others={"person": 403, "system_admin": 403, "audit_admin": 403},
    ),
    "people:notifications": Page(EVERYBODY),
    "people:inbox": Page(EVERYBODY),
    "people:read-all": Page(EVERYBODY, method="post", given=302),
    "people:follow": Page("person", args=of("notification"), given=302, refused=404),
    "people:own-account": Page(EVERYBODY),
}
