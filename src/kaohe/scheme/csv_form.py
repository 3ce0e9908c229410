"""Indicator forms published as CSV."""

from __future__ import annotations

from kaohe.scheme.document import Reading
from kaohe.scheme.layout_read import read_layout


def read_csv(data: bytes, file: str = "") -> Reading:
    """Read a scheme from a CSV table in the published layout, in UTF-8 or GBK.

    CSV has no second sheet: title, id and year come from the file name, and a sentence no rule can be read from is
    scored by a person, with a warning.
    """
    return read_layout(data, "text", file)
