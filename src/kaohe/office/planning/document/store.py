"""Between the stored text and `SchemeSpec`."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any, TypeAlias

from kaohe.scheme import Scheme, SchemeSpec
from kaohe.scheme.check import draft
from kaohe.scheme.version import canonical_json

Plain: TypeAlias = dict[str, Any]
"""A document as plain values, as `canonical_json` writes it: numbers are text."""


def plain(document: str) -> Plain:
    """Read the stored text into plain values, for editing."""
    found: Plain = json.loads(document)
    return found


@lru_cache(maxsize=32)
def spec_of(document: str) -> SchemeSpec:
    """Read the stored text; a spec is immutable, so the same text is read once a process."""
    return SchemeSpec.model_validate(plain(document))


@lru_cache(maxsize=32)
def scheme_of(document: str) -> Scheme:
    """Give the scheme that a stored text makes, as far as it can be made out; once a process, as `spec_of`."""
    return draft(spec_of(document))[0]


def stored(spec: SchemeSpec) -> str:
    """Write a spec as it is stored and hashed."""
    return canonical_json(spec)
