"""Reports: read the form, fill it, hand it in, sign it; and the figures that came of it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import Router
from ninja.pagination import LimitOffsetPagination, paginate

from kaohe.exact import show_decimal
from kaohe.office.api.authentication import For
from kaohe.office.api.endpoints.finding import account_of, cycle_of
from kaohe.office.api.scopes import Scope
from kaohe.office.api.shapes import AnswerIn, AnswersIn, FieldOut, FigureOut, ReportDetail, ReportOut, RevisionIn
from kaohe.office.monitoring.actions.reports import report_nil, save_report, sign_report, submit_report
from kaohe.office.monitoring.answers import Answer, Key
from kaohe.office.monitoring.demands import Field
from kaohe.office.monitoring.models import Figure, Report
from kaohe.office.monitoring.sheets import Sheet, sheet_of
from kaohe.office.people.models import Unit

router = Router(tags=["reports"], auth=For(Scope.READ))


@router.get("/reports", response=list[ReportOut], summary="Reports asked of the account's units")
@paginate(LimitOffsetPagination)
def reports(
    request: HttpRequest, cycle: str | None = None, state: str | None = None, unit: str | None = None
) -> QuerySet[Any]:
    """Give reports in the order in which they are due."""
    rows = Report.objects.visible_to(account_of(request)).select_related("cycle", "unit")
    asked = {"cycle__code": cycle, "state": state, "unit__code": unit}
    return rows.filter(**{path: value for path, value in asked.items() if value is not None}).order_by("due_on", "pk")


@router.get("/reports/{pk}", response=ReportDetail, summary="One report with its fields")
def report(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Give a report: what is asked, what stands in it, and its revision."""
    return _detail(_report(request, pk))


@router.put("/reports/{pk}/figures", response=ReportDetail, auth=For(Scope.REPORT), summary="Fill fields of a report")
def fill(request: HttpRequest, pk: int, body: AnswersIn) -> dict[str, Any]:
    """Keep answers; nothing leaves the unit yet.

    409 ``stale`` when somebody saved meanwhile; 409 ``doubtful`` with figures beyond sense: check them and send them
    again with ``is_confirmed``.
    """
    found = _report(request, pk)
    names = _Names(sheet_of(found))
    answers = {names.key(a): _answer(a) for a in body.answers}
    confirmed = [names.key(a) for a in body.answers if a.is_confirmed]
    account = account_of(request)
    save_report(by=account, report=found, revision=body.revision, answers=answers, confirmed=confirmed)
    return _detail(_report(request, pk))


@router.post("/reports/{pk}/nil", response=ReportOut, auth=For(Scope.REPORT), summary="Report nil and hand in")
def nil(request: HttpRequest, pk: int, body: RevisionIn) -> Report:
    """Report that nothing happened in all fields without an answer."""
    return report_nil(by=account_of(request), report=_report(request, pk), revision=body.revision)


@router.post("/reports/{pk}/submit", response=ReportOut, auth=For(Scope.REPORT), summary="Hand in to the unit's head")
def submit(request: HttpRequest, pk: int, body: RevisionIn) -> Report:
    """Hand a filled report to the head of the unit."""
    return submit_report(by=account_of(request), report=_report(request, pk), revision=body.revision)


@router.post("/reports/{pk}/sign", response=ReportOut, auth=For(Scope.SIGN), summary="Sign for the unit")
def sign(request: HttpRequest, pk: int, body: RevisionIn) -> Report:
    """Sign a report; from now on it is reported."""
    return sign_report(by=account_of(request), report=_report(request, pk), revision=body.revision)


@router.get("/cycles/{code}/figures", response=list[FigureOut], summary="Reported figures")
@paginate(LimitOffsetPagination)
def figures(
    request: HttpRequest,
    code: str,
    period: str | None = None,
    indicator: str | None = None,
    unit: str | None = None,
    since: datetime | None = None,
) -> QuerySet[Any]:
    """Give figures the account may see; ``since``: those recorded from a moment on, to follow what changes."""
    cycle_of(request, code)
    rows = Figure.objects.visible_to(account_of(request)).filter(cycle__code=code)
    asked = {"period": period, "indicator__code": indicator, "unit__code": unit, "recorded_at__gte": since}
    rows = rows.filter(**{path: value for path, value in asked.items() if value is not None})
    return rows.select_related("unit", "indicator").order_by("pk")


def _report(request: HttpRequest, pk: int) -> Report:
    rows = Report.objects.visible_to(account_of(request)).select_related("cycle__root", "unit")
    found: Report = get_object_or_404(rows, pk=pk)
    return found


def _answer(given: AnswerIn) -> Answer:
    return Answer(given.value, given.text, given.is_applicable, given.remarks)


class _Names:
    """Codes of the fields of a report, and the keys they stand for."""

    def __init__(self, sheet: Sheet) -> None:
        self.units = dict(Unit.objects.filter(pk__in={f.unit_id for f in sheet.fields}).values_list("pk", "code"))
        self._keys = {(self.units[f.unit_id], f.demand.indicator.code, f.question.input): f.key for f in sheet.fields}

    def key(self, given: AnswerIn) -> Key:
        """Give the key of an answer; a field that is not asked keeps a key that the action refuses."""
        return self._keys.get((given.unit, given.indicator, given.input), (0, 0, given.input))


def _detail(found: Report) -> dict[str, Any]:
    sheet = sheet_of(found)
    head = ReportOut.from_orm(found).model_dump(by_alias=True)
    return head | {"fields": list(_fields(sheet))}


def _fields(sheet: Sheet) -> Iterable[FieldOut]:
    names = _Names(sheet)
    codes = {f.demand.indicator.pk: f.demand.indicator.code for f in sheet.fields}
    for field in sheet.fields:
        yield _field(sheet, field, names.units[field.unit_id], codes)


def _field(sheet: Sheet, field: Field, unit: str, codes: dict[int, str]) -> FieldOut:
    figure, question = sheet.figures.get(field.key), field.question
    target = sheet.targets.get((field.unit_id, field.demand.indicator.pk))
    filled_by = f"{codes.get(field.filled_by[0], '')}:{field.filled_by[1]}" if field.filled_by else None
    return FieldOut(
        unit=unit,
        indicator=field.demand.indicator.code,
        input=question.input,
        asks=question.label or field.demand.indicator.name,
        type=question.type.value,
        unit_of_figure=question.unit,
        choices=list(question.choices),
        value=None if figure is None or figure.value is None else show_decimal(figure.value),
        text=figure.text if figure else "",
        is_applicable=figure.is_applicable if figure else None,
        state=figure.state if figure else None,
        target=None if target is None else show_decimal(target),
        filled_by=filled_by,
    )
