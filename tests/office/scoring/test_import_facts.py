"""Figures from a file: all problems at once, looked at first, stored as a whole, submitted and no more."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from tests.office.factories import account_with
from tests.office.scoring.factories import appraised, changed, figure, published
from tests.office.scoring.test_moments import APRIL, SPEC
from tests.office.scoring.test_pages import signed_in

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.models import Figure, FigureState, FigureVersion
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle
from kaohe.office.revisions import StaleError
from kaohe.office.scoring.actions.import_facts import hand_in_facts, import_facts, read_again
from kaohe.office.scoring.models import FactsFile
from kaohe.tables.problems import Problems

pytestmark = pytest.mark.django_db

LONG = "单位,指标,周期,完成值,输入项,数值\n东山镇,A1,2026Q1,95.5,,\n东山镇,A2,2026Q1,2,,\nT1,A3,2026,不适用,,\n"
WIDE = "单位,周期,产量（吨）,报送\n东山镇,2026Q1,95.5,2\nT1,2026Q1,1万,\n"


@pytest.fixture
def cycle() -> Cycle:
    cycle = published(SPEC)
    for n, name in enumerate(("东山镇", "西山镇")):
        appraised(cycle, "town", code=f"T{n}", name=name)
    return cycle


@pytest.fixture
def officer(cycle: Cycle) -> Account:
    return account_with(Role.OFFICER, cycle.root)


HandIn = Callable[[str], FactsFile]


@pytest.fixture
def hand_in(cycle: Cycle, officer: Account, tmp_path: Path) -> HandIn:
    def handed(text: str, encoding: str = "utf-8") -> FactsFile:
        path = tmp_path / "figures.csv"
        path.write_text(text, encoding=encoding)
        return hand_in_facts(by=officer, cycle=cycle, path=path, source="县统计局季报")

    return handed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (LONG, {("T0", "A1"): Decimal("95.5"), ("T0", "A2"): Decimal(2), ("T1", "A3"): None}),
        (WIDE, {("T0", "A1"): Decimal("95.5"), ("T0", "A2"): Decimal(2), ("T1", "A1"): Decimal(10000)}),
    ],
)
def test_a_file_long_or_wide_is_stored_as_submitted(
    text: str, expected: dict[tuple[str, str], Decimal | None], officer: Account, hand_in: HandIn
) -> None:
    file = hand_in(text)
    assert Figure.objects.count() == 0, "handing in changes nothing"
    assert import_facts(by=officer, file=file, revision=0) == 3
    rows = Figure.objects.select_related("unit", "indicator")
    assert {(r.unit.code, r.indicator.code): r.value for r in rows} == expected
    assert {(r.state, r.recorded_by, r.remarks) for r in rows} == {
        (FigureState.SUBMITTED, officer, "县统计局季报（figures.csv）")
    }
    assert FigureVersion.objects.count() == 3
    assert [e.action for e in Entry.objects.order_by("serial")] == ["hand_in_facts", "import_facts"]


def test_every_problem_is_said_at_once_and_nothing_is_kept(hand_in: HandIn) -> None:
    wrong = "单位,指标,周期,完成值\n南山镇,A1,2026,1\n东山镇,Z9,2026,1\n东山镇,A1,第九季,1\n东山镇,A2,2026,许多\n"
    with pytest.raises(Problems) as found:
        hand_in(wrong)
    assert [(p.code, p.place.row) for p in found.value] == [("D104", 2), ("D106", 3), ("D120", 4), ("T212", 5)]
    assert (FactsFile.objects.count(), Entry.objects.count()) == (0, 0)


def test_a_signed_or_accepted_figure_is_not_overwritten(cycle: Cycle, hand_in: HandIn) -> None:
    unit = cycle.appraised_units.get(unit__code="T0").unit
    figure(cycle, unit, "A1", 90, period="2026Q1")
    figure(cycle, unit, "A2", 2, period="2026Q1")
    with pytest.raises(Problems) as found:
        hand_in(LONG)
    assert [(p.code, p.values["known"]) for p in found.value] == [("O401", "90")], "the equal one is no problem"


def test_what_was_signed_meanwhile_stops_the_whole_file(cycle: Cycle, officer: Account, hand_in: HandIn) -> None:
    unit = cycle.appraised_units.get(unit__code="T0").unit
    row = figure(cycle, unit, "A1", 90, period="2026Q1", state=FigureState.SUBMITTED)
    file = hand_in(LONG)
    changed(row, APRIL, state=FigureState.ACCEPTED)
    with pytest.raises(Problems):
        import_facts(by=officer, file=file, revision=0)
    assert Figure.objects.count() == 1


def test_sent_twice_it_is_stored_once(officer: Account, hand_in: HandIn) -> None:
    file = hand_in(LONG)
    import_facts(by=officer, file=file, revision=0)
    with pytest.raises(StaleError):
        import_facts(by=officer, file=file, revision=0)
    with pytest.raises(ValidationError):
        import_facts(by=officer, file=file)
    assert FigureVersion.objects.count() == 3


def test_a_figure_that_stands_already_is_no_change(officer: Account, hand_in: HandIn) -> None:
    import_facts(by=officer, file=hand_in(LONG), revision=0)
    again = read_again(hand_in(LONG))
    assert (again.changes, again.same) == ((), 3)


def test_a_figure_too_fine_for_the_platform_is_refused(hand_in: HandIn) -> None:
    with pytest.raises(Problems) as found:
        hand_in("单位,指标,完成值\nT0,A1,1.00005\n")
    assert [p.code for p in found.value] == ["O402"]


def test_a_file_in_the_encoding_of_old_spreadsheets_is_read(cycle: Cycle, officer: Account, tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(LONG, encoding="gbk")
    file = hand_in_facts(by=officer, cycle=cycle, path=path, source="统计局")
    assert len(read_again(file).changes) == 3


def test_a_closed_cycle_takes_no_figures(cycle: Cycle, hand_in: HandIn) -> None:
    cycle.state = "closed"
    cycle.save()
    with pytest.raises(ValidationError):
        hand_in(LONG)


@pytest.mark.parametrize("role", [None, *(r for r in Role if r is not Role.OFFICER)])
def test_only_the_office_brings_figures_in(role: Role | None, cycle: Cycle, hand_in: HandIn, tmp_path: Path) -> None:
    file = hand_in(LONG)
    account = account_with(role, None if role and "admin" in role else cycle.root)
    with pytest.raises(PermissionDenied):
        import_facts(by=account, file=file)
    with pytest.raises(PermissionDenied):
        hand_in_facts(by=account, cycle=cycle, path=tmp_path / "figures.csv", source="x")


def test_the_pages_lead_from_the_file_to_the_figures(cycle: Cycle, officer: Account) -> None:
    client = signed_in(officer)
    url = reverse("scoring:hand-in", args=[cycle.code])
    wrong = client.post(
        url, {"file": SimpleUploadedFile("f.csv", "单位,指标,完成值\nX,A1,1\n".encode()), "source": "s"}
    )
    assert wrong.status_code == 422
    assert "D104" in wrong.content.decode()
    right = client.post(url, {"file": SimpleUploadedFile("f.csv", LONG.encode()), "source": "统计局"}, follow=True)
    page = right.redirect_chain[0][0]
    assert "95.5" in right.content.decode()
    stored = client.post(page, {"revision": 0}, follow=True)
    assert stored.status_code == 200
    assert Figure.objects.count() == 3
