"""Reading sentences: what they mean, and what stops them. The sentences here are our own."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.criteria.evaluate import evaluate
from kaohe.criteria.model import Source
from kaohe.criteria.normalise import MAX_LENGTH
from kaohe.criteria.parse import parse
from kaohe.criteria.printer import print_rule
from kaohe.i18n import use_language


def clauses(text: str, points: str | None = "10") -> list[tuple]:
    """Operation and main numbers of each clause."""
    reading = parse(text, None if points is None else Decimal(points))
    assert reading.rule is not None, (text, reading)
    keys = ("delta", "per", "unit", "target", "dir", "value", "cap", "rounding", "threshold")
    return [(c.op, {k: j[k] for k in keys if k in j}) for c in reading.rule.clauses if (j := c.to_json())]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("每迟报一次扣0.5分", [("deduct_per", {"delta": "0.5", "per": "1", "unit": "次"})]),
        ("迟报１次扣０．５分", [("deduct_per", {"delta": "0.5", "per": "1", "unit": "次"})]),
        ("迟报的，扣0.5分/次", [("deduct_per", {"delta": "0.5", "per": "1", "unit": "次"})]),
        ("未备案的按每件零点五分扣分", [("deduct_per", {"delta": "0.5", "per": "1", "unit": "件"})]),
        ("每延误两天扣一分", [("deduct_per", {"delta": "1", "per": "2", "unit": "天"})]),
        ("每卷缺页扣0.2分", [("deduct_per", {"delta": "0.2", "per": "1", "unit": "卷"})]),
        (
            "每满10小时加1分，不足10小时的不计",
            [("add_per", {"delta": "1", "per": "10", "unit": "小时", "rounding": "full"})],
        ),
        ("每超1天扣1分，不足1天按1天计", [("deduct_per", {"delta": "1", "per": "1", "unit": "天", "rounding": "up"})]),
        ("迟到超过3次的部分，每次扣1分", [("deduct_per", {"delta": "1", "per": "1", "unit": "次", "threshold": "3"})]),
        (
            "巡查不少于十二次，每少1次扣1分",
            [("step_deduct", {"delta": "1", "per": "1", "unit": "次", "target": "12", "dir": "below"})],
        ),
        (
            "完成目标任务，每低百分之五扣1分",
            [("step_deduct", {"delta": "1", "per": "5", "unit": "%", "target": "100", "dir": "below"})],
        ),
        (
            "合格率95%以上得满分，每低一个百分点扣满分的5%",
            [("step_deduct", {"delta": "5%", "per": "1", "unit": "百分点", "target": "95", "dir": "below"})],
        ),
        ("未建台账的扣2分", [("deduct", {"delta": "2"})]),
        ("弄虚作假的，本项全扣", [("score", {"value": "0"})]),
        ("情况属实的，得该项分值的一半", [("score", {"value": "50%"})]),
    ],
)
def test_one_clause(text, expected):
    assert clauses(text) == expected


@pytest.mark.parametrize(
    ("text", "limits"),
    [
        ("每次扣1分，扣完为止", {"floor": "0"}),
        ("每次扣1分，直至扣完该项分值", {"floor": "0"}),
        ("每次扣1分，不计负分", {"floor": "0"}),
        ("达到90%得8分，每高1个百分点加0.5分", {"base": "8", "cap": "10"}),
        ("基础分6分，每获奖1项加1分", {"base": "6", "cap": "10"}),
        ("甲类问题每处扣1分，乙类问题每处扣2分，累计最多扣6分", {"cap_deduct": "6"}),
        ("每条加3分、每篇加1分，本项得分最高9分", {"cap": "9"}),
    ],
)
def test_limits(text, limits):
    rule = parse(text, Decimal(10)).rule
    assert rule is not None
    named = {k: getattr(rule.limits, k) for k in ("base", "floor", "cap", "cap_add", "cap_deduct")}
    assert {k: a.to_json() for k, a in named.items() if a is not None} == limits


@pytest.mark.parametrize("end", ["扣完为止，可计负分", "可倒扣"])
def test_a_score_may_go_below_zero_only_when_the_sentence_says_so(end):
    assert parse(f"每次扣3分，{end}").rule.limits.may_go_negative


@pytest.mark.parametrize(
    ("text", "bands"),
    [
        ("95%以上得10分，85%以上得8分，85%以下不得分", [["95", None, "10"], ["85", "95", "8"], [None, "85", "0"]]),
        (
            "95%（含）以上得10分；85%（含）—95%得8分；85%以下不得分",
            [["95", None, "10"], ["85", "95", "8"], [None, "85", "0"]],
        ),
        (
            "超过95%得10分；超过85%但不超过95%得8分；不超过85%不得分",
            [["95", None, "10", "()"], ["85", "95", "8", "(]"], [None, "85", "0", "[]"]],
        ),
        (
            "90-100分得满分，80-89分得50%，80分以下不得分",
            [["90", None, "full"], ["80", "90", "50%"], [None, "80", "0"]],
        ),
        ("9篇以上得5分，4—8篇得3分，3篇及以下不得分", [["9", None, "5"], ["4", "9", "3"], [None, "4", "0"]]),
        (
            "30天以内得5分，60天以内得3分，60天以上不得分",
            [[None, "30", "5", "[]"], ["30", "60", "3", "(]"], ["60", None, "0", "()"]],
        ),
        (
            "达标率90/80/70%，得分5/3/1，70%以下0分",
            [["90", None, "5"], ["80", "90", "3"], ["70", "80", "1"], [None, "70", "0"]],
        ),
        ("≥95%得5分，90%≤合格率＜95%得3分，＜90%得0分", [["95", None, "5"], ["90", "95", "3"], [None, "90", "0"]]),
    ],
)
def test_bands_do_not_overlap(text, bands):
    rule = parse(f"合格率{text}" if text[0] in "9超3" else text, Decimal(10)).rule
    assert rule is not None
    (clause,) = rule.clauses
    assert clause.op == "bands"
    assert clause.to_json()["bands"] == bands


@pytest.mark.parametrize(
    "text",
    [
        "每次扣1分，逾期不改的加倍扣分",
        "迟到超过3次的，每次扣1分",
        "迟到3次扣1分",
        "1次不合格扣1分，2次不合格扣3分，3次以上不得分",
        "后三名的分别扣1分、2分、3分",
        "获得省级、市级表彰的，分别加5分、3分、1分",
        "每次加1分，由多人完成的按贡献分配",
        "每月巡视不少于4次、每月例会不少于1次，每少1次扣1分",
        "90%以上得10分，80%以上得8分，每低1%扣1分",
        "工作突出的加分",
        "今天天气很好",
        "",
    ],
)
def test_what_is_not_understood_stops_the_whole_sentence(text):
    reading = parse(text, Decimal(10))
    assert reading.status == "unparsed"
    assert reading.rule is None
    start, end = reading.stopped_at
    assert 0 <= start <= end <= len(text)
    assert reading.suggestion


def test_the_place_of_the_stop_is_in_the_text_as_typed():
    text = "每 次 扣１分 ，　逾期不改的加倍扣分。"
    start, end = parse(text).stopped_at
    assert text[start:end] in {"加倍", "扣分"}


def test_scores_add_up_to_the_points_or_are_alternatives():
    text = "制度健全得2分，落实到位得3分"
    assert [c.to_json().get("additive") for c in parse(text, Decimal(5)).rule.clauses] == [True, True]
    assert [c.to_json().get("additive") for c in parse("已建成得5分，在建的得3分", Decimal(5)).rule.clauses] == [
        None,
        None,
    ]
    assert parse(text).status == "unparsed"  # without the points nobody can tell


def test_one_figure_is_asked_for_once():
    rule = parse("办结率98%以上得满分，每低1个百分点扣0.5分，低于90%不得分", Decimal(5)).rule
    assert [i.name for i in rule.inputs] == ["办结率"]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [("视情节扣1－3分", "1", "3"), ("酌情扣分", "0", "10"), ("表现突出的，视情况最高加5分", "0", "5")],
)
def test_judgement_has_bounds(text, low, high):
    reading = parse(text, Decimal(10))
    assert reading.status == "judged"
    clause = reading.rule.clauses[0].to_json()
    assert (clause["min"], clause["max"]) == (low, high)


def test_judgement_without_bounds_is_a_problem():
    reading = parse("资料不全的酌情扣分")
    assert reading.status == "judged"
    assert [p.code for p in reading.problems] == ["vague"]


def test_a_document_is_no_criterion():
    reading = parse("每次扣1分。" * MAX_LENGTH)
    assert reading.status == "unparsed"
    assert reading.problems[0].code == "too_long"


@settings(max_examples=300, deadline=None)
@given(st.text())
def test_any_text_is_answered(text):
    reading = parse(text, Decimal(10))
    assert reading.status in {"parsed", "judged", "unparsed"}
    assert (reading.rule is None) == (reading.status == "unparsed")


PIECES = st.sampled_from(
    [
        *"每扣加得分，；。、（）①1235十%-至×=「」『』",
        *[
            "1次",
            "每少1次",
            "扣2分",
            "得满分",
            "不得分",
            "90%以上",
            "最高5分",
            "扣完为止",
            "分别",
            "酌情",
            "第1名",
            "前三名",
            "以此类推",
        ],
        *[
            "按比例得分",
            "完成率",
            "国家级",
            "省级",
            "不足",
            "超过",
            "[完成率]",
            "总分",
            "基础分5分",
            "加减1分",
            "依次递减1分",
        ],
    ]
)


@settings(max_examples=500, deadline=None)
@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_mixture_of_words_of_the_language_is_answered(text):
    reading = parse(text, Decimal(10))
    if reading.rule is not None:
        print_rule(reading.rule)
    else:
        assert 0 <= reading.stopped_at[0] <= reading.stopped_at[1] <= len(text)


def test_advice_speaks_both_languages():
    with use_language("en"):
        english = parse("迟到3次扣1分").suggestion
    with use_language("zh"):
        chinese = parse("迟到3次扣1分").suggestion
    assert english != chinese
    assert "每3次扣1分" in chinese


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("完成招商引资任务80%以上的得10分，60%（含）-80%的得6分，60%以下的不得分。", Source.COMPLETION),
        ("完成年度计划的80%以上的得10分，80%以下的不得分。", Source.COMPLETION),
        ("完成目标80%以上得10分，60%-80%得6分，60%以下不得分。", Source.COMPLETION),
        ("项目开工率达到80%得10分，60%-80%得6分，60%以下不得分。", Source.VALUE),
    ],
)
def test_a_share_of_the_task_is_derived_from_actual_and_target(sentence: str, source: Source) -> None:
    rule = parse(sentence, Decimal(10), "招商引资").rule
    assert rule is not None
    assert [inp.source for inp in rule.inputs] == [source]


def scores(text: str, *answers: object, points: str = "10") -> Decimal:
    """The score of one set of answers."""
    rule = parse(text, Decimal(points)).rule
    assert rule is not None, text
    numerator, denominator = evaluate(rule, list(answers), Decimal(points))  # type: ignore[arg-type]
    return Decimal(numerator) / denominator


@pytest.mark.parametrize(
    ("text", "figure", "expected"),
    [
        ("立案率同比持平计4分，每上升1%加0.1分，每下降1%扣0.1分", -10, "3"),
        ("评标价等于基准价的得10分；每高于基准价1%扣0.5分，每低于基准价1%扣0.2分", 4, "8"),
        ("评标价等于基准价的得10分；每高于基准价1%扣0.5分，每低于基准价1%扣0.2分", -5, "9"),
        ("培训覆盖率每下降10%扣1分", 80, "8"),
        ("引进人才3名及以上的，得10分；引进1-2名的，得5分；未引进的，不得分", 0, "0"),
        ("引进人才3名及以上的，得10分；引进1-2名的，得5分；未引进的，不得分", 2, "5"),
        ("1人次不合格扣1分，2人次及以上不合格的该项不得分", 1, "9"),
        ("1人次不合格扣1分，2人次及以上不合格的该项不得分", 2, "0"),
        ("满意率95%以上不扣分，90%以上扣2分，90%以下不得分", 96, "10"),
        ("满意率95%以上不扣分，90%以上扣2分，90%以下不得分", 90, "8"),
        ("满意率95%以上不扣分，90%以上扣2分，90%以下不得分", 89, "0"),
        ("以10分为基础分，每发生一起投诉扣1分", 3, "7"),
        ("每组织1次得2分，最高10分", 3, "6"),
        ("每项3分，最多9分", 2, "6"),
        ("逾期1天扣0.2分", 5, "9"),
    ],
)
def test_a_figure_asked_for_once_scores_right(text: str, figure: int, expected: str) -> None:
    assert scores(text, figure) == Decimal(expected)


@pytest.mark.parametrize(
    "text",
    [
        "全年零投诉得10分，有1件投诉得3分，有2件投诉得1分，3件及以上不得分",
        "就业率高出全省平均水平5个百分点以上得10分，高出不足5个百分点得3分，低于平均水平不得分",
        "满意度90%以上得10分；每降低1%扣1分；低于80%扣5分",
        "增长率在5%—10%之间，每增长1个百分点加1分，10%以上的加满分",
        "整改到位的返还所扣分值的50%，每处扣2分",
        "无此项工作的不计分，有此项工作未完成的扣5分",
        "发现一处扣2分，首次除外",
        "每篇加2分，最多计3篇",
        "获奖不加3分",
        "每次不扣1分",
        "每次扣1分，至少扣5分",
        "每次扣1分，整改的减半",
        "每篇加1分，超过5篇的每篇加2分",
    ],
)
def test_what_may_mean_another_score_is_refused(text: str) -> None:
    assert parse(text, Decimal(10)).rule is None


TAILS = (
    "首次不扣分",
    "第三次起加倍扣分",
    "情节轻微的减半扣分",
    "3次以内不扣",
    "超出部分从总分中扣除",
    "低于3分的按3分计",
    "按0.8系数折算",
    "由两个单位共同承担的各扣一半",
    "其中重点事项扣双倍",
    "每季度最多扣2分",
    "不足1分的按1分计",
)
BEFORE_TAILS = (
    "迟报的每次扣1分",
    "满意度低于90%的，每低1个百分点扣0.5分",
    "未建立台账的扣2分",
    "完成率100%得10分，90%以上得8分，90%以下不得分",
)


@pytest.mark.parametrize("tail", TAILS)
@pytest.mark.parametrize("sentence", BEFORE_TAILS)
def test_a_tail_that_changes_the_score_is_never_passed_over(sentence: str, tail: str) -> None:
    assert parse(f"{sentence}，{tail}。", Decimal(10)).rule is None


@pytest.mark.parametrize(
    ("sentence", "changed"),
    [
        ("迟报的扣2分", "迟报的加2分"),
        ("完成的得5分", "未完成的得5分"),
        ("出勤率95%以上得5分", "出勤率95%以下得5分"),
        ("超过3次扣2分", "不超过3次扣2分"),
        ("合格率低于90%的扣2分", "合格率不低于90%的扣2分"),
        ("投诉每件扣1分", "投诉每2件扣1分"),
        ("完成率每低1个百分点扣0.5分", "完成率每高1个百分点扣0.5分"),
        ("完成任务的得10分，未完成的按比例得分", "完成任务的得10分，未完成的按比例扣分"),
    ],
)
def test_a_word_that_changes_the_sentence_changes_the_rule(sentence: str, changed: str) -> None:
    one, other = parse(sentence, Decimal(10)).rule, parse(changed, Decimal(10)).rule
    assert one is not None
    assert one != other


def test_shares_of_classes_are_quotas_not_weights() -> None:
    assert [op for op, _ in clauses("划分为三类，其中一类占30%、二类占50%、三类占20%", None)] == ["quota"]


def test_grades_that_add_and_deduct_start_from_full_points() -> None:
    text = "优秀(+1分)、好(不加分)、一般(-0.5分)、差(-2分)"
    assert [scores(text, grade) for grade in ("优秀", "好", "一般", "差")] == [11, 10, Decimal("9.5"), 8]


def test_either_answer_of_one_fact_scores_right() -> None:
    text = "配合调查的得10分；不配合的不得分"
    answers = {2: ((True, False), (False, True)), 1: ((True,), (False,))}
    rule = parse(text, Decimal(10)).rule
    assert rule is not None
    assert [scores(text, *given) for given in answers[len(rule.inputs)]] == [10, 0]


def test_a_gap_in_both_directions_is_one_signed_figure_from_actual_and_target() -> None:
    sentence = "GDP增速达到全县平均水平得满分，每低于平均水平0.1个百分点扣0.5分；每高0.1个百分点加0.2分，最多加2分。"
    rule = parse(sentence, Decimal(20), "GDP增速").rule
    assert rule is not None
    assert [inp.source for inp in rule.inputs] == [Source.GAP]
