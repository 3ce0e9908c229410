"""Two people at once: nothing is lost, nothing outrun."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.actions import access, units
from kaohe.office.people.models import Account, Grant, Unit
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db(transaction=True)
DAY = date(2024, 5, 1)


def at_once(*deeds: Callable[[], object]) -> list[bool]:
    """Do deeds in threads that start together; tell which were done and which refused."""
    ready, done = threading.Barrier(len(deeds)), [False] * len(deeds)

    def work(number: int, deed: Callable[[], object]) -> None:
        ready.wait()
        try:
            deed()
            done[number] = True
        except ValidationError:
            pass
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(deeds)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return done


def test_two_units_are_not_put_under_each_other() -> None:
    officer, a, b = account_with(Role.OFFICER), UnitFactory.create(), UnitFactory.create()
    done = at_once(
        lambda: units.move_unit(by=officer, unit=a, parent=b, on=DAY),
        lambda: units.move_unit(by=officer, unit=b, parent=a, on=DAY),
    )
    assert sorted(done) == [False, True]
    assert sorted(unit.depth for unit in Unit.objects.all()) == [0, 1]


def test_move_and_renaming_of_neighbours_do_not_wait_for_each_other() -> None:
    officer, a, b = account_with(Role.OFFICER), UnitFactory.create(), UnitFactory.create()
    done = at_once(
        lambda: units.move_unit(by=officer, unit=a, parent=b, on=DAY),
        lambda: units.rename_unit(by=officer, unit=b, name="二", on=DAY),
        lambda: units.merge_units(by=officer, units=[b], into=UnitFactory.create(), on=DAY),
    )
    assert any(done)  # a deadlock would fail the thread, and with it the test
    for unit in Unit.objects.select_related("parent"):
        assert unit.path == f"{unit.parent.path if unit.parent else '/'}{unit.pk}/"


def test_of_two_names_given_on_one_day_one_is_refused() -> None:
    officer, unit = account_with(Role.OFFICER), UnitFactory.create()
    done = at_once(
        lambda: units.rename_unit(by=officer, unit=unit, name="一", on=DAY),
        lambda: units.rename_unit(by=officer, unit=unit, name="二", on=DAY),
    )
    assert sorted(done) == [False, True]
    assert Unit.objects.get().name in "一二"


def test_separated_powers_do_not_meet_in_a_race() -> None:
    security, account = account_with(Role.SECURITY_ADMIN), account_with()
    powers = (Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN, Role.OFFICER)
    done = at_once(
        *(lambda r=role: access.grant_role(by=security, account=account, role=r, since=DAY) for role in powers)  # type: ignore[misc]
    )
    assert sum(done) == 1
    assert Grant.objects.filter(account=account).count() == 1


def test_many_attempts_at_once_do_not_outrun_the_lock() -> None:
    account = account_with()
    request = RequestFactory().post("/account/login/")
    at_once(*[lambda: authenticate(request, username=account.username, password="wrong")] * 5)
    assert Account.objects.get(pk=account.pk).locked_until
