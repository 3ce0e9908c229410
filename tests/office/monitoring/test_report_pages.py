"""Pages of reports: what each shows, what a form sends, and that queries do not grow with rows."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.reporting import Stage, staged
from tests.office.planning.factories import classified

from kaohe.office.monitoring.actions.calendar import lay_out_reports
from kaohe.office.monitoring.actions.cards import watch_cycle
from kaohe.office.monitoring.models import Card, Evidence, Figure, Report
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.publishing import freeze_units

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"


@pytest.fixture
def stage(settings: Any) -> Stage:
    settings.KAOHE_SECOND_FACTOR = "none"
    return staged()


def client(account: Account) -> Client:
    found = Client(headers={"accept-language": "en"})
    found.force_login(account, BACKEND)
    return found


def content(response: Any) -> bytes:
    """Read a file and let go of it; closing the response would also close the test's connection."""
    found = b"".join(response.streaming_content)
    for close in response._resource_closers:
        close()
    return found


def counted(account: Account, url: str) -> int:
    visitor = client(account)
    visitor.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert visitor.get(url).status_code == 200
    return len(captured)


def grown(stage: Stage) -> None:
    classified(stage.cycle.root, "industrial", 3)
    freeze_units(stage.cycle, ["industrial", "farming"])
    lay_out_reports(by=None, cycle=stage.cycle)
    watch_cycle(cycle=stage.cycle, day=date(2026, 3, 20))


@pytest.mark.parametrize("name", ["report_list", "card_list", "due"])
def test_lists_ask_as_often_for_many_rows_as_for_few(stage: Stage, name: str) -> None:
    watch_cycle(cycle=stage.cycle, day=date(2026, 2, 20))
    url = reverse(f"monitoring:{name}")
    before = counted(stage.officer, url)
    grown(stage)
    assert counted(stage.officer, url) == before


def test_a_report_asks_as_often_with_many_fields(stage: Stage) -> None:
    one, four = stage.report("2026Q2"), stage.report("2026-02")
    for found in (one, four):
        stage.filled(found)
    few, many = (counted(stage.liaison, reverse("monitoring:report", args=[found.pk])) for found in (one, four))
    assert few == many


def test_a_unit_sees_its_own_reports_only(stage: Stage) -> None:
    other = Report.objects.exclude(unit=stage.unit).first()
    assert other is not None
    page = client(stage.liaison).get(reverse("monitoring:report_list"))
    assert stage.unit.name in page.content.decode()
    assert client(stage.liaison).get(reverse("monitoring:report", args=[other.pk])).status_code == 404
    assert client(account_with(Role.SYSTEM_ADMIN)).get(reverse("monitoring:report", args=[other.pk])).status_code == 404
    assert client(stage.officer).get(reverse("monitoring:report", args=[other.pk])).status_code == 200


def filled(report: Report, **changes: str) -> dict[str, str]:
    data = {"revision": str(report.revision), "then": "submit"}
    for number, value in enumerate(("10", "20", "1", "false")):
        data |= {f"v-{number}": value, f"k-{number}": "figure", f"r-{number}": ""}
    return data | changes


def test_from_the_form_to_acceptance(stage: Stage) -> None:
    report = stage.report()
    url = reverse("monitoring:report", args=[report.pk])
    response = client(stage.liaison).post(url, filled(report, **{"v-0": "１，２００", "then": "save"}))
    assert response.status_code == 302
    assert Figure.objects.get(indicator__code="C1").value == Decimal(1200)
    report.refresh_from_db()
    client(stage.liaison).post(url, filled(report))
    report.refresh_from_db()
    assert report.state == "submitted"
    client(stage.head).post(reverse("monitoring:report_sign", args=[report.pk]), {"revision": report.revision})
    figures = Figure.objects.of(report)
    listed = client(stage.data_owner).get(reverse("monitoring:figure_review")).content.decode()
    assert all(f"{f.pk}:{f.revision}" in listed for f in figures)
    ticked = [f"{f.pk}:{f.revision}" for f in figures]
    decide = reverse("monitoring:figure_decide")
    until = "2030-01-01"
    client(stage.data_owner).post(decide, {"figure": ticked[:1], "then": "return", "reason": "错", "until": until})
    client(stage.data_owner).post(decide, {"figure": ticked[1:], "then": "accept"})
    assert sorted(Figure.objects.values_list("state", flat=True)) == ["accepted"] * 3 + ["returned"]
    assert "错" in client(stage.liaison).get(url).content.decode()
    assert client(stage.head).get(reverse("monitoring:figure_review")).status_code == 403


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [("abc", "figure", "aria-invalid"), ("1.23456", "figure", "four decimals"), ("", "none", "does not apply")],
)
def test_mistakes_stand_beside_their_field_and_nothing_is_saved(stage: Stage, value: str, kind: str, said: str) -> None:
    report = stage.report()
    url = reverse("monitoring:report", args=[report.pk])
    page = client(stage.liaison).post(url, filled(report, **{"v-0": value, "k-0": kind}))
    assert page.status_code == 200
    assert said in page.content.decode()
    assert not Figure.objects.exists()


def test_a_figure_beyond_sense_is_asked_about_and_confirmed(stage: Stage) -> None:
    report = stage.report()
    url = reverse("monitoring:report", args=[report.pk])
    page = client(stage.liaison).post(url, filled(report, **{"v-0": "-5"}))
    assert 'name="c-0"' in page.content.decode()
    client(stage.liaison).post(url, filled(report, **{"v-0": "-5", "c-0": "1"}))
    assert Figure.objects.get(indicator__code="C1").doubts == "negative"


def test_what_somebody_else_saved_is_not_overwritten(stage: Stage) -> None:
    report = stage.report()
    url = reverse("monitoring:report", args=[report.pk])
    data = filled(report, then="save")
    client(stage.liaison).post(url, data)
    page = client(account_with(Role.LIAISON, stage.unit)).post(url, {**data, "v-0": "99"})
    assert "Somebody else changed this" in page.content.decode()
    assert Figure.objects.get(indicator__code="C1").value == 10


def test_what_is_due_stands_on_the_home_page(stage: Stage) -> None:
    url = reverse("monitoring:due")
    assert "2026-01" in client(stage.liaison).get(url).content.decode()
    assert "2026-01" not in client(stage.head).get(url).content.decode()
    stage.submitted(stage.report())
    assert "2026-01" in client(stage.head).get(url).content.decode()
    stage.signed(stage.report("2026-02"))
    assert "4 figures" in client(stage.data_owner).get(url).content.decode()


def test_a_card_is_shown_and_lifted_by_the_office(stage: Stage) -> None:
    watch_cycle(cycle=stage.cycle, day=date(2026, 2, 20))
    card = Card.objects.filter(report__unit=stage.unit, kind="red").get()
    url = reverse("monitoring:card", args=[card.pk])
    assert client(stage.liaison).post(url, {"reason": "x"}).status_code == 403
    assert client(stage.liaison).get(url).status_code == 200
    assert client(stage.officer).post(url, {"reason": "系统故障"}).status_code == 302
    assert client(account_with(Role.LIAISON, UnitFactory.create())).get(url).status_code == 404


def test_evidence_goes_in_is_seen_and_comes_back_with_safe_headers(stage: Stage, tmp_path: Any, settings: Any) -> None:
    settings.MEDIA_ROOT = tmp_path
    stage.filled(stage.report())
    figure = Figure.objects.get(indicator__code="C1")
    add = reverse("monitoring:evidence_add", args=[figure.pk])
    pdf = SimpleUploadedFile("证明.pdf", b"%PDF-1.4 test")
    assert client(stage.liaison).post(add, {"file": pdf}).status_code == 302
    row = Evidence.objects.get()
    shown = client(stage.liaison).get(reverse("monitoring:evidence", args=[row.pk]))
    assert shown["Content-Type"] == "application/pdf"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in shown["Content-Security-Policy"]
    assert shown["Content-Disposition"].startswith("inline")
    assert content(shown) == b"%PDF-1.4 test"
    seen = client(stage.data_owner).get(reverse("monitoring:evidence", args=[row.pk]))
    assert seen.status_code == 200
    content(seen)
    stranger = account_with(Role.LIAISON, UnitFactory.create())
    assert client(stranger).get(reverse("monitoring:evidence", args=[row.pk])).status_code == 404
    fake = SimpleUploadedFile("工具.pdf", b"MZ\x90\x00 this is a program")
    client(stage.liaison).post(add, {"file": fake})
    assert Evidence.objects.count() == 1
    client(stage.liaison).post(reverse("monitoring:evidence_delete", args=[row.pk]))
    assert not Evidence.objects.exists()


def test_a_correction_from_the_page(stage: Stage) -> None:
    stage.signed(stage.report())
    figure = Figure.objects.get(indicator__code="C1")
    url = reverse("monitoring:figure_correct", args=[figure.pk])
    data = {"revision": figure.revision, "value": "12", "reason": "漏报一户"}
    assert client(stage.head).post(url, data).status_code == 403
    assert client(stage.liaison).post(url, data).status_code == 302
    page = client(stage.liaison).get(reverse("monitoring:figure", args=[figure.pk])).content.decode()
    assert "漏报一户" in page
