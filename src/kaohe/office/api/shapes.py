"""Shapes of the answers. Figures, targets and scores are exact decimal texts, never binary numbers."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Schema
from pydantic import BeforeValidator, Field

from kaohe.exact import show_decimal


def _shown(value: Any) -> Any:
    return show_decimal(value) if isinstance(value, Decimal) else value


Exact = Annotated[str, BeforeValidator(_shown), Field(examples=["12.5"])]
"""A number as the shortest decimal text."""


class CycleOut(Schema):
    """A cycle: one scheme over one year for the units of an area."""

    code: str
    title: str
    year: int
    state: str
    area: str = Field(alias="root.code")


class UnitOut(Schema):
    """A unit."""

    code: str
    name: str
    kind: str
    parent: str | None = Field(None, alias="parent.code")


class AppraisedOut(Schema):
    """A unit of a cycle with the class it is compared in."""

    code: str = Field(alias="unit.code")
    name: str = Field(alias="unit.name")
    kind: str = Field(alias="unit.kind")
    class_id: str


class IndicatorOut(Schema):
    """An indicator of a published scheme."""

    code: str
    name: str
    parent: str | None = Field(None, alias="parent.code")
    is_leaf: bool
    criterion: str
    unit_of_figure: str = Field(alias="figure_unit")
    frequency: str
    owner: str = Field(alias="owner_name")
    needs_target: bool


class TargetOut(Schema):
    """What a unit is to reach on an indicator."""

    unit: str = Field(alias="unit.code")
    indicator: str = Field(alias="indicator.code")
    value: Exact
    state: str
    revision: int


class TargetIn(Schema):
    """A proposal."""

    unit: str
    indicator: str
    value: Decimal
    basis: str = ""
    revision: int | None = None


class ReportOut(Schema):
    """A report: all that a unit is asked for one period."""

    id: int = Field(alias="pk")
    cycle: str = Field(alias="cycle.code")
    unit: str = Field(alias="unit.code")
    side: str
    period: str
    due_on: date | None
    state: str
    is_late: bool
    revision: int


class FieldOut(Schema):
    """One field of a report: what is asked, and what stands in it.

    Attributes
    ----------
    filled_by
        ``indicator:input`` of the field whose answer fills this one too: nothing is asked twice.
    """

    unit: str
    indicator: str
    input: str
    asks: str
    type: str
    unit_of_figure: str
    choices: list[str]
    value: Exact | None
    text: str
    is_applicable: bool | None
    state: str | None
    target: Exact | None
    filled_by: str | None


class ReportDetail(ReportOut):
    """A report with its fields."""

    fields: list[FieldOut]


class AnswerIn(Schema):
    """One answer: a number, a text, nil (neither), or ``is_applicable`` false with the reason in ``remarks``."""

    unit: str
    indicator: str
    input: str = ""
    value: Decimal | None = None
    text: str = ""
    is_applicable: bool = True
    remarks: str = ""
    is_confirmed: bool = False


class AnswersIn(Schema):
    """Answers to some fields of a report; fields that are left out stay as they are."""

    revision: int
    answers: list[AnswerIn]


class RevisionIn(Schema):
    """The revision that the program has seen."""

    revision: int


class FigureOut(Schema):
    """A reported figure with its sign-off."""

    unit: str = Field(alias="unit.code")
    indicator: str = Field(alias="indicator.code")
    input: str
    period: str
    value: Exact | None
    text: str
    is_applicable: bool
    state: str
    recorded_at: datetime


class EventOut(Schema):
    """Grounds for a bonus, a deduction or a veto."""

    id: int = Field(alias="pk")
    unit: str = Field(alias="unit.code")
    item: str
    input: str
    happened_on: date
    count: Exact | None
    points: Exact | None
    grounds: str
    document: str
    state: str


class EventIn(Schema):
    """An event to be filed."""

    unit: str
    item: str
    input: str = ""
    happened_on: date
    count: Decimal | None = None
    points: Decimal | None = None
    grounds: str
    document: str
