"""K103-K104: weights that do not come to 100 %."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Aggregate, Indicator
from kaohe.scheme.spec_indicator import CompositionSpec

_ = translator("scheme")

HUNDRED = Decimal(100)


def look(context: Context) -> None:
    """Add up the weights of every weighted level, of voter classes, questions and periods."""
    if context.scheme.aggregate is Aggregate.WEIGHTED:
        _level(context, ("indicators",), context.scheme.roots)
    for path, _spec, node in context.nodes:
        if node.children and node.aggregate is Aggregate.WEIGHTED:
            below = [context.scheme.by_code[c] for c in node.children if c in context.scheme.by_code]
            _level(context, (*path, "children"), below)
    _periods(context)
    _ballots(context)


def _level(context: Context, path: Path, parts: Iterable[Indicator]) -> None:
    sums: dict[str, Decimal] = {}
    for part in parts:
        for class_id, weight in part.weights.items():
            sums[class_id] = sums.get(class_id, Decimal(0)) + weight
    for class_id, total in context.per_class(sums).items():
        if total != HUNDRED:
            _report(
                context, "K103", path, _("the weights{of_class}").format(of_class=context.for_class(class_id)), total
            )


def _periods(context: Context) -> None:
    written: list[tuple[Path, CompositionSpec | None]] = [(("composition",), context.spec.composition)]
    written += [((*path, "composition"), spec.composition) for path, spec, _node in context.nodes]
    for path, composition in written:
        if composition is not None and composition.weights:
            total = sum((w.value for w in composition.weights.values()), Decimal(0))
            if total != HUNDRED:
                _report(context, "K104", path, _("the weights of the periods"), total)


def _ballots(context: Context) -> None:
    for position, campaign in enumerate(context.spec.ballots):
        path: Path = ("ballots", position)
        voters = sum((v.weight.value for v in campaign.voter_classes), Decimal(0))
        if campaign.voter_classes and voters != HUNDRED:
            _report(context, "K104", (*path, "voter_classes"), _("the weights of the voter classes"), voters)
        weights = [i.weight.value for i in campaign.items if i.weight is not None]
        if weights and sum(weights) != HUNDRED:
            _report(context, "K104", (*path, "items"), _("the weights of the questions"), sum(weights, Decimal(0)))


def _report(context: Context, code: str, path: Path, what: str, total: Decimal) -> None:
    gap = HUNDRED - total
    context.add(
        code,
        path,
        _("{what} come to {total}%, not to 100%").format(what=what, total=show_decimal(total)),
        _("Distribute the missing {gap} percentage points.").format(gap=show_decimal(gap))
        if gap > 0
        else _("Take {gap} percentage points away.").format(gap=show_decimal(-gap)),
    )
