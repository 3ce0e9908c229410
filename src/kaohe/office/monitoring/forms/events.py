"""The form of an event."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.event_items import EventItem
from kaohe.office.people.models import Unit
from kaohe.office.planning.models import Cycle
from kaohe.office.ui.forms import FigureField, Form


class EventForm(Form):
    """Grounds for a bonus, a deduction or a veto."""

    item = forms.ChoiceField(label=_("item"))
    input = forms.ChoiceField(
        label=_("What is counted"),
        required=False,
        help_text=_("Only where the criterion counts several things, such as the level of an award."),
    )
    unit = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("unit"))
    happened_on = forms.DateField(label=_("happened on"))
    count = FigureField(label=_("times"), required=False, help_text=_("Left open: once."))
    points = FigureField(
        label=_("points"), required=False, help_text=_("Only where the criterion leaves them to judgement.")
    )
    grounds = forms.CharField(label=_("grounds"), max_length=300)
    document = forms.CharField(
        label=_("document"), max_length=200, help_text=_("Number of the notice or award that proves it.")
    )

    def __init__(self, *args: Any, cycle: Cycle, items: list[EventItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["item"]
        choice.choices = [(i.code, f"{i.code} {i.name}") for i in items]  # type: ignore[attr-defined]
        names = [(i.name, [(name, name) for name in i.inputs]) for i in items if len(i.inputs) > 1]
        self.fields["input"].choices = [("", "—"), *names]  # type: ignore[attr-defined]
        appraised = Unit.objects.filter(appraisals__cycle=cycle, appraisals__left_on__isnull=True).order_by("code")
        self.fields["unit"].queryset = appraised  # type: ignore[attr-defined]
