"""Every page opens for who may see it, and asks the database the same number of times for one unit and for many."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.office.factories import account_with
from tests.office.scoring.factories import appraised, figure, from_preset

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle
from kaohe.office.scoring import trials

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    trials.forget()
    yield
    trials.forget()


@pytest.fixture
def cycle() -> Cycle:
    return from_preset()[0]


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


def signed_in(account: Account) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(account, backend=BACKEND)
    return client


def some_unit(cycle: Cycle, name: str = "石岭镇") -> Unit:
    return Unit.objects.get(name=name)


UNIT_PAGES = ("unit", "derivation", "next-points", "what-if", "unit_score")
CYCLE_PAGES = ("ranking", "indicators", "losses", "stability", "weights", "runs", "make-run", "hand-in")


@pytest.mark.parametrize("name", [*CYCLE_PAGES, *UNIT_PAGES])
def test_an_officer_opens_every_page(name: str, cycle: Cycle, officer: Account) -> None:
    args: list[Any] = [cycle.code, some_unit(cycle).pk] if name in UNIT_PAGES else [cycle.code]
    response = signed_in(officer).get(reverse(f"scoring:{name}", args=args))
    assert response.status_code == 200, name


@pytest.mark.parametrize("name", [*CYCLE_PAGES, *UNIT_PAGES])
def test_a_page_asks_the_same_number_of_times_for_more_units(name: str, cycle: Cycle, officer: Account) -> None:
    args: list[Any] = [cycle.code, some_unit(cycle).pk] if name in UNIT_PAGES else [cycle.code]
    client, url = signed_in(officer), reverse(f"scoring:{name}", args=args)
    client.get(url)
    trials.forget()
    with CaptureQueriesContext(
        connection,
    ) as before:
        client.get(url)
    for n in range(3):
        figure(cycle, appraised(cycle, "farming", name=f"新乡{n}"), "A11", 90 + n)
    trials.forget()
    with CaptureQueriesContext(connection) as after:
        assert client.get(url).status_code == 200
    assert len(after) == len(before)
