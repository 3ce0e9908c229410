"""The four charts: a course over time, amounts side by side, a heat map, and movements of rank."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from kaohe.office.ui.charts.chart import Chart, Figure, Size, drawn
from kaohe.office.ui.tones import Tone

_GRID = {"left": 24, "right": 96, "top": 36, "bottom": 8, "containLabel": True}
_SYMBOLS = ("circle", "rect", "triangle", "diamond", "roundRect", "pin", "arrow", "emptyCircle")
_DASHES = ("solid", "dashed", "dotted")
_MOST_LABELS = 24


def _base(title: str) -> dict[str, Any]:
    return {
        "animation": False,
        "aria": {"enabled": True, "decal": {"show": True}, "label": {"enabled": True, "description": title}},
        "grid": dict(_GRID),
    }


def line(
    title: str, x: Sequence[str], series: Mapping[str, Sequence[Figure]], *, unit: str = "", target: Figure = None
) -> Chart:
    """Draw courses over time; each line carries its name at its end, a symbol and a dash of its own.

    Parameters
    ----------
    x
        Periods.
    series
        Name of each line and one figure a period; None leaves a gap.
    target
        Drawn as a level with its number.
    """
    lines = [_one_line(n, name, values) for n, (name, values) in enumerate(series.items())]
    if target is not None and lines:
        text = " ".join([_("target"), format(target, "f")])
        level = {"yAxis": drawn(target), "label": {"formatter": text, "position": "insideEndTop"}}
        lines[0]["markLine"] = {"silent": True, "symbol": "none", "data": [level]}
    option = _base(title) | {
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "xAxis": {"type": "category", "data": list(x), "boundaryGap": False},
        "yAxis": {"type": "value", "name": unit, "scale": True},
        "series": lines,
    }
    rows = [[period, *(values[n] for values in series.values())] for n, period in enumerate(x)]
    return Chart(title, option, [_("period"), *_with_unit(series, unit)], rows)


def _one_line(n: int, name: str, values: Sequence[Figure]) -> dict[str, Any]:
    return {
        "type": "line",
        "name": name,
        "data": [drawn(v) for v in values],
        "symbol": _SYMBOLS[n % len(_SYMBOLS)],
        "symbolSize": 8,
        "lineStyle": {"type": _DASHES[n % len(_DASHES)]},
        "endLabel": {"show": True, "formatter": "{a}"},
        "connectNulls": False,
    }


def bars(
    title: str,
    names: Sequence[str],
    series: Mapping[str, Sequence[Figure]],
    *,
    unit: str = "",
    stacked: bool = False,
    lying: bool = True,
    tones: Mapping[str, Tone] | None = None,
) -> Chart:
    """Draw amounts side by side from zero on, each with its number; a stack leaves out its zeros.

    Parameters
    ----------
    names
        What is compared, the first at the top (or left).
    lying
        True: bars run to the right, which leaves room for long names.
    tones
        Tone of each series that stands for a state, by its name: it bears the colour of the badges.
    """
    labels = len(names) * len(series) <= 3 * _MOST_LABELS
    shown = [
        {
            "type": "bar",
            "name": name,
            "data": [None if stacked and not v else _labelled(v) for v in values],
            "tone": str(tones[name]) if tones and name in tones else None,
            "stack": "all" if stacked else None,
            "barMaxWidth": 22,
            "label": {"show": labels, "position": "inside" if stacked else "right" if lying else "top"},
        }
        for name, values in series.items()
    ]
    category: dict[str, Any] = {"type": "category", "data": list(names), "inverse": lying}
    value = {"type": "value", "name": unit, "min": None if _any_negative(series) else 0}
    option = _base(title) | {
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "legend": {"show": len(series) > 1, "top": 0},
        "grid": {**_GRID, "top": 40 if len(series) > 1 else 24, "right": 48},
        "xAxis": value if lying else category,
        "yAxis": category if lying else value,
        "series": shown,
    }
    rows = [[name, *(values[n] for values in series.values())] for n, name in enumerate(names)]
    size = _size(len(names) * (1 if stacked else len(series))) if lying else "medium"
    return Chart(title, option, [_("name"), *_with_unit(series, unit)], rows, size)


def _labelled(value: Figure) -> dict[str, Any] | None:
    """Give a bar with its number written exactly, as the table behind has it."""
    return (
        None
        if value is None
        else {
            "value": drawn(value),
            "label": {"formatter": format(value, ",f" if isinstance(value, Decimal) else ",d")},
        }
    )


def _any_negative(series: Mapping[str, Sequence[Figure]]) -> bool:
    return any(v is not None and v < 0 for values in series.values() for v in values)


def heat(
    title: str,
    columns: Sequence[str],
    rows: Sequence[str],
    values: Sequence[Sequence[Figure]],
    *,
    unit: str = "",
    least: Figure = None,
    most: Figure = None,
) -> Chart:
    """Draw a table as colours, each cell with its number.

    Parameters
    ----------
    values
        One row of figures per name in ``rows``.
    least, most
        Ends of the scale; by default those of the figures.
    """
    present = [v for row in values for v in row if v is not None]
    low, high = min(present, default=0) if least is None else least, max(present, default=1) if most is None else most
    cells = [[x, y, drawn(v)] for y, row in enumerate(values) for x, v in enumerate(row) if v is not None]
    option = _base(title) | {
        "aria": {"enabled": True, "decal": {"show": False}, "label": {"enabled": True, "description": title}},
        "tooltip": {"renderMode": "richText"},
        "grid": {**_GRID, "right": 16, "bottom": 56},
        "xAxis": {"type": "category", "data": list(columns), "splitArea": {"show": True}},
        "yAxis": {"type": "category", "data": list(rows), "inverse": True, "splitArea": {"show": True}},
        "visualMap": {
            "min": drawn(low),
            "max": drawn(high),
            "calculable": True,
            "orient": "horizontal",
            "left": "center",
            "bottom": 0,
        },
        "series": [{"type": "heatmap", "name": title, "data": cells, "label": {"show": len(cells) <= 400}}],
    }
    behind = [[name, *row] for name, row in zip(rows, values, strict=True)]
    return Chart(title, option, ["", *(f"{c}（{unit}）" if unit else c for c in columns)], behind, _size(len(rows)))


def ranks(title: str, periods: Sequence[str], places: Mapping[str, Sequence[int | None]]) -> Chart:
    """Draw movements of rank: first place on top, the name at the end of each line."""
    lines = [_one_line(n, name, values) | {"label": {"show": True}} for n, (name, values) in enumerate(places.items())]
    last = max((p for values in places.values() for p in values if p is not None), default=1)
    option = _base(title) | {
        "tooltip": {"trigger": "item", "renderMode": "richText"},
        "xAxis": {"type": "category", "data": list(periods), "boundaryGap": False},
        "yAxis": {"type": "value", "inverse": True, "min": 1, "max": last, "minInterval": 1},
        "series": lines,
    }
    behind = [[name, *values] for name, values in places.items()]
    return Chart(title, option, [_("name"), *periods], behind, _size(len(places)))


def _size(rows: int) -> Size:
    """Choose a height that leaves each row its line."""
    return "small" if rows <= 5 else "medium" if rows <= 12 else "large" if rows <= 24 else "huge"


def _with_unit(series: Mapping[str, Sequence[Figure]], unit: str) -> list[str]:
    return [f"{name}（{unit}）" if unit else name for name in series]
