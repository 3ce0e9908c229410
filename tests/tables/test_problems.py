import re
import string

import pytest

from kaohe.i18n import use_language
from kaohe.scoring.reading import kinds as data_kinds
from kaohe.tables import kinds as table_kinds
from kaohe.tables.kinds import OTHER_UNIT, TOO_BIG
from kaohe.tables.place import Place
from kaohe.tables.problems import Kind, Problem, ProblemLog, Problems, shortened

WORDS = re.compile(r"[a-z]{3}")
KINDS = [k for module in (table_kinds, data_kinds) for k in vars(module).values() if isinstance(k, Kind)]
PROBLEM = Problem(OTHER_UNIT, Place("f.csv", "", 2, 3), "12人", {"unit": "人", "expected_unit": "户"})


def test_a_problem_says_where_what_was_found_what_is_expected_and_what_to_do():
    with use_language("en"):
        assert str(PROBLEM) == (
            "T207 file f.csv, row 2 column C (C2); the unit 人 is not that of the column; found: 12人; "
            "expected: a figure in 户. Convert the figure"
        )
    with use_language("zh"):
        text = str(PROBLEM)
        assert text.startswith("T207 文件 f.csv，第 2 行 C 列（C2）；")
        assert not any(word in text for word in ("found", "expected", "Convert", "row"))


def test_a_problem_as_json():
    with use_language("en"):
        assert PROBLEM.to_json() == {
            "code": "T207",
            "severity": "error",
            "place": {"file": "f.csv", "sheet": "", "row": 2, "column": 3},
            "message": "the unit 人 is not that of the column",
            "found": "12人",
            "expected": "a figure in 户",
            "advice": "Convert the figure",
        }


def test_codes_are_unique():
    codes = [k.code for k in KINDS]
    assert sorted(codes) == sorted(set(codes))
    assert len(codes) > 60


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.code)
def test_every_text_is_translated_with_the_same_placeholders_and_advises(kind):
    values = {
        name: f"<{name}>"
        for t in (kind.title, kind.expected, kind.advice)
        for _, name, *_ in string.Formatter().parse(t)
        if name
    }
    values.pop("found", None)
    problem = Problem(kind, Place("f"), "x", values)
    with use_language("en"):
        english = (problem.title, problem.expected, problem.advice)
    with use_language("zh"):
        chinese = (problem.title, problem.expected, problem.advice)
    assert english[0]
    assert english[2]
    for one, other in zip(english, chinese, strict=True):
        assert one != other or not WORDS.search(re.sub("<.*?>", "", one)), one
        assert {v for v in values.values() if v in one} == {v for v in values.values() if v in other}


def test_all_problems_are_raised_together_in_the_order_of_the_files():
    log = ProblemLog()
    log.raise_if_any()
    log.add(TOO_BIG, Place("b", row=1), "1", limit="9")
    log.add(TOO_BIG, Place("a", row=2), "2", limit="9")
    with pytest.raises(Problems) as raised:
        log.raise_if_any()
    assert [p.place.file for p in raised.value] == ["a", "b"]
    assert len(raised.value) == 2
    assert len(str(raised.value).splitlines()) == 2
    assert [p["found"] for p in raised.value.to_json()] == ["2", "1"]


def test_warnings_alone_do_not_raise():
    log = ProblemLog()
    log.add(Kind("W1", "t", "", "", is_warning=True))
    log.raise_if_any()
    assert (len(log.warnings), len(log.errors)) == (1, 0)


def test_long_cells_are_shortened_to_one_line():
    assert shortened("a\nb") == "a⏎b"
    assert len(shortened("x" * 1000)) == 60
