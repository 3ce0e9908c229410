"""The words the county is made of, as ``data/county.yaml`` gives them."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent.parent / "data" / "county.yaml"


@cache
def source() -> dict[str, Any]:
    """Read the file, once."""
    words: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return words
