from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaohe.i18n import use_language
from kaohe.rewards import Claim, RewardProblems, explain_share, share_fund, share_in_two_steps

amounts = st.decimals(0, 3_000_000, places=2)
scores = st.decimals(0, 120, places=2)
coefficients = st.sampled_from(["0.8", "1", "1.042", "1.083", "1.2"]).map(Decimal)
claims = (
    st.dictionaries(st.text("abcdefgh", min_size=1, max_size=3), st.tuples(scores, coefficients), min_size=1)
    .map(lambda d: [Claim(k, *v) for k, v in d.items()])
    .filter(lambda cs: any(c.score for c in cs))
)


@given(amounts, claims)
def test_the_whole_fund_is_paid_and_not_a_cent_more(total, cast):
    assert sum(share_fund(total, cast).amounts().values()) == total


@given(amounts, claims)
def test_nobody_is_a_cent_or_more_off_the_exact_share(total, cast):
    for share in share_fund(total, cast).shares:
        assert abs(Fraction(share.amount) - Fraction(*share.exact)) < Fraction(1, 100)
        assert share.has_extra == (Fraction(share.amount) > Fraction(*share.exact))


@given(amounts, claims)
def test_a_larger_claim_never_gets_less(total, cast):
    shares = sorted(share_fund(total, cast).shares, key=lambda s: Fraction(*s.claim.value))
    for less, more in pairwise(shares):
        if less.claim.value != more.claim.value:
            assert less.amount <= more.amount


@given(amounts, claims, st.randoms())
def test_order_of_claims_means_nothing(total, cast, random):
    shuffled = list(cast)
    random.shuffle(shuffled)
    assert share_fund(total, cast).amounts() == share_fund(total, shuffled).amounts()


@given(st.integers(0, 1_000_000).map(Decimal), claims)
def test_whole_yuan(total, cast):
    found = share_fund(total, cast, Decimal(1)).amounts().values()
    assert sum(found) == total
    assert all(amount == int(amount) for amount in found)


@given(amounts, claims, claims, claims)
def test_two_steps_lose_nothing(total, groups, one, other):
    members = {g.id: (one if i % 2 else other) for i, g in enumerate(groups)}
    two = share_in_two_steps(total, groups, members)
    for group, part in two.groups.amounts().items():
        assert sum(two.members[group].amounts().values()) == part
    assert sum(sum(s.amounts().values()) for s in two.members.values()) == total


def test_village_wages_by_score_and_population():
    # 60,000 yuan over 95.2 × 1, 88.5 × 1.042 and 91 × 1.083: claims 95.2, 92.217, 98.553 of 285.97
    villages = [
        Claim("东村", Decimal("95.2")),
        Claim("南村", Decimal("88.5"), Decimal("1.042")),
        Claim("西村", Decimal(91), Decimal("1.083")),
    ]
    assert share_fund(Decimal(60000), villages).amounts() == {
        "东村": Decimal("19974.12"),
        "南村": Decimal("19348.25"),
        "西村": Decimal("20677.63"),
    }


def test_equal_claims_leave_the_odd_cent_to_the_first_id():
    fund = share_fund(Decimal("0.02"), [Claim(n, Decimal(1)) for n in "cab"])
    assert fund.amounts() == {"c": Decimal("0.00"), "a": Decimal("0.01"), "b": Decimal("0.01")}


def test_all_problems_are_told_at_once():
    with use_language("en"), pytest.raises(RewardProblems) as caught:
        share_fund(Decimal(1), [Claim("a", Decimal(-1)), Claim("b", Decimal(0)), Claim("b", Decimal(0))])
    assert len(caught.value.problems) == 3
    assert "a: score -1" in caught.value.problems[0]


@pytest.mark.parametrize(
    ("total", "step"),
    [
        ("-1", "0.01"),
        ("1.005", "0.01"),
        ("5", "0"),
        ("NaN", "0.01"),
        ("Infinity", "0.01"),
        ("1E+50", "0.01"),
        ("5", "NaN"),
    ],
)
def test_a_fund_is_whole_pieces(total, step):
    with pytest.raises(RewardProblems):
        share_fund(Decimal(total), [Claim("a", Decimal(1))], Decimal(step))


@pytest.mark.parametrize("score", ["NaN", "Infinity", "-0.01", "1E+40"])
def test_claims_are_usable_numbers(score):
    with pytest.raises(RewardProblems, match=r"^b"):
        share_fund(Decimal(1), [Claim("a", Decimal(1)), Claim("b", Decimal(score))])


def test_groups_and_members_must_match():
    with pytest.raises(RewardProblems) as caught:
        share_in_two_steps(Decimal(1), [Claim("g", Decimal(1))], {"h": [Claim("a", Decimal(1))]})
    assert len(caught.value.problems) == 2


def test_explains_the_amount():
    fund = share_fund(Decimal(100), [Claim(n, Decimal(90), Decimal("1.1")) for n in "abc"])
    with use_language("en"):
        assert explain_share(fund, "b") == "100 ÷ 297 × (90 × 1.1) = 33.3333; paid 33.33"
        assert explain_share(fund, "a").endswith("paid 33.34, with one of the pieces of 0.01 that were left over")
    with use_language("zh"):
        assert explain_share(fund, "a") == "100 ÷ 297 × (90 × 1.1) = 33.3333，实发33.34，其中含分配余数0.01"
