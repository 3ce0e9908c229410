"""Collect once: joined figures are asked once, fill each other and take every step together."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from tests.office.monitoring.reporting import LEAVES, Stage, staged

from kaohe.office.monitoring.actions.dictionary import join_figures, part_figures
from kaohe.office.monitoring.actions.signing_off import accept_figures, correct_figure
from kaohe.office.monitoring.answers import Answer
from kaohe.office.monitoring.burden_counts import asked_of_units
from kaohe.office.monitoring.duplicates import duplicates
from kaohe.office.monitoring.models import DataItem, Figure
from kaohe.office.monitoring.sheets import sheet_of

pytestmark = pytest.mark.django_db

TWICE: list[dict[str, Any]] = [
    *LEAVES[2:],
    {
        "code": "D1",
        "name": "固定资产投资",
        "points": "40",
        "unit": "万元",
        "criterion": "按完成比例得分",
        "frequency": "monthly",
    },
    {
        "code": "D2",
        "name": "固定资产投资完成情况",
        "points": "20",
        "unit": "万元",
        "criterion": "完成任务得满分，每少1个百分点扣0.2分，扣完为止",
        "frequency": "monthly",
    },
]


@pytest.fixture
def stage() -> Stage:
    return staged(TWICE)


def joined(stage: Stage) -> DataItem:
    return join_figures(by=stage.officer, cycle=stage.cycle, name="固定资产投资", places=[("D1", ""), ("D2", "")])


def test_what_looks_alike_is_found_and_goes_once_it_is_joined(stage: Stage) -> None:
    assert [found.key for found in duplicates(stage.cycle)] == ["D1:|D2:"]
    joined(stage)
    assert duplicates(stage.cycle) == []


def test_a_joined_figure_is_entered_once_and_fills_both(stage: Stage) -> None:
    fields = len(sheet_of(stage.report()).asked)
    joined(stage)
    assert len(sheet_of(stage.report()).asked) == fields - 1
    report = stage.signed(stage.report(), D1=Answer(Decimal(33)))
    assert set(Figure.objects.filter(indicator__code__in=["D1", "D2"]).values_list("value", "state")) == {
        (Decimal(33), "signed")
    }
    one = Figure.objects.get(indicator__code="D1")
    assert accept_figures(by=stage.data_owner, figures=[one]) == 2
    correct_figure(by=stage.liaison, figure=one, revision=None, answer=Answer(Decimal(34)), reason="错")
    assert set(Figure.objects.filter(indicator__code__in=["D1", "D2"]).values_list("value", "state")) == {
        (Decimal(34), "submitted")
    }
    report.refresh_from_db()
    assert report.state == "submitted"


def test_unlike_figures_are_not_joined(stage: Stage) -> None:
    for places in ([("D1", ""), ("C3", "")], [("D1", "")], [("D1", ""), ("ZZ", "")]):
        with pytest.raises(ValidationError):
            join_figures(by=stage.officer, cycle=stage.cycle, name="x", places=places)
    with pytest.raises(PermissionDenied):
        join_figures(by=stage.head, cycle=stage.cycle, name="x", places=[("D1", ""), ("D2", "")])
    item = joined(stage)
    with pytest.raises(ValidationError):
        joined(stage)
    with pytest.raises(PermissionDenied):
        part_figures(by=stage.liaison, item=item)
    part_figures(by=stage.officer, item=item)
    assert len(duplicates(stage.cycle)) == 1


def test_the_burden_counts_fields_and_what_is_saved(stage: Stage) -> None:
    before = sum(a.fields for a in asked_of_units(stage.cycle))
    joined(stage)
    after = asked_of_units(stage.cycle)
    assert sum(a.fields for a in after) + sum(a.saved for a in after) == before
    assert sum(a.saved for a in after) > 0
    assert all(a.demands in (1, 2) for a in after)


def test_the_page_joins_and_takes_apart(stage: Stage, settings: Any) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    visitor = Client(headers={"accept-language": "en"})
    visitor.force_login(stage.officer, "kaohe.office.people.signin.LockingBackend")
    url = reverse("monitoring:dictionary", args=[stage.cycle.code])
    assert "D1:|D2:" in visitor.get(url).content.decode()
    visitor.post(url, {"name": "投资", "places": "D1:|D2:"})
    item = DataItem.objects.get()
    visitor.post(reverse("monitoring:dictionary_part", args=[stage.cycle.code, item.pk]))
    assert not DataItem.objects.exists()


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("rules", "officer"),
        ("reporting_list", "officer"),
        ("dictionary", "officer"),
        ("list_upload", "liaison"),
        ("source_new", "data_owner"),
    ],
)
def test_pages_of_the_office(stage: Stage, settings: Any, name: str, role: str) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    url = reverse(f"monitoring:{name}", args=[stage.cycle.code])
    for who, status in ((role, 200), ("head", 403)):
        visitor = Client(headers={"accept-language": "en"})
        visitor.force_login(getattr(stage, who), "kaohe.office.people.signin.LockingBackend")
        assert visitor.get(url).status_code == status
