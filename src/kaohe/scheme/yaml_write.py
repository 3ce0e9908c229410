"""Write a scheme as YAML that an officer reads: fields in the order of the published table, Chinese as Chinese."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml
from pydantic import BaseModel

from kaohe.exact import show_decimal
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_fields import written_order

LINE = 110
"""Longest line, in half-width columns, of a group of fields that is written in one line."""

_TAG = "tag:yaml.org,2002:"


class _Dumper(yaml.SafeDumper):
    """Indents lists below their key, as people do."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def ordered(spec: BaseModel) -> dict[str, Any]:
    """Give what the document says, without what it leaves to the defaults, in written order.

    Numbers are decimals or whole numbers, percentages text such as ``40%``.
    """
    return _ordered(spec, spec.model_dump(exclude_defaults=True))


def _ordered(model: BaseModel, values: dict[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name in written_order(type(model)):
        if name in values:
            out[name] = _nested(getattr(model, name), values[name])
    return out


def _nested(value: Any, dumped: Any) -> Any:
    if isinstance(value, BaseModel):
        return _ordered(value, dumped)
    if isinstance(value, tuple):
        return [_nested(part, below) for part, below in zip(value, dumped, strict=True)]
    return dumped


def write_text(spec: SchemeSpec) -> str:
    """Write the whole document."""
    content = {"kaohe": 1, **ordered(spec)}
    node = _mapping(content, is_root=True)
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=10**9)
    return text


def flow_text(value: Any) -> str:
    """Write one value as YAML on one line, for a cell of a table."""
    node = _node(value)
    _flatten(node)
    text: str = yaml.serialize(node, Dumper=_Dumper, allow_unicode=True, width=10**9)
    return text.removesuffix("...\n").strip()


def _flatten(node: yaml.Node) -> None:
    """Let nothing inside begin a new line."""
    if isinstance(node, yaml.ScalarNode):
        node.style = '"' if "\n" in node.value else node.style
        return
    if isinstance(node, yaml.CollectionNode):
        node.flow_style = True
    for part in node.value:
        for below in part if isinstance(part, tuple) else (part,):
            _flatten(below)


def _node(value: Any) -> yaml.Node:
    match value:
        case None:
            return _scalar("null", "null")
        case bool():
            return _scalar("bool", "true" if value else "false")
        case int():
            return _scalar("int", str(value))
        case Decimal():
            text = show_decimal(value)
            return _scalar("float" if "." in text else "int", text)
        case dict():
            return _mapping(value)
        case list() | tuple():
            return _sequence(value)
    return _text(str(value))


def _scalar(tag: str, text: str) -> yaml.Node:
    return yaml.ScalarNode(_TAG + tag, text)


def _text(text: str) -> yaml.Node:
    style = "|" if "\n" in text and not text.startswith((" ", "\n")) else None
    return yaml.ScalarNode(_TAG + "str", text, style=style)


def _mapping(values: dict[str, Any], *, is_root: bool = False) -> yaml.Node:
    pairs = [(_text(str(key)), _node(value)) for key, value in values.items()]
    return yaml.MappingNode(_TAG + "map", pairs, flow_style=not is_root and _is_short(values))


def _sequence(values: list[Any] | tuple[Any, ...]) -> yaml.Node:
    is_flat = all(not isinstance(v, dict) for v in values) and _is_short(values)
    return yaml.SequenceNode(_TAG + "seq", [_node(v) for v in values], flow_style=is_flat)


def _is_short(values: Any) -> bool:
    """True when a group reads better in one line: few words, no group of groups, no long sentence."""
    return _width(values) <= LINE and _depth(values) <= 2 and "\n" not in str(_leaves(values))


def _leaves(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for key, below in value.items() for text in (str(key), *_leaves(below))]
    if isinstance(value, list | tuple):
        return [text for below in value for text in _leaves(below)]
    return [str(value)]


def _width(value: Any) -> int:
    return sum(4 + sum(2 if ord(c) > 0x2E7F else 1 for c in text) for text in _leaves(value)) - 2


def _depth(value: Any) -> int:
    below = list(value.values()) if isinstance(value, dict) else list(value) if isinstance(value, list | tuple) else []
    return 1 + max(map(_depth, below), default=0) if isinstance(value, dict | list | tuple) else 0
