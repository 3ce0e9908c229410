"""K101-K102: points that do not add up."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.check_tree import combined, spread
from kaohe.scheme.fields import ALL
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Aggregate, Indicator

_ = translator("scheme")


def look(context: Context) -> None:
    """Compare every written sum with its parts, class by class."""
    for path, spec, node in context.nodes:
        if spec.children and spec.points:
            parts = [context.scheme.by_code[c] for c in node.children if c in context.scheme.by_code]
            _compare(context, (*path, "points"), spread(spec.points, tuple(node.points)), parts, node.aggregate)
    totals = {c: context.total(c) for c in context.class_ids}
    if context.spec.points:
        written = spread(context.spec.points, context.class_ids)
        _compare(context, ("points",), written, list(context.scheme.roots), context.scheme.aggregate)
    elif len(set(totals.values())) > 1:
        context.add(
            "K102",
            ("classes",),
            _("classes can reach different totals: {totals}").format(
                totals=", ".join(f"{context.class_name(c)} {show_decimal(t)}" for c, t in totals.items())
            ),
            _("Give every class the same total, or write the totals under `points` to show that it is meant."),
        )


def _compare(
    context: Context, path: Path, written: dict[str, Decimal], parts: list[Indicator], aggregate: Aggregate
) -> None:
    off: dict[str, tuple[Decimal, Decimal]] = {}
    for class_id, points in written.items():
        applying = [p for p in parts if class_id in p.points]
        if applying and aggregate in (Aggregate.SUM, Aggregate.WEIGHTED):
            weights = [p.weights.get(class_id, Decimal(0)) for p in applying]
            reached = combined(aggregate, [p.points[class_id] for p in applying], weights)
            if reached != points:
                off[class_id] = (points, reached)
    if len(off) == len(context.class_ids) and len(set(off.values())) == 1:
        off = {ALL: next(iter(off.values()))}
    for class_id, (points, reached) in off.items():
        context.add(
            "K101",
            path,
            _("the points{of_class} are {points}, the parts add up to {reached}").format(
                of_class=context.for_class(class_id), points=show_decimal(points), reached=show_decimal(reached)
            ),
            _("Add or take away {gap} among the parts, or write {reached}.").format(
                gap=show_decimal(abs(points - reached)), reached=show_decimal(reached)
            ),
        )
