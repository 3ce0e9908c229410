"""Versions of a scheme by content: the same hash for the same meaning, however the file is laid out."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any

from kaohe.exact import show_decimal
from kaohe.scheme.spec import SchemeSpec


def canonical_json(spec: SchemeSpec) -> str:
    """Write what the document says as one line of JSON.

    Keys sorted, defaults left out, numbers as the shortest decimal text (20, 20.0 and "20.00" are one number):
    comments, layout, key order and the kind of file (YAML, XLSX, DOCX) make no difference.
    """
    content = _canonical(spec.model_dump(exclude_defaults=True))
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_hash(spec: SchemeSpec) -> str:
    """SHA-256 of `canonical_json`, in hex."""
    return hashlib.sha256(canonical_json(spec).encode()).hexdigest()


def _canonical(value: Any) -> Any:
    match value:
        case Decimal():
            return show_decimal(value) if value else "0"
        case bool() | None | str():
            return value
        case int():
            return str(value)
        case dict():
            return {str(key): _canonical(below) for key, below in value.items()}
        case list() | tuple():
            return [_canonical(below) for below in value]
    return str(value)
