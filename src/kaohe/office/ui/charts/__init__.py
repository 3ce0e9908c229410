"""Charts: each answers one question, reads without colour, and has the table behind it."""

from kaohe.office.ui.charts.chart import Chart
from kaohe.office.ui.charts.kinds import bars, heat, line, ranks

__all__ = ["Chart", "bars", "heat", "line", "ranks"]
