"""K193-K194: the document an appraisal rests on, and numbers its author assumed."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.naming import node_name

_ = translator("scheme")


def look(context: Context) -> None:
    """Every appraisal stands in a register with its basis; assumed numbers are listed for confirmation."""
    if not context.spec.basis:
        context.add(
            "K193",
            (),
            _("the scheme names no basis document"),
            _("Add `basis:` with document and number: an appraisal outside the register cannot start."),
        )
    paths = _assumed((), context.spec)
    if paths:
        names = [node_name(context.spec, path) for path in paths]
        context.add(
            "K194",
            paths[0],
            _("{count} parts carry numbers that the author assumed: {names}").format(
                count=len(paths), names="; ".join(name or _("scheme") for name in names[:8])
            ),
            _("Confirm each with the regime's own document and take `assumed: true` away."),
        )


def _assumed(path: Path, value: Any) -> list[Path]:
    if isinstance(value, tuple):
        return [p for i, part in enumerate(value) for p in _assumed((*path, i), part)]
    if not isinstance(value, BaseModel):
        return []
    own = [path] if getattr(value, "assumed", False) else []
    return own + [p for name in type(value).model_fields for p in _assumed((*path, name), getattr(value, name))]
