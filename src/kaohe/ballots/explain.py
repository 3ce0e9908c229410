"""The derivation of a ballot result in words, Chinese or English."""

from __future__ import annotations

from collections.abc import Iterator

from kaohe.ballots.counting import ClassTally, ItemTally
from kaohe.ballots.disclosure import hidden_classes
from kaohe.ballots.results import SubjectTally, Tally
from kaohe.ballots.turnout import VoidReason, turnout_pct
from kaohe.exact import Ratio, rdiv, show, show_decimal
from kaohe.i18n import translator

_ = translator("ballots")

PLACES = 4
"""Decimal places of intermediate figures in a derivation; the arithmetic itself is exact."""


def explain_turnout(tally: Tally) -> list[str]:
    """Say how many ballots were issued, collected and void, and whether the campaign counts."""
    lines = [
        _("{name}: issued {issued}, collected {collected}, void {void}, valid {valid}").format(
            name=_class_name(tally, t.voter_class),
            issued=_("not reported") if t.issued is None else t.issued,
            collected=t.collected,
            void=t.void,
            valid=t.valid,
        )
        for t in tally.turnout
    ]
    percent = turnout_pct(tally.turnout)
    if percent is not None:
        lines.append(_("turnout {percent}%").format(percent=_plain(percent)))
    if tally.void is VoidReason.MORE_THAN_ISSUED:
        lines.append(_("the campaign is void: more ballots were collected than issued"))
    elif tally.void is VoidReason.TURNOUT and tally.campaign.min_turnout is not None:
        asked = _("above {percent}%") if tally.campaign.turnout_must_exceed else _("{percent}% or more")
        asked = asked.format(percent=show_decimal(tally.campaign.min_turnout))
        lines.append(_("the campaign is void: the scheme asks for a turnout of {asked}").format(asked=asked))
    return lines


def explain_subject(tally: Tally, subject: str, *, withhold: bool = True) -> list[str]:
    """Say how one subject's result came about, class by class.

    Parameters
    ----------
    withhold
        True: figures of small classes are left out, and with them the sum that would give them away.

    Raises
    ------
    KeyError
        When nobody voted on the subject.
    """
    counted = tally.subjects[subject]
    hidden = hidden_classes(counted) if withhold else frozenset()
    lines = [line for c in counted.classes for line in _class_lines(tally, c, is_hidden=c.voter_class in hidden)]
    if counted.result is None:
        return [*lines, _("no result")]
    sums = () if hidden else _roll_up(tally, counted)
    return [*lines, *sums, _("result {points} points").format(points=_plain(counted.result))]


def _class_lines(tally: Tally, counted: ClassTally, *, is_hidden: bool) -> Iterator[str]:
    name = _class_name(tally, counted.voter_class)
    if is_hidden:
        message = _("{name}, weight {weight}%: counted, its own figure withheld (fewer than {count} votes in a class)")
        yield message.format(name=name, weight=_plain(counted.weight), count=tally.campaign.small_class)
        return
    if counted.result is None:
        yield (
            _("{name}: no valid vote, counted as zero with its weight of {weight}%")
            if tally.campaign.absent_class_is_zero
            else _("{name}: no valid vote, its weight of {weight}% goes to the other classes")
        ).format(name=name, weight=_plain(counted.weight))
        return
    yield _("{name}, weight {weight}%: {points} points").format(
        name=name, weight=_plain(counted.weight), points=_plain(counted.result)
    )
    yield from (f"  {_item_line(tally, item)}" for item in counted.items)


def _item_line(tally: Tally, item: ItemTally) -> str:
    parts = [_("{votes} votes, {blank} abstentions").format(votes=item.votes, blank=item.abstentions)]
    if item.choices:
        parts.append(_(", ").join(f"{choice} {votes}" for choice, votes in item.choices.items()))
    if item.rate is not None:
        parts.append(_("rate {percent}%").format(percent=_plain(item.rate)))
    if item.mean is not None and item.mean.low:
        parts.append(
            _("dropped lowest {low} and highest {high}").format(
                low=_(", ").join(map(_plain, item.mean.low)), high=_(", ").join(map(_plain, item.mean.high))
            )
        )
    if item.result is not None:
        parts.append(_("{points} points").format(points=_plain(item.result)))
    line = _("; ").join(parts)
    if not item.item:
        return line
    name, weight = _item_name(tally, item), _plain(item.weight)
    return _("{name} {weight}%: {line}").format(name=name, weight=weight, line=line)


def _roll_up(tally: Tally, subject: SubjectTally) -> Iterator[str]:
    zero = tally.campaign.absent_class_is_zero
    counted = [c for c in subject.classes if c.result is not None or zero]
    if len(counted) > 1:
        top = " + ".join(f"{_plain(c.result or (0, 1))} × {_plain(c.weight)}%" for c in counted)
        weights = sum(rdiv(c.weight[0] * 10**PLACES, c.weight[1]) for c in counted)
        below = _plain((weights, 10**PLACES))
        yield top if below == "100" else f"({top}) ÷ {below}%"


def _class_name(tally: Tally, voter_class: str) -> str:
    return next((c.name for c in tally.campaign.voter_classes if c.id == voter_class), voter_class)


def _item_name(tally: Tally, item: ItemTally) -> str:
    return next((i.name for i in tally.campaign.items if i.id == item.item), item.item)


def _plain(value: Ratio) -> str:
    text = show(rdiv(value[0] * 10**PLACES, value[1]), PLACES)
    return text.rstrip("0").rstrip(".")
