"""The complaint button's form, and the answer's."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.forms.words import text
from kaohe.office.monitoring.models import Complaint
from kaohe.office.ui.forms import Form


class ComplaintForm(Form):
    """What is wrong with a demand."""

    reason = forms.ChoiceField(label=_("What is wrong"), choices=Complaint.Reason, widget=forms.RadioSelect)
    text = text(_("In your words"), required=False)


class AnswerForm(Form):
    """The answer."""

    answer = text(_("answer"), help_text=_("What changes, or why nothing does."))
