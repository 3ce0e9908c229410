"""The reference pages say what the code does."""

import re
from pathlib import Path

from pydantic import BaseModel

from kaohe.scheme.check import check
from kaohe.scheme.codes import CODES
from kaohe.scheme.lint import lint
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_fields import models_in
from kaohe.scheme.yaml_io import read_yaml

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"


def page(name: str) -> str:
    return (REFERENCE / name).read_text(encoding="utf-8")


def test_the_catalogue_lists_every_code_as_it_is() -> None:
    rows = re.findall(r"^\| (K\d{3}) \| (\w+) \| ([^|]+) \| ([^|]+) \|", page("lint.md"), re.MULTILINE)
    assert [r[0] for r in rows] == sorted(CODES)
    assert {code: (severity, zh, en) for code, severity, zh, en in rows} == {
        code: (c.severity.value, c.zh, c.en) for code, c in CODES.items()
    }


def test_every_code_is_used() -> None:
    source = Path(__file__).parent.parent.parent / "src" / "kaohe" / "scheme"
    text = "".join(p.read_text(encoding="utf-8") for p in source.rglob("*.py") if p.name != "codes.py")
    assert [code for code in CODES if f'"{code}"' not in text] == []


def test_the_example_is_without_finding() -> None:
    (example,) = re.findall(r"```yaml\n(.*?)```", page("scheme.md"), re.DOTALL)
    reading = read_yaml(example)
    assert reading.spec is not None, reading.findings
    assert check(reading.spec)[0] is not None
    assert [str(f) for f in lint(reading.spec)] == []


def _models(model: type[BaseModel], seen: set[type[BaseModel]]) -> set[type[BaseModel]]:
    seen.add(model)
    for field in model.model_fields.values():
        for below in models_in(field.annotation):
            if below not in seen:
                _models(below, seen)
    return seen


def test_every_field_is_in_the_reference() -> None:
    text = page("scheme.md") + page("ballots.md")
    fields = {name for model in _models(SchemeSpec, set()) for name in model.model_fields}
    assert sorted(name for name in fields if not re.search(rf"\b{name}\b", text)) == []
