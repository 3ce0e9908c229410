from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.ballots import BallotRow, Turnout, tally, tally_results
from kaohe.ballots.turnout import VoidReason
from kaohe.i18n import use_language
from kaohe.scheme.model import BallotItem, Campaign, RateBand, Scale, VoterClass
from kaohe.tables.place import Place
from kaohe.tables.problems import Problems


def test_voter_classes_count_by_their_weights(campaign, vote):
    c = campaign({"leader": "40", "peer": "60"})
    rows = [vote("leader", "u", "优秀"), vote("peer", "u", "称职"), vote("peer", "u", "基本称职")]
    assert tally_results(c, rows) == {"u": (82, 1)}  # 100 × 40% + 70 × 60%


def test_absent_class_gives_its_weight_to_the_others(campaign, vote):
    c = campaign({"leader": "40", "peer": "30", "public": "30"})
    rows = [vote("leader", "u", "优秀"), vote("peer", "u", "称职")]
    assert tally_results(c, rows) == {"u": (640, 7)}  # (100 × 40 + 80 × 30) ÷ 70


def test_absent_class_counts_zero_by_setting(campaign, vote):
    c = campaign({"leader": "40", "peer": "60"}, absent_class_is_zero=True)
    assert tally_results(c, [vote("leader", "u", "优秀")]) == {"u": (40, 1)}


def test_blank_and_no_opinion_are_abstentions_not_zeros(campaign, vote):
    rows = [vote("leader", "u", "优秀"), vote("leader", "u"), vote("leader", "u", "  "), vote("leader", "u", "不了解")]
    counted = tally(campaign(), rows).subjects["u"]
    assert counted.result == (100, 1)
    assert counted.classes[0].items[0].abstentions == 3


def test_subject_with_abstentions_only_has_no_result(campaign, vote):
    c = campaign(absent_class_is_zero=True)
    assert tally_results(c, [vote("leader", "u")]) == {}


def test_equal_votes_may_come_counted(campaign, vote):
    singly = [vote("leader", "u", "优秀")] * 3 + [vote("leader", "u", "称职")]
    together = [vote("leader", "u", "优秀", count=3), vote("leader", "u", "称职")]
    assert tally(campaign(), singly).subjects == tally(campaign(), together).subjects


def test_questions_count_by_their_weights(campaign, vote):
    items = tuple(BallotItem(n, n, Decimal(20)) for n in "德能勤绩廉")
    rows = [vote("leader", "u", "优秀", item=i) for i in "德能勤绩"] + [vote("leader", "u", "称职", item="廉")]
    assert tally_results(campaign(items=items), rows) == {"u": (96, 1)}


def test_question_without_a_vote_gives_its_weight_to_the_others(campaign, vote):
    items = (BallotItem("德", "德", Decimal(30)), BallotItem("绩", "绩", Decimal(70)))
    assert tally_results(campaign(items=items), [vote("leader", "u", "称职", item="德")]) == {"u": (80, 1)}


def test_written_numbers_convert_to_out_of_100(campaign, vote):
    scale = Scale(high=Decimal(10))
    rows = [vote("leader", "u", value=Decimal("9.5")), vote("leader", "u", "8")]
    assert tally_results(campaign(scale=scale), rows) == {"u": (175, 2)}


def test_rate_of_the_best_choice_by_bands(campaign, vote):
    bands = (
        RateBand(Decimal(90), None, Decimal(100)),
        RateBand(Decimal(80), Decimal(90), Decimal(90)),
        RateBand(None, Decimal(80), Decimal(70)),
    )
    scale = Scale({"优秀": Decimal(100), "称职": Decimal(80), "弃权": None}, rate_of=("优秀",), bands=bands)
    rows = [vote("leader", "u", "优秀", count=8), vote("leader", "u", "称职", count=2), vote("leader", "u", "弃权")]
    counted = tally(campaign(scale=scale), rows).subjects["u"]
    assert counted.result == (90, 1)
    assert counted.classes[0].items[0].rate == (80, 1)


def test_rate_without_bands_is_the_result(campaign, vote):
    scale = Scale({"满意": Decimal(100), "基本满意": Decimal(80), "不满意": Decimal(0)}, rate_of=("满意", "基本满意"))
    rows = [vote("leader", "u", "满意"), vote("leader", "u", "基本满意"), vote("leader", "u", "不满意")]
    assert tally_results(campaign(scale=scale), rows) == {"u": (200, 3)}


def test_bands_with_a_hole_are_told(campaign, vote):
    scale = Scale({"好": Decimal(1)}, rate_of=("好",), bands=(RateBand(None, Decimal(50), Decimal(0)),))
    with pytest.raises(ValueError, match=r"100\.00%"):
        tally(campaign(scale=scale), [vote("leader", "u", "好")])


def test_trim_works_within_each_class(campaign, vote):
    c = campaign(trim=Decimal(1))
    rows = [vote("leader", "u", "不称职"), *[vote("leader", "u", "称职")] * 4, vote("leader", "u", "优秀")]
    assert tally_results(c, rows) == {"u": (80, 1)}


def test_uniform_ballot_is_void_by_setting(campaign, vote):
    rows = [vote("leader", s, "称职", ballot="1") for s in "uv"]
    rows += [vote("leader", "u", "优秀", ballot="2"), vote("leader", "v", "称职", ballot="2")]
    assert tally_results(campaign(), rows) == {"u": (90, 1), "v": (80, 1)}
    counted = tally(campaign(uniform_is_void=True), rows)
    assert {s: t.result for s, t in counted.subjects.items()} == {"u": (100, 1), "v": (80, 1)}
    assert (counted.turnout[0].collected, counted.turnout[0].void) == (2, 1)


def test_full_ballot_is_void_but_other_uniform_ones_count(campaign, vote):
    rows = [vote("leader", s, c, ballot=b) for b, c in (("1", "优秀"), ("2", "称职")) for s in "uv"]
    assert tally_results(campaign(full_is_void=True), rows) == {"u": (80, 1), "v": (80, 1)}


def test_one_answer_is_not_uniform(campaign, vote):
    assert tally_results(campaign(uniform_is_void=True), [vote("leader", "u", "优秀", ballot="1")]) == {"u": (100, 1)}


def test_more_collected_than_issued_voids_the_campaign(campaign, vote):
    rows = [vote("leader", "u", "优秀", ballot=str(n)) for n in range(3)]
    counted = tally(campaign(), rows, [Turnout("c1", "leader", 2)])
    assert counted.void is VoidReason.MORE_THAN_ISSUED
    assert counted.subjects["u"].result is None
    assert tally_results(campaign(), rows, [Turnout("c1", "leader", 2)]) == {}
    assert tally(campaign(), rows, [Turnout("c1", "leader", 3)]).void is None


@pytest.mark.parametrize(
    ("issued", "must_exceed", "void"), [(4, False, False), (4, True, True), (5, False, True), (3, True, False)]
)
def test_turnout_threshold(campaign, vote, issued, must_exceed, void):
    c = campaign(min_turnout=Decimal(50), turnout_must_exceed=must_exceed)
    rows = [vote("leader", "u", "优秀", ballot=str(n)) for n in range(2)]
    assert (tally(c, rows, [Turnout("c1", "leader", issued)]).void is VoidReason.TURNOUT) is void


def test_void_ballots_do_not_help_the_turnout(campaign, vote):
    c = campaign(min_turnout=Decimal(50), uniform_is_void=True)
    rows = [vote("leader", s, "优秀", ballot="1") for s in "uv"]
    assert tally(c, rows, [Turnout("c1", "leader", 2)]).void is VoidReason.TURNOUT


def test_papers_without_number_count_as_the_fullest_question(campaign, vote):
    rows = [vote("leader", "u", "优秀", count=3), vote("leader", "v", "优秀", count=5)]
    assert tally(campaign(), rows).turnout[0].collected == 5


def test_leniency_brings_raters_to_the_common_level(campaign, vote):
    c = campaign(scale=Scale(), leniency_low=Decimal("0.5"), leniency_high=Decimal("2"))
    rows = [vote("leader", s, value=Decimal(v), ballot="strict") for s, v in (("u", 50), ("v", 70))]
    rows += [vote("leader", s, value=Decimal(v), ballot="mild") for s, v in (("u", 100), ("v", 80))]
    counted = tally(c, rows)
    assert counted.factors == {("leader", "strict"): (5, 4), ("leader", "mild"): (5, 6)}
    # u: (50 × 5/4 + 100 × 5/6) ÷ 2, v: (70 × 5/4 + 80 × 5/6) ÷ 2
    assert Fraction(*counted.subjects["u"].result) == (Fraction(250, 4) + Fraction(500, 6)) / 2
    assert Fraction(*counted.subjects["v"].result) == (Fraction(350, 4) + Fraction(400, 6)) / 2


def test_all_problems_are_told_at_once(campaign, vote):
    rows = [
        vote("nobody", "u", "优秀"),
        vote("leader", "u", "很好"),
        vote("leader", "u", "优秀", item="德"),
        vote("leader", "u", "优秀", count=0),
        vote("leader", "u", "优秀", ballot="7"),
        vote("leader", "u", "称职", ballot="7"),
    ]
    with pytest.raises(Problems) as caught:
        tally(campaign(min_turnout=Decimal(50)), rows, [Turnout("c1", "ghost", 3)])
    assert [p.code for p in caught.value.problems] == ["B001", "B005", "B002", "B004", "B007", "B008", "B009"]


def test_a_problem_says_where_what_and_how_to_mend_it(campaign, vote):
    row = vote("leader", "u", "很好", place=Place("票.csv", row=3))
    with pytest.raises(Problems) as caught:
        tally(campaign(), [row])
    with use_language("en"):
        assert str(caught.value) == (
            "B005 file 票.csv, row 3; there is no such choice on the ballot; found: 很好; expected: one of 优秀, 称职, "
            "基本称职, 不称职, 不了解, or nothing for an abstention. "
            "Look the ballot up and enter its choice as printed."
        )


def test_a_question_that_is_not_asked_is_told(campaign, vote):
    items = (BallotItem("德", "德", Decimal(100)),)
    with pytest.raises(Problems, match="B003"):
        tally(campaign(items=items), [vote("leader", "u", "优秀")])


@pytest.mark.parametrize("number", ["101", "-1", "NaN", "many"])
def test_numbers_outside_the_scale_are_problems(campaign, vote, number):
    with pytest.raises(Problems, match="B006"):
        tally(campaign(scale=Scale()), [vote("leader", "u", number)])


@pytest.mark.parametrize("number", ["NaN", "Infinity", "1E+60", "100.01"])
def test_impossible_values_are_problems_too(campaign, vote, number):
    with pytest.raises(Problems, match="B006"):
        tally(campaign(scale=Scale()), [vote("leader", "u", value=Decimal(number))])


def test_other_campaigns_are_passed_over(campaign):
    assert tally_results(campaign(), [BallotRow("c2", "x", "u", choice="?")]) == {}


choices = st.sampled_from(["优秀", "称职", "基本称职", "不称职", "不了解", None])
ballots = st.lists(st.tuples(st.sampled_from(["leader", "peer"]), st.sampled_from("uvw"), choices), max_size=40)
CAMPAIGN = Campaign(
    "c1",
    "测评",
    None,
    (VoterClass("leader", "领导", Decimal(30)), VoterClass("peer", "同事", Decimal(70))),
    Scale({"优秀": Decimal(100), "称职": Decimal(80), "基本称职": Decimal(60), "不称职": Decimal(0), "不了解": None}),
    trim=Decimal(1),
)


@given(ballots, st.randoms())
def test_result_is_order_invariant_and_within_the_scale(cast, random):
    rows = [BallotRow("c1", c, s, choice=v) for c, s, v in cast]
    results = tally_results(CAMPAIGN, rows)
    random.shuffle(rows)
    assert tally_results(CAMPAIGN, rows) == results
    assert all(0 <= Fraction(*r) <= 100 for r in results.values())


@given(ballots)
def test_a_better_vote_never_lowers_the_result(cast):
    rows = [BallotRow("c1", c, s, choice=v) for c, s, v in cast]
    raised = [BallotRow("c1", c, s, choice="优秀" if v == "称职" else v) for c, s, v in cast]
    better = tally_results(CAMPAIGN, raised)
    assert all(Fraction(*better[s]) >= Fraction(*r) for s, r in tally_results(CAMPAIGN, rows).items())
