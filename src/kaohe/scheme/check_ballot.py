"""Ballot campaigns: voter classes, scale, questions."""

from __future__ import annotations

from decimal import Decimal

from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.model import BallotItem, Campaign, RateBand, Scale, VoterClass
from kaohe.scheme.percent import Percent
from kaohe.scheme.references import known_indicator, nearest
from kaohe.scheme.report import Report
from kaohe.scheme.spec_ballot import CampaignSpec, ScaleSpec

_ = translator("scheme")


def campaigns(report: Report) -> tuple[Campaign, ...]:
    """Check the campaigns."""
    return tuple(_campaign(report, ("ballots", i), spec) for i, spec in enumerate(report.spec.ballots))


def _campaign(report: Report, path: Path, spec: CampaignSpec) -> Campaign:
    if spec.feeds is not None:
        known_indicator(report, (*path, "feeds"), spec.feeds, leaf=True)
    _voters(report, path, spec)
    _trim(report, path, spec)
    is_pct = isinstance(spec.trim, Percent)
    leniency = spec.leniency
    return Campaign(
        id=spec.id,
        name=spec.name,
        feeds=spec.feeds,
        voter_classes=tuple(VoterClass(v.id, v.name, v.weight.value) for v in spec.voter_classes),
        scale=_scale(report, path, spec.scale),
        trim=spec.trim.value if isinstance(spec.trim, Percent) else Decimal(spec.trim),
        trim_is_pct=is_pct,
        trim_above=spec.trim_above,
        min_turnout=spec.min_turnout.value if spec.min_turnout else None,
        turnout_must_exceed=spec.turnout_must_exceed,
        uniform_is_void=spec.uniform_is_void,
        full_is_void=spec.full_is_void,
        absent_class_is_zero=spec.absent_class_is_zero,
        small_class=spec.small_class,
        items=_items(report, path, spec),
        leniency_low=leniency.low if leniency else None,
        leniency_high=leniency.high if leniency else None,
    )


def _voters(report: Report, path: Path, spec: CampaignSpec) -> None:
    ids = [v.id for v in spec.voter_classes]
    for position, voter in enumerate(spec.voter_classes):
        if voter.id in ids[:position]:
            report.add(
                "K040",
                (*path, "voter_classes", position),
                _("{key} is used twice{before}").format(key=repr(voter.id), before=""),
                _("Give each its own: data, events and decisions name items by it."),
            )
    if not ids:
        report.add("K057", (*path, "voter_classes"), _("nobody votes in this campaign"), _("Add a voter class."))


def _scale(report: Report, path: Path, spec: ScaleSpec) -> Scale:
    path = (*path, "scale")
    _choices(report, path, spec)
    if spec.low >= spec.high:
        report.add(
            "K057", path, _("low is not below high"), _("Write the least and the greatest number of the ballot.")
        )
    for choice in spec.rate_of:
        if choice not in spec.choices:
            report.add(
                "K057",
                (*path, "rate_of"),
                _("{found} is no choice of the scale").format(found=repr(choice)),
                nearest(choice, spec.choices),
            )
    for number, (low, high, _value) in enumerate(spec.bands):
        before = spec.bands[number - 1][1] if number else None
        is_empty = low is not None and high is not None and low >= high
        if is_empty or (number and (before is None or low is None or low < before)):
            report.add(
                "K057",
                (*path, "bands", number),
                _("the band is empty or overlaps the one before it"),
                _("Write bands from low to high as [low, high, value]."),
            )
    bands = tuple(RateBand(low, high, value) for low, high, value in spec.bands)
    return Scale(dict(spec.choices), spec.low, spec.high, spec.rate_of, bands)


def _choices(report: Report, path: Path, spec: ScaleSpec) -> None:
    values = [v for v in spec.choices.values() if v is not None]
    if spec.choices and not values and not spec.rate_of:
        report.add(
            "K057",
            path,
            _("no choice of the scale has a value"),
            _("Write choices with values, such as {好: 100, 较好: 80, 一般: 60, 差: 0, 弃权: null}."),
        )
    if any(v < 0 or v > 100 for v in values):
        report.add(
            "K057",
            path,
            _("a value of the scale is outside 0 to 100"),
            _("Results of ballots are out of 100; points come from the indicator they feed."),
        )


def _trim(report: Report, path: Path, spec: CampaignSpec) -> None:
    value = spec.trim.value if isinstance(spec.trim, Percent) else Decimal(spec.trim)
    if value < 0 or (isinstance(spec.trim, Percent) and value >= 50):
        report.add(
            "K057",
            (*path, "trim"),
            _("trimming {found} at each end leaves nothing, or is negative").format(found=spec.trim),
            _("Drop one (1) or a tenth (10%) at each end."),
        )
    if spec.leniency is not None and not 0 < spec.leniency.low <= spec.leniency.high:
        report.add(
            "K057",
            (*path, "leniency"),
            _("the bounds of the leniency correction are not in order"),
            _("Write low and high around 1, such as {low: 0.9, high: 1.1}."),
        )


def _items(report: Report, path: Path, spec: CampaignSpec) -> tuple[BallotItem, ...]:
    """Weights of the questions: all of them written, or all alike."""
    if not spec.items:
        return ()
    weights = [i.weight.value for i in spec.items if i.weight is not None]
    if weights and len(weights) != len(spec.items):
        report.add(
            "K057", (*path, "items"), _("some questions have a weight and some have none"), _("Weigh all, or none.")
        )
    # A third of 100 is no decimal: then 1 each, as only the proportions of the weights count.
    alike = Decimal(1) if 10**6 % len(spec.items) else Decimal(100) / len(spec.items)
    return tuple(BallotItem(i.id, i.name, i.weight.value if i.weight else alike) for i in spec.items)
