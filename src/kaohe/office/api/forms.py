"""The form of a token."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.api.scopes import Scope
from kaohe.office.ui.forms import Form


def _in_half_a_year() -> object:
    return timezone.localdate() + timedelta(days=180)


class TokenForm(Form):
    """What a token is for, and until when."""

    name = forms.CharField(label=_("program"), max_length=100, help_text=_("Which program will use it."))
    scopes = forms.MultipleChoiceField(
        label=_("may be used to"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple, initial=["read"]
    )
    expires_on = forms.DateField(
        label=_("expires on"), initial=_in_half_a_year, help_text=_("At most a year; the token ends on that day.")
    )
