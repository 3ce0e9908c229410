"""Forms of units in a cycle."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.forms.picking import unit_field
from kaohe.office.people.forms.units import OfAccount
from kaohe.office.ui.forms import Form, RevisionField

_LONG = {"rows": 2}


class Reasoned(Form):
    """A change with its reason and document."""

    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs=_LONG))
    document = forms.CharField(label=_("document"), max_length=200, required=False)
    seen = RevisionField()


class ChangeClass(Reasoned):
    """Another class."""

    class_id = forms.ChoiceField(label=_("new class"))

    field_order = ("class_id", "reason", "document")

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_id"].choices = classes  # type: ignore[attr-defined]


class Leave(Reasoned):
    """The day from which a unit is not appraised."""

    on = forms.DateField(label=_("left the cycle on"), initial=timezone.localdate)

    field_order = ("on", "reason", "document")


class Rejoin(Form):
    """A leaving that is taken back."""

    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs=_LONG))
    seen = RevisionField()


class Follow(Form):
    """Why the cycle follows what became of its units."""

    reason = forms.CharField(label=_("reason and document"), widget=forms.Textarea(attrs=_LONG))


class AddUnit(OfAccount):
    """A unit that comes into the cycle."""

    unit = unit_field(_("unit"))
    class_id = forms.ChoiceField(label=_("class"))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs=_LONG))
    document = forms.CharField(label=_("document"), max_length=200, required=False)

    def __init__(self, *args: Any, classes: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["class_id"].choices = classes  # type: ignore[attr-defined]


class Attributes(Form):
    """The attributes of one unit."""

    def __init__(self, *args: Any, values: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, value in values.items():
            self.fields[name] = forms.CharField(label=name, initial=value, required=False, max_length=100)


class AttributeList(Form):
    """A list of attributes."""

    file = forms.FileField(label=_("file"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))


class Owner(OfAccount):
    """The units behind the names of data owner and lead department."""

    owner = unit_field(_("data owner"), required=False)
    lead = unit_field(_("lead department"), required=False)
