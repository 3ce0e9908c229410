"""A reported value in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.monitoring.models import Figure


def said(figure: Figure | None) -> str:
    """Say what a figure says; nothing when there is none."""
    if figure is None:
        return ""
    if not figure.is_applicable:
        return _("does not apply")
    if figure.value is not None:
        return show_decimal(figure.value)
    return {"true": _("yes"), "false": _("no")}.get(figure.text, figure.text) or _("nil report")
