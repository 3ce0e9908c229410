"""The appraisal scheme (考核办法) as a document: written, checked, linted, compared, versioned.

`SchemeSpec` is what a person writes in YAML, a workbook or a document; `check` turns it into the `Scheme` that the
machine runs, or says everything that is wrong at once. Names are loaded on first use, so importing the package is free.
`check`, `diff` and `lint` share their names with their modules and are imported from there.

Examples
--------
>>> from kaohe.scheme import read_yaml, write_yaml
>>> leaf = "{code: A, name: 甲, points: 10, criterion: 按完成比例得分}"
>>> text = f"id: demo\\ntitle: 示例\\ncycle: {{year: 2026}}\\nindicators: [{leaf}]"
>>> print(write_yaml(read_yaml(text).spec))
kaohe: 1
id: demo
title: 示例
cycle: {year: 2026}
indicators:
  - {code: A, name: 甲, points: 10, criterion: 按完成比例得分}
<BLANKLINE>
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kaohe.scheme.document import Reading
    from kaohe.scheme.findings import Finding, Place, Places, SchemeProblems, Severity
    from kaohe.scheme.load import load_checked, load_reading, load_scheme, load_spec, write_spec
    from kaohe.scheme.model import Scheme
    from kaohe.scheme.spec import SchemeSpec, json_schema
    from kaohe.scheme.version import canonical_json, content_hash
    from kaohe.scheme.yaml_io import read_yaml, write_yaml

_HOME = {
    "Reading": "document",
    "Finding": "findings",
    "Place": "findings",
    "Places": "findings",
    "SchemeProblems": "findings",
    "Severity": "findings",
    "load_checked": "load",
    "load_reading": "load",
    "load_scheme": "load",
    "load_spec": "load",
    "Scheme": "model",
    "SchemeSpec": "spec",
    "json_schema": "spec",
    "canonical_json": "version",
    "content_hash": "version",
    "read_yaml": "yaml_io",
    "write_spec": "load",
    "write_yaml": "yaml_io",
}

__all__ = [
    "Finding",
    "Place",
    "Places",
    "Reading",
    "Scheme",
    "SchemeProblems",
    "SchemeSpec",
    "Severity",
    "canonical_json",
    "content_hash",
    "json_schema",
    "load_checked",
    "load_reading",
    "load_scheme",
    "load_spec",
    "read_yaml",
    "write_spec",
    "write_yaml",
]


def __getattr__(name: str) -> Any:
    """Load a public name from its module on first use."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
