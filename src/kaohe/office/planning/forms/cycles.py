"""Forms of cycles: a new one, its dates, and what each move asks for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.forms.picking import unit_field
from kaohe.office.people.forms.units import OfAccount
from kaohe.office.people.models import Account
from kaohe.office.planning.models import Comment, Cycle
from kaohe.office.ui.forms import Form, RevisionField
from kaohe.presets.catalog import list_presets

BLANK, PRESET, LAST_YEAR, FILE = "blank", "preset", "last_year", "file"
KINDS = ("yaml", "yml", "xlsx", "docx", "csv")
_LONG = {"rows": 3}


def preset_choices() -> list[tuple[str, str]]:
    """Every scheme of the shipped regimes."""
    return [
        (f"{p.id}/{s}".rstrip("/"), f"{p.title}{f' ({s})' if s else ''}") for p in list_presets() for s in p.schemes
    ]


class NewCycle(OfAccount):
    """A cycle and where its scheme comes from."""

    code = forms.SlugField(
        label=_("short name"), max_length=60, help_text=_("Stands in addresses and never changes: towns-2026.")
    )
    title = forms.CharField(label=_("title"), max_length=200)
    year = forms.IntegerField(
        label=_("year"), min_value=2000, max_value=2100, initial=lambda: timezone.localdate().year
    )
    root = unit_field(_("area"), help_text=_("The units appraised stand below this one."))
    origin = forms.ChoiceField(
        label=_("the scheme begins with"),
        choices=[
            (PRESET, _("a shipped regime")),
            (LAST_YEAR, _("an earlier cycle")),
            (FILE, _("a file")),
            (BLANK, _("an empty table")),
        ],
        widget=forms.RadioSelect,
        initial=PRESET,
    )
    preset = forms.ChoiceField(label=_("shipped regime"), choices=preset_choices, required=False)
    previous = forms.ModelChoiceField(
        Cycle.objects.none(),
        label=_("last year's cycle"),
        required=False,
        help_text=_("History and last year's ranks come from it, whatever the scheme begins with."),
    )
    file = forms.FileField(
        label=_("file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(f".{k}" for k in KINDS)}),
        help_text=_("YAML, or the published table as XLSX or DOCX."),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, account=account, **kwargs)
        self.fields["previous"].queryset = Cycle.objects.visible_to(account)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for what the chosen beginning needs."""
        found: dict[str, Any] = super().clean() or self.cleaned_data
        needed = {PRESET: "preset", LAST_YEAR: "previous", FILE: "file"}.get(found.get("origin", ""))
        if needed and not found.get(needed) and needed not in self.errors:
            self.add_error(needed, _("Choose one, or another beginning."))
        return found


class ChangeCycle(Form):
    """Title and dates."""

    title = forms.CharField(label=_("title"), max_length=200)
    targets_until = forms.DateField(label=_("targets until"), required=False)
    seen = RevisionField()


class Step(Form):
    """A move that asks for nothing."""

    seen = RevisionField()


class OpenConsultation(Step):
    """Until when comments are taken."""

    until = forms.DateField(label=_("comments until"), help_text=_("The last day on which units can comment."))


class StepBack(Step):
    """A step with its reason."""

    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs=_LONG))


class Meeting(Step):
    """A decision of the leading group."""

    meeting = forms.CharField(label=_("meeting or document"), max_length=200)


class Decision(Meeting):
    """Approval of a version."""

    decided_on = forms.DateField(label=_("decided on"), initial=timezone.localdate)
    remarks = forms.CharField(label=_("remarks"), widget=forms.Textarea(attrs=_LONG), required=False)


class Return(Decision):
    """A version that is sent back."""

    remarks = forms.CharField(label=_("what is to change"), widget=forms.Textarea(attrs=_LONG))


class WriteComment(OfAccount):
    """What a unit says."""

    unit = unit_field(_("for the unit"))
    indicator = forms.ChoiceField(label=_("on the indicator"), required=False)
    text = forms.CharField(label=_("comment"), widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, indicators: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["indicator"].choices = [("", _("the scheme as a whole")), *indicators]  # type: ignore[attr-defined]


class AnswerComment(Form):
    """What the office answers."""

    outcome = forms.ChoiceField(
        label=_("outcome"),
        choices=[c for c in Comment.Outcome.choices if c[0] != "open"],
        widget=forms.RadioSelect,
    )
    reply = forms.CharField(label=_("reply"), widget=forms.Textarea(attrs=_LONG))
    seen = forms.CharField(widget=forms.HiddenInput, required=False)


class SaveVersion(Form):
    """A note to a version."""

    note = forms.CharField(
        label=_("note"), max_length=200, required=False, help_text=_("Once a scheme is published: why it is to change.")
    )
