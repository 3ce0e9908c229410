"""Problems with files and cells: numbered, placed, teaching, and all reported at once.

A `Kind` is declared once, with English texts marked by ``_`` for the catalogue of its domain; a `Problem` is one
finding and is put into words only when it is shown, in the language of that moment.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from kaohe.i18n import translator
from kaohe.tables.place import NOWHERE, Place

_ = translator("tables")

MAX_SHOWN = 60
"""Characters of a cell that a message repeats."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A sort of problem.

    Attributes
    ----------
    code
        Stable number, ``T201``; listed in ``docs/reference/data.md``.
    title, expected, advice
        English source strings with ``{names}`` of the values that a problem carries.
    domain
        Catalogue that translates them.
    is_warning
        True: said, but the data are read.
    """

    code: str
    title: str
    expected: str
    advice: str
    domain: str = "tables"
    is_warning: bool = False


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding.

    Attributes
    ----------
    found
        What stands there, as text.
    values
        Words for the texts of the kind.
    """

    kind: Kind
    place: Place = NOWHERE
    found: str = ""
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """Number of the kind."""
        return self.kind.code

    @property
    def is_warning(self) -> bool:
        """True when the data are read all the same."""
        return self.kind.is_warning

    @property
    def title(self) -> str:
        """What is wrong, in the current language."""
        return self._say(self.kind.title)

    @property
    def expected(self) -> str:
        """What should stand there."""
        return self._say(self.kind.expected)

    @property
    def advice(self) -> str:
        """What to do next."""
        return self._say(self.kind.advice)

    def _say(self, text: str) -> str:
        return translator(self.kind.domain)(text).format(found=shortened(self.found), **self.values) if text else ""

    def __str__(self) -> str:
        words = [f"{self.code} {self.place}" if self.place != NOWHERE else self.code, self.title]
        if self.found:
            words.append(_("found: {found}").format(found=shortened(self.found)))
        if self.expected:
            words.append(_("expected: {expected}").format(expected=self.expected))
        return _("; ").join(words) + _(". ") + self.advice

    def to_json(self) -> dict[str, Any]:
        """Write the problem for machines; the texts are in the current language."""
        place = self.place
        return {
            "code": self.code,
            "severity": "warning" if self.is_warning else "error",
            "place": {"file": place.file, "sheet": place.sheet, "row": place.row, "column": place.column},
            "message": self.title,
            "found": self.found,
            "expected": self.expected,
            "advice": self.advice,
        }


def shortened(text: str) -> str:
    """Cut a long cell, and show its line breaks, so that a message stays one line."""
    line = text.replace("\r", " ").replace("\n", "⏎")
    return line if len(line) <= MAX_SHOWN else line[: MAX_SHOWN - 1] + "…"


class Problems(Exception):
    """Everything that is wrong with the files, in the order of the files. Nothing was read."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __str__(self) -> str:
        return "\n".join(map(str, self.problems))

    def to_json(self) -> list[dict[str, Any]]:
        """Write every problem for machines."""
        return [p.to_json() for p in self.problems]


class ProblemLog:
    """Collects problems while files are read; decides at the end."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.error_count = 0

    def take(self, problem: Problem) -> None:
        """Note a problem."""
        self.problems.append(problem)
        self.error_count += not problem.is_warning

    def add(self, kind: Kind, place: Place = NOWHERE, found: str = "", **values: str) -> None:
        """Note a problem by its parts."""
        self.take(Problem(kind, place, found, values))

    @property
    def errors(self) -> list[Problem]:
        """Problems that forbid reading."""
        return [p for p in self.problems if not p.is_warning]

    @property
    def warnings(self) -> list[Problem]:
        """Problems that are only said."""
        return [p for p in self.problems if p.is_warning]

    def raise_if_any(self) -> None:
        """Raise `Problems` with errors and warnings when there is an error."""
        if self.error_count:
            raise Problems(sorted(self.problems, key=lambda p: p.place))
