"""The dataset: its three states, its look-ups and its hash."""

import dataclasses
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.ballots.rows import BallotRow, Turnout
from kaohe.scoring.facts import Dataset, Decision, DecisionKind, Event, Fact, FactState, UnitRow
from kaohe.tables.place import Place

IDS = st.sampled_from(["u1", "u2", "u3"])
NUMBERS = st.none() | st.decimals(-1000, 1000, places=2)
FACTS = st.builds(
    Fact,
    IDS,
    st.sampled_from(["A1", "A2"]),
    st.sampled_from(["2024", "2024Q1"]),
    NUMBERS,
    NUMBERS,
    inputs=st.dictionaries(
        st.sampled_from(["迟报", "漏报"]), st.booleans() | st.decimals(0, 9, places=1) | st.just("省级")
    ),
    applicable=st.booleans(),
)
DATASETS = st.builds(
    Dataset,
    st.lists(st.builds(UnitRow, IDS, IDS, IDS), max_size=3).map(tuple),
    st.lists(FACTS, max_size=6).map(tuple),
    st.lists(st.builds(Event, IDS, IDS, count=st.decimals(0, 9, places=0)), max_size=4).map(tuple),
    st.lists(st.builds(BallotRow, IDS, IDS, IDS, value=NUMBERS), max_size=4).map(tuple),
    st.just((Turnout("c", "v", 3),)),
    st.lists(st.builds(Decision, IDS, st.sampled_from(DecisionKind), value=NUMBERS), max_size=3).map(tuple),
)


def test_zero_not_reported_and_not_applicable():
    assert Fact("u", "A", "2024", Decimal(0)).state is FactState.REPORTED
    assert Fact("u", "A", "2024", inputs={"召开": False}).state is FactState.REPORTED
    assert Fact("u", "A", "2024", target=Decimal(5)).state is FactState.NOT_REPORTED
    assert Fact("u", "A", "2024", applicable=False).state is FactState.NOT_APPLICABLE


@given(DATASETS, st.randoms(use_true_random=False))
def test_the_hash_knows_no_order_and_no_place(dataset, chance):
    shuffled = {}
    for field in dataclasses.fields(dataset):
        rows = [dataclasses.replace(r, place=Place("other", row=n)) for n, r in enumerate(getattr(dataset, field.name))]
        chance.shuffle(rows)
        shuffled[field.name] = tuple(rows)
    assert Dataset(**shuffled).hash == dataset.hash


@given(DATASETS, FACTS)
def test_one_row_more_changes_the_hash(dataset, fact):
    more = dataclasses.replace(dataset, facts=(*dataset.facts, fact))
    assert more.hash != dataset.hash


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (Fact("u", "A", "2024", Decimal("1.50")), Fact("u", "A", "2024", Decimal("1.5")), True),
        (Fact("u", "A", "2024", Decimal("-0.0")), Fact("u", "A", "2024", Decimal(0)), True),
        (Fact("u", "A", "2024", Decimal("1E+2")), Fact("u", "A", "2024", Decimal(100)), True),
        (Fact("u", "A", "2024", Decimal(0)), Fact("u", "A", "2024"), False),
        (Fact("u", "A", "2024"), Fact("u", "A", "2024", applicable=False), False),
        (Fact("u", "A", "2024", inputs={"x": True}), Fact("u", "A", "2024", inputs={"x": Decimal(1)}), False),
        (Fact("u", "A", "2024", inputs={"x": "1"}), Fact("u", "A", "2024", inputs={"x": Decimal(1)}), False),
        (Fact("u", "A", "2024", Decimal(1)), Fact("u", "A", "2024", target=Decimal(1)), False),
        (Fact("u", "A", "2024", Decimal("0." + "1" * 35)), Fact("u", "A", "2024", Decimal("0." + "1" * 34)), False),
    ],
)
def test_the_hash_depends_on_meaning_only(one, other, is_same):
    assert (Dataset(facts=(one,)).hash == Dataset(facts=(other,)).hash) is is_same


def test_a_row_cannot_move_between_tables_unnoticed():
    assert Dataset(ballots=(BallotRow("a", "b", "c"),)).hash != Dataset().hash
    assert Dataset().hash == Dataset((), (), ()).hash


def test_look_ups():
    units = (UnitRow("u1", "甲", "town"), UnitRow("u2", "乙", "town"), UnitRow("u3", "丙", "street"))
    facts = tuple(Fact("u1", "A", p, Decimal(n)) for n, p in enumerate(["2024Q2", "2024Q1", "2023"]))
    events = (Event("u1", "J", "2024-05-01"), Event("u1", "J", "2024-01-01"), Event("u1", "J"))
    dataset = Dataset(units, facts, events)
    assert [f.period for f in dataset.facts_by_cell["u1", "A"]] == ["2023", "2024Q1", "2024Q2"]
    assert dataset.fact("u1", "A", "2024Q1").actual == 1
    assert dataset.fact("u2", "A", "2024Q1") is None
    assert [e.date for e in dataset.events_by_cell["u1", "J"]] == [None, "2024-01-01", "2024-05-01"]
    assert [u.id for u in dataset.units_by_class["town"]] == ["u1", "u2"]
    assert dataset.unit_by_id["u3"].name == "丙"


def test_rows_are_immutable():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Fact("u", "A", "2024").actual = Decimal(1)
