"""Lint: what a person should look at before a scheme is published.

Each module looks for one kind of finding; the codes are in `kaohe.scheme.codes` and ``docs/reference/lint.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from kaohe.scheme.check import draft
from kaohe.scheme.findings import Finding, Places, in_order
from kaohe.scheme.lint import (
    ballots,
    bands,
    bonuses,
    burden,
    classes,
    contradiction,
    grades,
    judgement,
    measurable,
    owners,
    points,
    register,
    repetition,
    shares,
    targets,
    vetoes,
    weights,
    wording,
)
from kaohe.scheme.lint.context import Context
from kaohe.scheme.lint.targets import TargetRecord
from kaohe.scheme.load import load_reading
from kaohe.scheme.spec import SchemeSpec

__all__ = ["TargetRecord", "lint", "lint_file"]

_LOOKS: tuple[Callable[[Context], None], ...] = (
    points.look,
    weights.look,
    owners.look,
    measurable.look,
    bands.look,
    contradiction.look,
    classes.look,
    shares.look,
    wording.look,
    vetoes.look,
    repetition.look,
    burden.look,
    targets.look,
    judgement.look,
    bonuses.look,
    grades.look,
    ballots.look,
    register.look,
)


def lint(spec: SchemeSpec, places: Places | None = None, targets: Iterable[TargetRecord] = ()) -> tuple[Finding, ...]:
    """Give every finding about a scheme: what `kaohe.scheme.check` finds and what lint adds.

    Parameters
    ----------
    spec
        The scheme as written.
    places
        Where its nodes were written.
    targets
        Proposed targets with their own history and peers, one a unit and indicator; none: targets are not looked at.

    Returns
    -------
    tuple of Finding
        Worst first, then as they stand in the document.

    Examples
    --------
    >>> leaf = {"code": "A1", "name": "甲", "points": 20, "criterion": "按完成比例得分"}
    >>> tree = {"code": "A", "name": "子", "points": 40, "children": [leaf]}
    >>> spec = SchemeSpec.model_validate({"id": "a", "title": "A", "cycle": {"year": 2026}, "indicators": [tree]})
    >>> "K101" in {f.code for f in lint(spec)}
    True
    """
    scheme, found = draft(spec, places)
    context = Context(spec, scheme, places or Places(), tuple(targets))
    for look in _LOOKS:
        look(context)
    return in_order((*found, *context.findings))


def lint_file(path: str | Path, targets: Iterable[TargetRecord] = ()) -> tuple[Finding, ...]:
    """Give every finding about a scheme file or folder; a file that cannot be read is a finding too."""
    reading = load_reading(path)
    if reading.spec is None:
        return reading.findings
    return in_order((*reading.findings, *lint(reading.spec, reading.places, targets)))
