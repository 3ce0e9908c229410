"""From plain values to a `SchemeSpec`: every fault of shape becomes a finding with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, TypeAlias

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.fields import kind
from kaohe.scheme.findings import Finding, Path, Places, has_errors, in_order
from kaohe.scheme.naming import below, node_name
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_fields import fields_at

_ = translator("scheme")


@dataclass(frozen=True)
class Reading:
    """A document that was read: the spec (None when it has errors), the place of each node, all findings."""

    spec: SchemeSpec | None
    places: Places
    findings: tuple[Finding, ...]


def from_plain(root: Any, places: Places, findings: Iterable[Finding] = ()) -> Reading:
    """Make a spec from plain mappings, lists and text.

    Parameters
    ----------
    root
        The whole document; numbers as text, whole numbers or decimals.
    places
        Where each node was written.
    findings
        What reading the file has already found; an error among them means no spec.
    """
    found = list(findings)
    if not isinstance(root, dict):
        if not has_errors(found):
            found.append(_no_scheme(root, places))
        return Reading(None, places, in_order(found))
    spec = None
    try:
        spec = SchemeSpec.model_validate(root)
    except ValidationError as error:
        found += [_shape(root, details, places) for details in error.errors(include_url=False)]
    return Reading(None if has_errors(found) else spec, places, in_order(found))


def _no_scheme(root: Any, places: Places) -> Finding:
    return finding(
        "K009",
        places.at(()),
        _("expected a scheme, found {found}").format(found=kind(root)),
        _("Begin with `kaohe: 1`, `id:`, `title:`, `cycle:` and `indicators:`; `kaohe preset copy` gives an example."),
    )


def _shape(root: Any, details: ErrorDetails, places: Places) -> Finding:
    """Turn an error of pydantic into a finding in the document's own words."""
    path = _written_path(root, details["loc"])
    code, message, proposal = _words(details, path)
    if code == "K021":
        path = path[:-1]
    return finding(code, places.at(path, node_name(root, path)), message, proposal)


def _written_path(root: Any, loc: tuple[str | int, ...]) -> Path:
    """Drop the steps that exist only in the model (members of unions, the class ``*``)."""
    path: list[str | int] = []
    value = root
    for position, step in enumerate(loc):
        if isinstance(value, list | tuple) and isinstance(step, int):
            path.append(step)
            value = below(value, step)
        elif isinstance(value, dict) and (step in value or position == len(loc) - 1):
            path.append(step)
            value = value.get(step)
    return tuple(path)


_Said: TypeAlias = tuple[str, str, str]
"""Code, message, proposal."""


def _words(details: ErrorDetails, path: Path) -> _Said:
    """Put an error of pydantic into words; what none of these knows is a value of the wrong kind."""
    context: dict[str, Any] = details.get("ctx", {})
    name = str(path[-1]) if path else ""
    match details["type"]:
        case "kaohe":
            return str(context["code"]), str(context["message"]), str(context["proposal"])
        case "missing":
            return "K021", _("the field {name} is missing").format(name=name), _("Add `{name}:`.").format(name=name)
        case "extra_forbidden":
            return "K020", _("unknown field {name}").format(name=repr(name)), _nearest(name, path)
        case "enum" | "literal_error":
            return _choice(str(context["expected"]), details["input"])
        case "union_tag_not_found" | "union_tag_invalid":
            return _choice(str(context.get("expected_tags", "'quota', 'limit', 'score'")), context.get("tag"))
        case "greater_than_equal" | "less_than_equal":
            return "K026", _range(context, details["input"]), _("Write a number within the range.")
        case "string_pattern_mismatch":
            return _no_name(details["input"])
    return _wrong_kind(details["type"], details["input"])


def _choice(allowed: str, found: Any) -> _Said:
    message = _("expected one of {allowed}, found {found}").format(
        allowed=allowed.replace(" or ", ", "), found=kind(found)
    )
    return "K024", message, _("Write one of the allowed words.")


def _no_name(found: Any) -> _Said:
    message = _("{found} must be one word of letters, digits, - . or _").format(found=repr(found))
    return "K025", message, _("Write a short name such as town-villages-2014.")


def _wrong_kind(kind_of: str, found: Any) -> _Said:
    message = _("expected {expected}, found {found}").format(expected=_expected(kind_of), found=kind(found))
    return "K025", message, _("See the reference: docs/reference/scheme.md.")


def _range(context: dict[str, Any], found: Any) -> str:
    if "ge" in context:
        return _("{found} is below the least allowed, {least}").format(found=found, least=context["ge"])
    return _("{found} is above the most allowed, {most}").format(found=found, most=context["le"])


def _expected(kind_of: str) -> str:
    if "list" in kind_of or "tuple" in kind_of or kind_of in {"too_short", "too_long"}:
        return _("a list (lines beginning with `- `)")
    if "dict" in kind_of or "model" in kind_of:
        return _("a group of fields")
    if "bool" in kind_of:
        return _("true or false")
    return _("another kind of value")


def _nearest(name: str, path: Path) -> str:
    known = fields_at(path[:-1])
    near = difflib.get_close_matches(name, known, n=1)
    if near:
        return _("Did you mean `{near}`?").format(near=near[0])
    return _("Known fields here: {known}.").format(known=", ".join(known))
