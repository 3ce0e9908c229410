"""``criteria eval``: one answer a line, exact scores, errors that teach."""

from __future__ import annotations

import io
import json

import pytest

from kaohe.criteria.batch import answer_line, eval_lines


def ask(**task) -> dict:
    return answer_line(json.dumps(task, ensure_ascii=False))


def test_a_line_is_answered_in_full():
    answer = ask(id="a", text="每迟报1次扣0.3分，扣完为止", points=5, cases=[[0], [2], ["20"]])
    assert answer["status"] == "parsed"
    assert answer["floor"] == "0"
    assert [(c["op"], c["delta"], c["per"], c["unit"]) for c in answer["clauses"]] == [("deduct_per", "0.3", "1", "次")]
    assert answer["inputs"] == [{"name": "迟报", "type": "count", "unit": "次"}]
    assert answer["normal_form"] == "迟报每1次扣0.3分；扣完为止"
    assert answer["scores"] == ["5", "4.4", "0"]


def test_the_floor_holds_by_convention_and_is_said():
    assert ask(text="每次扣3分", points=5, cases=[[2]])["floor"] == "0"
    below = ask(text="每次扣3分，可计负分", points=5, cases=[[2]])
    assert "floor" not in below
    assert below["scores"] == ["-1"]


@pytest.mark.parametrize(
    ("task", "scores"),
    [
        ({"cases": [[1], [2]]}, ["3.333333", "6.666667"]),
        ({"cases": [[1], [2]], "precision": 2}, ["3.33", "6.67"]),
    ],
)
def test_endless_decimals_are_rounded_half_up(task, scores):
    assert ask(text="得分＝完成数÷3×10", points=10, **task)["scores"] == scores


def test_a_comparison_may_be_answered_with_yes_or_no():
    answer = ask(text="满意度90%以上的，加2分", cases=[[True], [False], [95], [80]])
    assert answer["scores"] == ["2", "0", "2", "0"]


def test_an_unread_sentence_says_where_it_stopped():
    answer = ask(id=7, text="迟到3次扣1分", points=5)
    assert answer["id"] == "7"
    assert answer["status"] == "unparsed"
    assert answer["stopped_at"] == [2, 4]
    assert answer["suggestion"]


def test_a_judgement_outside_its_bounds_is_no_score():
    answer = ask(text="情节较重的，酌情扣1－3分", points=10, cases=[[2], [5]])
    assert answer["status"] == "judged"
    assert answer["scores"] == ["8", None]
    assert answer["case_problems"]


@pytest.mark.parametrize(
    "line", ["{", "[]", '{"text": 5}', '{"text": "每次扣1分", "points": "many"}', '{"id": 1, "text": null}']
)
def test_a_broken_line_is_answered_with_its_error(line):
    assert "line 3" in answer_line(line, 3)["error"]


def test_a_stream_is_answered_line_by_line():
    lines = ['{"id": "1", "text": "每次扣1分", "points": 3, "cases": [[1]]}', "", "{", '{"id": "2", "text": ""}']
    out = io.StringIO()
    assert eval_lines(lines, out) == 1
    answers = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [a.get("status") for a in answers] == ["parsed", None, "unparsed"]


@pytest.mark.parametrize("cases", [[[1, 2]], [["abc"]], [[None]], [[True]], ["3"]])
def test_a_case_that_does_not_fit_is_no_score(cases):
    answer = ask(text="每次扣1分", points=3, cases=cases)
    assert answer["scores"] in ([None], ["0"])
