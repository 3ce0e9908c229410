"""Charts around targets."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.planning.comparison import Year, trimmed
from kaohe.office.planning.models import Indicator, Target
from kaohe.office.ui.charts import Chart, bars, line

MOST_BARS = 24
"""Units that are drawn one by one; more are counted in steps."""

STEPS = 10


def course(target: Target, years: Sequence[Year]) -> Chart | None:
    """Draw what the unit was to reach and reached in earlier years, and the target after them."""
    if not years:
        return None
    names = [str(y.year) for y in years] + [str(target.cycle.year)]
    goals = [trimmed(y.target) for y in years] + [trimmed(target.value)]
    reached = [trimmed(y.actual) for y in years] + [None]
    title = _("Targets and results over the years")
    return line(title, names, {_("target"): goals, _("result"): reached}, unit=target.indicator.figure_unit)


def distribution(indicator: Indicator, rows: QuerySet[Any]) -> Chart | None:
    """Draw the targets of the units side by side; many units as numbers of units in even steps."""
    found = list(rows.order_by("-value", "pk").values_list("unit__name", "value"))
    if not found:
        return None
    title = _("How the targets are spread")
    if len(found) <= MOST_BARS:
        names = [name for name, _value in found]
        return bars(title, names, {_("target"): [trimmed(v) for _name, v in found]}, unit=indicator.figure_unit)
    names, counts = _steps([value for _name, value in found])
    return bars(title, names, {_("units"): counts}, lying=False)


def _steps(values: Sequence[Decimal]) -> tuple[list[str], list[int]]:
    """Count values in ten even steps from the smallest to the largest."""
    low, high = min(values), max(values)
    if low == high:
        return [show_decimal(low)], [len(values)]
    width = (high - low) / STEPS
    counts = [0] * STEPS
    for value in values:
        counts[min(int((value - low) / width), STEPS - 1)] += 1
    edges = [show_decimal((low + width * n).quantize(Decimal("0.01"))) for n in range(STEPS + 1)]
    return [f"{a}–{b}" for a, b in pairwise(edges)], counts
