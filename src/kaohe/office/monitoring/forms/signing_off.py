"""Small forms of the steps: a reason, a day, a file."""

from __future__ import annotations

from datetime import date, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.ui.forms import FigureField, Form, RevisionField


def in_three_days() -> date:
    """Give the day by which what is returned usually comes again."""
    return timezone.localdate() + timedelta(days=3)


class ReturnForm(Form):
    """Give something back."""

    revision = RevisionField()
    reason = forms.CharField(
        label=_("What is to be corrected"), max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    until = forms.DateField(label=_("to be corrected by"), initial=in_three_days)


class CorrectForm(Form):
    """Correct a figure that was handed in."""

    revision = RevisionField()
    value = FigureField(label=_("corrected figure"), max_digits=20, decimal_places=4)
    reason = forms.CharField(label=_("reason for the correction"), max_length=300)


class EvidenceForm(Form):
    """Hand in a file."""

    file = forms.FileField(label=_("evidence"))


class LiftForm(Form):
    """Lift a card."""

    reason = forms.CharField(label=_("reason for lifting"), max_length=300)
