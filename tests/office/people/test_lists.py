"""Large lists are kept for the worker; what comes out is told to whoever handed them in."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.actions import lists
from kaohe.office.people.models import Account, Import, ImportState, Notification, Person
from kaohe.office.people.roles import Role
from kaohe.office.people.tasks import take_in_list

pytestmark = pytest.mark.django_db
BACKEND = "kaohe.office.people.signin.LockingBackend"
DAY = date(2024, 1, 1)
HEADER = "工号,姓名,单位编码\n"


@pytest.fixture
def officer() -> Account:
    UnitFactory.create(code="A")
    return account_with(Role.OFFICER)


def kept(officer: Account, folder: Path, rows: str) -> Import:
    path = folder / "人员.csv"
    path.write_text(HEADER + rows)
    return lists.hand_in_list(by=officer, kind="people", path=path, since=DAY, later=lambda key: None)


def test_list_is_taken_in_once(officer: Account, tmp_path: Path) -> None:
    job = kept(officer, tmp_path, "1,李明,A\n2,王芳,A\n")
    for _ in range(2):  # a job may be delivered twice
        take_in_list(key=job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, bytes(job.content)) == (ImportState.DONE, 2, b"")
    assert Person.objects.count() == 2
    assert Notification.objects.get().url == f"/people/imports/{job.pk}"


def test_problems_stay_with_the_list(officer: Account, tmp_path: Path, client: Client) -> None:
    job = kept(officer, tmp_path, "1,李明,A\n2,王芳,Z\n3,,A\n")
    lists.run_import(key=job.pk)
    job.refresh_from_db()
    assert job.state == ImportState.REJECTED
    assert [problem["place"]["row"] for problem in json.loads(job.problems)] == [3, 4]
    assert not Person.objects.exists()
    client.force_login(officer, BACKEND)
    assert "王芳" not in client.get(f"/people/imports/{job.pk}").text
    assert "O107" in client.get(f"/people/imports/{job.pk}").text
    workbook = client.get(f"/people/imports/{job.pk}/problems")
    assert b"".join(workbook.streaming_content).startswith(b"PK")


def test_role_that_was_lost_meanwhile_is_told(officer: Account, tmp_path: Path) -> None:
    job = kept(officer, tmp_path, "1,李明,A\n")
    officer.grants.update(until=DAY, since=DAY)
    lists.run_import(key=job.pk)
    assert Import.objects.get().state == ImportState.REJECTED


def test_fault_leaves_the_list_failed_and_says_so(officer: Account, tmp_path: Path, monkeypatch: Any) -> None:
    job = kept(officer, tmp_path, "1,李明,A\n")

    def fall_over(**_: object) -> int:
        raise MemoryError

    monkeypatch.setattr(lists, "import_people", fall_over)
    lists.run_import(key=job.pk)
    assert Import.objects.get().state == ImportState.FAILED
    assert Notification.objects.count() == 1


@pytest.mark.parametrize("role", [r for r in Role if r is not Role.OFFICER])
def test_only_officers_hand_in(role: Role, tmp_path: Path) -> None:
    with pytest.raises(PermissionDenied):
        kept(account_with(role, UnitFactory.create()), tmp_path, "")


def test_large_file_is_left_to_the_worker(officer: Account, client: Client, settings: Any) -> None:
    settings.KAOHE_SECOND_FACTOR = "none"
    client.force_login(officer, BACKEND)
    rows = "".join(f"{n:06},职工{n},A\n" for n in range(12_000))
    file = SimpleUploadedFile("人员.csv", (HEADER + rows).encode())
    assert file.size >= lists.LARGE
    response = client.post("/people/imports/people/new", {"file": file, "since": "2024-01-01"})
    job = Import.objects.get()
    assert response["Location"] == f"/people/imports/{job.pk}"
    assert ProcrastinateJob.objects.get().args == {"key": job.pk}
    assert "every 2s" in client.get(f"/people/imports/{job.pk}").text
    assert not Person.objects.exists()
