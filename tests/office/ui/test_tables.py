from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.models.units import UnitKind
from kaohe.office.ui.tables import Choice, Column, Empty, Rank, Table, Text, UnitWithin, show_table
from kaohe.office.ui.tables.cells import drawn, figure
from kaohe.office.ui.tables.listing import Listing

pytestmark = pytest.mark.django_db


def asked(address: str = "/", account: Any = None, cookies: dict[str, str] | None = None) -> HttpRequest:
    request = RequestFactory().get(address)
    request.user = account or AnonymousUser()
    request.COOKIES.update(cookies or {})
    return request


def workbook(response: HttpResponse) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(BytesIO(b"".join(response.streaming_content))).active  # type: ignore[attr-defined]
    response.close()
    return list(sheet.iter_rows(values_only=True))


COLUMNS = [
    Column("name", "Name", sort="name"),
    Column("score", "Score", kind="number", sort="score", total=True, unit="分"),
    Column("rank", "Rank", kind="rank", sort="rank"),
    Column("on", "Day", kind="date", hidden=True),
]
ROWS: list[dict[str, Any]] = [
    {
        "name": "甲",
        "score": Decimal("1234.50"),
        "rank": Rank(2, 5),
        "on": date(2026, 1, 2),
        "kind": "a",
        "path": "/1/2/",
    },
    {"name": "乙", "score": None, "rank": None, "on": None, "kind": "b", "path": "/1/"},
    {"name": "丙", "score": Decimal("88"), "rank": Rank(3, 1), "on": None, "kind": "a", "path": "/3/"},
]


def table(**changes: Any) -> Table:
    return Table(**{"name": "scores", "columns": COLUMNS, "rows": ROWS, **changes})


def names(address: str, **changes: Any) -> list[str]:
    return [row.source["name"] for row in Listing(asked(address), table(**changes)).rows]


# --- rows in memory ---------------------------------------------------------------------------------------------------


def test_rows_sort_both_ways_with_the_empty_ones_last() -> None:
    assert names("/?sort=score") == ["丙", "甲", "乙"]
    assert names("/?sort=-score") == ["甲", "丙", "乙"]
    assert names("/?sort=rank") == ["甲", "丙", "乙"]


def test_an_unknown_order_is_not_asked() -> None:
    assert names("/?sort=__class__", default_sort="-score") == ["甲", "丙", "乙"]


def test_search_and_filters_narrow_rows_in_memory() -> None:
    filters = [Choice("kind", "Kind", [("a", "A"), ("b", "B")], "kind"), Text("called", "Name", "name")]
    assert names("/?q=丙", search=["name"]) == ["丙"]
    assert names("/?kind=a", filters=filters) == ["甲", "丙"]
    assert names("/?kind=a&called=甲", filters=filters) == ["甲"]
    assert names("/?kind=none", filters=filters) == []
    assert names("/?within=1", filters=[UnitWithin("within", "Area", "path")]) == ["甲", "乙"]


def test_totals_are_of_the_whole_filter_and_exact() -> None:
    listing = Listing(asked("/?page=2"), table(page_size=1))
    assert [row.source["name"] for row in listing.rows] == ["乙"]
    assert [head.total for head in listing.shown_heads] == ["", "1,322.50", ""]


def test_a_page_beyond_the_last_shows_the_last() -> None:
    assert names("/?page=99", page_size=2) == ["丙"]
    assert names("/?page=0", page_size=2) == names("/?page=²", page_size=2) == ["甲", "乙"]


def test_columns_are_those_not_hidden_or_those_remembered() -> None:
    def keys(cookies: dict[str, str]) -> list[str]:
        return [head.column.key for head in Listing(asked("/", cookies=cookies), table()).shown_heads]

    assert keys({}) == ["name", "score", "rank"]
    assert keys({"kaohe-columns-scores": "on.name.gone"}) == ["name", "on"]
    assert keys({"kaohe-columns-scores": "gone"}) == ["name", "score", "rank"]


def test_a_link_keeps_the_filter_and_begins_at_the_first_page() -> None:
    listing = Listing(asked("/?q=x&page=3&other=1"), table(search=["name"]))
    assert listing.heads[0].url == "?q=x&other=1&sort=name"
    assert listing.reset_url == "?other=1"
    assert listing.carried == [("other", "1")]


def test_wrap_gets_the_rows_of_the_page_at_once() -> None:
    seen: list[int] = []

    def wrap(rows: list[Any]) -> list[Any]:
        seen.append(len(rows))
        return [{**row, "name": row["name"] + "!"} for row in rows]

    assert names("/", wrap=wrap, page_size=2) == ["甲!", "乙!"]
    assert seen == [2]


# --- cells ------------------------------------------------------------------------------------------------------------


def test_texts_are_escaped_and_values_may_lead_on() -> None:
    plain = Column("name", "Name")
    assert drawn(plain, {"name": "<b>"}) == "&lt;b&gt;"
    linked = Column("name", "Name", link=lambda row: '/x?a=1&b="')
    assert drawn(linked, {"name": "甲"}) == '<a href="/x?a=1&amp;b=&quot;">甲</a>'


def test_a_rank_shows_how_far_it_moved() -> None:
    column = Column("rank", "Rank", kind="rank")
    assert "▲3" in drawn(column, {"rank": Rank(2, 5)})
    assert "▼2" in drawn(column, {"rank": Rank(3, 1)})
    assert "▲" not in drawn(column, {"rank": Rank(3, 3)})
    assert ">7<" in drawn(column, {"rank": 7})


def test_a_binary_float_is_no_figure() -> None:
    with pytest.raises(TypeError, match="binary float"):
        figure(0.1)


def test_nothing_is_a_dash_and_zero_is_zero() -> None:
    column = Column("score", "Score", kind="number")
    assert "–" in drawn(column, {"score": None})
    assert drawn(column, {"score": 0}) == "0"


# --- rows of the database ---------------------------------------------------------------------------------------------


@pytest.fixture
def towns(root: Unit) -> list[Unit]:
    return [UnitFactory.create(name=f"{n}镇", code=f"T{n:03}", parent=root, kind=UnitKind.TOWNSHIP) for n in range(7)]


def test_search_filter_sort_and_page_stand_in_the_address(office: Client, towns: list[Unit]) -> None:
    listing = office.get("/units?q=镇&kind=township&sort=-code").context["listing"]
    assert [row.source.code for row in listing.rows] == [f"T{n:03}" for n in range(6, -1, -1)]
    assert office.get("/units?kind=village").context["listing"].count == 0
    assert office.get("/units?named=3镇").context["listing"].count == 1


def test_a_unit_within_shows_the_subtree_and_never_another(office: Client, root: Unit, towns: list[Unit]) -> None:
    stranger = UnitFactory.create(name="别处")
    UnitFactory.create(parent=stranger)
    village = UnitFactory.create(name="村", parent=towns[0])
    listing = office.get(f"/units?within={towns[0].pk}").context["listing"]
    assert {row.source for row in listing.rows} == {towns[0], village}
    offered = [key for key, _label in listing.controls[2].options]
    assert offered == [str(root.pk), str(towns[0].pk)]
    assert office.get(f"/units?within={stranger.pk}").context["listing"].count == 0
    assert office.get("/units?within=1;drop").context["listing"].count == 0


def test_queries_do_not_grow_with_the_rows(office: Client, towns: list[Unit], root: Unit) -> None:
    office.get("/units")
    with CaptureQueriesContext(connection) as few:
        office.get("/units")
    for _ in range(30):
        UnitFactory.create(parent=root)
    with CaptureQueriesContext(connection) as many:
        office.get("/units")
    assert len(many) == len(few)


def test_count_and_totals_take_one_query(officer: Account, towns: list[Unit], django_assert_num_queries: Any) -> None:
    columns = [Column("code", "Code", sort="code"), Column("id", "Number", kind="number", total=True)]
    listing = Listing(asked("/", officer), Table("units", columns, Unit.objects.all(), default_sort="code"))
    with django_assert_num_queries(2):
        assert len(listing.rows) == listing.count == 8
        assert listing.has_totals


def test_rows_sort_alike_on_every_page(officer: Account, towns: list[Unit]) -> None:
    columns = [Column("kind", "Kind", kind="badge", sort="kind")]
    seen: list[Unit] = []
    for page in (1, 2, 3):
        shown = Table("units", columns, Unit.objects.all(), default_sort="kind", page_size=3)
        seen += [row.source for row in Listing(asked(f"/?page={page}", officer), shown).rows]
    assert len(set(seen)) == len(seen) == 8


def test_values_rows_sort_without_a_key(officer: Account, towns: list[Unit]) -> None:
    columns = [Column("kind", "Kind", sort="kind")]
    rows = Unit.objects.values("kind").distinct()
    listing = Listing(asked("/?sort=-kind", officer), Table("kinds", columns, rows))
    assert [row.source["kind"] for row in listing.rows] == ["township", "other"]


def test_a_plain_state_takes_the_label_of_its_field(towns: list[Unit]) -> None:
    unit = Unit.objects.get(pk=towns[0].pk)
    assert Column("kind", "Kind", kind="badge").written(unit) == "乡镇"


# --- answers ----------------------------------------------------------------------------------------------------------


def test_the_workbook_holds_every_row_of_the_filter_and_every_column(office: Client, towns: list[Unit]) -> None:
    response = office.get("/units?kind=township&format=xlsx&page=2")
    assert response["Content-Disposition"].endswith('filename="units.xlsx"')
    rows = workbook(response)
    assert rows[0] == ("Code", "Name", "Kind", "Opened", "Number（件）", "Path")
    assert rows[1] == ("T000", "0镇", "乡镇", "2020-01-01", towns[0].pk, towns[0].path)
    assert len(rows) == 8


def test_a_workbook_is_read_in_chunks(officer: Account, towns: list[Unit], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kaohe.office.ui.tables.show._CHUNK", 3)
    sizes: list[int] = []

    def wrap(rows: list[Any]) -> list[Any]:
        sizes.append(len(rows))
        return rows

    shown = Table("units", [Column("code", "Code")], Unit.objects.all(), default_sort="code", wrap=wrap)
    assert len(workbook(show_table(asked("/?format=xlsx", officer), shown))) == 9
    assert sizes == [3, 3, 2]


def test_htmx_gets_the_table_alone(office: Client) -> None:
    page = office.get("/units")
    part = office.get("/units", headers={"HX-Request": "true", "HX-Target": "table-units"})
    assert b"<html" in page.content
    assert part.content.startswith(b'<section class="kaohe-list" id="table-units"')
    assert "HX-Target" in page["Vary"]


def test_nothing_yet_and_nothing_found_are_told_apart(office: Client) -> None:
    found = office.get("/units?q=nowhere").content.decode()
    assert "没有符合条件的记录" in found
    assert 'href="/units?"' in found
    office.force_login(account_with())
    yet = office.get("/units").content.decode()
    assert "No units yet." in yet
    assert "Go home" in yet


def test_a_list_needs_an_account(client: Client, pages: None) -> None:
    assert client.get("/units").url == "/account/login/?next=/units"  # type: ignore[attr-defined]


def test_an_empty_table_says_what_to_do(officer: Account) -> None:
    page = show_table(asked("/", officer), table(rows=[], empty=Empty("Nothing.", "/new", "Begin")), title="T")
    assert '<a class="btn btn-primary" href="/new">Begin</a>' in page.content.decode()
