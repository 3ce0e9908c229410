"""Losses add up to what is missing from full points; what is supposed is exact and never stored."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from tests.office.factories import account_with, person_in
from tests.office.scoring.factories import changed, from_preset
from tests.office.scoring.test_pages import signed_in, some_unit

from kaohe.office.monitoring.models import Figure, FigureVersion
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Adjustment, Cycle, CycleState, Indicator
from kaohe.office.scoring import trials
from kaohe.office.scoring.cards import lines_of, missing_count, total_of
from kaohe.office.scoring.losses import by, effective_weights, losses
from kaohe.office.scoring.moments import Moment
from kaohe.office.scoring.supposing import changes_of, figure_sliders, weight_sliders
from kaohe.scheme import SchemeSpec
from kaohe.scheme.check import check
from kaohe.scoring.sheet import ScoreSheet

pytestmark = pytest.mark.django_db


@pytest.fixture
def cycle() -> Cycle:
    trials.forget()
    return from_preset()[0]


@pytest.fixture
def sheet(cycle: Cycle) -> ScoreSheet:
    found = trials.trial(cycle, Moment()).sheet
    assert found is not None
    return found


def test_losses_are_what_the_tree_is_short_of_full_points(sheet: ScoreSheet) -> None:
    found = list(losses(sheet))
    for unit in sheet.units:
        full = sum(leaf.points for leaf in unit.indicators if leaf.score is not None)
        scored = sum(Decimal(leaf.score or 0).scaleb(-sheet.precision) for leaf in unit.indicators)
        assert sum(loss.points for loss in found if loss.unit == unit.unit) == full - scored
    shares = by(found, lambda loss: loss.code)
    assert shares[-1].running_pct == 100
    assert [s.points for s in shares] == sorted((s.points for s in shares), reverse=True)
    assert sum(s.missing for s in shares) == sum(loss.points for loss in found if loss.is_missing) > 0


def test_a_point_below_weights_is_worth_its_weight() -> None:
    leaf = {"name": "x", "points": "100", "criterion": "按完成比例得分"}
    tree = [
        {
            "code": "A",
            "name": "甲",
            "points": "100",
            "weight": "60",
            "aggregate": "weighted",
            "children": [{"code": "A1", "weight": "75", **leaf}, {"code": "A2", "weight": "25", **leaf}],
        },
        {
            "code": "B",
            "name": "乙",
            "points": "100",
            "weight": "40",
            "aggregate": "mean",
            "children": [{"code": "B1", **leaf}, {"code": "B2", **leaf}],
        },
    ]
    spec = SchemeSpec.model_validate(
        {"id": "w", "title": "w", "cycle": {"year": 2026}, "aggregate": "weighted", "indicators": tree}
    )
    scheme, findings = check(spec)
    assert scheme is not None, findings
    found = effective_weights(scheme, scheme.classes[0].id)
    assert {code: str(worth) for code, worth in found.items()} == {"A1": "9/20", "A2": "3/20", "B1": "1/5", "B2": "1/5"}


def test_the_card_adds_up(sheet: ScoreSheet) -> None:
    unit = next(u for u in sheet.units if u.name == "石岭镇")
    lines = list(lines_of(sheet, unit))
    roots = [line.score for line in lines if line.depth == 0 and line.points is not None]
    extra = [line.score for line in lines if line.points is None]
    assert sum(s or 0 for s in roots) + sum(s or 0 for s in extra) == total_of(sheet, unit)
    assert missing_count(unit) == sum(line.is_missing for line in lines) == 1


def test_a_moved_slider_is_the_only_change(sheet: ScoreSheet) -> None:
    unit = next(u for u in sheet.units if u.name == "石岭镇")
    sliders = figure_sliders(sheet, unit, {"f:A11": "80", "i:A32:发生违反中央八项规定精神问题": "1"})
    found = changes_of(sliders, unit.unit)
    assert dict(found.figures) == {(unit.unit, "A11"): Decimal(80)}
    assert list(found.inputs.values()) == [Decimal(1)]
    weights = changes_of(weight_sliders(sheet.scheme, "industrial", {"p:A11": "7.5"}), classes=("industrial",))
    assert (dict(weights.points), weights.classes) == ({"A11": Decimal("7.5")}, ("industrial",))


@pytest.mark.parametrize("text", ["viel", "NaN", "Infinity", "1e40"])
def test_what_is_no_number_is_said(text: str, sheet: ScoreSheet) -> None:
    unit = sheet.units[0]
    with pytest.raises(ValidationError):
        changes_of(figure_sliders(sheet, unit, {"f:A11": text}), unit.unit)


def test_a_remembered_score_is_never_older_than_its_figures(cycle: Cycle) -> None:
    first = trials.trial(cycle, Moment())
    assert trials.trial(cycle, Moment()) is first
    row = Figure.objects.get(unit__name="石岭镇", indicator__code="A11")
    changed(row, row.recorded_at, value=Decimal(50))
    second = trials.trial(cycle, Moment())
    assert second is not first
    assert second.sheet is not None
    assert second.sheet.by_unit[row.unit.code].indicator("A11").score == 0


def test_the_effect_of_an_adjustment_is_shown_before_it_is_decided(cycle: Cycle) -> None:
    officer, unit = account_with(Role.OFFICER, cycle.root), some_unit(cycle)
    target = cycle.targets.get(unit=unit, indicator__code="A12")
    asked = Adjustment.objects.create(
        target=target, old_value=target.value, new_value=target.value * 2, reason="x", asked_by=officer
    )
    page = signed_in(officer).get(reverse("scoring:adjustment_effect", args=[asked.pk])).content.decode()
    assert "78.40" in page
    assert "76.00" in page, "52,000 of 100,000: 2.60 of 5 points"
    assert FigureVersion.objects.filter(at__gt=target.changed_at).count() == 0


def test_a_unit_sees_its_own_row_until_the_results_are_publicised(cycle: Cycle) -> None:
    unit = some_unit(cycle)
    client = signed_in(account_with(Role.UNIT_HEAD, unit, person_in(unit)))
    url = reverse("scoring:ranking", args=[cycle.code])
    page = client.get(url).content.decode()
    assert "石岭镇" in page
    assert "新城镇" not in page
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.PUBLICISED)
    page = client.get(url).content.decode()
    assert "新城镇" in page
    other = some_unit(cycle, "新城镇")
    assert client.get(reverse("scoring:unit", args=[cycle.code, other.pk])).status_code == 404


def test_a_data_owner_sees_its_indicators_of_all_units_and_no_others(cycle: Cycle) -> None:
    owner = some_unit(cycle, "县财政局")
    Indicator.objects.filter(cycle=cycle, code="A11").update(owner=owner)
    client = signed_in(account_with(Role.DATA_OWNER, owner))
    page = client.get(reverse("scoring:indicators", args=[cycle.code])).content.decode()
    assert "A11" in page
    assert "A12" not in page
    unit = some_unit(cycle)
    allowed, refused = (reverse("scoring:indicator", args=[cycle.code, unit.pk, code]) for code in ("A11", "A12"))
    assert (client.get(allowed).status_code, client.get(refused).status_code) == (200, 404)


def test_cells_that_cannot_be_scored_lead_to_their_figures(cycle: Cycle) -> None:
    unit = some_unit(cycle)
    cycle.targets.filter(unit=unit, indicator__code="A12").update(state="approved")
    page = signed_in(account_with(Role.OFFICER, cycle.root)).get(reverse("scoring:ranking", args=[cycle.code]))
    told = page.content.decode()
    assert reverse("scoring:indicator", args=[cycle.code, unit.pk, "A12"]) in told
    assert "cannot be scored" in told


def test_an_earlier_day_shows_what_was_known_then(cycle: Cycle) -> None:
    client = signed_in(account_with(Role.OFFICER, cycle.root))
    page = client.get(reverse("scoring:ranking", args=[cycle.code]), {"on": "2026-02-01"}).content.decode()
    assert "78.40" not in page
    assert "2026-02-01" in page
