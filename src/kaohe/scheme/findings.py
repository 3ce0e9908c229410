"""What is found in a scheme: a numbered finding with its place, its message and a proposal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeAlias

from kaohe.i18n import translator
from kaohe.tables.place import column_letters

_ = translator("scheme")

Path: TypeAlias = "tuple[str | int, ...]"
"""Way from the root of the document to a node: ``("indicators", 0, "points")``."""


class Severity(StrEnum):
    """How grave a finding is."""

    ERROR = "error"
    """The scheme cannot run, or would be wrong."""
    WARNING = "warning"
    """It runs, but a person should look."""
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a scheme document something stands.

    Attributes
    ----------
    file
        File name as given; empty for a scheme that was made by a program.
    sheet
        Sheet of a workbook or table of a document.
    line, column
        Counted from 1 as editors show them (row and column of a sheet); 0: not known.
    node
        The node in the document's own words: ``A1 烤烟面积: criterion``.
    """

    file: str = ""
    sheet: str = ""
    line: int = 0
    column: int = 0
    node: str = ""

    def __str__(self) -> str:
        words = [word for word in (self.file, self.sheet, self._position(), self.node) if word]
        return _(", ").join(words)

    def _position(self) -> str:
        if not self.line:
            return ""
        if self.sheet:
            return f"{column_letters(self.column)}{self.line}"
        return _("line {line} column {column}").format(line=self.line, column=self.column)


NOWHERE = Place()
"""A scheme that was made by a program."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding.

    Attributes
    ----------
    code
        Stable number from `kaohe.scheme.codes`: K0xx bad input, K1xx lint.
    message
        What was found and what was expected, in the language of the context.
    proposal
        What to do next.
    """

    code: str
    severity: Severity
    place: Place
    message: str
    proposal: str = ""

    def __str__(self) -> str:
        head = f"{self.code} {self.place}".strip()
        text = _("{head}: {message}. {proposal}").format(head=head, message=self.message, proposal=self.proposal)
        return text.strip()

    def to_json(self) -> dict[str, Any]:
        """Write the finding as ``kaohe lint --json`` prints it."""
        place = {
            "file": self.place.file,
            "sheet": self.place.sheet,
            "line": self.place.line,
            "column": self.place.column,
            "node": self.place.node,
        }
        return {
            "code": self.code,
            "severity": self.severity.value,
            "place": place,
            "message": self.message,
            "proposal": self.proposal,
        }


class SchemeProblems(ValueError):
    """A scheme that cannot be used; carries every finding at once.

    Attributes
    ----------
    findings
        All findings, worst first, then in document order.
    """

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("\n".join(map(str, self.findings)))


@dataclass(frozen=True)
class Places:
    """Where each node of a document was written.

    Attributes
    ----------
    file
        File name; empty for a scheme that was made by a program.
    of
        Path of a node → its place.
    """

    file: str = ""
    of: Mapping[Path, Place] = field(default_factory=dict)

    def at(self, path: Path, node: str = "") -> Place:
        """Give the place of a node, or of the nearest node above it that was written."""
        for length in range(len(path), -1, -1):
            place = self.of.get(path[:length])
            if place is not None:
                return replace(place, node=node)
        return Place(self.file, node=node)


_GRAVITY = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings: worst first, then as they stand in the document; each once."""
    distinct = dict.fromkeys(findings)
    return tuple(sorted(distinct, key=lambda f: (_GRAVITY[f.severity], f.place.sheet, f.place.line, f.code)))


def has_errors(findings: Iterable[Finding]) -> bool:
    """True when the scheme cannot be used as it stands."""
    return any(f.severity is Severity.ERROR for f in findings)
