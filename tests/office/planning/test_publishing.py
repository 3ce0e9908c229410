"""Rows that publication writes."""

from __future__ import annotations

from copy import deepcopy

import pytest
from tests.office.factories import UnitFactory
from tests.office.planning.factories import SCHEME, published_cycle, saved_version, spec, units_of

from kaohe.office.planning.document.store import stored
from kaohe.office.planning.models import Indicator
from kaohe.office.planning.publishing import write_indicators

pytestmark = pytest.mark.django_db


def test_rows_say_what_the_scheme_says() -> None:
    cycle = published_cycle()
    rows = {i.code: i for i in cycle.indicators.select_related("parent")}
    assert [i.code for i in cycle.indicators.all()] == ["A", "A1", "A2", "A3", "B", "B1"]
    assert (rows["A"].is_leaf, rows["A1"].is_leaf) == (False, True)
    assert rows["A1"].parent == rows["A"]
    assert (rows["A1"].classes, rows["A2"].classes) == ("", " industrial ")
    assert {code for code, i in rows.items() if i.needs_target} == {"A1", "A2", "A3"}
    assert (rows["A1"].frequency, rows["B1"].frequency) == ("quarterly", "yearly")
    assert (rows["A1"].owner_name, rows["A1"].lead_name) == ("统计局", "农业农村局")
    assert len(units_of(cycle, "industrial")) == 2


def test_owner_is_found_by_name_inside_the_area_first() -> None:
    elsewhere = UnitFactory.create(name="统计局")
    cycle = published_cycle()
    assert cycle.indicators.get(code="A1").owner == elsewhere
    own = UnitFactory.create(name="统计局", parent=cycle.root)
    Indicator.objects.update(owner=None)
    write_indicators(cycle.versions.get())
    assert cycle.indicators.get(code="A1").owner == own


def test_a_name_of_two_units_finds_none() -> None:
    UnitFactory.create_batch(2, name="统计局")
    assert published_cycle().indicators.get(code="A1").owner is None


def test_new_version_keeps_rows_and_withdraws_what_it_dropped() -> None:
    cycle = published_cycle()
    before = {i.code: i.pk for i in cycle.indicators.all()}
    hand = UnitFactory.create()
    cycle.indicators.filter(code="A1").update(owner=hand)
    tree = deepcopy(SCHEME["indicators"])
    tree[0]["children"] = [tree[0]["children"][0] | {"name": "粮食"}, {**tree[0]["children"][1], "code": "A9"}]
    cycle.draft.document = stored(spec(indicators=tree))
    cycle.draft.save()
    second = saved_version(cycle)
    write_indicators(second)
    after = {i.code: i for i in cycle.indicators.all()}
    assert after["A1"].pk == before["A1"]
    assert (after["A1"].name, after["A1"].owner) == ("粮食", hand)
    assert {code for code, i in after.items() if i.withdrawn_in_id} == {"A2", "A3"}
    assert after["A2"].withdrawn_in == second
    assert cycle.indicators.in_force().leaves().count() == 3


def test_appraised_are_classified_open_units_below_the_root() -> None:
    cycle = published_cycle(industrial=1, farming=0)
    stranger = UnitFactory.create()
    assert stranger.pk not in set(cycle.appraised_units.values_list("unit", flat=True))
    assert cycle.appraised_units.count() == 1
