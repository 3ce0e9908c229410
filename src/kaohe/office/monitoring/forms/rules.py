"""Forms of the office: rules of reporting, sources, lists."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.models import Frequency, ReportingRules, Side, Source
from kaohe.office.people.models import Unit
from kaohe.office.ui.forms import Form, ModelForm, RevisionField


class RulesForm(ModelForm):
    """Clocks of cards, lights of pace, limits of evidence."""

    revision = RevisionField()

    class Meta(ModelForm.Meta):
        model = ReportingRules
        exclude = ("cycle",)


class DueRuleForm(Form):
    """Until when figures of a frequency are due."""

    frequency = forms.ChoiceField(label=_("frequency"), choices=Frequency.choices)
    days = forms.IntegerField(label=_("days after the period"), min_value=1, max_value=200)
    is_working_days = forms.BooleanField(label=_("working days"), required=False)


class ReportingForm(Form):
    """How one indicator is reported."""

    entered_by = forms.ChoiceField(label=_("entered by"), choices=Side.choices)
    is_cumulative = forms.BooleanField(label=_("from the beginning of the year"), required=False)
    curve = forms.CharField(
        label=_("plan by month"),
        max_length=200,
        required=False,
        help_text=_("Twelve cumulative percentages between spaces, the last 100; empty: even."),
    )


class ListForm(Form):
    """Hand in a list of figures."""

    file = forms.FileField(label=_("list of figures (XLSX or CSV)"))
    is_checked = forms.BooleanField(label=_("figures were checked that look beyond sense"), required=False)


class SourceForm(Form):
    """Register a source."""

    owner: forms.ModelChoiceField[Any] = forms.ModelChoiceField(Unit.objects.none(), label=_("data owner"))
    code = forms.SlugField(label=_("short name"), max_length=40)
    name = forms.CharField(label=_("name"), max_length=100)
    kind = forms.ChoiceField(label=_("kind of source"), choices=Source.Kind.choices)
    query = forms.CharField(
        label=_("query"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One SELECT with the columns unit, indicator, period, value; "
            "address and password stand in the variable KAOHE_SOURCE_ and the short name."
        ),
    )
    schedule = forms.ChoiceField(label=_("schedule"), choices=Source.Schedule.choices)

    groups: ClassVar[list[tuple[Any, list[str]]]] = []

    def __init__(self, *args: Any, owners: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = owners  # type: ignore[attr-defined]  # a ModelChoiceField


class NameForm(Form):
    """Name a data item."""

    name = forms.CharField(label=_("name"), max_length=100)
    places = forms.CharField(widget=forms.HiddenInput)
