from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.scheme.sample import sample_spec
from tests.scheme.strategies import specs

from kaohe.scheme.document import Reading
from kaohe.scheme.findings import Severity, has_errors
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.version import content_hash
from kaohe.scheme.yaml_io import read_yaml, write_yaml
from kaohe.scheme.yaml_read import MAX_DEPTH, read_events

HEAD = "id: a\ntitle: 甲\ncycle: {year: 2026}\n"
LEAF = "  - {code: A, name: 甲, points: 20, criterion: 按完成比例得分}\n"


def found(text: str | bytes) -> list[tuple[str, int, int]]:
    """Code, line and column of every finding."""
    return [(f.code, f.place.line, f.place.column) for f in read_yaml(text, "a.yaml").findings]


def spec_of(reading: Reading) -> SchemeSpec:
    assert reading.spec is not None, reading.findings
    return reading.spec


@given(spec=specs(awkward=True))
@settings(max_examples=60, deadline=None)
def test_writing_and_reading_gives_the_same_scheme(spec: SchemeSpec) -> None:
    again = read_yaml(write_yaml(spec))
    assert again.findings == ()
    assert again.spec == spec
    assert content_hash(spec_of(again)) == content_hash(spec)


def test_the_sample_survives_yaml() -> None:
    assert read_yaml(write_yaml(sample_spec())).spec == sample_spec()


def test_written_yaml_reads_as_the_published_table_does() -> None:
    text = write_yaml(sample_spec())
    assert text.startswith("kaohe: 1\nid: county-2026\ntitle: 县综合绩效考核办法\n")
    lines = text.splitlines()
    start = lines.index("      - code: A1")
    assert lines[start : start + 5] == [
        "      - code: A1",
        "        name: 农业总产值",
        "        points: {town: 25, street: 10}",
        "        unit: 万元",
        "        criterion: 完成任务得满分，每少1个百分点扣0.2分，扣完为止",
    ]


def test_numbers_never_pass_through_a_float() -> None:
    reading = read_yaml(HEAD + "indicators:\n" + LEAF.replace("20", "0.10000000000000000555"))
    points = spec_of(reading).indicators[0].points
    assert points == {"*": Decimal("0.10000000000000000555")}


def test_codes_keep_their_zeros() -> None:
    spec = spec_of(read_yaml(HEAD + "indicators:\n" + LEAF.replace("code: A", "code: 01.10")))
    assert spec.indicators[0].code == "01.10"


def test_full_width_digits_are_read() -> None:
    spec = spec_of(read_yaml(HEAD + "indicators:\n" + LEAF.replace("20", "２０．５")))
    assert spec.indicators[0].points == {"*": Decimal("20.5")}


@pytest.mark.parametrize(
    ("number", "code", "advice"),
    [
        (".nan", "K022", "20"),
        (".inf", "K022", "20"),
        ("NaN", "K022", "20"),
        ("1.2万", "K022", "12000"),
        ('"1,200"', "K022", "1200"),
        ("20分", "K022", "20"),
        ("二十", "K022", "20"),
        ("9" * 60, "K023", ""),
        ("9" * 10_000, "K023", ""),
        ("1e999999999", "K022", ""),
        ("1e300", "K023", ""),
        ("[1]", "K022", ""),
        ("true", "K022", ""),
    ],
)
def test_a_number_that_is_none_is_said_with_what_to_write(number: str, code: str, advice: str) -> None:
    reading = read_yaml(HEAD + "indicators:\n" + LEAF.replace("20", number), "a.yaml")
    assert reading.spec is None
    (finding,) = reading.findings
    assert (finding.code, finding.place.line, finding.place.file) == (code, 5, "a.yaml")
    assert advice in finding.proposal


def test_all_problems_at_once() -> None:
    text = (
        "id: a\ntitle: 甲\ntitle: 乙\ncycle: {year: 二〇二六, report: quarterly}\nindicators:\n"
        "  - code: A\n    points: 1.2万\n    frequency: daily\n    criterion: [a]\n  - {code: B, name: b, nam: c}\n"
        "grades: {a: 1}\n"
    )
    assert found(text) == [
        ("K006", 3, 1),
        ("K020", 4, 21),
        ("K022", 4, 9),
        ("K021", 6, 5),
        ("K022", 7, 5),
        ("K024", 8, 5),
        ("K025", 9, 5),
        ("K020", 10, 24),
        ("K025", 11, 1),
    ]


def test_a_repeated_key_deep_inside_is_found() -> None:
    text = (
        HEAD + "indicators:\n  - code: A\n    name: 甲\n    points: {town: 1, town: 2}\n    criterion: 按完成比例得分\n"
    )
    assert found(text) == [("K006", 7, 23)]


def test_an_unknown_field_proposes_the_nearest() -> None:
    (finding,) = read_yaml(HEAD + "indicators:\n" + LEAF.replace("criterion", "criterium")).findings
    assert finding.code == "K020"
    assert "`criterion`" in finding.proposal


def test_a_yaml_bomb_costs_nothing() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
        f"{n}: &{n} [{','.join(['*' + p] * 9)}]\n" for p, n in zip("abcdefgh", "bcdefghi", strict=True)
    )
    reading = read_yaml(bomb)
    assert {f.code for f in reading.findings} >= {"K007"}
    assert reading.spec is None


@pytest.mark.parametrize("value", ["&x 甲", "*x", "!!python/object:os.system x", "!mine 甲"])
def test_anchors_aliases_and_tags_are_refused(value: str) -> None:
    assert ("K007", 2, 8) in found(HEAD.replace("甲", value) + "indicators:\n" + LEAF)


def test_deep_nesting_stops_early() -> None:
    assert [f.code for f in read_yaml("a: " + "[" * 100_000).findings] == ["K008"]
    assert "K008" in {f.code for f in read_events("a: " + "[" * (MAX_DEPTH + 1) + "]" * (MAX_DEPTH + 1), "").findings}


def test_a_file_that_is_too_large_is_not_read() -> None:
    assert [f.code for f in read_yaml(b"#" + b" " * 6_000_000).findings] == ["K003"]


def test_too_many_entries_stop_early() -> None:
    assert [f.code for f in read_yaml("a: [" + "1," * 400_000 + "]").findings] == ["K008"]


def test_every_tab_is_found_and_reading_goes_on() -> None:
    text = HEAD + "indicators:\n\t- {code: A, name: 甲, points: x, criterion: 按完成比例得分}\n\t- 3\n"
    assert [(c, line) for c, line, _column in found(text)] == [("K004", 5), ("K022", 5), ("K004", 6), ("K025", 6)]


def test_gbk_is_read_with_a_warning() -> None:
    reading = read_yaml((HEAD + "indicators:\n" + LEAF).encode("gbk"), "a.yaml")
    assert [(f.code, f.severity) for f in reading.findings] == [("K002", Severity.WARNING)]
    assert spec_of(reading).title == "甲"


def test_utf16_and_a_byte_order_mark_are_read() -> None:
    text = HEAD + "indicators:\n" + LEAF
    assert spec_of(read_yaml(text.encode("utf-16"))).title == "甲"
    marked = read_yaml(text.encode("utf-8-sig"))
    assert (spec_of(marked).id, marked.findings) == ("a", ())


@pytest.mark.parametrize("data", [b"\xff\xfe\xfd\x00\x81", b"\x81\x20\xff\xff\xff", b"PK\x03\x04\x00\x00\x00id: a"])
def test_bytes_that_are_no_text_are_said(data: bytes) -> None:
    assert {f.code for f in read_yaml(data).findings} == {"K010"}


def test_control_characters_are_placed() -> None:
    assert found("id: a\ntitle: \x07甲\n") == [("K010", 2, 8)]


@pytest.mark.parametrize("text", ["", "   \n# nothing\n", "- a\n- b\n", "甲", "null"])
def test_what_is_no_scheme_is_said(text: str) -> None:
    assert [f.code for f in read_yaml(text).findings] == ["K009"]


def test_a_document_with_an_error_gives_no_spec_even_when_the_rest_would() -> None:
    reading = read_yaml(HEAD + "title: 乙\nindicators:\n" + LEAF)
    assert [f.code for f in reading.findings] == ["K006"]
    assert reading.spec is None


def test_a_second_document_is_refused() -> None:
    assert ("K009", 6, 1) in found(HEAD + "indicators:\n" + LEAF + "---\nid: b\n")


def test_a_syntax_error_says_where() -> None:
    assert found("id: a\ntitle: [甲\ncycle: x\n")[0][:2] == ("K005", 3)


def test_a_full_width_colon_is_named() -> None:
    (finding,) = read_yaml("id: a\ntitle：甲\n").findings
    assert (finding.code, finding.place.line, finding.place.column) == ("K005", 2, 6)
    assert "：" in finding.proposal


def test_a_group_as_key_is_refused() -> None:
    assert "K005" in {f.code for f in read_yaml("{[a]: b}").findings}


def test_a_quoted_word_stays_text() -> None:
    assert read_events('a: "true"\nb: true\nc: "null"\nd: ~', "").root == {
        "a": "true",
        "b": True,
        "c": "null",
        "d": None,
    }


def test_errors_give_no_spec() -> None:
    reading = read_yaml("id: a")
    assert reading.spec is None
    assert has_errors(reading.findings)


@given(text=st.text(st.sampled_from("ab:- {}[]\"'#&*!|>%@`,\n\t经：0.9~?"), max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_text_makes_reading_fall_over(text: str) -> None:
    reading = read_yaml(text, "a.yaml")
    assert reading.spec is None
    assert has_errors(reading.findings)
    assert all(f.place.file == "a.yaml" and f.message for f in reading.findings)


@given(data=st.binary(max_size=60))
@settings(max_examples=200, deadline=None)
def test_no_bytes_make_reading_fall_over(data: bytes) -> None:
    assert has_errors(read_yaml(data, "a.yaml").findings)
