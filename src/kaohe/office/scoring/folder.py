"""The data of a run as a folder of CSV, beside its scheme: whoever has it can score it again with `kaohe score`."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from kaohe.exact import show_decimal
from kaohe.scheme import SchemeSpec, write_yaml
from kaohe.scoring.facts import Dataset, Fact, InputValue

NOT_APPLICABLE = "不适用"
_FACTS = ("unit", "indicator", "period", "actual", "target", "previous", "input", "value")
_EVENTS = ("unit", "item", "date", "count", "points", "level", "input", "grounds")
_DECISIONS = ("unit", "kind", "item", "value", "reason", "by", "basis", "date")


def write_folder(spec: SchemeSpec, data: Dataset, folder: Path) -> None:
    """Write ``scheme.yaml`` and the tables of ``docs/reference/data.md`` into a folder that exists."""
    (folder / "scheme.yaml").write_text(write_yaml(spec), encoding="utf-8")
    names = sorted({name for unit in data.units for name in unit.attributes})
    units = ([u.id, u.name, u.class_id, *(u.attributes.get(n, "") for n in names)] for u in data.units)
    _write(folder / "units.csv", ("id", "name", "class", *names), units)
    _write(folder / "facts.csv", _FACTS, (row for fact in data.facts for row in _fact_rows(fact)))
    if data.events:
        _write(folder / "events.csv", _EVENTS, ([_cell(getattr(e, n)) for n in _EVENTS] for e in data.events))
    if data.decisions:
        _write(
            folder / "decisions.csv", _DECISIONS, ([_cell(getattr(d, n)) for n in _DECISIONS] for d in data.decisions)
        )


def _fact_rows(fact: Fact) -> Iterator[list[str]]:
    """Write the figure, and one row a value of a named input."""
    key, amounts = [fact.unit, fact.indicator, fact.period], [_cell(fact.target), _cell(fact.previous)]
    if not fact.inputs or fact.actual is not None:
        yield [*key, _cell(fact.actual) if fact.applicable else NOT_APPLICABLE, *amounts, "", ""]
    for name, value in fact.inputs.items():
        yield [*key, "", *amounts, name, _cell(value)]


def _cell(value: InputValue | None) -> str:
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return show_decimal(value)
    return "" if value is None else str(value)


def _write(file: Path, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with file.open("w", encoding="utf-8-sig", newline="") as out:  # the mark lets spreadsheet programs see UTF-8
        writer = csv.writer(out)
        writer.writerow(header)
        writer.writerows(rows)
