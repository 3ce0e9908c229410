from pathlib import Path

from kaohe.ballots import problems
from kaohe.tables.problems import Kind

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "ballots.md"
KINDS = [value for value in vars(problems).values() if isinstance(value, Kind)]


def test_codes_are_unique_and_listed_in_the_reference():
    page = PAGE.read_text("utf-8")
    codes = [kind.code for kind in KINDS]
    assert len(codes) == len(set(codes)) == 9
    assert [code for code in codes if f"| {code} |" not in page] == []


def test_every_problem_says_what_to_expect_and_do():
    assert all(kind.title and kind.expected and kind.advice for kind in KINDS)
