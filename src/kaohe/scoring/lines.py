"""An explanation: lines in words, each with the lines it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Explanation:
    """One line of a derivation and what it rests on.

    Attributes
    ----------
    kind
        What the line is about, for machines: ``total``, ``node``, ``leaf``, ``figure``, ``criterion``, ``input``,
        ``clause``, ``ballot``, ``rounding``, ``adjustment``, ``coefficient``, ``correction``, ``rank``, ``grade``,
        ``note``.
    text
        The line in the language of the moment it was made.
    code
        Code of the indicator or item, empty otherwise.
    score
        The number the line comes to, as decimal text; None for lines without one.
    source
        Where a figure comes from: place, who entered it, evidence; only what is known.
    lines
        What the line rests on, in order.
    """

    kind: str
    text: str
    code: str = ""
    score: str | None = None
    source: Mapping[str, str] = field(default_factory=dict)
    lines: tuple[Explanation, ...] = ()

    def walk(self, depth: int = 0) -> Iterator[tuple[int, Explanation]]:
        """Every line with its depth, top first."""
        yield depth, self
        for line in self.lines:
            yield from line.walk(depth + 1)

    def to_json(self) -> dict[str, Any]:
        """Write the tree; empty parts are left out."""
        out: dict[str, Any] = {"kind": self.kind, "text": self.text}
        if self.code:
            out["code"] = self.code
        if self.score is not None:
            out["score"] = self.score
        if self.source:
            out["source"] = dict(self.source)
        if self.lines:
            out["lines"] = [line.to_json() for line in self.lines]
        return out

    def __str__(self) -> str:
        return "\n".join("  " * depth + line.text for depth, line in self.walk())
