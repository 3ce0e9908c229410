"""`SchemeSpec` → `Scheme`: resolve every reference, read every sentence, say everything that is wrong."""

from __future__ import annotations

from kaohe.i18n import translator
from kaohe.scheme.check_ballot import campaigns
from kaohe.scheme.check_outcome import OutcomeCheck
from kaohe.scheme.check_sum import adjustments, coefficients, correction, groups
from kaohe.scheme.check_tree import TreeCheck, composition
from kaohe.scheme.findings import Finding, Path, Places, has_errors, in_order
from kaohe.scheme.model import Composition, Scheme, UnitClass
from kaohe.scheme.report import Report
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_outcome import ScoreCoupling
from kaohe.scheme.version import content_hash

_ = translator("scheme")

ONLY_CLASS = UnitClass("all", "全部单位")
"""Stands for all units in a scheme that names no classes."""

YEARS = range(1900, 2201)


def check(spec: SchemeSpec, places: Places | None = None) -> tuple[Scheme | None, list[Finding]]:
    """Check a scheme as written.

    Parameters
    ----------
    spec
        The document.
    places
        Where its nodes were written, for the findings.

    Returns
    -------
    tuple
        The checked scheme, None when there are errors; and all findings, worst first.

    Examples
    --------
    >>> spec = SchemeSpec.model_validate({"id": "a", "title": "A", "cycle": {"year": 2026}, "indicators": []})
    >>> scheme, findings = check(spec)
    >>> scheme is None, [f.code for f in findings]
    (True, ['K051'])
    """
    scheme, findings = draft(spec, places)
    return (None if has_errors(findings) else scheme), findings


def draft(spec: SchemeSpec, places: Places | None = None) -> tuple[Scheme, list[Finding]]:
    """Give the scheme as far as it can be made out, faults and all: for lint, which looks at the rest of it too."""
    report = Report(spec, places or Places())
    _unique(report)
    scheme = _build(report)
    return scheme, list(in_order(report.findings))


def _build(report: Report) -> Scheme:
    spec = report.spec
    classes = tuple(UnitClass(c.id, c.name) for c in spec.classes) or (ONLY_CLASS,)
    ids = tuple(c.id for c in classes)
    totals = [c.feeds for c in spec.couplings if isinstance(c, ScoreCoupling) and c.result == "total"]
    feeds = [b.feeds for b in spec.ballots] + totals
    indicators, top = TreeCheck(report, ids, frozenset(f for f in feeds if f)).run()
    outcome = OutcomeCheck(report)
    _year(report)
    return Scheme(
        id=spec.id,
        title=spec.title,
        hash=content_hash(spec),
        year=spec.cycle.year,
        precision=spec.precision,
        classes=classes,
        indicators=indicators,
        rounding=spec.round,
        aggregate=top,
        composition=composition(report, ("composition",), spec.composition) or Composition(),
        adjustments=adjustments(report, ids),
        adjustment_groups=groups(spec),
        coefficients=coefficients(report),
        correction=correction(report),
        campaigns=campaigns(report),
        vetoes=outcome.vetoes(),
        ranking=outcome.ranking(),
        grades=outcome.grades(),
        exclusions=outcome.exclusions(),
        couplings=outcome.couplings(),
        consequences=outcome.consequences(),
        share_bounds=outcome.share_bounds(),
    )


def _year(report: Report) -> None:
    year = report.spec.cycle.year
    if year not in YEARS:
        message = _("the year {year} is out of range").format(year=year)
        report.add("K026", ("cycle", "year"), message, _("Write four digits, such as 2026."))


def _unique(report: Report) -> None:
    """Indicators, adjustments and vetoes share one list of codes: events and decisions name them all alike."""
    spec = report.spec
    codes: list[tuple[Path, str]] = [((*path, "code"), node.code) for path, node, _parent in spec.walk()]
    codes += [(("adjustments", i, "code"), a.code) for i, a in enumerate(spec.adjustments)]
    codes += [(("vetoes", i, "code"), v.code) for i, v in enumerate(spec.vetoes)]
    _once(report, codes)
    _once(report, [(("classes", i, "id"), c.id) for i, c in enumerate(spec.classes)])
    _once(report, [(("adjustment_groups", i, "id"), g.id) for i, g in enumerate(spec.adjustment_groups)])
    _once(report, [(("ballots", i, "id"), b.id) for i, b in enumerate(spec.ballots)])
    _once(report, [(("grades", i, "name"), g.name) for i, g in enumerate(spec.grades)])


def _once(report: Report, keys: list[tuple[Path, str]]) -> None:
    first: dict[str, Path] = {}
    for path, key in keys:
        if key in first:
            line = report.places.at(first[key]).line
            before = _(" (first in line {line})").format(line=line) if line else ""
            report.add(
                "K040",
                path,
                _("{key} is used twice{before}").format(key=repr(key), before=before),
                _("Give each its own: data, events and decisions name items by it."),
            )
        first.setdefault(key, path)
