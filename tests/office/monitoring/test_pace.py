"""Pace: exact, the database and the kernel alike, a district's published months as they are."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.reporting import Stage, staged
from tests.office.planning.factories import CycleFactory, saved_version

import kaohe.presets
from kaohe.office.monitoring.forecast import forecast
from kaohe.office.monitoring.models import Figure, Reporting
from kaohe.office.monitoring.pace import EVEN, Light, pace, read_curve, rounded
from kaohe.office.monitoring.paces import course, pace_of, paces_of, placed, plan_of, shares
from kaohe.office.monitoring.questions import answered_by_figure
from kaohe.office.people.models import Membership, UnitClass
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle, Target
from kaohe.office.planning.publishing import freeze_units, write_indicators
from kaohe.scheme import load_scheme, read_yaml
from kaohe.scoring.inputs import main_inputs
from kaohe.tables.read import read_table

PRESETS = Path(kaohe.presets.__file__).parent


def test_a_custom_curve_asks_less_in_winter() -> None:
    curve = read_curve("2 4 8 15 25 38 52 66 80 90 96 100")
    found = pace(Decimal(30), Decimal(100), 5, curve)
    assert found is not None
    assert (found.planned, rounded(found.rate or Fraction(0)), found.light) == (25, Decimal("120.00"), Light.ON_PACE)
    assert found.required == Fraction(70, 7)


@pytest.mark.parametrize("text", ["1 2 3", "10 5 20 30 40 50 60 70 80 90 95 100", "1 2 3 4 5 6 7 8 9 10 11 12", "a b"])
def test_curves_that_are_none(text: str) -> None:
    with pytest.raises(ValidationError):
        read_curve(text)


@given(
    actual=st.decimals(0, 10**6, places=4),
    target=st.decimals("0.0001", 10**6, places=4),
    months=st.integers(1, 12),
    smaller=st.booleans(),
)
def test_more_is_never_a_worse_light(actual: Decimal, target: Decimal, months: int, smaller: bool) -> None:
    order = [Light.BEHIND, Light.AT_RISK, Light.ON_PACE]
    one, two = (pace(a, target, months, smaller_is_better=smaller) for a in (actual, actual + 1))
    assert one is not None
    assert two is not None
    better, worse = (one, two) if smaller else (two, one)
    assert order.index(better.light) >= order.index(worse.light)
    assert one.share == Fraction(actual) * 100 / Fraction(target)
    if one.required is not None and not smaller:
        assert one.actual + one.required * (12 - months) == max(one.actual, one.target)


def test_the_edges() -> None:
    assert pace(Decimal(1), Decimal(0), 5) is None
    december = pace(Decimal(100), Decimal(100), 12)
    assert december is not None
    assert (december.required, december.left, december.light) == (None, 0, Light.ON_PACE)
    nobody = pace(Decimal(0), Decimal(14), 5, smaller_is_better=True)
    assert nobody is not None
    assert nobody.light is Light.ON_PACE
    assert pace(Decimal(0), Decimal(5), 1, (Fraction(0), *EVEN[1:])).light is Light.ON_PACE  # type: ignore[union-attr]


def test_the_forecast_is_wider_the_less_is_known() -> None:
    assert forecast([Decimal(1), Decimal(2)], 10) is None
    steady = forecast([Decimal(n * 10) for n in range(1, 7)], 6)
    assert steady is not None
    assert steady.low == steady.middle == steady.high == Decimal("120.00")
    early = forecast([Decimal(8), Decimal(20), Decimal(30)], 9)
    assert early is not None
    assert early.low < early.middle < early.high


@pytest.mark.parametrize("scheme", sorted(PRESETS.glob("*/**/scheme.yaml")), ids=lambda p: "/".join(p.parts[-3:-1]))
def test_forms_and_scoring_agree_on_what_the_figure_answers(scheme: Path) -> None:
    for leaf in load_scheme(scheme).leaves:
        if leaf.rule is not None:
            assert answered_by_figure(leaf.rule) == main_inputs(leaf.rule)


def published(preset: str, **facts: Any) -> Cycle:
    """A cycle of a preset with its units, targets and accepted figures of the data folder."""
    folder = PRESETS / preset
    document = read_yaml((folder / "scheme.yaml").read_text(encoding="utf-8")).spec
    root = UnitFactory.create(name="全市")
    cycle = CycleFactory.create(
        document=document,
        root=root,
        year=document.cycle.year,
        state=Cycle.objects.model._meta.get_field("state").choices[4][0],
    )  # type: ignore[index]
    units = {}
    for row in read_table(folder / "data" / "units.csv"):
        kind, _new = UnitClass.objects.get_or_create(year=cycle.year, code=row.text("class"), defaults={"name": "类"})
        unit = units[row.text("unit")] = UnitFactory.create(parent=root, name=row.text("name"), code=row.text("unit"))
        Membership.objects.create(unit=unit, unit_class=kind, year=cycle.year)
    version = saved_version(cycle)
    version.approved_at = version.published_at = version.made_at
    version.save()
    write_indicators(version)
    freeze_units(cycle, [c.id for c in document.classes])
    indicators = {i.code: i for i in cycle.indicators.all()}
    for row in read_table(folder / "data" / "facts.csv"):
        unit, indicator = units[row.text("unit")], indicators[row.text("indicator")]
        common = {"cycle": cycle, "unit": unit, "indicator": indicator}
        if row.text("target"):
            by = cycle.created_by
            Target.objects.create(**common, value=Decimal(row.text("target")), proposed_by=by, changed_by=by)
        if row.text("actual"):
            Figure.objects.create(
                **common,
                period=row.text("period"),
                value=Decimal(row.text("actual")),
                state="accepted",
                recorded_by=cycle.created_by,
            )
    return cycle


@pytest.mark.django_db
def test_the_published_months_of_a_district_appear_as_they_are() -> None:
    cycle = published("district-monthly-monitor/district")
    officer = account_with(Role.OFFICER, cycle.root)
    plan = plan_of(cycle, 5)
    found = {figure.indicator.code: (figure, pace_of(figure, plan)) for figure in paces_of(cycle, officer, plan)}

    def shown(code: str) -> Any:
        return found[code][1]

    assert rounded(shown("N05").share, 1) == Decimal("23.5")  # 工业总产值 70.85 of 301.44
    assert rounded(shown("N05").planned - shown("N05").actual, 2) == Decimal("54.75")  # 54 亿 short of the plan to date
    assert rounded(shown("N02").share, 2) == Decimal("25.26")  # 固定资产投资 47.99 of 190
    assert rounded(shown("N08").share, 1) == Decimal("42.9")  # 道路交通死亡 6 of 14
    assert shown("N08").light is Light.AT_RISK  # smaller is better: the allowance to date was 5.83
    assert shown("N02").light is Light.BEHIND
    assert rounded(shown("N05").required, 2) == rounded(Fraction("230.59") / 7, 2)
    for figure, measured in found.values():
        assert measured is not None
        assert figure.light == measured.light.value  # the list and the kernel agree


@pytest.mark.django_db
def test_the_database_and_the_kernel_give_the_same_light() -> None:
    stage = staged(units=3)
    _paced(stage)
    Reporting.objects.create(indicator=stage.indicator("C2"), curve="1 2 3 4 25 38 52 66 80 90 96 100")
    Reporting.objects.create(indicator=stage.indicator("C5"), is_cumulative=False)
    stage.cycle.indicators.filter(code="C3").update(smaller_is_better=True)
    for months in (1, 3, 5, 12):
        plan = plan_of(stage.cycle, months)
        for figure in paces_of(stage.cycle, stage.officer, plan):
            measured = pace_of(figure, plan)
            assert measured is not None
            assert figure.light == measured.light.value


def _paced(stage: Stage) -> None:
    """Targets and signed figures of every kind for some months."""
    units = [row.unit for row in stage.cycle.appraised_units.select_related("unit")]
    for n, unit in enumerate(units):
        for indicator in stage.cycle.indicators.filter(is_leaf=True):
            by = stage.officer
            common = {"cycle": stage.cycle, "unit": unit, "indicator": indicator}
            Target.objects.create(**common, value=Decimal(120), proposed_by=by, changed_by=by)
            periods = ["2026Q1"] if indicator.frequency == "quarterly" else ["2026-01", "2026-03", "2026-05", "2026-12"]
            for m, period in enumerate(periods):
                value = Decimal(9 + n) * (1 + 2 * m)
                Figure.objects.create(**common, period=period, value=value, state="signed", recorded_by=by)


@pytest.mark.django_db
def test_share_of_indicators_on_pace_and_places() -> None:
    stage = staged(units=3)
    _paced(stage)
    plan = plan_of(stage.cycle, 1)
    found = shares(stage.cycle, stage.officer, plan)
    assert sorted(s.share for s in found) == [Decimal("0.00"), *[Decimal("100.00")] * 3]
    classes = dict(stage.cycle.appraised_units.values_list("unit", "class_id"))
    rows = paces_of(stage.cycle, stage.officer, plan).filter(indicator__code="C1")
    assert sorted(p.place for p in placed(rows, plan, classes)) == [1, 1, 2, 3]
    seen = course(stage.cycle, stage.indicator("C1"), stage.unit, Decimal(120))
    assert (seen.planned[4], seen.forecast) == (Decimal(50), None)  # months are missing: no forecast


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["pace_list", "pace_board", "pace_indicator", "pace_unit"])
def test_pages_of_pace(name: str, settings: Any) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    stage = staged(units=2)
    _paced(stage)
    more = {"pace_indicator": ["C1"], "pace_unit": [stage.unit.pk]}.get(name, [])
    url = reverse(f"monitoring:{name}", args=[stage.cycle.code, *more])
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(stage.officer, "kaohe.office.people.signin.LockingBackend")
    page = visitor.get(url, {"month": 5})
    assert page.status_code == 200
    assert "41.67" in page.content.decode()
    before = _queries(visitor, url)
    unit = stage.cycle.appraised_units.exclude(unit=stage.unit).first().unit
    Figure.objects.filter(unit=unit, indicator__code="C1", period="2026-05").delete()
    visitor.get(url, {"month": 5})  # what changed is computed once
    assert _queries(visitor, url) == before
    workbook = visitor.get(url, {"month": 5, "format": "xlsx"})
    assert workbook.status_code == 200
    for close in workbook._resource_closers:  # type: ignore[attr-defined]  # closing it all would close the connection
        close()


def _queries(visitor: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        visitor.get(url, {"month": 5})
    return len(captured)
