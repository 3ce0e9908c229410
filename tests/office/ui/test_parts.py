"""Tones, icons, charts, downloads, uploads, template tags."""

from __future__ import annotations

import gc
import re
import zipfile
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import TextChoices
from django.template import Context, Template
from django.utils.translation import override
from tests.office.ui.urls import some_charts

import kaohe.office
from kaohe.office.ui import downloads, icons, navigation
from kaohe.office.ui.charts import bars, heat, line
from kaohe.office.ui.tones import ICONS, TONE_OF, Badge, Tone, badge_of
from kaohe.office.ui.uploads import checked

OFFICE = Path(kaohe.office.__file__).parent
STATIC = OFFICE / "ui" / "static"


def drawn(source: str, **words: object) -> str:
    return Template("{% load ui %}" + source).render(Context(words))


# --- tones ------------------------------------------------------------------------------------------------------------


class State(TextChoices):
    VETOED = "vetoed", "一票否决"
    ODD = "odd", "其他"


def test_a_state_has_the_tone_of_its_name_and_grey_is_the_rest() -> None:
    assert badge_of(State.VETOED) == Badge("一票否决", Tone.OVERDUE)
    assert badge_of(State.ODD).tone == Tone.NEUTRAL
    assert badge_of("draft", "草稿") == Badge("草稿", Tone.NEUTRAL)
    assert badge_of(Badge("x", "ok")) == Badge("x", "ok")


def test_red_is_for_overdue_and_vetoed_only() -> None:
    assert {word for word, tone in TONE_OF.items() if tone is Tone.OVERDUE} == {"overdue", "late", "vetoed", "veto"}


def test_a_badge_is_icon_and_word_and_colour() -> None:
    html = drawn("{% badge state %}", state=State.VETOED)
    assert "kaohe-overdue" in html
    assert "#alert-circle" in html
    assert "一票否决" in html
    assert "&lt;b&gt;" in drawn("{% badge state %}", state=Badge("<b>"))


# --- icons ------------------------------------------------------------------------------------------------------------


def test_every_icon_that_is_used_is_in_the_sprite() -> None:
    sprite = (STATIC / icons.SPRITE).read_text(encoding="utf-8")
    there = set(re.findall(r'<symbol id="([a-z0-9-]+)"', sprite))
    assert set(ICONS.values()) <= there
    used = {
        name
        for file in OFFICE.rglob("templates/**/*.html")
        for name in re.findall(r'{%\s*icon "([a-z0-9-]+)"', file.read_text(encoding="utf-8"))
    }
    used |= {entry.icon for entry in navigation.entries()}
    assert used - there == set(), "run tools/vendor.py --icons"


def test_vendored_files_name_their_version_and_licence() -> None:
    kept = [line for line in (STATIC / "kaohe/vendor/VERSIONS").read_text().splitlines() if line]
    folders = [folder for folder in (STATIC / "kaohe/vendor").iterdir() if folder.is_dir()]
    assert len(kept) == len(folders) == 4
    for folder in folders:
        assert (folder / "LICENSE").stat().st_size > 500
        for file in folder.glob("*.*s"):
            assert b"sourceMappingURL" not in file.read_bytes()[-300:]


def test_pages_hold_no_script_and_no_style_of_their_own() -> None:
    # The content policy would silence them; 500.html is plain on purpose.
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*(?:\ssrc=|application/json))|hx-on|javascript:")
    found = [
        f"{file.name}: {match[0]}"
        for file in OFFICE.rglob("templates/**/*.html")
        for match in inline.finditer(file.read_text(encoding="utf-8"))
    ]
    assert found == []


# --- tags -------------------------------------------------------------------------------------------------------------


def test_figures_and_days_are_written_exactly() -> None:
    assert "1,234,567.10 亩" in drawn("{% figure x '亩' %}", x=Decimal("1234567.10"))
    assert "–" in drawn("{% figure x %}", x=None)
    assert ">0<" in drawn("{% figure x %}", x=0)
    assert drawn("{% day x %}", x=None) == ""


def test_nothing_says_what_to_do_next() -> None:
    assert 'href="/new">Begin' in drawn("{% empty 'Nothing' '/new' 'Begin' %}")


# --- charts -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("chart", some_charts(), ids=lambda chart: chart.title)
def test_a_chart_reads_without_colour_and_has_its_table(chart: object) -> None:
    html = drawn("{% chart chart %}", chart=chart)
    option = chart.option  # type: ignore[attr-defined]
    assert option["aria"]["enabled"]
    assert all((s.get("label") or s.get("endLabel"))["show"] for s in option["series"])
    assert "<details>" in html
    assert "城关镇" in html


def test_bars_carry_their_numbers_exactly() -> None:
    (bar,) = bars("x", ["a"], {"s": [Decimal("1091.50")]}).option["series"]
    assert bar["data"][0]["label"]["formatter"] == "1,091.50"


def test_bars_begin_at_zero_unless_some_are_below() -> None:
    assert bars("x", ["a"], {"s": [Decimal(5)]}).option["xAxis"]["min"] == 0
    assert bars("x", ["a"], {"s": [Decimal(-5)]}).option["xAxis"]["min"] is None


def test_the_table_keeps_every_digit_and_the_gaps() -> None:
    chart = line("x", ["1", "2"], {"s": [Decimal("0.1234567890123"), None]}, unit="%")
    assert chart.rows == [["1", Decimal("0.1234567890123")], ["2", None]]
    assert chart.header[1] == "s（%）"
    assert "0.1234567890123" in drawn("{% chart chart %}", chart=chart)


def test_a_binary_float_is_refused() -> None:
    with pytest.raises(TypeError, match="binary float"):
        heat("x", ["a"], ["b"], [[0.1]])  # type: ignore[list-item]


# --- downloads and uploads --------------------------------------------------------------------------------------------


@pytest.mark.django_db  # a closed answer ends its request
def test_a_workbook_is_an_attachment_that_no_cache_keeps() -> None:
    answer = downloads.xlsx("成绩", ["单位", "得分"], [["东山镇", Decimal("95.50")]])
    sheet = openpyxl.load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    answer.close()
    assert [cell.value for cell in sheet[2]] == ["东山镇", 95.5]
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"].startswith("attachment")


def handed(name: str, data: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_a_checked_upload_is_a_file_of_its_name_until_the_request_is_over() -> None:
    upload = handed("../../县 表.csv", "单位\n东山镇".encode())
    path = checked(upload, ("csv",), 1)
    assert path.name == "县 表.csv"
    assert path.read_text() == "单位\n东山镇"
    del upload
    gc.collect()
    assert not path.parent.exists()


def test_a_long_chinese_name_fits_the_disk_and_keeps_its_ending() -> None:
    path = checked(handed("县" * 120 + "（汇总）.csv", b"a"), ("csv",), 1)
    assert path.suffix == ".csv"
    assert set(path.stem) == {"县"}


def zipped(name: str, size: int) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"0" * size)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.exe", b"MZ", "not taken here"),
        ("a.csv", b"", "is empty"),
        ("a.csv", b"x" * 1_100_000, "larger than 1 MB"),
        ("a.pdf", b"MZ\x90", "does not hold what its name says"),
        ("a.csv", b"%PDF-1.7", "does not hold what its name says"),
        ("a.xlsx", zipped("word/document.xml", 9), "does not hold what its name says"),
        ("a.xlsx", zipped("xl/workbook.xml", 60_000_000), "unpacks to more"),
        ("a.ofd", b"PK\x03\x04broken", "is damaged"),
        ("a.ofd", zipped("other.xml", 9), "does not hold what its name says"),
    ],
)
def test_an_upload_that_is_not_what_it_says_is_refused(name: str, data: bytes, says: str) -> None:
    with override("en"), pytest.raises(ValidationError, match=says):
        checked(handed(name, data), ("csv", "xlsx", "pdf", "ofd"), 1)


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.PDF", b"%PDF-1.7"),
        ("a.png", b"\x89PNG\r\n\x1a\n"),
        ("a.jpg", b"\xff\xd8\xff"),
        ("a.ofd", zipped("OFD.xml", 9)),
    ],
)
def test_evidence_of_the_usual_kinds_is_taken(name: str, data: bytes) -> None:
    assert checked(handed(name, data), ("pdf", "png", "jpg", "ofd"), 1).read_bytes() == data
