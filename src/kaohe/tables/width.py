"""Full-width characters of Chinese input methods, and nothing else: a footnote mark ² is not a digit 2."""

from __future__ import annotations

_HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def half_width(text: str) -> str:
    """Turn full-width ASCII into ASCII.

    Examples
    --------
    >>> half_width("１２．５％（x）")
    '12.5%(x)'
    """
    return text.translate(_HALF)
