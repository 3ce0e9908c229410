"""What changes the sum of the tree: adjustments and their groups, coefficients, correction."""

from __future__ import annotations

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.model import Adjustment, AdjustmentGroup, Coefficient, CoefficientBand, Correction
from kaohe.scheme.reading import read_criterion
from kaohe.scheme.references import known_class, known_indicator
from kaohe.scheme.report import Report
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_indicator import AdjustmentSpec, CoefficientSpec

_ = translator("scheme")


def adjustments(report: Report, classes: tuple[str, ...]) -> tuple[Adjustment, ...]:
    """Check the adjustments."""
    return tuple(
        _adjustment(report, ("adjustments", i), spec, classes) for i, spec in enumerate(report.spec.adjustments)
    )


def _adjustment(report: Report, path: Path, spec: AdjustmentSpec, classes: tuple[str, ...]) -> Adjustment:
    if spec.of is not None:
        known_indicator(report, (*path, "of"), spec.of)
    for class_id in spec.classes:
        known_class(report, (*path, "classes"), class_id, classes)
    _limits(report, path, spec)
    _group(report, path, spec)
    if spec.criterion is None and spec.rule is None:
        report.add(
            "K045", path, _("the adjustment has no criterion"), _("Add `criterion:` with the published sentence.")
        )
    return Adjustment(
        code=spec.code,
        name=spec.name,
        criterion=spec.criterion,
        rule=read_criterion(report, path, spec, None, spec.name),
        cap=spec.cap,
        floor=spec.floor,
        group=spec.group,
        of=spec.of,
        classes=spec.classes,
    )


def _limits(report: Report, path: Path, spec: AdjustmentSpec) -> None:
    for name in ("cap", "floor"):
        value = getattr(spec, name)
        if value is not None and value < 0:
            report.add(
                "K026",
                (*path, name),
                _("{name} is negative: {found}").format(name=name, found=show_decimal(value)),
                _("Write limits as positive numbers: floor 5 means at most 5 points are deducted."),
            )


def _group(report: Report, path: Path, spec: AdjustmentSpec) -> None:
    known = [g.id for g in report.spec.adjustment_groups]
    if spec.group is not None and spec.group not in known:
        report.add(
            "K053",
            (*path, "group"),
            _("there is no adjustment group {found}").format(found=repr(spec.group)),
            _("Add it under `adjustment_groups`, with `cap_add` or `cap_deduct`."),
        )


def groups(spec: SchemeSpec) -> tuple[AdjustmentGroup, ...]:
    """Give the groups of adjustments."""
    return tuple(AdjustmentGroup(g.id, g.name, g.cap_add, g.cap_deduct) for g in spec.adjustment_groups)


def coefficients(report: Report) -> tuple[Coefficient, ...]:
    """Check the coefficients: bands in order, without overlap."""
    out = []
    for position, spec in enumerate(report.spec.coefficients):
        path: Path = ("coefficients", position)
        for code in spec.of:
            known_indicator(report, (*path, "of"), code)
        _bands(report, path, spec)
        bands = tuple(CoefficientBand(low, high, factor) for low, high, factor in spec.bands)
        out.append(Coefficient(spec.name, spec.by, bands, spec.of, spec.base_only))
    return tuple(out)


def _bands(report: Report, path: Path, spec: CoefficientSpec) -> None:
    for number, (low, high, factor) in enumerate(spec.bands):
        here = (*path, "bands", number)
        if low is not None and high is not None and low >= high:
            report.add("K055", here, _("the band is empty: its low end is not below its high end"), _order())
        if factor < 0:
            report.add("K055", here, _("the factor is negative: {found}").format(found=show_decimal(factor)), _order())
        if number:
            before = spec.bands[number - 1][1]
            if before is None or low is None or low < before:
                report.add("K055", here, _("the band overlaps the one before it"), _order())


def _order() -> str:
    return _("Write bands from low to high as [low, high, factor]: low belongs to the band, high to the next one.")


def correction(report: Report) -> Correction | None:
    """Check the cross-group correction."""
    spec = report.spec.correction
    if spec is None:
        return None
    if spec.low is not None and spec.high is not None and spec.low > spec.high:
        report.add("K026", ("correction",), _("low is above high"), _("Exchange the two bounds."))
    return Correction(spec.method, spec.by, spec.low, spec.high)
