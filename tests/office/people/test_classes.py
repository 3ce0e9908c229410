"""Classes of a year."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.actions.accounts import disable_leavers
from kaohe.office.people.actions.classes import classify_units
from kaohe.office.people.models import Membership, UnitClass
from kaohe.office.people.roles import Role
from kaohe.office.people.tasks import disable_leavers as nightly

pytestmark = pytest.mark.django_db


def test_unit_has_one_class_a_year() -> None:
    officer, unit = account_with(Role.OFFICER), UnitFactory.create()
    farming, industrial = (UnitClass.objects.create(year=2026, code=c, name=c) for c in ("farming", "industrial"))
    former = UnitClass.objects.create(year=2025, code="farming", name="farming")
    assert classify_units(by=officer, year=2026, classes={unit: farming}) == 1
    assert classify_units(by=officer, year=2026, classes={unit: farming}) == 0
    assert classify_units(by=officer, year=2026, classes={unit: industrial}) == 1
    assert classify_units(by=officer, year=2025, classes={unit: former}) == 1
    assert set(Membership.objects.values_list("year", "unit_class")) == {(2026, industrial.pk), (2025, former.pk)}
    with pytest.raises(ValidationError, match="2026"):
        classify_units(by=officer, year=2026, classes={unit: former})


def test_officer_classifies_within_the_subtree_only() -> None:
    mine, other = UnitFactory.create(), UnitFactory.create()
    kind = UnitClass.objects.create(year=2026, code="a", name="a")
    with pytest.raises(PermissionDenied):
        classify_units(by=account_with(Role.OFFICER, mine), year=2026, classes={mine: kind, other: kind})
    assert not Membership.objects.exists()


def test_leavers_are_looked_for_every_night() -> None:
    nightly(0)
    assert nightly.name.endswith("disable_leavers")
    assert disable_leavers() == 0
