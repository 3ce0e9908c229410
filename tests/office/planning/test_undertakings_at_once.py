"""Two people at once over what units undertake: nothing is lost, nothing done twice."""

from __future__ import annotations

import pytest
from tests.office.factories import PASSWORD
from tests.office.people.test_at_once import at_once
from tests.office.planning.undertakings import TODAY, World, locked_targets, registered, world

from kaohe.office.planning.actions import decomposition, letters, personal_plans, register
from kaohe.office.planning.models import Decomposition, Letter, PersonalPlan, RegisterItem, Signature

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def w() -> World:
    w = world()
    locked_targets(w.cycle)
    registered(w.cycle)
    return w


def test_of_two_who_divide_from_one_form_one_is_told(w: World) -> None:
    def divide(percent: str) -> object:
        lines = [w.line("section", w.section, percent)]
        return decomposition.divide_indicator(by=w.head, indicator=w.indicator, unit=w.unit, lines=lines, seen=0)

    assert sorted(at_once(lambda: divide("40"), lambda: divide("60"))) == [False, True]
    assert Decomposition.objects.get().shares.count() == 1


def test_letters_are_made_once_by_two_who_press_at_once(w: World) -> None:
    make = lambda: letters.make_letters(by=w.officer, cycle=w.cycle)  # noqa: E731
    assert at_once(make, make) == [True, True]
    assert Letter.objects.count() == 3


def test_one_side_signs_once(w: World) -> None:
    letters.make_letters(by=w.officer, cycle=w.cycle)
    letter = Letter.objects.get(unit=w.unit)
    sign = lambda: letters.sign_letters(  # noqa: E731
        by=w.head, letters=[letter], seen={letter.pk: letter.hash}, password=PASSWORD
    )
    assert sorted(at_once(sign, sign)) == [False, True]
    assert Signature.objects.count() == 1


def test_item_is_not_approved_and_refused(w: World) -> None:
    item = register.file_item(
        by=w.officer, kind="inspection", name="检查", year=TODAY.year, organiser=w.cycle.root, basis="1号"
    )
    done = at_once(
        lambda: register.approve_item(
            by=w.leader, item=item, approving_body="委", approval_document="1", approved_on=TODAY
        ),
        lambda: register.refuse_item(by=w.leader, item=item, remarks="重复"),
    )
    assert sorted(done) == [False, True]
    assert RegisterItem.objects.get(pk=item.pk).state in ("approved", "refused")


def test_plans_are_drawn_up_once(w: World) -> None:
    row = decomposition.divide_indicator(
        by=w.head, indicator=w.indicator, unit=w.unit, lines=[w.line("person", w.person)]
    )
    decomposition.confirm_decomposition(by=w.head, decomposition=row)
    draw = lambda: personal_plans.draw_up_plans(by=w.head, cycle=w.cycle, unit=w.unit)  # noqa: E731
    assert at_once(draw, draw) == [True, True]
    assert PersonalPlan.objects.get().items.count() == 1
