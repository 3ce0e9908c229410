"""Clauses that look at the comparison group, from their JSON; group figures become inputs that scoring fills."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kaohe.criteria.families.efficacy import Bound, Efficacy
from kaohe.criteria.families.moderate import Moderate
from kaohe.criteria.families.rank import ByRank, RankBands, RankRatio
from kaohe.criteria.families.reader import Reader
from kaohe.criteria.families.standard import Standard
from kaohe.criteria.model import FULL, Amount, Clause, Input, InputType, Source
from kaohe.i18n import translator

_ = translator("criteria")

GROUP = {
    "min": (Source.GROUP_MIN, "组内最小值"),
    "max": (Source.GROUP_MAX, "组内最大值"),
    "mean": (Source.GROUP_MEAN, "组内平均值"),
    "variance": (Source.GROUP_VARIANCE, "组内方差"),
}
"""Words that stand for a figure of the comparison group: its source and the name of its field."""


def group_input(word: str, unit: str | None = None) -> Input:
    """Make the field of a group figure: ``min``, ``max``, ``mean`` or ``variance``."""
    source, name = GROUP[word]
    return Input(name, InputType.MEASURE, unit, source)


def _bound(reader: Reader, name: str, default: str) -> Bound:
    value: Any = reader.get(name, default)
    if isinstance(value, dict):
        return reader.read_field(name, value)
    return group_input(value) if value in ("min", "max", "mean") else reader.number(name, value)


def _place(reader: Reader) -> Input:
    source = Source.RANK_ASCENDING if reader.flag("smaller_is_better") else Source.RANK
    return reader.own_input(reader.text("on", "排名"), InputType.RANK, "名", source)


def _rank(reader: Reader) -> Clause:
    first, step, after = reader.amount("first", None), reader.amount("step", None), reader.amount("step_after", None)
    scores = tuple(reader.points("scores", row) for row in reader.rows("scores")) if reader.has("scores") else ()
    if not scores and first is None:
        raise reader.unexpected("first", None, _("the points of the first place, or scores for each place"))
    mode = reader.one_of("mode", "set", "set", "add")
    return ByRank(_place(reader), first, step, scores, after, reader.text("order", ""), mode)


def _rank_bands(reader: Reader) -> Clause:
    bands = tuple(_range(reader, row) for row in reader.rows("bands"))
    return RankBands(_place(reader), bands, reader.one_of("mode", "set", "set", "add"))


def _range(reader: Reader, row: Any) -> tuple[int, int | None, Amount]:
    if not isinstance(row, (list, tuple)) or len(row) != 3 or not isinstance(row[0], int):
        raise reader.unexpected("bands", row, _("[first place, last place, points], null for the end"))
    last = None if row[1] is None else int(reader.number("bands", row[1]))
    return row[0], last, reader.points("bands", row[2])


def _figure(reader: Reader) -> Input:
    return reader.own_input(reader.text("on", "完成值"), InputType.MEASURE, reader.get("unit", None))


def _rank_ratio(reader: Reader) -> Clause:
    inverse = reader.flag("inverse")
    best = reader.field("best", group_input("min" if inverse else "max"))
    return RankRatio(_figure(reader), best, reader.amount("first", FULL), inverse)


def _efficacy(reader: Reader) -> Clause:
    low, high = _bound(reader, "low", "min"), _bound(reader, "high", "max")
    floor, span = reader.amount("floor"), reader.amount("span")
    exponential, clamp = reader.flag("exponential"), reader.flag("clamp", True)
    return Efficacy(_figure(reader), floor, span, low, high, exponential, clamp, reader.flag("log"))


def _moderate(reader: Reader) -> Clause:
    low, high = reader.decimal("low"), reader.decimal("high")
    least, most = _bound(reader, "least", "min"), _bound(reader, "most", "max")
    return Moderate(_figure(reader), low, high, least, most, reader.amount("of", FULL))


def _standard(reader: Reader) -> Clause:
    mean = reader.field("mean", group_input("mean"))
    variance = reader.field("variance", group_input("variance"))
    return Standard(_figure(reader), mean, variance, reader.amount("centre"), reader.amount("spread"))


READERS: dict[str, Callable[[Reader], Clause]] = {
    "rank": _rank,
    "rank_bands": _rank_bands,
    "rank_ratio": _rank_ratio,
    "efficacy": _efficacy,
    "moderate": _moderate,
    "standard": _standard,
}
