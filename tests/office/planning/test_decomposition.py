"""A unit divides its indicators: every level adds up exactly before it is confirmed."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase
from tests.office.factories import account_with, person_in
from tests.office.planning.factories import units_of
from tests.office.planning.undertakings import TODAY, World, locked_targets, moved_away, world

from kaohe.office.audit.models import Entry
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import decomposition as actions
from kaohe.office.planning.division import Part, divide, divide_equally, gaps
from kaohe.office.planning.imports.divisions import header, rows_of
from kaohe.office.planning.models import CycleState, Decomposition, Indicator, Share, Target
from kaohe.office.planning.shares import gaps_of, lines_of, told
from kaohe.office.revisions import StaleError
from kaohe.tables.problems import Problems
from kaohe.tables.write import Heading, Workbook

pytestmark = pytest.mark.django_db
D = Decimal


@pytest.fixture
def w() -> World:
    return world()


def divided(w: World, *lines: Any, by: Any = None, **kwargs: Any) -> Decomposition:
    return actions.divide_indicator(by=by or w.liaison, indicator=w.indicator, unit=w.unit, lines=lines, **kwargs)


def halves(w: World, first: str = "50", second: str = "50", **fields: Any) -> list[Any]:
    return [w.line("section", w.section, first, **fields), w.line("section", w.other_section, second, **fields)]


# --- exact arithmetic ------------------------------------------------------------------------------------------------
places4 = st.decimals(min_value=0, max_value=10**6, places=4)


@given(
    whole=st.decimals(min_value=-(10**9), max_value=10**9, places=4), weights=st.lists(places4, min_size=1).filter(any)
)
def test_parts_add_up_to_the_whole(whole: Decimal, weights: list[Decimal]) -> None:
    parts = divide(whole, weights)
    assert sum(parts) == whole
    assert all(part == 0 for part, weight in zip(parts, weights, strict=True) if weight == 0)


@given(count=st.integers(1, 400))
def test_equal_division_is_fair_and_adds_up(count: int) -> None:
    parts = divide_equally(D(100), count)
    assert sum(parts) == 100
    assert max(parts) - min(parts) <= D("0.0001")
    assert parts == sorted(parts, reverse=True)


def test_division_without_weights_is_refused() -> None:
    for weights in ([], [D(0)], [D(2), D(-1)]):
        with pytest.raises(ValueError, match="weights"):
            divide(D(1), weights)


@pytest.mark.parametrize(
    ("parts", "whole", "found"),
    [
        ([Part("甲", D("87.5"))], None, [("", "percent", D("12.5"))]),
        ([Part("甲", D(60)), Part("乙", D("40.0001"))], None, [("", "percent", D("-0.0001"))]),
        ([Part("甲", D(100), None, (Part("乙", D(99)),))], None, [("甲", "percent", D(1))]),
        ([Part("甲", D(50), D(400)), Part("乙", D(50), D(500))], D(1000), [("", "value", D(100))]),
        ([Part("甲", D(50), D(1000)), Part("乙", D(50))], D(1000), [("", "no_value", D(0))]),
        ([Part("甲", D(100), D(5))], None, [("", "no_whole", D(0))]),
        ([Part("甲", D(100), D(5), (Part("乙", D(100), D(4)),))], D(5), [("甲", "value", D(1))]),
        ([], None, [("", "percent", D(100))]),
    ],
)
def test_gap_names_level_and_amount(parts: list[Part], whole: Decimal | None, found: list[Any]) -> None:
    assert [(g.level, g.kind, g.by) for g in gaps(parts, whole)] == found


def test_gap_is_told_in_both_languages() -> None:
    (gap,) = gaps([Part("甲", D("87.5"))], None)
    assert "12.5%" in told(gap)
    with translation.override("zh-hans"):
        assert "差 12.5%" in told(gap)


# --- dividing --------------------------------------------------------------------------------------------------------
def test_divided_nested_and_confirmed(w: World) -> None:
    below = (w.line("person", w.person, "40"), w.line("post", w.post, "60"))
    row = divided(w, w.line("section", w.section, "75", parts=below), w.line("leader", w.head.person, "25"))
    assert not row.is_confirmed
    actions.confirm_decomposition(by=w.head, decomposition=row, seen=row.revision)
    row.refresh_from_db()
    assert row.is_confirmed
    assert [str(share.percent) for share in row.shares.in_tree_order()] == ["75.0000", "40.0000", "60.0000", "25.0000"]
    assert list(Entry.objects.values_list("action", flat=True)) == ["divide_indicator", "confirm_decomposition"]
    assert set(Entry.objects.values_list("chain__key", flat=True)) == {w.cycle.chain}


def test_shares_that_do_not_add_up_are_kept_but_not_confirmed(w: World) -> None:
    below = (w.line("person", w.person, "90"),)
    row = divided(w, w.line("section", w.section, "87.5", parts=below))
    with pytest.raises(ValidationError) as caught:
        actions.confirm_decomposition(by=w.head, decomposition=row)
    assert len(caught.value.messages) == 2
    assert "12.5%" in caught.value.messages[0]
    assert w.section.name in caught.value.messages[1]
    row.refresh_from_db()
    assert not row.is_confirmed


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.LIAISON, Role.UNIT_HEAD)])
def test_only_liaison_and_head_divide(w: World, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        divided(w, *halves(w), by=account_with(role, w.unit))


def test_stranger_divides_nothing_and_the_liaison_does_not_sign(w: World) -> None:
    with pytest.raises(PermissionDenied):
        divided(w, *halves(w), by=w.stranger)
    row = divided(w, *halves(w))
    for by in (w.liaison, w.officer, w.stranger):
        with pytest.raises(PermissionDenied):
            actions.confirm_decomposition(by=by, decomposition=row)
        with pytest.raises(PermissionDenied):
            actions.reopen_decomposition(by=by, decomposition=row)


def test_bad_lines_are_all_named_at_once(w: World) -> None:
    elsewhere = person_in(units_of(w.cycle, "industrial")[1])
    lines = [
        w.line("section", w.section, "50", parts=(w.line("person", w.colleague, "100"),)),
        w.line("section", w.section, "0"),
        w.line("person", elsewhere, "33.33333"),
        w.line("person", w.person, "10", parts=(w.line("person", w.colleague),)),
    ]
    with pytest.raises(ValidationError) as caught:
        divided(w, *lines)
    assert len(caught.value.messages) == 6
    assert not Share.objects.exists()


def test_only_indicators_of_the_class_in_an_open_year(w: World) -> None:
    other = Indicator.objects.get(cycle=w.cycle, code="A3")
    with pytest.raises(ValidationError):
        actions.divide_indicator(by=w.liaison, indicator=other, unit=w.unit, lines=halves(w))
    w.cycle.state = CycleState.ASSESSING
    w.cycle.save()
    with pytest.raises(ValidationError):
        divided(w, *halves(w))


def test_bearer_who_stays_keeps_the_row(w: World) -> None:
    row = divided(w, *halves(w))
    key = row.shares.get(section=w.section).pk
    row = divided(w, w.line("section", w.section, "30"), w.line("person", w.person, "70"), seen=row.revision)
    assert row.shares.get(section=w.section).pk == key
    assert row.shares.count() == 2


def test_stale_form_and_confirmed_division_are_refused(w: World) -> None:
    row = divided(w, *halves(w), seen=0)
    with pytest.raises(StaleError):
        divided(w, *halves(w), seen=0)
    actions.confirm_decomposition(by=w.head, decomposition=row)
    with pytest.raises(ValidationError, match=r"confirm|确认"):
        divided(w, *halves(w))
    row = actions.reopen_decomposition(by=w.head, decomposition=row)
    assert not divided(w, *halves(w, "10", "90")).is_confirmed


# --- targets ---------------------------------------------------------------------------------------------------------
def test_values_add_up_to_the_locked_target_until_it_is_adjusted(w: World) -> None:
    locked_targets(w.cycle, "1000")
    lines = [w.line("section", w.section, "60", value=D(600)), w.line("section", w.other_section, "40", value=D(300))]
    row = divided(w, *lines)
    with pytest.raises(ValidationError, match="100"):
        actions.confirm_decomposition(by=w.head, decomposition=row)
    row = divided(w, lines[0], w.line("section", w.other_section, "40", value=D(400)))
    actions.confirm_decomposition(by=w.head, decomposition=row)
    assert gaps_of(row) == []
    Target.objects.filter(unit=w.unit, indicator=w.indicator).update(value=D("1200.5"))
    assert [(gap.kind, gap.by) for gap in gaps_of(row)] == [("value", D("200.5"))]


# --- people who go ---------------------------------------------------------------------------------------------------
def test_who_moved_is_flagged_and_replaced(w: World) -> None:
    row = divided(w, w.line("person", w.person, "60"), w.line("person", w.colleague, "40"))
    moved_away(w.person)
    gone = row.shares.with_presence(TODAY).get(person=w.person)
    assert gone.is_gone
    assert not row.shares.with_presence(TODAY).get(person=w.colleague).is_gone
    with pytest.raises(ValidationError, match=w.person.name):
        actions.confirm_decomposition(by=w.head, decomposition=row)
    successor = person_in(w.unit)
    with pytest.raises(ValidationError, match=w.colleague.name):
        actions.replace_bearer(by=w.liaison, share=gone, successor=w.colleague)
    with pytest.raises(ValidationError):
        actions.replace_bearer(by=w.liaison, share=gone, successor=person_in(w.cycle.root))
    with pytest.raises(PermissionDenied):
        actions.replace_bearer(by=w.officer, share=gone, successor=successor)
    actions.replace_bearer(by=w.liaison, share=gone, successor=successor)
    assert actions.confirm_decomposition(by=w.head, decomposition=row).is_confirmed


# --- copying, lists --------------------------------------------------------------------------------------------------
def test_copied_to_other_indicators_with_values_of_their_own_target(w: World) -> None:
    locked_targets(w.cycle, "1000")
    below = (w.line("person", w.person, "100", value=D("333.3")),)
    lines = [w.line("section", w.section, "33.33", value=D("333.3"), parts=below)]
    row = divided(w, *lines, w.line("section", w.other_section, "66.67", value=D("666.7")))
    other = Indicator.objects.get(cycle=w.cycle, code="A2")
    Target.objects.filter(unit=w.unit, indicator=other).update(value=D(10))
    (copy,) = actions.copy_decomposition(by=w.liaison, source=row, indicators=[other, w.indicator])
    assert [line.value for line in lines_of(copy)] == [D("3.333"), D("6.667")]
    assert gaps_of(copy) == []
    actions.confirm_decomposition(by=w.head, decomposition=copy)
    assert actions.copy_decomposition(by=w.liaison, source=row, indicators=[other]) == []
    with pytest.raises(PermissionDenied):
        actions.copy_decomposition(by=w.stranger, source=row, indicators=[other])


def test_list_is_read_back_as_it_was_written(w: World, tmp_path: Path) -> None:
    below = (w.line("person", w.person, "100", task="报数"),)
    row = divided(w, w.line("section", w.section, "33.3333", parts=below), w.line("post", w.post, "66.6667"))
    before = lines_of(row)
    file = tmp_path / "shares.xlsx"
    with translation.override("zh-hans"), Workbook(file) as book:
        book.write_sheet("份额", [Heading(name) for name in header()], rows_of(w.indicator, before))
    row.shares.all().delete()
    assert actions.import_divisions(by=w.liaison, cycle=w.cycle, unit=w.unit, path=file) == 1
    assert lines_of(Decomposition.objects.get()) == before
    with pytest.raises(PermissionDenied):
        actions.import_divisions(by=w.officer, cycle=w.cycle, unit=w.unit, path=file)


def test_every_problem_of_a_list_is_said_at_once(w: World, tmp_path: Path) -> None:
    file = tmp_path / "shares.csv"
    rows = [
        "指标编码,级次,承担主体类别,承担主体,份额",
        f"A1,1,科室,{w.section.name},50",
        "A1,3,科室,无此科室,50",
        "A3,1,科长,甲,abc",
        "A1,1,个人,无此人,０",
    ]
    file.write_text("\n".join(rows), encoding="gbk")
    with pytest.raises(Problems) as caught:
        actions.import_divisions(by=w.liaison, cycle=w.cycle, unit=w.unit, path=file)
    codes = [problem.code for problem in caught.value]
    assert codes.count("O321") == 2
    assert {"O322", "O323", "O324", "O325"} <= set(codes)
    assert not Decomposition.objects.exists()


# --- who sees --------------------------------------------------------------------------------------------------------
def test_seen_by_unit_office_and_leader_alone(w: World) -> None:
    divided(w, *halves(w))
    for account in (w.liaison, w.head, w.officer, w.leader):
        assert Decomposition.objects.visible_to(account).count() == 1
    for account in (w.stranger, account_with(), account_with(Role.SYSTEM_ADMIN), account_with(Role.AUDIT_ADMIN)):
        assert not Decomposition.objects.visible_to(account).exists()


class TestConfirmed(TestCase):
    """Whatever is handed in: what a confirmation accepts adds up exactly at every level."""

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        shares=st.lists(
            st.sampled_from(["0.0001", "12.5", "33.3333", "33.3334", "50", "99.9999"]), min_size=1, max_size=4
        ),
        below=st.lists(st.sampled_from(["25", "33.3333", "33.3334", "50", "100"]), max_size=3),
    )
    def test_adds_up_at_every_level(self, shares: list[str], below: list[str]) -> None:
        w = world()
        persons = [person_in(w.unit) for _ in range(4)]
        parts = tuple(w.line("person", p, share) for p, share in zip(persons, below, strict=False))
        bearers = [w.head.person, *persons]
        lines = [w.line("leader", b, share) for b, share in zip(bearers, shares, strict=False)]
        row = divided(w, w.line("leader", bearers[0], shares[0], parts=parts), *lines[1:])
        try:
            actions.confirm_decomposition(by=w.head, decomposition=row)
        except ValidationError:
            assert sum(map(D, shares)) != 100 or (below and sum(map(D, below)) != 100)
        else:
            assert sum(map(D, shares)) == 100
            assert not below or sum(map(D, below)) == 100
