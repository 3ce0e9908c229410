from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils.translation import override
from tests.office.ui.urls import DONE, PlanForm

from kaohe.office.people.models import Unit
from kaohe.office.revisions import StaleError
from kaohe.office.ui.forms import FigureField, Form, ModelForm, RevisionField, submit
from kaohe.office.ui.forms.layout import laid_out
from kaohe.tables.kinds import NOT_A_NUMBER
from kaohe.tables.place import Place
from kaohe.tables.problems import Problem, Problems

PROBLEMS = Problems([Problem(NOT_A_NUMBER, Place("表.xlsx", "一", 3, 2), "约五"), Problem(NOT_A_NUMBER)])


@pytest.fixture(autouse=True)
def _nothing_done() -> Iterator[None]:
    DONE.clear()
    yield
    DONE.clear()


def filled(**values: str) -> PlanForm:
    return PlanForm({"title": "春耕", "revision": "3", **values})


def refuse(error: Exception, **fields: Any) -> None:
    raise error


# --- figures ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "meant"),
    [("１，２３４．５", "1234.5"), ("1,234", "1234"), ("1.2万", "12000"), ("0.10", "0.10"), (" 7 亩", "7")],
)
def test_figures_are_read_as_offices_write_them_and_exactly(written: str, meant: str) -> None:
    found = FigureField(unit="亩").clean(written)
    assert found == Decimal(meant)
    assert isinstance(found, Decimal)


def test_an_empty_figure_is_none_and_words_are_refused() -> None:
    assert FigureField(required=False).clean(" ") is None
    with override("en"), pytest.raises(ValidationError, match="Write a figure"):
        FigureField().clean("未报")
    with pytest.raises(ValidationError):
        FigureField().clean("约五")


def test_limits_of_a_figure_hold() -> None:
    with pytest.raises(ValidationError):
        FigureField(max_digits=4, decimal_places=1).clean("1.25")


# --- from the form to the action --------------------------------------------------------------------------------------


def test_an_action_gets_the_cleaned_data_and_its_result_comes_back() -> None:
    request = RequestFactory().post("/plan")
    assert submit(request, filled(amount="1,000"), lambda **fields: fields["amount"]) == Decimal(1000)
    assert submit(request, filled(), lambda **fields: None) is True


def test_a_form_that_is_wrong_runs_nothing() -> None:
    ran: list[Any] = []
    form = PlanForm({"title": ""})
    assert submit(RequestFactory().post("/plan"), form, lambda **fields: ran.append(fields)) is None
    assert ran == []
    assert form.errors["title"]


def test_what_an_action_refuses_stands_beside_the_field_it_names() -> None:
    form = filled()
    error = ValidationError({"title": ["Choose another."], "unknown": ["Elsewhere."]})
    assert submit(RequestFactory().post("/plan"), form, partial(refuse, error)) is None
    assert form.errors == {"title": ["Choose another."], "__all__": ["Elsewhere."]}


def test_other_errors_are_not_swallowed() -> None:
    with pytest.raises(RuntimeError):
        submit(RequestFactory().post("/plan"), filled(), partial(refuse, RuntimeError("broken")))


def test_a_stale_form_shows_where_to_look_and_goes_on_from_what_stands() -> None:
    class Row:
        revision = 8

    form = filled()
    assert submit(RequestFactory().post("/plan"), form, partial(refuse, StaleError(Row()))) is None
    html = laid_out(form)
    assert 'href="/plan"' in html
    assert 'name="revision" value="8"' in html


def test_problems_of_a_file_stand_on_the_form() -> None:
    form = filled()
    assert submit(RequestFactory().post("/plan"), form, partial(refuse, PROBLEMS)) is None
    assert "约五" in laid_out(form)


# --- layout -----------------------------------------------------------------------------------------------------------


def test_a_form_is_laid_out_with_label_unit_help_and_error() -> None:
    html = laid_out(PlanForm({"title": ""}))
    assert "<legend>Plan</legend>" in html
    assert '<label class="form-label required" for="id_title">Title</label>' in html
    assert '<span class="input-group-text">亩</span>' in html
    assert "As in the document" in html
    assert 'class="form-control is-invalid"' in html
    assert 'type="date"' in html


def test_what_a_person_typed_is_escaped() -> None:
    assert "<script>" not in laid_out(PlanForm({"title": '"><script>', "due_on": "x"}))


def test_every_rendering_has_its_own_token() -> None:
    form = PlanForm()
    assert laid_out(form) != laid_out(form)


def test_a_model_form_reads_figures_exactly_and_never_saves() -> None:
    class UnitForm(ModelForm):
        revision = RevisionField()

        class Meta(ModelForm.Meta):
            model = Unit
            fields = ("name", "opened_on")

    form = UnitForm({"name": "镇", "opened_on": "2026-01-01"})
    assert form.fields["opened_on"].widget.input_type == "date"
    with pytest.raises(TypeError, match="give its cleaned_data to an action"):
        form.save()


def test_a_date_written_by_hand_in_chinese_order_is_read() -> None:
    assert filled(due_on="2026-11-20").is_valid()


class Reversed(Form):
    seen = RevisionField(required=True)


def test_a_revision_is_hidden_and_no_negative_number() -> None:
    assert 'type="hidden" name="seen"' in laid_out(Reversed())
    assert not Reversed({"seen": "-1"}).is_valid()


# --- problems of uploads ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_problems_of_an_upload_are_shown_at_once_and_as_a_workbook(office: Client) -> None:
    page = office.post("/upload")
    assert page.status_code == 422
    assert "约五" in page.content.decode()
    answer = office.post("/problems.xlsx", {"packed": page.context["packed"]})
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == 3
    assert rows[1][:6] == ("T201", "错误", "表.xlsx", "一", "3", "B")


@pytest.mark.django_db
def test_only_lists_of_this_office_become_workbooks(office: Client) -> None:
    assert office.post("/problems.xlsx", {"packed": "made up"}).status_code == 400


@pytest.mark.django_db
def test_htmx_gets_the_problems_alone(office: Client) -> None:
    part = office.post("/upload", headers={"HX-Request": "true", "HX-Target": "panel-body"})
    assert part.status_code == 422
    assert b"<html" not in part.content
