"""Warnings against targets that may be too low, with their reasons in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import pytest
from django.utils.translation import override
from tests.office.factories import AccountFactory
from tests.office.planning.factories import CycleFactory, published_cycle, units_of

from kaohe.office.planning.comparison import Beside, Grounds, Sign, Year, compare, is_additive, signs
from kaohe.office.planning.models import Cycle, Indicator, PastResult, Target


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with override("en"):
        yield


def indicator(**fields: object) -> Indicator:
    return Indicator(code="A1", name="粮食总产量", figure_unit="吨", **fields)


def years(*pairs: tuple[int, int | None, int | None]) -> list[Year]:
    return [Year(y, None if t is None else Decimal(t), None if a is None else Decimal(a)) for y, t, a in pairs]


def found(value: int, beside: Beside, superior: int | None = None, **fields: object) -> list[str]:
    above = None if superior is None else Decimal(superior)
    return [w.sign.value for w in compare(indicator(**fields), Decimal(value), beside, above)]


HISTORY = Beside(years((2023, 70, 60), (2024, 80, 90), (2025, 100, 110)), 2025)


@pytest.mark.parametrize(
    ("value", "expected"),
    [(120, []), (110, []), (105, ["actual"]), (95, ["actual", "target"]), (70, ["actual", "target", "earlier"])],
)
def test_against_the_own_years(value: int, expected: list[str]) -> None:
    assert found(value, HISTORY) == expected


def test_less_is_harder_when_smaller_is_better() -> None:
    assert found(105, HISTORY, smaller_is_better=True) == ["target", "earlier"]
    assert found(50, HISTORY, smaller_is_better=True) == []


@pytest.mark.parametrize(("value", "peers", "expected"), [(79, 3, ["peers"]), (80, 3, []), (10, 2, [])])
def test_against_four_fifths_of_the_peers(value: int, peers: int, expected: list[str]) -> None:
    assert found(value, Beside(peers=peers, middle=Decimal(100))) == expected


def test_a_middle_of_zero_says_nothing() -> None:
    assert found(-5, Beside(peers=9, middle=Decimal(0))) == []


def test_against_the_superior() -> None:
    assert found(99, Beside(), 100) == ["superior"]
    assert found(100, Beside(), 100) == []


def test_reasons_are_words() -> None:
    warned = compare(indicator(), Decimal(95), HISTORY)
    assert [w.words for w in warned] == [
        "easier than what was reached last year, 110吨",
        "easier than last year's target, 100吨",
    ]
    assert signs(warned) == " actual target "
    assert signs([]) == ""


@pytest.mark.parametrize(
    ("unit", "adds_up"), [("吨", True), ("万元", True), ("%", False), ("元/人", False), ("", False)]
)
def test_amounts_add_up_and_rates_do_not(unit: str, adds_up: bool) -> None:
    assert is_additive(Indicator(figure_unit=unit)) is adds_up


@pytest.mark.django_db
def test_history_is_found_along_the_previous_cycles() -> None:
    before = CycleFactory.create(year=2025)
    cycle: Cycle = published_cycle(industrial=4, previous=before)
    by = AccountFactory.create()
    towns = units_of(cycle, "industrial")

    def past(of: Cycle, unit: int, year: int, actual: int) -> None:
        PastResult.objects.create(
            cycle=of,
            unit=towns[unit],
            indicator_code="A1",
            year=year,
            actual=Decimal(actual),
            source="年报",
            recorded_by=by,
        )

    past(before, 0, 2024, 7)
    past(before, 0, 2025, 8)
    past(cycle, 0, 2025, 9)  # entered again for this year: it knows better
    past(cycle, 0, 2019, 1)  # too long ago
    past(CycleFactory.create(year=2025), 0, 2024, 99)  # another scheme
    for town, actual in ((1, 20), (2, 30), (3, 40)):
        past(before, town, 2025, actual)
    beside = Grounds.of(cycle, [towns[0].pk]).beside(towns[0].pk, Indicator.objects.get(cycle=cycle, code="A1"))
    assert [(y.year, y.actual) for y in beside.years] == [(2024, 7), (2025, 9)]
    assert (beside.peers, beside.middle) == (4, 20)


@pytest.mark.django_db
def test_without_history_this_years_targets_are_the_peers() -> None:
    cycle = published_cycle(industrial=3)
    by, leaf = AccountFactory.create(), Indicator.objects.get(cycle=cycle, code="A1")
    for unit, value in zip(units_of(cycle, "industrial"), (100, 60, 110), strict=True):
        Target.objects.create(
            cycle=cycle, unit=unit, indicator=leaf, value=Decimal(value), proposed_by=by, changed_by=by
        )
    grounds = Grounds.of(cycle, [u.pk for u in units_of(cycle, "industrial")])
    warned = {t.value: [w.sign for w in grounds.warn(t)] for t in Target.objects.select_related("indicator")}
    assert warned == {Decimal(100): [], Decimal(60): [Sign.PEERS], Decimal(110): []}
