"""K130: unlike classes that share one indicator set."""

from __future__ import annotations

from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context

_ = translator("scheme")


def look(context: Context) -> None:
    """Find classes between which nothing differs: no indicator, no points, no weight, no target."""
    if len(context.class_ids) < 2:
        return
    seen: dict[object, list[str]] = {}
    for class_id in context.class_ids:
        seen.setdefault(_profile(context, class_id), []).append(context.class_name(class_id))
    for names in seen.values():
        if len(names) > 1:
            context.add(
                "K130",
                ("classes",),
                _("{classes} are different classes but share every indicator, its points and its weights").format(
                    classes="、".join(names)
                ),
                _("Give each class what it really does (`classes:` or points by class), or make one class of them."),
            )


def _profile(context: Context, class_id: str) -> tuple[object, ...]:
    return tuple(
        (node.code, node.points[class_id], node.weights.get(class_id), node.target.get(class_id))
        for node in context.scheme.indicators
        if class_id in node.points
    )
