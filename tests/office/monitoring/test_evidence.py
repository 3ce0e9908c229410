"""Evidence: limits, content kept once, the scanner, taking back, sweeping."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.audit.models import Entry
from kaohe.office.monitoring.actions.evidence import add_evidence, delete_evidence, reuse_evidence, sweep_files
from kaohe.office.monitoring.actions.signing_off import return_figures
from kaohe.office.monitoring.file_store import place_of
from kaohe.office.monitoring.models import Evidence, Figure, StoredFile
from kaohe.office.ui.uploads import checked

pytestmark = pytest.mark.django_db


@pytest.fixture
def stage(tmp_path: Path, settings: Any) -> Stage:
    settings.MEDIA_ROOT = tmp_path / "files"
    found = staged()
    found.filled(found.report())
    return found


def figure(code: str = "C1") -> Figure:
    return Figure.objects.get(indicator__code=code)


def pdf(tmp_path: Path, name: str = "a.pdf", more: bytes = b"") -> Path:
    path = tmp_path / name
    path.write_bytes(b"%PDF-1.4" + more)
    return path


def test_the_same_content_is_kept_once(stage: Stage, tmp_path: Path) -> None:
    one = add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="甲.pdf")
    two = add_evidence(by=stage.liaison, figure=figure("C2"), path=pdf(tmp_path, "b.pdf"), name="乙.pdf")
    again = add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="甲.pdf")
    assert one == again
    assert one.file == two.file
    assert StoredFile.objects.count() == 1
    assert place_of(one.file.sha256).read_bytes() == b"%PDF-1.4"
    assert Entry.objects.filter(action="add_evidence").count() == 2


def test_a_figure_has_at_most_so_many_files(stage: Stage, tmp_path: Path) -> None:
    for n in range(3):
        add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path, f"{n}.pdf", bytes([n])), name=str(n))
    with pytest.raises(ValidationError, match="3"):
        add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path, "x.pdf", b"x"), name="x")


def test_only_who_enters_the_figure_adds_and_only_before_it_is_handed_in(stage: Stage, tmp_path: Path) -> None:
    row = add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="a")
    for stranger in (stage.head, stage.data_owner, stage.officer):
        with pytest.raises(PermissionDenied):
            add_evidence(by=stranger, figure=figure(), path=pdf(tmp_path, "y.pdf", b"y"), name="y")
        with pytest.raises(PermissionDenied):
            delete_evidence(by=stranger, evidence=row)
    stage.signed(stage.report())
    with pytest.raises(ValidationError):
        delete_evidence(by=stage.liaison, evidence=row)
    with pytest.raises(ValidationError):
        add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path, "y.pdf", b"y"), name="y")
    day = timezone.localdate() + timedelta(days=1)
    return_figures(by=stage.data_owner, figures=[figure()], reason="缺页", until=day)
    delete_evidence(by=stage.liaison, evidence=row)
    assert not Evidence.objects.exists()


def test_a_file_of_another_figure_is_used_again(stage: Stage, tmp_path: Path) -> None:
    row = add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="a")
    assert reuse_evidence(by=stage.liaison, figure=figure("C2"), evidence=row).file == row.file
    with pytest.raises(ValidationError):
        reuse_evidence(by=stage.liaison, figure=figure("C2"), evidence=row)


def test_what_nobody_refers_to_is_swept_away(stage: Stage, tmp_path: Path) -> None:
    kept = add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="a")
    gone = add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path, "b.pdf", b"b"), name="b")
    delete_evidence(by=stage.liaison, evidence=gone)
    assert place_of(gone.file.sha256).exists()
    assert sweep_files() == 1
    assert not place_of(gone.file.sha256).exists()
    assert place_of(kept.file.sha256).exists()


@pytest.mark.parametrize(("code", "is_kept"), [("import sys", True), ("import sys; sys.exit(1)", False)])
def test_the_scanner_of_the_house_has_the_last_word(
    stage: Stage, tmp_path: Path, settings: Any, code: str, is_kept: bool
) -> None:
    settings.KAOHE_SCAN_COMMAND = f"{sys.executable} -c '{code}'"
    if is_kept:
        add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="a")
    else:
        with pytest.raises(ValidationError):
            add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="a")
    assert Evidence.objects.exists() is is_kept
    assert StoredFile.objects.exists() is is_kept


def test_a_scanner_that_is_not_there_refuses(stage: Stage, tmp_path: Path, settings: Any) -> None:
    settings.KAOHE_SCAN_COMMAND = "/nowhere/scanner"
    with pytest.raises(ValidationError):
        add_evidence(by=stage.liaison, figure=figure(), path=pdf(tmp_path), name="a")


@pytest.mark.parametrize(
    ("name", "content"),
    [("工具.pdf", b"MZ\x90\x00"), ("脚本.exe", b"MZ"), ("空.pdf", b""), ("大.pdf", b"%PDF-" + b"0" * 11 * 2**20)],
)
def test_uploads_that_are_not_what_they_say(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError):
        checked(SimpleUploadedFile(name, content), ["pdf", "xlsx"], 10)


def test_a_request_of_200_mb_is_refused_by_its_length_alone(stage: Stage) -> None:
    visitor = Client(headers={"accept-language": "en"})
    url = reverse("monitoring:evidence_add", args=[figure().pk])
    form, length = "multipart/form-data; boundary=x", str(200 * 2**20)
    answer = visitor.generic("POST", url, b"x", content_type=form, CONTENT_LENGTH=length)
    assert answer.status_code == 413
    assert "64 MB" in answer.content.decode()


def test_a_workbook_that_unpacks_without_end_is_refused() -> None:
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("[Content_Types].xml", "<Types/>")
        packed.writestr("xl/workbook.xml", "<workbook/>")
        for n in range(12):
            packed.writestr(f"xl/worksheets/sheet{n}.xml", b"0" * 50 * 2**20)
    assert len(bomb.getvalue()) < 10 * 2**20
    with pytest.raises(ValidationError):
        checked(SimpleUploadedFile("表.xlsx", bomb.getvalue()), ["xlsx"], 10)
