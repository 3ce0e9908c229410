"""Signs of careless rating: one answer to every question (straight-lining), and how widely a rater's answers vary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from kaohe.exact import Ratio, reduced


@dataclass(frozen=True, slots=True)
class FormQuality:
    """How one ballot was filled in.

    Attributes
    ----------
    answered
        Questions with an answer.
    most_common
        Answers equal to the most frequent one.
    longest_run
        Longest row of equal answers in the order of the questions, blanks passed over.
    """

    answered: int
    most_common: int
    longest_run: int

    @property
    def is_straight_lined(self) -> bool:
        """True when at least two questions are answered and all answers are the same."""
        return self.answered > 1 and self.most_common == self.answered


def form_quality(answers: Sequence[Hashable | None]) -> FormQuality:
    """Look at the answers of one ballot, in the order of the questions; None: left blank.

    Examples
    --------
    >>> form_quality([3, 3, None, 3, 5]).longest_run
    3
    """
    given = [answer for answer in answers if answer is not None]
    longest = run = 0
    for i, answer in enumerate(given):
        run = run + 1 if i and answer == given[i - 1] else 1
        longest = max(longest, run)
    return FormQuality(len(given), max(Counter(given).values(), default=0), longest)


def straight_lined_rate(forms: Sequence[Sequence[Hashable | None]]) -> Ratio | None:
    """Give the share of ballots with one answer throughout, in percent of those with at least two answers.

    Returns
    -------
    Ratio or None
        None when no ballot has two answers.

    Notes
    -----
    Real course evaluations (5,820 forms of 28 questions, Gündüz & Fokoué, UCI) are straight-lined by half: such a
    rate is a reason to shorten the form, not only to void ballots.

    Examples
    --------
    >>> straight_lined_rate([[3, 3, 3], [1, 2, 3]])
    (50, 1)
    """
    looked_at = [q for q in map(form_quality, forms) if q.answered > 1]
    if not looked_at:
        return None
    return reduced((100 * sum(q.is_straight_lined for q in looked_at), len(looked_at)))


def suspicious_forms(forms: Mapping[str, Sequence[Hashable | None]], at_least: int = 3) -> tuple[str, ...]:
    """Name the ballots with one answer to ``at_least`` or more questions, for a person to look at; sorted."""
    return tuple(
        name
        for name, answers in sorted(forms.items())
        if (quality := form_quality(answers)).is_straight_lined and quality.answered >= at_least
    )
