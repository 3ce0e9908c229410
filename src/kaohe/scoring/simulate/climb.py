"""The smallest improvement that gains points, and the one that gains all there is to gain."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

from kaohe.criteria.model import InputType
from kaohe.scoring.combine import Score, as_ratio
from kaohe.scoring.facts import InputValue
from kaohe.scoring.simulate.probe import Lever, Probe

DOUBLINGS = 40
"""Farthest look: 2**40 grains, ten thousand million hundredths."""


class Step(NamedTuple):
    """A value to reach and the leaf's score there, in score units."""

    value: InputValue
    score: int


class Climb(NamedTuple):
    """The way up by one lever: the first gain, and the least value with the highest score up to full points."""

    first: Step
    top: Step


def climb(probe: Probe, lever: Lever, now: int, full: int) -> Climb | None:
    """Look for gains by moving one value, up or down; None when no move gains anything.

    Parameters
    ----------
    now, full
        The leaf's score and its full points, in score units; gains beyond full points are not looked for.
    """
    ways = [_over_choices(probe, lever, now)] if lever.grain is None else list(_both_ways(probe, lever, now, full))
    found = [way for way in ways if way is not None]
    return max(found, key=lambda way: way.top.score, default=None)


def _over_choices(probe: Probe, lever: Lever, now: int) -> Climb | None:
    """Try every answer of a yes-or-no or a choice."""
    assert lever.input is not None  # noqa: S101  # only inputs have no grain
    answers: tuple[InputValue, ...] = lever.input.choices
    if lever.input.type is InputType.FLAG:
        answers = (True, False)
    gains = sorted(
        (Step(a, score) for a in answers if (score := _units(probe.at(lever, a))) > now), key=lambda step: step.score
    )
    return Climb(gains[0], gains[-1]) if gains else None


def _both_ways(probe: Probe, lever: Lever, now: int, full: int) -> Iterator[Climb | None]:
    start = lever.now if isinstance(lever.now, Decimal) else Decimal(0)
    grain = lever.grain or Decimal(1)
    room = int(start / grain) if start >= 0 else 2**DOUBLINGS  # figures that were not negative do not become so
    for sign, most in ((1, 2**DOUBLINGS), (-1, room)):

        def score(steps: int, sign: int = sign) -> int:
            return _units(probe.at(lever, start + sign * steps * grain))

        found = _first_and_top(score, most, now, full, begins_at=0 if lever.now is None else 1)
        if found is not None:
            first, top = found
            yield Climb(Step(start + sign * first * grain, score(first)), Step(start + sign * top * grain, score(top)))


def _first_and_top(
    score: Callable[[int], int], most: int, now: int, full: int, *, begins_at: int
) -> tuple[int, int] | None:
    """Find the fewest steps with a gain, and the fewest with the highest score up to full points.

    Looks at doubled distances and halves the stretch where the score passes; between two looks the score is taken to
    rise in one go or steadily, as the scores of criteria do.
    """
    looks = [n for n in (0, *(2**k for k in range(DOUBLINGS + 1)), most) if begins_at <= n <= most]
    seen = {n: score(n) for n in sorted(set(looks))}
    best = min(full, max(seen.values(), default=now)) if now < full else max(seen.values(), default=now)
    if best <= now:
        return None
    return _fewest(score, seen, now + 1), _fewest(score, seen, best)


def _fewest(score: Callable[[int], int], seen: dict[int, int], goal: int) -> int:
    """Find the fewest steps that reach a goal which one of the looks reaches."""
    high = next(n for n, s in seen.items() if s >= goal)
    low = max((n for n in seen if n < high), default=-1)
    while high - low > 1:
        middle = (high + low) // 2
        if score(middle) >= goal:
            high = middle
        else:
            low = middle
    return max(high, 0)


def _units(score: Score) -> int:
    """Whole score units reached; what cannot be scored is below everything."""
    if score is None:
        return -(10**30)
    n, d = as_ratio(score)
    return n // d
