"""Forms of the parts of a scheme, made from the fields of the spec."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.planning.document import parts
from kaohe.office.planning.document.parts import Field, Part
from kaohe.office.planning.document.store import Plain
from kaohe.office.ui.forms import Form

BLANK = 1
"""Empty entries below those that are there."""


_CSS: dict[type[forms.Widget], str] = {forms.Select: "form-select", forms.CheckboxInput: "form-check-input"}


class Entry(Form):
    """One entry of a part."""

    def __init__(self, *args: Any, part: Part, entry: Plain, number: int, **kwargs: Any) -> None:
        super().__init__(*args, prefix=f"e{number}", **kwargs)
        self.part, self.entry, self.number = part, entry, number
        for field in parts.fields(part):
            self.fields[field.name] = _control(field, parts.typed(field, entry.get(field.name)))
        if part.is_list:
            self.fields["place"] = forms.IntegerField(
                label=gettext_lazy("place"), min_value=1, initial=number, required=False
            )
        if part.is_list and entry:
            self.fields["gone"] = forms.BooleanField(label=gettext_lazy("remove"), required=False)
        for control in self.fields.values():
            control.widget.attrs["class"] = _CSS.get(type(control.widget), "form-control")

    @property
    def heading(self) -> str:
        """Name of the entry."""
        words = [str(self.entry[k]) for k in ("code", "id", "name", "effect") if self.entry.get(k)]
        return " ".join(words) or _("new entry")

    def value(self) -> Plain | None:
        """Give the entry as filled in; None: taken away, or left empty."""
        if self.cleaned_data.get("gone"):
            return None
        found: Plain = {}
        for field in parts.fields(self.part):
            value = parts.read(field, str(self.cleaned_data.get(field.name) or ""))
            if value is not None:
                found[field.name] = value
        kept: Plain = {name: self.entry[name] for name in ("assumed", "rule") if name in self.entry}
        return {**found, **kept} if found else None


def _control(field: Field, text: str) -> forms.Field:
    label = parts.label(field)
    if field.kind == "yes":
        yes = [("", gettext_lazy("no")), ("true", gettext_lazy("yes"))]
        return forms.ChoiceField(label=label, choices=yes, required=False, initial=text)
    if field.kind == "choice":
        choices = [("", "—"), *((c, c) for c in field.choices)]
        return forms.ChoiceField(label=label, choices=choices, required=False, initial=text)
    is_long = field.kind == "long" or (field.kind == "yaml" and len(text) > 60)
    widget = forms.Textarea(attrs={"rows": 3}) if is_long else forms.TextInput()
    help_text = gettext_lazy("One value, or in YAML: {name: value} or [one, two].") if field.kind == "yaml" else ""
    return forms.CharField(label=label, required=False, initial=text, widget=widget, help_text=help_text)


def entry_forms(part: Part, entries: list[Plain], data: Any = None) -> list[Entry]:
    """Give a form for each entry and the blank ones."""
    blank: list[Plain] = [{} for _n in range(BLANK)] if part.is_list else []
    return [Entry(data, part=part, entry=e, number=n) for n, e in enumerate([*entries, *blank], 1)]


def values(entries: list[Entry]) -> list[Plain]:
    """Give what valid forms hold, in the order of their places."""
    placed = [(form.cleaned_data.get("place") or form.number, form.number, form.value()) for form in entries]
    return [value for _place, _number, value in sorted(placed, key=lambda p: p[:2]) if value is not None]


class WholeDocument(Form):
    """A scheme as YAML."""

    text = forms.CharField(
        label=gettext_lazy("scheme in YAML"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 30, "class": "planning-yaml", "spellcheck": "false"}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
