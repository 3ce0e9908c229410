"""Statements from their JSON."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kaohe.criteria.families import statement as st
from kaohe.criteria.families.reader import Reader
from kaohe.criteria.model import Clause
from kaohe.i18n import translator

_ = translator("criteria")


def _numbers(reader: Reader, name: str, factor: int = 1) -> tuple[tuple[str, Decimal], ...]:
    return tuple((key, reader.number(name, value) * factor) for key, value in reader.table(name).items())


def _cap(reader: Reader) -> Clause:
    for kind in ("cap_add", "cap_deduct", "cap"):
        if reader.has(kind):
            return st.Cap(reader.amount(kind), kind, reader.text("scope", ""))
    raise reader.unexpected("cap", None, _("cap, cap_add or cap_deduct with its points"))


def _quota(reader: Reader) -> Clause:
    rows = [row if isinstance(row, dict) else {} for row in reader.rows("grades")]
    is_share = any("pct" in row for row in rows)
    shares = []
    for row in rows:
        inner = Reader(row)
        shares.append((inner.text("name"), inner.decimal("pct" if is_share else "count")))
    return st.Quota(tuple(shares), is_share, reader.text("of", ""))


def _grade_band(row: Any) -> st.GradeBand:
    if isinstance(row, str):
        return st.GradeBand(row)
    reader = Reader(row if isinstance(row, dict) else {})
    ends = reader.rows("score") if reader.has("score") else [None, None]
    low, high = (None if end is None else reader.number("score", end) for end in ends)
    return st.GradeBand(reader.text("name"), low, high)


def _grade(reader: Reader) -> Clause:
    return st.Grade(tuple(_grade_band(row) for row in reader.rows("grades")), reader.text("subject", ""))


def _deadline(reader: Reader) -> Clause:
    return st.Deadline(tuple((what, str(when)) for what, when in reader.table("items").items()))


def _coefficient(reader: Reader) -> Clause:
    rows = []
    for row in reader.rows("bands"):
        if not isinstance(row, (list, tuple)) or len(row) != 3 or row[2] is None:
            raise reader.unexpected("bands", row, _("[low, high, factor], null for an open end"))
        low, high = (None if end is None else reader.number("bands", end) for end in row[:2])
        rows.append((low, high, reader.number("bands", row[2])))
    return st.Coefficient(reader.text("on"), tuple(rows), reader.text("unit", ""), reader.text("apply", ""))


def _same_item(reader: Reader) -> Clause:
    extra, period = reader.amount("extra", None), reader.text("period", "")
    return st.SameItem(reader.one_of("rule", "max", "max", "sum"), extra, period)


READERS: dict[str, Callable[[Reader], Clause]] = {
    "veto": lambda r: st.Veto(r.text("when"), r.text("effect", "一票否决")),
    "no_veto": lambda r: st.NoVeto(r.text("when")),
    "cap": _cap,
    "floor": lambda r: st.Floor(r.amount("value"), r.text("scope", "")),
    "quota": _quota,
    "grade": _grade,
    "impute": lambda r: st.Impute(r.text("value"), r.text("when")),
    "same_item": _same_item,
    "deadline": _deadline,
    "limit": lambda r: st.Limit(r.text("on"), r.decimal("max"), r.text("unit", "")),
    "weight_min": lambda r: st.WeightMin(_numbers(r, "mins", 100)),
    "schedule": lambda r: st.Schedule(_numbers(r, "pay", 100)),
    "exclusive": lambda r: st.Exclusive(r.text("prefer"), r.text("over")),
    "override": lambda r: st.Override(r.text("when"), r.text("effect")),
    "convert": lambda r: st.Convert(r.text("source")),
    "trimmed_mean": lambda r: st.TrimmedMean(int(r.decimal("drop_high")), int(r.decimal("drop_low"))),
    "coef": _coefficient,
    "total": lambda r: st.Total(_numbers(r, "parts"), r.decimal("total", None)),
}
