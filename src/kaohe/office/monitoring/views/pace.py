"""Pages of pace: the list, a unit's share of indicators on pace, an indicator with its course."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.monitoring.known_lights import lights_of
from kaohe.office.monitoring.light_sight import sight_of
from kaohe.office.monitoring.models import Figure
from kaohe.office.monitoring.pace import Light, Pace, rounded
from kaohe.office.monitoring.paces import (
    Course,
    course,
    latest_months,
    pace_of,
    paces_of,
    placed,
    plan_of,
    shares,
)
from kaohe.office.monitoring.periods import MONTHS_A_YEAR
from kaohe.office.monitoring.querysets.pace import Plan
from kaohe.office.monitoring.views.cycles import choose_cycle
from kaohe.office.monitoring.views.report_lights import pace_badge
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.ui.charts import Chart, line
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table

LIGHTS = [(light.value, light) for light in (Light.ON_PACE, Light.AT_RISK, Light.BEHIND)]


def _choices() -> list[tuple[str, str]]:
    return [(value, pace_badge(light).text) for value, light in LIGHTS]


@signed_in
def pace_cycles(request: Request) -> HttpResponseBase:
    """Choose the cycle."""
    return choose_cycle(
        request,
        lambda _account, _cycle: True,
        lambda cycle: reverse("monitoring:pace_list", args=[cycle.code]),
        _("Pace of the year"),
    )


@signed_in
def pace_list(request: Request, code: str) -> HttpResponseBase:
    """List figures against the plan to date, one a unit and indicator."""
    cycle, plan = _measured(request, code)
    rows = paces_of(cycle, request.user, plan)
    lights = lights_of(cycle, plan)
    table = Table(
        "pace",
        [
            Column("unit", _("unit"), "unit.name", sort="unit__name", link=_to_unit(cycle)),
            Column(
                "indicator", _("indicator"), "indicator.name", sort="indicator__position", link=_to_indicator(cycle)
            ),
            Column("period", _("period"), sort="period", hidden=True),
            *_columns(),
        ],
        rows,
        filters=[Choice("light", _("pace"), _choices, "light"), UnitWithin("within", _("unit"), "unit__path")],
        search=["unit__name", "indicator__name", "indicator__code"],
        default_sort="indicator__position,unit__name",
        wrap=lambda page: [_with(figure, pace_of(figure, plan)) for figure in page],
        empty=Empty(_("No figure with a target was reported for this month yet.")),
        title=_("Pace of the year"),
        known_count=sum(sight_of(request.user, lights).over_all(lights[0])),
    )
    context = {"cycle": cycle, "plan": plan, "share": shares_url(cycle)}
    return show_table(
        request, table, "monitoring/pace_list.html", title=_("Pace of the year"), **_said(plan), **context
    )


def shares_url(cycle: Cycle) -> str:
    """Address of the board of a cycle."""
    return reverse("monitoring:pace_board", args=[cycle.code])


@signed_in
def pace_board(request: Request, code: str) -> HttpResponseBase:
    """Show the share of indicators on pace, a unit a row: half the time, half the task."""
    cycle, plan = _measured(request, code)
    table = Table(
        "pace-board",
        [
            Column("name", _("unit"), sort="name"),
            Column("share", _("on pace"), kind="number", unit="%", sort="share"),
            Column("on_pace", _("indicators on pace"), kind="number", sort="on_pace"),
            Column("at_risk", _("indicators at risk"), kind="number", sort="at_risk"),
            Column("behind", _("indicators behind"), kind="number", sort="behind"),
            Column("measured", _("indicators measured"), kind="number", sort="measured"),
        ],
        shares(cycle, request.user, plan),
        search=["name"],
        default_sort="-share",
        row_link=lambda s: _unit_url(cycle, s.unit),
        empty=Empty(_("No figure with a target was reported for this month yet.")),
        title=_("Half the time, half the task"),
    )
    return show_table(
        request,
        table,
        "monitoring/pace_list.html",
        title=_("Half the time, half the task"),
        cycle=cycle,
        plan=plan,
        **_said(plan),
    )


@signed_in
def pace_unit(request: Request, code: str, unit: int) -> HttpResponseBase:
    """Show all indicators of one unit against the plan."""
    cycle, plan = _measured(request, code)
    found = get_object_or_404(
        AppraisedUnit.objects.visible_to(request.user).select_related("unit"), cycle=cycle, unit=unit
    )
    rows = paces_of(cycle, request.user, plan).filter(unit=found.unit_id)
    table = Table(
        "pace-unit",
        [
            Column("indicator", _("indicator"), "indicator.name", sort="indicator__position"),
            Column("period", _("period"), sort="period", hidden=True),
            *_columns(),
        ],
        rows,
        filters=[Choice("light", _("pace"), _choices, "light")],
        search=["indicator__name"],
        default_sort="indicator__position",
        row_link=_to_indicator(cycle),
        wrap=lambda page: [_with(figure, pace_of(figure, plan)) for figure in page],
        empty=Empty(_("No figure with a target was reported for this month yet.")),
        title=found.unit.name,
    )
    return show_table(
        request, table, "monitoring/pace_list.html", title=found.unit.name, cycle=cycle, plan=plan, **_said(plan)
    )


@signed_in
def pace_indicator(request: Request, code: str, indicator: str) -> HttpResponseBase:
    """Show the units of one indicator beside one another, and the course of one of them with plan and forecast."""
    cycle, plan = _measured(request, code)
    chosen = get_object_or_404(cycle.indicators, code=indicator)
    classes = dict(AppraisedUnit.objects.filter(cycle=cycle).values_list("unit", "class_id"))
    rows = paces_of(cycle, request.user, plan).filter(indicator=chosen)
    found = [_with(p.figure, p.pace, p.place) for p in placed(rows, plan, classes)]
    table = Table(
        "pace-indicator",
        [
            Column("place", _("place in the class"), kind="rank", sort="place"),
            Column("unit", _("unit"), "unit.name", sort="unit.name", link=lambda f: f"?unit={f.unit_id}"),
            *_columns(in_memory=True),
        ],
        found,
        search=["unit.name"],
        default_sort="place",
        empty=Empty(_("No figure with a target was reported for this month yet.")),
        title=chosen.name,
    )
    shown = _chosen(request, found)
    chart = _chart(cycle, chosen, shown) if shown is not None else None
    extra = {"chart": chart, "cycle": cycle, "plan": plan, "indicator": chosen, **_said(plan)}
    return show_table(request, table, "monitoring/pace_list.html", title=chosen.name, **extra)


def _chosen(request: Request, found: list[Any]) -> Any | None:
    asked = request.GET.get("unit", "")
    return next((f for f in found if str(f.unit_id) == asked), found[0] if found else None)


def _chart(cycle: Cycle, indicator: Any, figure: Any) -> Chart:
    seen: Course = course(cycle, indicator, figure.unit, figure.target)
    series: dict[str, list[Decimal | None]] = {_("actual"): seen.actual, _("plan to date"): seen.planned}
    title = f"{figure.unit.name} · {indicator.name}"
    if seen.forecast is not None:
        last = len([v for v in seen.actual if v is not None]) - 1
        for label, end in (
            (_("forecast"), seen.forecast.middle),
            (_("forecast, low"), seen.forecast.low),
            (_("forecast, high"), seen.forecast.high),
        ):
            series[label] = _straight(seen.actual[last], end, last, len(seen.periods))
    return line(title, seen.periods, series, unit=indicator.figure_unit)


def _straight(start: Decimal | None, end: Decimal, last: int, count: int) -> list[Decimal | None]:
    if start is None or last >= count - 1:
        return [None] * count
    step = (end - start) / (count - 1 - last)
    return [None if n < last else (start + step * (n - last)).quantize(Decimal("0.01")) for n in range(count)]


def _measured(request: Request, code: str) -> tuple[Cycle, Plan]:
    cycle = get_object_or_404(Cycle.objects.visible_to(request.user), code=code)
    asked = request.GET.get("month", "")
    months = int(asked) if asked.isdecimal() and 1 <= int(asked) <= MONTHS_A_YEAR else latest_months(cycle)
    return cycle, plan_of(cycle, months)


def _said(plan: Plan) -> dict[str, Any]:
    passed = rounded_share(plan.months)
    text = _("January to month {month}: {share} % of the year has passed.").format(month=plan.months, share=passed)
    return {"subtitle": text, "months": range(1, MONTHS_A_YEAR + 1)}


def rounded_share(months: int) -> str:
    """Write the part of the year that has passed."""
    return show_decimal((Decimal(months) * 100 / MONTHS_A_YEAR).quantize(Decimal("0.01")))


def _columns(*, in_memory: bool = False) -> list[Column]:
    sort = None if in_memory else "value"
    return [
        Column("value", _("actual"), lambda f: without_zeros(f.value), kind="number", sort=sort),
        Column("figure_unit", _("unit of the figure"), "indicator.figure_unit", phone=False),
        Column("target", _("target of the year"), lambda f: without_zeros(f.target), kind="number"),
        Column("part", _("part of the year's plan"), _number("share"), kind="number", unit="%"),
        Column("rate", _("pace rate"), _number("rate"), kind="number", unit="%"),
        Column("left", _("still missing"), _number("left"), kind="number", hidden=True),
        Column("required", _("needed a month"), _number("required"), kind="number", phone=False),
        Column(
            "light", _("pace"), lambda f: pace_badge(Light(f.light)), kind="badge", sort=None if in_memory else "light"
        ),
    ]


def without_zeros(number: Decimal) -> Decimal:
    """Write a figure without idle zeros."""
    return Decimal(show_decimal(number))


def _number(name: str) -> Callable[[Any], Decimal | None]:
    def read(figure: Any) -> Decimal | None:
        found = getattr(figure.pace, name) if figure.pace else None
        return None if found is None else rounded(found)

    return read


def _with(figure: Any, measured: Pace | None, place: int | None = None) -> Any:
    figure.pace, figure.place = measured, place
    return figure


def _to_unit(cycle: Cycle) -> Callable[[Figure], str]:
    return lambda figure: _unit_url(cycle, figure.unit_id)


def _unit_url(cycle: Cycle, unit: int) -> str:
    return reverse("monitoring:pace_unit", args=[cycle.code, unit])


def _to_indicator(cycle: Cycle) -> Callable[[Any], str]:
    return lambda figure: (
        f"{reverse('monitoring:pace_indicator', args=[cycle.code, figure.indicator.code])}?unit={figure.unit_id}"
    )
