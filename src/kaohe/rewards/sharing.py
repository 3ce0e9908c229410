"""Sharing a fund by score x coefficient, to the cent and without losing one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import lcm

from kaohe.exact import Ratio, apportion, reduced, show_decimal, to_ratio
from kaohe.i18n import translator
from kaohe.rewards.money import CENT, RewardProblems, is_usable, pieces, rounded

_ = translator("rewards")


@dataclass(frozen=True, slots=True)
class Claim:
    """What one claimant brings: one row a unit or person.

    Attributes
    ----------
    id
        Unique within one sharing.
    score
        Points, not negative.
    coefficient
        Post, workload or size coefficient, not negative; 1 when the scheme has none.
    """

    id: str
    score: Decimal
    coefficient: Decimal = Decimal(1)

    @property
    def value(self) -> Ratio:
        """Score x coefficient, exact."""
        (n, d), (cn, cd) = to_ratio(self.score), to_ratio(self.coefficient)
        return reduced((n * cn, d * cd))


@dataclass(frozen=True, slots=True)
class Share:
    """What one claimant gets.

    Attributes
    ----------
    exact
        total x claim ÷ sum of claims, before cutting to whole pieces, in yuan.
    amount
        What is paid, in yuan.
    has_extra
        True: one of the pieces left over went here, by largest remainder.
    """

    claim: Claim
    exact: Ratio
    amount: Decimal
    has_extra: bool


@dataclass(frozen=True, slots=True)
class Sharing:
    """A fund and its shares, in the order of the claims; the amounts add up to ``total`` exactly."""

    total: Decimal
    step: Decimal
    shares: tuple[Share, ...]

    def amounts(self) -> dict[str, Decimal]:
        """Claimant → amount in yuan."""
        return {share.claim.id: share.amount for share in self.shares}


def share_fund(total: Decimal, claims: Sequence[Claim], step: Decimal = CENT) -> Sharing:
    """Share a fund by score x coefficient.

    Parameters
    ----------
    total
        Fund in yuan, a whole number of pieces.
    claims
        One a claimant, at least one with a positive score and coefficient.
    step
        Smallest piece that is paid: 0.01 for the cent, 1 for whole yuan.

    Returns
    -------
    Sharing
        Amounts that add up to ``total`` exactly; the same for any order of claims; a larger claim never gets less.

    Raises
    ------
    RewardProblems
        For negative scores, repeated ids, no positive claim, or a total that is no whole number of pieces: all at
        once.

    Notes
    -----
    share = total x (score x coefficient) ÷ Σ (score x coefficient), cut down to whole pieces; the pieces left over
    go one each to the largest remainders (Hamilton's method). Equal remainders: the smaller id first, by code
    point. Source:
    town pay rule "total village wages ÷ sum of scores x a village's score".

    Examples
    --------
    >>> fund = share_fund(Decimal(100), [Claim("甲", Decimal(1)), Claim("乙", Decimal(1)), Claim("丙", Decimal(1))])
    >>> [str(share.amount) for share in fund.shares]
    ['33.33', '33.33', '33.34']
    """
    if problems := list(_problems(claims)):
        raise RewardProblems(problems)
    whole = pieces(total, step)
    values = [claim.value for claim in claims]
    common = lcm(*(d for _n, d in values))
    weights = [n * (common // d) for n, d in values]
    counts = apportion(whole, weights, [claim.id for claim in claims])
    base = sum(weights)
    n, d = to_ratio(total)
    return Sharing(
        total,
        step,
        tuple(
            Share(claim, reduced((n * weight, d * base)), count * step, has_extra=count * base > whole * weight)
            for claim, weight, count in zip(claims, weights, counts, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class TwoStepSharing:
    """A fund shared among groups, and each group's part among its members."""

    groups: Sharing
    members: Mapping[str, Sharing]


def share_in_two_steps(
    total: Decimal, groups: Sequence[Claim], members: Mapping[str, Sequence[Claim]], step: Decimal = CENT
) -> TwoStepSharing:
    """Share a fund among groups by their scores, then inside each group by its members' scores.

    Parameters
    ----------
    groups
        One claim a group (village).
    members
        Group id → claims of its members (village officers, by their ballot score).

    Raises
    ------
    RewardProblems
        Also when a group has no members, or members belong to no group.

    Examples
    --------
    >>> two = share_in_two_steps(
    ...     Decimal(90), [Claim("东村", Decimal(2)), Claim("西村", Decimal(1))],
    ...     {"东村": [Claim("甲", Decimal(1)), Claim("乙", Decimal(3))], "西村": [Claim("丙", Decimal(1))]})
    >>> str(two.members["东村"].amounts()["乙"])
    '45.00'
    """
    names = {group.id for group in groups}
    problems = [_("{group}: no members to share among.").format(group=g) for g in sorted(names - members.keys())]
    problems += [
        _("{group}: members of a group that has no claim.").format(group=g) for g in sorted(members.keys() - names)
    ]
    if problems:
        raise RewardProblems(problems)
    first = share_fund(total, groups, step)
    return TwoStepSharing(first, {g: share_fund(part, members[g], step) for g, part in first.amounts().items()})


def explain_share(sharing: Sharing, claimant: str) -> str:
    """Say how one amount came about, in words.

    Raises
    ------
    KeyError
        When there is no such claimant.
    """
    share = {s.claim.id: s for s in sharing.shares}[claimant]
    claims = sum((rounded(s.claim.value, Decimal("0.0001")) for s in sharing.shares), Decimal(0))
    line = _("{total} ÷ {claims} × ({score} × {coefficient}) = {exact}; paid {amount}").format(
        total=sharing.total,
        claims=show_decimal(claims),
        score=share.claim.score,
        coefficient=share.claim.coefficient,
        exact=show_decimal(rounded(share.exact, Decimal("0.0001"))),
        amount=share.amount,
    )
    if not share.has_extra:
        return line
    return line + _(", with one of the pieces of {step} that were left over").format(step=sharing.step)


def _problems(claims: Sequence[Claim]) -> Iterable[str]:
    for claim in claims:
        if not is_usable(claim.score) or not is_usable(claim.coefficient):
            yield _("{id}: score {score}, coefficient {coefficient}: expected 0 or more.").format(
                id=claim.id, score=claim.score, coefficient=claim.coefficient
            )
    for repeated, times in Counter(claim.id for claim in claims).items():
        if times > 1:
            yield _("{id}: {times} claims: expected one row each.").format(id=repeated, times=times)
    usable = [claim for claim in claims if is_usable(claim.score) and is_usable(claim.coefficient)]
    if not any(claim.score * claim.coefficient for claim in usable):
        yield _("Nobody has a positive score: the fund cannot be shared by score.")
