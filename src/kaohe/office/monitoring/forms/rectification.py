"""Forms of rectification."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.actions.rectification import MeasureSet
from kaohe.office.monitoring.forms.words import SeenForm, text
from kaohe.office.monitoring.models import Problem
from kaohe.office.people.models import Person, Unit
from kaohe.office.planning.models import Cycle
from kaohe.office.ui.forms import Form

LINES = 5
"""Measures that one form offers; more are added by saving and setting again."""


class ProblemForm(Form):
    """A problem of a unit."""

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("unit"))
    source = forms.ChoiceField(label=_("source"), choices=Problem.Source)
    text = text(_("problem"))
    kind = forms.CharField(
        label=_("common problem"),
        max_length=100,
        required=False,
        help_text=_("The same words for the same problem of several units; left open: this unit's own."),
    )
    document = forms.CharField(label=_("document"), max_length=200, required=False)
    found_on = forms.DateField(label=_("found on"))
    due_on = forms.DateField(label=_("due on"))

    def __init__(self, *args: Any, cycle: Cycle, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        appraised = Unit.objects.filter(appraisals__cycle=cycle, appraisals__left_on__isnull=True).order_by("code")
        self.fields["unit"].queryset = appraised  # type: ignore[attr-defined]


class MeasuresForm(SeenForm):
    """Measures, one a line of the form: what, by whom, until when."""

    needs_row = True

    responsible = forms.ModelChoiceField(queryset=Person.objects.none(), label=_("responsible person"))

    def __init__(self, *args: Any, row: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        staff = Person.objects.filter(appointments__unit=row.unit, left_on__isnull=True).distinct().order_by("name")
        person = self.fields["responsible"]
        person.queryset = staff  # type: ignore[attr-defined]
        person.initial = row.responsible_id
        known = list(row.measures.all())
        for number in range(max(LINES, len(known) + 1)):
            measure = known[number] if number < len(known) else None
            self._add_line(number + 1, measure.text if measure else "", measure.due_on if measure else row.due_on)

    def _add_line(self, number: int, words: str, due_on: Any) -> None:
        label = gettext("Measure {number}").format(number=number)
        self.fields[f"text_{number}"] = forms.CharField(label=label, max_length=300, required=False, initial=words)
        day = forms.DateField(label=gettext("Measure {number}: due on").format(number=number), required=False)
        day.initial = due_on
        day.widget.input_type = "date"
        day.widget.format = "%Y-%m-%d"
        self.fields[f"due_on_{number}"] = day

    def clean(self) -> dict[str, Any]:
        """Gather the lines into measures."""
        cleaned = super().clean() or self.cleaned_data
        kept: dict[str, Any] = {key: cleaned[key] for key in ("seen", "responsible") if key in cleaned}
        kept["measures"] = []
        for name in [name for name in self.fields if name.startswith("text_")]:
            number = name.removeprefix("text_")
            words, due_on = cleaned.get(name, ""), cleaned.get(f"due_on_{number}")
            if words and due_on is not None:
                kept["measures"].append(MeasureSet(words, due_on, kept.get("responsible")))
            elif words:
                self.add_error(f"due_on_{number}", ValidationError(gettext("Say until when.")))
        return kept


class ResultForm(SeenForm):
    """What was achieved."""

    result = text(_("result of the rectification"))


class VerificationForm(SeenForm):
    """How it was verified."""

    verification = text(_("Verification"), help_text=_("What was seen, where, when."))


class SendBackForm(SeenForm):
    """What is still wrong, and the new deadline."""

    reason = text(_("What is still wrong"))
    due_on = forms.DateField(label=_("new deadline"))


class DeadlineForm(SeenForm):
    """A new deadline with its reason."""

    due_on = forms.DateField(label=_("new deadline"))
    reason = text(_("Why"))


class ClaimForm(Form):
    """A part of a superior's finding that a unit claims."""

    needs_row = True

    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("unit"))
    text = text(_("part claimed"))
    due_on = forms.DateField(label=_("due on"))

    def __init__(self, *args: Any, row: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        appraised = Unit.objects.filter(appraisals__cycle=row.cycle, appraisals__left_on__isnull=True).order_by("code")
        self.fields["unit"].queryset = appraised  # type: ignore[attr-defined]


class CarryForm(Form):
    """The cycle that a problem is carried into."""

    needs_row = True

    into = forms.ModelChoiceField(queryset=Cycle.objects.none(), label=_("into the cycle"))
    due_on = forms.DateField(label=_("due on"))

    def __init__(self, *args: Any, row: Problem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        later = Cycle.objects.filter(root=row.cycle.root, year__gt=row.cycle.year)
        self.fields["into"].queryset = later  # type: ignore[attr-defined]


class DoneForm(Form):
    """The day on which a measure was carried out."""

    on = forms.DateField(label=_("done on"))
