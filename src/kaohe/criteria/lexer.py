"""From normalised text to tokens: one master pattern finds the next piece, its maker reads it.

What no piece claims is free words. Every number, score verb, limit word and 每 is a piece, so nothing that bears on
the arithmetic can hide among the words.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kaohe.criteria.lexemes import ATOMS
from kaohe.criteria.tokens import Token, Words

_MASTER = re.compile("|".join(f"(?P<{atom.name}>{atom.find})" for atom in ATOMS))
_BY_NAME = {atom.name: atom for atom in ATOMS}


@lru_cache(maxsize=8)
def lex(text: str) -> tuple[Token, ...]:
    """Cut normalised text into tokens that cover it without gaps."""
    tokens: list[Token] = []
    at = 0
    for match in _MASTER.finditer(text):
        token = _BY_NAME[str(match.lastgroup)].make(text, match.start(), match.end())
        if token is None:
            continue
        if at < token.start:
            tokens.append(Words(at, token.start, text[at : token.start]))
        tokens.append(token)
        at = token.end
    if at < len(text):
        tokens.append(Words(at, len(text), text[at:]))
    return tuple(tokens)
