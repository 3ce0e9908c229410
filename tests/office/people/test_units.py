"""Units over the years: names, places, mergers and divisions."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with

from kaohe.office.audit.models import Entry
from kaohe.office.people.actions import units as actions
from kaohe.office.people.models import Succession, Unit
from kaohe.office.people.roles import Role

pytestmark = pytest.mark.django_db
DAY = date(2024, 5, 1)


@pytest.fixture
def officer() -> Any:
    return account_with(Role.OFFICER)


@pytest.fixture
def county() -> Unit:
    return UnitFactory.create(code="C", name="东山县")


def named_on(unit: Unit, day: date) -> tuple[str, int | None]:
    found = Unit.objects.as_named_on(day).get(pk=unit.pk)
    return found.name_then, found.parent_then


def test_renamed_unit_keeps_its_old_name_for_what_was_before(officer: Any, county: Unit) -> None:
    actions.rename_unit(by=officer, unit=county, name="东山区", on=DAY, document="国函〔2024〕1号")
    assert named_on(county, DAY - timedelta(days=1))[0] == "东山县"
    assert named_on(county, DAY)[0] == "东山区"
    assert Unit.objects.get(pk=county.pk).name == "东山区"
    assert Entry.objects.get().action == "rename_unit"


def test_moved_unit_takes_everything_below_along(officer: Any, county: Unit) -> None:
    town, other = UnitFactory.create(parent=county), UnitFactory.create()
    village = UnitFactory.create(parent=town)
    actions.move_unit(by=officer, unit=town, parent=other, on=DAY)
    assert list(Unit.objects.below(other).order_by("path")) == [other, town, village]
    assert list(Unit.objects.above(Unit.objects.get(pk=village.pk))) == [other, town]
    assert named_on(town, DAY - timedelta(days=1))[1] == county.pk
    assert Unit.objects.get(pk=village.pk).depth == 2


def test_unit_does_not_move_below_itself(officer: Any, county: Unit) -> None:
    town = UnitFactory.create(parent=county)
    with pytest.raises(ValidationError, match=county.name):
        actions.move_unit(by=officer, unit=county, parent=town, on=DAY)


def test_merged_units_close_and_their_children_go_over(officer: Any, county: Unit) -> None:
    first, second, heir = (UnitFactory.create(parent=county) for _ in range(3))
    village = UnitFactory.create(parent=first)
    actions.merge_units(by=officer, units=[first, second], into=heir, on=DAY, document="撤乡并镇")
    assert not Unit.objects.open_on(DAY).filter(pk__in=[first.pk, second.pk]).exists()
    assert Unit.objects.open_on(DAY - timedelta(days=1)).filter(pk=first.pk).exists()
    assert Unit.objects.get(pk=village.pk).parent == heir
    assert Succession.objects.heirs_of(first) == [heir.pk]


def test_heirs_are_followed_over_several_changes(officer: Any, county: Unit) -> None:
    a, b, c, d = (UnitFactory.create(parent=county) for _ in range(4))
    actions.merge_units(by=officer, units=[a], into=b, on=DAY)
    actions.divide_unit(by=officer, unit=b, into=[c, d], on=DAY + timedelta(days=30))
    assert Succession.objects.heirs_of(a) == sorted([c.pk, d.pk])
    assert Succession.objects.heirs_of(c) == [c.pk]
    actions.close_unit(by=officer, unit=c, on=DAY + timedelta(days=60))
    assert Succession.objects.heirs_of(a) == [d.pk]


def test_unit_does_not_go_up_in_a_unit_below_it(officer: Any, county: Unit) -> None:
    town = UnitFactory.create(parent=county)
    with pytest.raises(ValidationError):
        actions.merge_units(by=officer, units=[county], into=town, on=DAY)


def test_unit_with_units_below_does_not_close(officer: Any, county: Unit) -> None:
    UnitFactory.create(parent=county)
    with pytest.raises(ValidationError):
        actions.close_unit(by=officer, unit=county, on=DAY)


def test_changes_lie_after_the_last_and_not_ahead(officer: Any, county: Unit) -> None:
    actions.rename_unit(by=officer, unit=county, name="一", on=DAY)
    for day in (DAY, DAY - timedelta(days=1), timezone.localdate() + timedelta(days=1)):
        with pytest.raises(ValidationError):
            actions.rename_unit(by=officer, unit=county, name="二", on=day)
    assert Unit.objects.get(pk=county.pk).name == "一"


def test_failed_change_leaves_nothing(officer: Any, county: Unit) -> None:
    with pytest.raises(ValidationError):
        actions.rename_unit(by=officer, unit=county, name="", on=DAY)
    assert county.versions.count() == 1
    assert not Entry.objects.exists()


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OFFICER])
def test_only_officers_change_units(role: Role, county: Unit) -> None:
    somebody = account_with(role, county)
    with pytest.raises(PermissionDenied):
        actions.rename_unit(by=somebody, unit=county, name="二", on=DAY)


def test_officer_of_a_subtree_changes_nothing_beside_it(county: Unit) -> None:
    town, other = UnitFactory.create(parent=county), UnitFactory.create()
    officer = account_with(Role.OFFICER, county)
    opened = actions.open_unit(by=officer, code="N", name="新村", kind="village", parent=town, on=DAY)
    assert opened.path == f"{town.path}{opened.pk}/"
    for parent in (other, None):
        with pytest.raises(PermissionDenied):
            actions.open_unit(by=officer, code="M", name="新", kind="village", parent=parent, on=DAY)
        with pytest.raises(PermissionDenied):
            actions.move_unit(by=officer, unit=town, parent=parent, on=DAY)


def test_code_is_taken_once(officer: Any, county: Unit) -> None:
    with pytest.raises(ValidationError, match=r"code|编码"):
        actions.open_unit(by=officer, code="C", name="又", kind="other", parent=None, on=DAY)
