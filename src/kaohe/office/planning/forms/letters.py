"""Forms of responsibility letters."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.ui.forms import Form


class SignForm(Form):
    """A signature: the password again, so that an unattended screen signs nothing."""

    password = forms.CharField(
        label=_("your password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=_("You sign the hash that is shown here."),
    )
