"""Read a list of what units were to reach and reached in earlier years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from kaohe.office.planning.imports import kinds
from kaohe.office.planning.imports.cells import figure
from kaohe.office.planning.imports.places import Places, code
from kaohe.office.planning.past import Past
from kaohe.tables.names import Ranked
from kaohe.tables.problems import ProblemLog
from kaohe.tables.read import read_table
from kaohe.tables.table import Row

COLUMNS: Mapping[str, Sequence[str]] = {
    "unit": Ranked(("单位编码", "unit code", "单位", "被考核单位", "单位名称")),
    "indicator": Ranked(("指标编码", "指标代码", "indicator code", "指标", "指标名称")),
    "year": ("年度", "年份"),
    "target": ("目标值", "目标", "当年目标"),
    "actual": ("完成值", "实绩", "实际完成", "完成情况"),
}
_FIRST_YEAR = 1949


class _Reader:
    def __init__(self, places: Places, year: int) -> None:
        self.places, self.year, self.log = places, year, ProblemLog()
        self._first: dict[tuple[int, str, int], int] = {}

    def past(self, row: Row) -> Past | None:
        appraised = self.places.unit(row["unit"], self.log)
        indicator = self.places.indicator(row["indicator"], self.log)
        year = self._year(row)
        if appraised is None or indicator is None or year is None:
            return None
        values: dict[str, Decimal | None] = {
            name: figure(row[name], indicator, self.log, may_be_absent=True) if row.text(name) else None
            for name in ("target", "actual")
        }
        first = self._first.setdefault((appraised.unit_id, indicator.code, year), row.number)
        if first != row.number:
            self.log.add(kinds.TWICE, row["unit"].place, row.text("unit"), first=str(first))
        elif not row.text("target") and not row.text("actual"):
            self.log.add(kinds.NO_RESULT, row.place)
        elif values["target"] is not None or values["actual"] is not None:
            return Past(appraised.unit_id, appraised.unit.code, indicator.code, year, **values)
        return None

    def _year(self, row: Row) -> int | None:
        text = code(row.text("year")).removesuffix("年")
        year = int(text) if text.isdecimal() and len(text) == 4 else 0
        if _FIRST_YEAR <= year < self.year:
            return year
        self.log.add(kinds.WRONG_YEAR, row["year"].place, row.text("year"), year=str(self.year))
        return None


def read_past_results(path: Path, places: Places, year: int) -> list[Past]:
    """Read a list, a row a unit, indicator and year.

    Parameters
    ----------
    year
        Year of the cycle; results lie before it.

    Raises
    ------
    Problems
        With everything that is wrong with the file and its rows.
    """
    table = read_table(path, columns=COLUMNS, required=["unit", "indicator", "year"])
    reader = _Reader(places, year)
    found = [reader.past(row) for row in table]
    reader.log.raise_if_any()
    return [past for past in found if past is not None]
