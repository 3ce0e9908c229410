"""Counting one voter class for one subject: question by question, then together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from kaohe.ballots.scale import by_rate, rate
from kaohe.ballots.trimming import Trim, TrimmedMean, trimmed_mean
from kaohe.exact import ONE, Ratio, to_ratio, weighted_mean
from kaohe.scheme.model import Campaign, VoterClass

Cell = tuple[str, str]
"""Voter class and question; the question is empty when the ballot has only one."""


@dataclass(frozen=True, slots=True)
class ItemTally:
    """One question.

    Attributes
    ----------
    item
        Id of the question, empty when the ballot has only one.
    weight
        Weight among the questions, in percent.
    votes, abstentions
        Valid votes and votes left blank.
    choices
        Choice → votes, sorted by votes; empty where numbers are written.
    mean
        How the mean came about; None without a vote or where the rate counts.
    rate
        Share of the choices that ``rate_of`` names, in percent; None where the mean counts.
    result
        Points out of 100; None without a valid vote.
    """

    item: str
    weight: Ratio
    votes: int
    abstentions: int
    choices: Mapping[str, int]
    mean: TrimmedMean | None
    rate: Ratio | None
    result: Ratio | None


@dataclass(frozen=True, slots=True)
class ClassTally:
    """One voter class.

    Attributes
    ----------
    weight
        Weight among the classes, in percent.
    items
        One a question, in the campaign's order.
    result
        Points out of 100; None without a valid vote.
    is_small
        True: fewer votes than ``small_class``, so its own result must not be shown.
    """

    voter_class: str
    weight: Ratio
    items: tuple[ItemTally, ...]
    result: Ratio | None
    is_small: bool

    @property
    def votes(self) -> int:
        """Valid votes on the question that got most."""
        return max((item.votes for item in self.items), default=0)


def count_class(
    campaign: Campaign,
    voter_class: VoterClass,
    votes: Mapping[Cell, Counter[Ratio]],
    choices: Mapping[Cell, Counter[str]],
    blank: Mapping[Cell, int],
) -> ClassTally:
    """Count one voter class: each question, then the questions by their weights over those that got votes."""
    questions = [(item.id, to_ratio(item.weight)) for item in campaign.items] or [("", ONE)]
    items = []
    for question, weight in questions:
        cell = (voter_class.id, question)
        given, picked = votes.get(cell, Counter()), choices.get(cell, Counter())
        items.append(_count_item(campaign, question, weight, given, picked, blank.get(cell, 0)))
    present = [(i.result, i.weight) for i in items if i.result is not None and i.weight[0]]
    most = max(i.votes for i in items)
    return ClassTally(
        voter_class.id,
        to_ratio(voter_class.weight),
        tuple(items),
        weighted_mean(present) if present else None,
        is_small=0 < most < campaign.small_class,
    )


def _count_item(
    campaign: Campaign, question: str, weight: Ratio, votes: Counter[Ratio], choices: Counter[str], blank: int
) -> ItemTally:
    named = dict(sorted(choices.items(), key=lambda c: (-c[1], c[0]))) if campaign.scale.choices else {}
    if campaign.scale.rate_of:
        percent = rate(campaign.scale, named)
        result = None if percent is None else by_rate(campaign.scale, percent)
        return ItemTally(question, weight, votes.total(), blank, named, None, percent, result)
    mean = trimmed_mean(votes, Trim(campaign.trim, campaign.trim_is_pct, campaign.trim_above))
    return ItemTally(question, weight, votes.total(), blank, named, mean, None, mean.mean if mean else None)
