"""Forms of a few words: a reason, a document, a day."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.ui.forms import Form, RevisionField


def text(label: object, *, required: bool = True, rows: int = 3, help_text: object = "") -> forms.CharField:
    """Give a field of several lines."""
    return forms.CharField(
        label=label,  # type: ignore[arg-type]
        required=required,
        help_text=help_text,  # type: ignore[arg-type]
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SeenForm(Form):
    """Nothing to fill in; carries the revision that was looked at."""

    seen = RevisionField()


class RemarksForm(Form):
    """Remarks that may be left out."""

    remarks = forms.CharField(label=_("remarks"), required=False, max_length=300)


class NeededRemarksForm(Form):
    """Remarks that say why."""

    remarks = forms.CharField(label=_("Why"), max_length=300)


class ReasonForm(Form):
    """A reason."""

    reason = text(_("Why"))


class SeenReasonForm(SeenForm):
    """A reason, and the revision that was looked at."""

    reason = text(_("Why"))


class SeenDocumentForm(SeenForm):
    """A document, and the revision that was looked at."""

    document = forms.CharField(label=_("document"), max_length=200)
