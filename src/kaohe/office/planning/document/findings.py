"""What is wrong with a document and what a person should look at, each finding with the node it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import lru_cache

from kaohe.i18n import Language, language
from kaohe.office.planning.document.parts import BY_KEY
from kaohe.office.planning.document.store import spec_of
from kaohe.scheme import Finding, Place, Places, SchemeSpec, Severity
from kaohe.scheme.check import check
from kaohe.scheme.findings import Path
from kaohe.scheme.lint import lint

PARTS = (
    "cycle",
    "classes",
    "adjustments",
    "adjustment_groups",
    "coefficients",
    "correction",
    "ballots",
    "vetoes",
    "ranking",
    "grades",
    "exclusions",
    "couplings",
    "consequences",
    "floors",
    "ceilings",
)
"""Parts of a document beside the tree."""


@dataclass(frozen=True, slots=True)
class Located:
    """A finding and where in the editor it belongs.

    Attributes
    ----------
    node
        Code of the indicator; empty: another part.
    part
        Part of the document: ``indicators``, ``vetoes`` …; empty: the whole.
    field
        Field of the node, when the finding names one.
    """

    finding: Finding
    node: str = ""
    part: str = ""
    field: str = ""

    @property
    def is_error(self) -> bool:
        """True when the scheme cannot be published with it."""
        return self.finding.severity is Severity.ERROR

    @property
    def form(self) -> str:
        """Part whose form mends it; empty: only the text of the whole document holds it."""
        return self.part if self.part in BY_KEY else ""

    @property
    def part_label(self) -> str:
        """Name of the part, in the reader's words where it has some."""
        return str(BY_KEY[self.part].label) if self.form else self.part


def findings(document: str) -> tuple[Located, ...]:
    """Give every finding, worst first, then as the document stands; errors of the check and what lint adds.

    Findings are kept a document and language: a page, its panel and the action behind it ask for the same.
    """
    return _findings(document, language())


@lru_cache(maxsize=32)
def _findings(document: str, _language: Language) -> tuple[Located, ...]:
    return tuple(_located(spec_of(document), lambda spec, places: lint(spec, places)))


def errors(document: str) -> list[Located]:
    """Give what keeps the scheme from running; quicker than `findings`, which lints too."""
    return [f for f in _located(spec_of(document), lambda spec, places: check(spec, places)[1]) if f.is_error]


def _located(spec: SchemeSpec, look: Callable[[SchemeSpec, Places], Iterable[Finding]]) -> list[Located]:
    """Look at a document whose nodes are numbered as lines, and turn the lines of the findings back into nodes."""
    paths = [(), *((part,) for part in PARTS), *_nodes(spec)]
    codes = {path: node.code for path, node, _parent in spec.walk()}
    places = Places("", {path: Place(line=number) for number, path in enumerate(paths, 1)})
    return [_back(finding, paths, codes) for finding in look(spec, places)]


def _nodes(spec: SchemeSpec) -> list[Path]:
    return [
        found for path, node, _parent in spec.walk() for found in (path, *((*path, f) for f in type(node).model_fields))
    ]


def _back(finding: Finding, paths: list[Path], codes: dict[Path, str]) -> Located:
    path = paths[finding.place.line - 1] if finding.place.line else ()
    field = ""
    if path and isinstance(path[-1], str) and path[0] == "indicators":
        path, field = path[:-1], str(path[-1])
    part = str(path[0]) if path else ""
    told = replace(finding, place=Place(node=finding.place.node))
    return Located(told, codes.get(path, ""), part, field)
