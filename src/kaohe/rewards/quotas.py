"""Quotas (比例/名额): from a percentage to a number of places, and places shared among units."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from kaohe.exact import apportion, rdiv, to_ratio
from kaohe.i18n import translator
from kaohe.rewards.money import RewardProblems, is_usable

_ = translator("rewards")


class QuotaRounding(StrEnum):
    """What a part of a place becomes."""

    DOWN = "down"
    """Lost (default): a percentage is never exceeded."""
    HALF_UP = "half_up"
    UP = "up"


def quota_places(people: int, percent: Decimal, rounding: QuotaRounding = QuotaRounding.DOWN) -> int:
    """Give the places that a percentage of people makes.

    Parameters
    ----------
    people
        Those who should take part (应参加考核人数).
    percent
        0 … 100.

    Raises
    ------
    RewardProblems
        When there are fewer than no people, or the percentage is not 0 … 100.

    Notes
    -----
    The national rules fix the percentage (公务员考核规定 2020: 优秀 20 %, 25 % with approval) but not the rounding.

    Examples
    --------
    >>> quota_places(69, Decimal(20)), quota_places(69, Decimal(20), QuotaRounding.HALF_UP)
    (13, 14)
    """
    if people < 0 or not is_usable(percent) or percent > 100:
        raise RewardProblems(
            [
                _("{percent}% of {people} people: expected 0 to 100%, of 0 people or more.").format(
                    percent=percent, people=people
                )
            ]
        )
    n, d = to_ratio(percent)
    n, d = n * people, d * 100
    if rounding is QuotaRounding.UP:
        return -(-n // d)
    return rdiv(n, d) if rounding is QuotaRounding.HALF_UP else n // d


def share_places(places: int, people: Mapping[str, int]) -> dict[str, int]:
    """Share a number of places among units by their people, none lost.

    Parameters
    ----------
    people
        Unit → people who take part; at least one person in all.

    Returns
    -------
    dict[str, int]
        Unit → places, adding up to ``places``; largest remainder, equal remainders by unit id.

    Raises
    ------
    RewardProblems
        When there is nobody, or a number is negative.

    Examples
    --------
    >>> share_places(4, {"甲": 10, "乙": 6, "丙": 5})
    {'甲': 2, '乙': 1, '丙': 1}
    """
    if places < 0 or not any(people.values()) or min(people.values()) < 0:
        raise RewardProblems(
            [
                _("{places} places for {people} people: expected 0 or more places and somebody.").format(
                    places=places, people=sum(people.values())
                )
            ]
        )
    counts = apportion(places, list(people.values()), list(people))
    return dict(zip(people, counts, strict=True))


def places_by_unit_grade(
    people: Mapping[str, int],
    grades: Mapping[str, str],
    percent_by_grade: Mapping[str, Decimal],
    rounding: QuotaRounding = QuotaRounding.DOWN,
) -> dict[str, int]:
    """Give each unit's places when the unit's own grade sets its members' quota.

    Parameters
    ----------
    people, grades
        Unit → people, and unit → the unit's grade.
    percent_by_grade
        Grade → percentage, such as 优秀 25, 良好 20, 较差 15.

    Raises
    ------
    RewardProblems
        For each unit without a grade, or with one that has no percentage.

    Examples
    --------
    >>> percent = {"优秀": Decimal(25), "一般": Decimal(15)}
    >>> places_by_unit_grade({"甲": 20, "乙": 20}, {"甲": "优秀", "乙": "一般"}, percent)
    {'甲': 5, '乙': 3}
    """
    wrong = [unit for unit in people if grades.get(unit) not in percent_by_grade]
    if wrong:
        known = _(", ").join(percent_by_grade)
        message = _("{unit}: grade {grade}: expected one of {known}.")
        raise RewardProblems([message.format(unit=u, grade=grades.get(u, "-"), known=known) for u in wrong])
    return {unit: quota_places(n, percent_by_grade[grades[unit]], rounding) for unit, n in people.items()}
