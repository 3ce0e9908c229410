"""The reference page of the data folder says what the reader does."""

from pathlib import Path

import pytest

from kaohe.scoring.reading import kinds as data_kinds
from kaohe.scoring.reading.columns import COLUMNS
from kaohe.tables import kinds as table_kinds
from kaohe.tables.problems import Kind

PAGE = (Path(__file__).parents[3] / "docs/reference/data.md").read_text(encoding="utf-8")
KINDS = [k for module in (table_kinds, data_kinds) for k in vars(module).values() if isinstance(k, Kind)]


@pytest.mark.parametrize("kind", KINDS, ids=lambda k: k.code)
def test_every_problem_is_listed_with_its_text_and_advice(kind):
    title, advice = (t.replace("{", "‹").replace("}", "›") for t in (kind.title, kind.advice))
    (line,) = [text for text in PAGE.splitlines() if text.startswith(f"| {kind.code} |")]
    assert title in line
    assert advice in line


@pytest.mark.parametrize("table", COLUMNS)
def test_every_column_and_its_names_are_listed(table):
    section = PAGE.split(f"### {table} (")[1].split("###")[0]
    for key, names in COLUMNS[table].items():
        (line,) = [text for text in section.splitlines() if text.startswith(f"| `{key}` |")]
        assert ", ".join(name for name in names if name != key) in line


def test_the_example_of_the_page_is_read(folder):
    block = PAGE.split("```")[1].splitlines()[2:]
    units = "\n".join(line.split("  ")[0] for line in block if not line.startswith(" "))
    facts = "\n".join(line.split("  ")[-1].strip() for line in block)
    folder.write("units.csv", units)
    folder.write("facts.csv", facts)
    dataset = folder.read()
    assert [u.attributes["人口"] for u in dataset.units] == ["15200", "22100"]
    assert [(f.unit, f.indicator, f.applicable) for f in dataset.facts] == [
        ("东山镇", "A1", True),
        ("东山镇", "A3", True),
        ("南街", "A1", False),
    ]
