"""How a form looks: label above, unit inside, help under, error beside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from kaohe.office.ui import once

_CHECKED = (forms.CheckboxInput,)
_LISTED = (forms.RadioSelect, forms.CheckboxSelectMultiple)


@dataclass(frozen=True, slots=True)
class Laid:
    """One field as it is drawn."""

    bound: BoundField
    unit: str
    kind: str
    """``line``, ``check`` or ``list``: what the label stands beside."""

    @property
    def control(self) -> SafeString:
        """The control with the classes of its kind."""
        return self.bound.as_widget(attrs={"class": _css(self.bound)})

    @property
    def error_id(self) -> str:
        """Id of the errors, which the control names as its description."""
        return f"{self.bound.auto_id}_error"


@dataclass(frozen=True, slots=True)
class Group:
    """Fields under one heading."""

    heading: str
    fields: list[Laid]


def laid_out(form: BaseForm) -> SafeString:
    """Render the fields of a form with its errors and its token; the ``<form>`` around it is the page's."""
    shown = {"form": form, "groups": list(_groups(form)), "token": once.new_token(), "token_name": once.FIELD}
    return mark_safe(render_to_string("ui/form/fields.html", shown))  # noqa: S308  (rendered by a template)


def _groups(form: BaseForm) -> Iterator[Group]:
    visible = {bound.name: _laid(form, bound) for bound in form.visible_fields()}
    for heading, names in getattr(form, "groups", ()):
        yield Group(str(heading), [visible.pop(name) for name in names if name in visible])
    if visible:
        yield Group("", list(visible.values()))


def _laid(form: BaseForm, bound: BoundField) -> Laid:
    units: dict[str, str] = getattr(form, "units", {})
    unit = units.get(bound.name) or getattr(bound.field, "unit", "")
    widget: Any = bound.field.widget
    kind = "check" if isinstance(widget, _CHECKED) else "list" if isinstance(widget, _LISTED) else "line"
    return Laid(bound, str(unit), kind)


def _css(bound: BoundField) -> str:
    widget = bound.field.widget
    kind = "form-select" if isinstance(widget, forms.Select) else "form-control"
    if isinstance(widget, _CHECKED + _LISTED):
        kind = "form-check-input"
    words = (kind, widget.attrs.get("class", ""), "is-invalid" if bound.errors else "")
    return " ".join(dict.fromkeys(word for word in words if word))
