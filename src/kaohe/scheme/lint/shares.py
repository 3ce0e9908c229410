"""K131-K133: one dimension that decides alone, floors on key work, ceilings on a dimension."""

from __future__ import annotations

from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.fields import ALL
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.spec_outcome import ShareBoundSpec

_ = translator("scheme")

MOST_OF_MANY = Decimal(50)
MOST_OF_TWO = Decimal(70)
"""Largest share of one top indicator that passes without a remark; two halves of a scheme are seldom equal."""


def look(context: Context) -> None:
    """Compare shares of the total points, class by class."""
    _domination(context)
    for position, floor in enumerate(context.spec.floors):
        _floor(context, ("floors", position), floor)
    for position, ceiling in enumerate(context.spec.ceilings):
        _ceiling(context, ("ceilings", position), ceiling)


def _shares(context: Context, codes: tuple[str, ...]) -> dict[str, Decimal]:
    """Class → share in percent; indicators inside one another count once."""
    outer = [c for c in dict.fromkeys(codes) if not any(_is_within(context, c, o) for o in codes if o != c)]
    return context.shares(outer)


def _is_within(context: Context, code: str, outer: str) -> bool:
    node = context.scheme.by_code.get(code)
    while node is not None and node.parent is not None:
        if node.parent == outer:
            return True
        node = context.scheme.by_code.get(node.parent)
    return False


def _domination(context: Context) -> None:
    bounded = {code for ceiling in context.spec.ceilings for code in ceiling.indicators}
    for position, root in enumerate(context.scheme.roots):
        if root.code in bounded:
            continue
        for class_id, share in _shares(context, (root.code,)).items():
            others = [r for r in context.scheme.roots if r is not root and (class_id == ALL or class_id in r.points)]
            most = MOST_OF_MANY if len(others) > 1 else MOST_OF_TWO
            if others and share > most:
                context.add(
                    "K131",
                    ("indicators", position),
                    _("{name} holds {share}% of all points{of_class}: it decides nearly alone").format(
                        name=root.name, share=_shown(share), of_class=context.for_class(class_id)
                    ),
                    _("Bring it to at most {most}%, or declare the share under `ceilings` if it is meant.").format(
                        most=most
                    ),
                )


def _floor(context: Context, path: Path, bound: ShareBoundSpec) -> None:
    for class_id, share in _shares(context, bound.indicators).items():
        if bound.at_least is not None and share < bound.at_least.value:
            context.add(
                "K132",
                path,
                _("{what} has {share}% of all points{of_class}, at least {least} is required").format(
                    what=_what(bound), share=_shown(share), of_class=context.for_class(class_id), least=bound.at_least
                ),
                _("Raise the points of these indicators."),
            )


def _ceiling(context: Context, path: Path, bound: ShareBoundSpec) -> None:
    for class_id, share in _shares(context, bound.indicators).items():
        if bound.at_most is not None and share > bound.at_most.value:
            context.add(
                "K133",
                path,
                _("{what} has {share}% of all points{of_class}, at most {most} is allowed").format(
                    what=_what(bound), share=_shown(share), of_class=context.for_class(class_id), most=bound.at_most
                ),
                _("Lower the points of these indicators, or raise the others."),
            )


def _what(bound: ShareBoundSpec) -> str:
    return bound.name or "、".join(bound.indicators)


def _shown(share: Decimal) -> str:
    return show_decimal(share.quantize(Decimal("0.01")))
