"""Forms of uploads, classes and the calendar."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.forms.picking import unit_field
from kaohe.office.people.forms.units import OfAccount
from kaohe.office.people.models import UnitClass
from kaohe.office.ui.forms import Form

KINDS = ".xlsx,.csv"


class Upload(Form):
    """A list as a file."""

    file = forms.FileField(label=_("file"), widget=forms.FileInput(attrs={"accept": KINDS}))


class UploadSince(Upload):
    """A list of units or people, with the day that counts where the list gives none."""

    since = forms.DateField(
        label=_("day where the list gives none"),
        initial=timezone.localdate,
        help_text=_("Opening of the unit, or first day of the person in the place."),
    )


class OpenClass(Form):
    """A class of a year."""

    code = forms.CharField(label=_("code"), max_length=40, help_text=_("The id of the class in the scheme."))
    name = forms.CharField(label=_("name"), max_length=100)


class AssignClass(OfAccount):
    """Units that get one class."""

    unit_class = forms.ModelChoiceField(UnitClass.objects.none(), label=_("class"))
    units = unit_field(  # type: ignore[assignment]  # the class attribute is gone once the fields are collected
        _("units to be classified"), many=True, help_text=_("One a line, by code or full name.")
    )

    def __init__(self, *args: Any, year: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit_class"].queryset = UnitClass.objects.filter(year=year)  # type: ignore[attr-defined]


class EnterNotice(Form):
    """The notice of a year as it was published."""

    year = forms.IntegerField(label=_("year"), min_value=2000, max_value=2100)
    source = forms.CharField(label=_("title and number of the notice"), max_length=200)
    text = forms.CharField(
        label=_("text of the notice"),
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("Paste the numbered paragraphs as published; dates, weekdays and numbers of days are checked."),
    )
