"""The tree as rows, and a sentence tried out: what a reader is shown of a document."""

from __future__ import annotations

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest
from tests.office.planning.factories import SCHEME

from kaohe.office.planning.document import reading, table
from kaohe.office.planning.document.store import scheme_of, stored
from kaohe.scheme import SchemeSpec


def document(**changed: Any) -> str:
    """The scheme of the factories with other fields in its first leaf."""
    content = deepcopy(SCHEME)
    content["indicators"][0]["children"][0] |= changed
    return stored(SchemeSpec.model_validate(content))


def shown(text: str, code: str, field: str) -> table.Cell:
    row = next(row for row in table.rows(text) if row.code == code)
    return next(cell for cell in row.cells if cell.field == field)


@pytest.mark.parametrize(
    ("points", "text"),
    [("30", "30"), ({"industrial": "40", "farming": "20"}, "农业镇 20, 工业镇 40"), ({"*": "30"}, "30")],
)
def test_points_stand_under_the_names_of_classes(points: Any, text: str) -> None:
    assert shown(document(points=points), "A1", "points").text == text


def test_what_follows_from_above_and_below_is_told_apart() -> None:
    content = deepcopy(SCHEME)
    del content["indicators"][0]["points"]
    content["indicators"][0]["children"][1]["points"] = "20"
    text = stored(SchemeSpec.model_validate(content))
    assert shown(text, "A1", "owner") == table.Cell("owner", "数据责任部门", "", "统计局")
    assert shown(text, "A", "points").above == "工业镇 50, 农业镇 60"


@pytest.mark.parametrize(
    ("points", "full"),
    [("5", Decimal(5)), ({"farming": "25", "industrial": "40"}, Decimal(25)), (None, None), ({}, None)],
)
def test_a_sentence_is_tried_out_at_the_points_of_a_class(points: Any, full: Decimal | None) -> None:
    assert reading.tried_at({"points": points} if points is not None else {}) == full


def test_a_changed_document_is_read_anew() -> None:
    one, two = document(points="30"), document(points="25")
    assert scheme_of(one) is scheme_of(one)
    assert [scheme_of(text).indicators[1].points["farming"] for text in (one, two)] == [30, 25]
