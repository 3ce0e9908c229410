"""County changes of forty years, played through the actions: the tree answers as of every year."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.actions import units as actions
from kaohe.office.people.models import Account, Succession, Unit
from kaohe.office.people.roles import Role

pytestmark = [pytest.mark.django_db, pytest.mark.shared]
FOUNDED = date(1949, 10, 1)
MAX_EVENTS = 60


@pytest.fixture(scope="module")
def events(shared: Path) -> pl.DataFrame:
    file = shared / "cn_admin" / "county_administrative_events_1983_2026.parquet"
    return pl.read_parquet(file).sort("year", "event_id", maintain_order=True)


def pairs(events: pl.DataFrame, kind: str) -> list[tuple[int, str, str]]:
    """Year, old and new name of the events that name exactly one unit on each side."""
    found = events.filter(pl.col("event_type") == kind).select("year", "old_county_units", "new_county_units")
    return [
        (int(year), old, new)
        for year, old, new in found.iter_rows()
        if old and new and old != new and "、" not in old + new and int(year) < 2026
    ]


class Counties:
    """Counties by their present names; one event a day, so that each change lies after the last."""

    def __init__(self) -> None:
        self.officer: Account = account_with(Role.OFFICER)
        self.nation = UnitFactory.create(code="CN", opened_on=FOUNDED)
        self.units: dict[str, Unit] = {}

    def get(self, name: str) -> Unit:
        if name not in self.units:
            self.units[name] = UnitFactory.create(name=name, parent=self.nation, opened_on=FOUNDED)
        return self.units[name]


def test_renamed_counties_answer_to_the_name_of_the_year(events: pl.DataFrame) -> None:
    counties, played = Counties(), []
    for number, (year, old, new) in enumerate(pairs(events, "rename")[:MAX_EVENTS]):
        unit, day = counties.get(old), date(year, 1 + number % 12, 1 + number // 12)
        last = unit.versions.current().get()
        if day <= last.since:
            continue
        actions.rename_unit(by=counties.officer, unit=unit, name=new, on=day)
        counties.units[new] = counties.units.pop(old)
        played.append((unit.pk, day, old, new))
    assert len(played) >= 30
    for key, day, old, new in played:
        before, after = date(day.year - 1, 12, 31), day
        names = [Unit.objects.as_named_on(d).get(pk=key).name_then for d in (before, after)]
        assert names[1] == new
        assert names[0] == old or any(k == key and d.year == day.year and d < day for k, d, *_ in played)


def test_merged_counties_are_found_in_their_heirs(events: pl.DataFrame) -> None:
    counties, closed = Counties(), []
    for number, (year, old, new) in enumerate(pairs(events, "abolish_or_merge")[:MAX_EVENTS]):
        before, heir = counties.get(old), counties.get(new)
        day = date(year, 1 + number % 12, 1 + number // 12)
        if not (before.is_open_on(day) and heir.is_open_on(day)):
            continue
        village = UnitFactory.create(parent=before, opened_on=FOUNDED)
        actions.merge_units(by=counties.officer, units=[before], into=heir, on=day)
        counties.units[old] = Unit.objects.get(pk=before.pk)
        closed.append((before, heir, village, day))
    assert len(closed) >= 30
    for before, _heir, village, day in closed:
        assert not Unit.objects.open_on(day).filter(pk=before.pk).exists()
        assert Unit.objects.as_named_on(date(day.year - 1, 12, 31)).get(pk=village.pk).parent_then == before.pk
        heirs = Succession.objects.heirs_of(before)
        assert Unit.objects.get(pk=village.pk).parent_id in heirs
        assert Unit.objects.open_on(date(2026, 6, 1)).filter(pk__in=heirs).count() == len(heirs)


def test_nation_is_browsed_level_by_level(shared: Path, tmp_path: Path, django_assert_num_queries: Any) -> None:
    from kaohe.office.people.actions.imports import import_units

    divisions = pl.read_parquet(shared / "cn_admin" / "divisions_2023_to_township.parquet")
    some = divisions.filter(pl.col("code").str.starts_with("51") | (pl.col("level") == "province"))
    file = tmp_path / "units.csv"
    some.select(code="code", name="name", parent="parent_code").write_csv(file)
    officer = account_with(Role.OFFICER)
    assert import_units(by=officer, path=file, opened_on=FOUNDED) == some.height
    reader = Account.objects.get(pk=officer.pk)
    province = Unit.objects.get(code="51")
    with django_assert_num_queries(3):  # roles, provinces, the open province
        tops = list(Unit.objects.visible_to(reader).roots().for_browsing())
        level = list(Unit.objects.visible_to(reader).filter(parent=province).for_browsing())
    assert len(tops) == 31
    assert [t.code for t in tops if t.has_children] == ["51"]
    assert len(level) == some.filter(pl.col("parent_code") == "51").height
