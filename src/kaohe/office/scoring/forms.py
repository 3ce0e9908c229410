"""Forms of the scoring pages."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.scoring.models import RunPurpose
from kaohe.office.scoring.moments import Counted
from kaohe.office.ui.forms import Form, RevisionField


class RunForm(Form):
    """What a run is for, and what it looks at."""

    purpose = forms.ChoiceField(
        label=_("purpose"), choices=[(p.value, p.label) for p in (RunPurpose.TRIAL, RunPurpose.OFFICIAL)]
    )
    counted = forms.ChoiceField(
        label=_("figures counted"),
        choices=Counted.choices,
        initial=Counted.ACCEPTED,
        help_text=_("An official run counts accepted figures only."),
    )
    as_of = forms.DateField(
        label=_("up to"),
        required=False,
        help_text=_("Periods that begin later and later events do not count. Empty: everything."),
    )
    note = forms.CharField(label=_("note"), required=False, max_length=200)
    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class FactsFileForm(Form):
    """A file of figures."""

    file = forms.FileField(
        label=_("file of figures"),
        help_text=_("XLSX or CSV: a row a figure (unit, indicator, period, figure), or a column an indicator."),
    )
    source = forms.CharField(
        label=_("where the figures come from"), max_length=200, help_text=_("Stands beside every figure of the file.")
    )


class StoreForm(Form):
    """The word to store a file."""

    revision = RevisionField()
