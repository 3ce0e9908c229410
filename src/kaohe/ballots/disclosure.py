"""What may be shown of a tally: no class so small that a vote could be guessed, and none that can be worked out."""

from __future__ import annotations

from kaohe.ballots.results import SubjectTally


def hidden_classes(subject: SubjectTally, *, total_is_shown: bool = True) -> frozenset[str]:
    """Give the voter classes whose own result must not be shown for this subject.

    Parameters
    ----------
    total_is_shown
        True: the subject's result is published, so that one hidden class alone could be computed from the rest.

    Returns
    -------
    frozenset[str]
        Every class with fewer votes than ``small_class``; when that is exactly one class and the total is shown,
        the class with the fewest votes among the others is hidden with it (complementary suppression).

    Notes
    -----
    Votes of small classes still count in the result; only their own figure stays unpublished.
    """
    voting = [c for c in subject.classes if c.votes]
    small = {c.voter_class for c in voting if c.is_small}
    others = [c for c in voting if not c.is_small]
    if len(small) == 1 and others and total_is_shown:
        small.add(min(others, key=lambda c: (c.votes, c.voter_class)).voter_class)
    return frozenset(small)


def can_be_shown(subject: SubjectTally) -> bool:
    """Say whether the result itself may be published: not when every class that voted is small."""
    voting = [c for c in subject.classes if c.votes]
    return any(not c.is_small for c in voting)
