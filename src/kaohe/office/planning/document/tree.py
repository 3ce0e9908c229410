"""Edits of the indicator tree: on plain values, one node at a time, found by its code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from kaohe.office.planning.document.store import Plain


class NodeError(ValueError):
    """An edit that the tree does not allow; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Found:
    """A node with the list it stands in.

    Attributes
    ----------
    siblings
        The list itself: changing it changes the document.
    parents
        Nodes above, the nearest last.
    above
        The list that the nearest parent stands in; None at the top.
    """

    node: Plain
    siblings: list[Plain]
    position: int
    parents: tuple[Plain, ...] = ()
    above: list[Plain] | None = None


def walk(document: Plain) -> Iterator[Found]:
    """Every node with its place, parents first."""
    yield from _walk(document["indicators"], (), None)


def _walk(siblings: list[Plain], parents: tuple[Plain, ...], above: list[Plain] | None) -> Iterator[Found]:
    for position, node in enumerate(siblings):
        yield Found(node, siblings, position, parents, above)
        yield from _walk(node.get("children", []), (*parents, node), siblings)


def find(document: Plain, code: str) -> Found:
    """Find a node by its code."""
    for found in walk(document):
        if found.node["code"] == code:
            return found
    raise NodeError(_("There is no indicator {code} any more: somebody has removed or renamed it.").format(code=code))


def codes(document: Plain) -> list[str]:
    """Give the codes of the tree, in published order."""
    return [found.node["code"] for found in walk(document)]


def node_hash(node: Plain, *, deep: bool = False) -> str:
    """Hash what a node itself says, or with everything below it: what an editor saw, and compares when saving."""
    content = node if deep else {k: v for k, v in node.items() if k != "children"}
    text = json.dumps(content, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def set_fields(document: Plain, code: str, fields: Plain) -> None:
    """Set fields of a node; None takes one away. A new code is followed by what refers to the old one."""
    node = find(document, code).node
    renamed = fields.get("code", code)
    if renamed != code and renamed in taken(document):
        raise NodeError(_("The code {code} is in use already. Give each item its own.").format(code=renamed))
    for name, value in fields.items():
        if value is None:
            node.pop(name, None)
        else:
            node[name] = value
    if renamed != code:
        _refer(document, code, renamed)


def taken(document: Plain) -> set[str]:
    """Codes in use: indicators, adjustments and vetoes share one list."""
    beside = [entry["code"] for part in ("adjustments", "vetoes") for entry in document.get(part, [])]
    return {*codes(document), *beside}


_REFERENCES = (("adjustments", "of"), ("coefficients", "of"), ("ballots", "feeds"), ("couplings", "feeds"))


def _refer(document: Plain, old: str, new: str) -> None:
    """Let the other parts name an indicator by its new code."""
    for part, field in _REFERENCES:
        for entry in document.get(part, []):
            _replace(entry, field, old, new)
    _replace(document.get("ranking", {}), "tie_break", old, new)
    for part in ("floors", "ceilings"):
        for entry in document.get(part, []):
            _replace(entry, "indicators", old, new)


def _replace(entry: Plain, field: str, old: str, new: str) -> None:
    value: Any = entry.get(field)
    if value == old:
        entry[field] = new
    elif isinstance(value, list):
        entry[field] = [new if item == old else item for item in value]


def add_node(document: Plain, *, beside: str = "", under: str = "", name: str) -> str:
    """Add a node after another or as the last child of one, and give its code.

    A leaf that gets its first child hands its own sentence down to it: nothing that was written is lost.
    """
    if under:
        parent = find(document, under).node
        children = parent.setdefault("children", [])
        node = {"code": _fresh(document, f"{under}."), "name": name}
        if not children:
            node |= {f: parent.pop(f) for f in ("criterion", "rule", "text_only", "unit", "target") if f in parent}
            node |= {"points": parent["points"]} if "points" in parent else {}
        children.append(node)
        return node["code"]
    found = find(document, beside) if beside else None
    prefix = f"{found.parents[-1]['code']}." if found and found.parents else ""
    node = {"code": _fresh(document, prefix), "name": name}
    if found is None:
        document["indicators"].append(node)
    else:
        found.siblings.insert(found.position + 1, node)
    return node["code"]


def _fresh(document: Plain, prefix: str) -> str:
    """A code that nothing bears yet: A.1, A.2 below A; letters at the top."""
    used = taken(document)
    top = [chr(letter) for letter in range(ord("A"), ord("Z") + 1)]
    for candidate in (*top, *(f"N{n}" for n in range(1, 1000))) if not prefix else ():
        if candidate not in used:
            return candidate
    number = 1
    while f"{prefix}{number}" in used:
        number += 1
    return f"{prefix}{number}"


def remove_node(document: Plain, code: str) -> None:
    """Take a node out, with everything below it; the last one stays, for a scheme needs one."""
    found = find(document, code)
    if not found.parents and len(found.siblings) == 1:
        raise NodeError(_("A scheme needs at least one indicator. Change this one instead."))
    del found.siblings[found.position]
    if not found.siblings and found.parents:
        found.parents[-1].pop("children")


def duplicate_node(document: Plain, code: str) -> str:
    """Put a copy behind a node, with fresh codes for all of it, and give the code of the copy."""
    found = find(document, code)
    copy = deepcopy(found.node)
    found.siblings.insert(found.position + 1, copy)
    prefix = f"{found.parents[-1]['code']}." if found.parents else ""
    copy["code"] = ""
    copy["code"] = _fresh(document, prefix)
    for below in _walk(copy.get("children", []), (copy,), None):
        below.node["code"] = ""
    for below in _walk(copy.get("children", []), (copy,), None):
        below.node["code"] = _fresh(document, f"{below.parents[-1]['code']}.")
    return str(copy["code"])


def _up(found: Found) -> None:
    if found.position == 0:
        raise NodeError(_("It is the first already."))
    _swap(found, found.position - 1)


def _down(found: Found) -> None:
    if found.position == len(found.siblings) - 1:
        raise NodeError(_("It is the last already."))
    _swap(found, found.position + 1)


def _swap(found: Found, other: int) -> None:
    siblings, here = found.siblings, found.position
    siblings[here], siblings[other] = siblings[other], siblings[here]


def _in(found: Found) -> None:
    """Under the sibling before it."""
    if found.position == 0:
        raise NodeError(_("Nothing stands before it that it could go under."))
    above = found.siblings[found.position - 1]
    if "criterion" in above or "rule" in above:
        raise NodeError(
            _("{code} has a criterion of its own; an indicator with parts has none. Move the sentence first.").format(
                code=above["code"]
            )
        )
    del found.siblings[found.position]
    above.setdefault("children", []).append(found.node)


def _out(found: Found) -> None:
    """Behind its parent."""
    if found.above is None:
        raise NodeError(_("It stands at the top already."))
    parent = found.parents[-1]
    del found.siblings[found.position]
    if not found.siblings:
        parent.pop("children")
    place = next(n for n, node in enumerate(found.above) if node is parent)
    found.above.insert(place + 1, found.node)


MOVES: dict[str, Callable[[Found], None]] = {"up": _up, "down": _down, "in": _in, "out": _out}


def move_node(document: Plain, code: str, way: str) -> None:
    """Move a node ``up`` or ``down`` among its siblings, ``in`` under the one before, ``out`` behind its parent."""
    found = find(document, code)
    MOVES[way](found)
