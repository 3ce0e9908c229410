from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import partial
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.utils import timezone
from django.utils.translation import override
from tests.office.factories import account_with
from tests.office.ui.urls import DONE, PlanForm

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.revisions import StaleError
from kaohe.office.ui.forms import FigureField, Form, ModelForm, RevisionField, submit
from kaohe.office.ui.forms.layout import laid_out
from kaohe.office.ui.forms.problems import SHOWN, UploadProblems
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


def sheet_at(office: Client, key: str) -> list[tuple[Any, ...]]:
    answer = office.get(f"/problems/{key}.xlsx")
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return list(sheet.iter_rows(values_only=True))


@pytest.mark.django_db
def test_problems_of_an_upload_are_shown_at_once_and_as_a_workbook(office: Client) -> None:
    page = office.post("/upload")
    assert page.status_code == 422
    assert "约五" in page.content.decode()
    rows = sheet_at(office, page.context["problems"].key)
    assert len(rows) == 3
    assert rows[1][:6] == ("T201", "错误", "表.xlsx", "一", "3", "B")


def submitted(account: Account, problems: Problems) -> PlanForm:
    request = RequestFactory().post("/plan")
    request.user = account
    form = filled()
    assert submit(request, form, partial(refuse, problems)) is None
    return form


@pytest.mark.django_db
def test_thousands_of_problems_on_a_form_lead_to_a_workbook_of_them_all(office: Client, officer: Account) -> None:
    place = Place("kaohe-upload-x/表 一.xlsx", "一")
    form = submitted(officer, Problems(Problem(NOT_A_NUMBER, place.at(row, 2), "约五") for row in range(2, 5002)))
    html = laid_out(form)
    assert "kaohe-upload" not in html
    assert "表 一.xlsx" in html
    assert "5000" in html
    assert html.count("约五") == SHOWN
    assert isinstance(form.problems, UploadProblems)
    assert f"/problems/{form.problems.key}.xlsx" in html
    rows = sheet_at(office, form.problems.key)
    assert len(rows) == 5001
    assert rows[5000][2:6] == ("表 一.xlsx", "一", "5001", "B")


@pytest.mark.django_db
def test_a_list_is_its_owners_and_expires(office: Client, officer: Account, root: Unit) -> None:
    form = submitted(officer, PROBLEMS)
    assert isinstance(form.problems, UploadProblems)
    address = f"/problems/{form.problems.key}.xlsx"
    assert len(sheet_at(office, form.problems.key)) == 3
    assert office.get("/problems/made-up.xlsx").status_code == 404
    Session.objects.filter(session_key__startswith="problems:").update(expire_date=timezone.now())
    assert office.get(address).status_code == 404
    office.force_login(account_with(Role.OFFICER, root))
    form = submitted(officer, PROBLEMS)
    assert isinstance(form.problems, UploadProblems)
    assert office.get(f"/problems/{form.problems.key}.xlsx").status_code == 404


@pytest.mark.django_db
def test_htmx_gets_the_problems_alone(office: Client) -> None:
    part = office.post("/upload", headers={"HX-Request": "true", "HX-Target": "panel-body"})
    assert part.status_code == 422
    assert b"<html" not in part.content
