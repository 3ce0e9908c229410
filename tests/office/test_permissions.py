"""Every address of the platform against every role; the tables and their format: `tests.office.permissions.table`."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.office.factories import UnitFactory, account_with, person_in
from tests.office.permissions.table import ROLES, Page, World

from kaohe.office.people.roles import NEEDS_UNIT, Role

APPS = ("account", "ui", "people", "audit", "planning", "monitoring", "scoring", "boards", "api")
TABLES: dict[str, ModuleType] = {app: import_module(f"tests.office.permissions.{app}") for app in APPS}
COVERED = [app for app in APPS if TABLES[app].PAGES]
BACKEND = "kaohe.office.people.signin.LockingBackend"
ELSEWHERE = ("^", "social/", "openid_connect_")
"""What has no name, because it is shut for everybody (`kaohe.office.ui.entrance`), old redirects of a library, and the
addresses of a provider, which are there only when one is set."""
OF_ALL = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}


def names(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    """Every name of an address, with its namespaces; one without a name is given by its route, and must get one."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{prefix}{entry.name or entry.pattern}"
        else:
            yield from names(entry, f"{prefix}{entry.namespace}:" if entry.namespace else prefix)


def app_of(name: str) -> str:
    """App whose table lists a name; what has no namespace is listed with the account pages."""
    space = name.partition(":")[0] if ":" in name else "account"
    return "api" if space.startswith("api") else space


@pytest.fixture
def world(db: None, settings: Any) -> World:
    settings.KAOHE_SECOND_FACTOR = "none"  # its redirect is tested with the sign-in
    county, beside = UnitFactory.create(name="东山县"), UnitFactory.create(name="西山县")
    town, other = UnitFactory.create(parent=county), UnitFactory.create(parent=county)
    village = UnitFactory.create(parent=town)
    people = {unit: person_in(unit) for unit in (county, town, other, village, beside)}
    accounts = {}
    for role in Role:
        unit = None if role in OF_ALL else town if role in NEEDS_UNIT else county
        accounts[str(role.value)] = account_with(role, unit, person_in(unit) if unit else None)
    accounts["person"] = account_with(person=person_in(town))
    return World(
        county=county, town=town, other=other, village=village, beside=beside, people=people, accounts=accounts
    )


def test_every_address_is_in_a_table() -> None:
    there = {name for name in names(get_resolver()) if not name.startswith(ELSEWHERE)}
    listed = {name for app in COVERED for name in TABLES[app].PAGES}
    assert sorted(name for name in there - listed if app_of(name) in COVERED) == [], "addresses without a row"
    assert sorted(listed - there) == [], "rows without an address"


PAGES = [(name, TABLES[app], page) for app in COVERED for name, page in TABLES[app].PAGES.items()]


@pytest.mark.parametrize(("name", "table", "page"), PAGES, ids=[name for name, _table, _page in PAGES])
def test_every_role_gets_what_the_table_says(name: str, table: ModuleType, page: Page, world: World) -> None:
    if hasattr(table, "prepare"):
        table.prepare(world)
    given = {role: answer(name, page, world, role) for role in ("anonymous", *ROLES)}
    assert given == {role: page.expected(role) for role in given}


def answer(name: str, page: Page, world: World, role: str) -> int:
    """Status that a role gets; whatever its request writes is undone, so that the next one meets the same rows."""
    client = Client()
    if role != "anonymous":
        client.force_login(world.accounts[role], BACKEND)
    with transaction.atomic():
        address = reverse(name, kwargs=dict(page.args(world)))
        response = getattr(client, page.method)(address, dict(page.data(world)), headers={"accept-language": "en"})
        for close in response._resource_closers:  # not response.close(): that also ends the connection to the database
            close()
        transaction.set_rollback(True)
    if role == "anonymous" and response.status_code == 302:
        assert "/account/login/" in response["Location"] or "anonymous" in page.others, response["Location"]
    return int(response.status_code)
