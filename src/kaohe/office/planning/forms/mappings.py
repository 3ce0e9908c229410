"""Forms of the superior's indicators."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account, Charge, Person, Unit
from kaohe.office.planning.models import Cycle, Indicator, SuperiorIndicator
from kaohe.office.ui.forms import Form, ModelForm, RevisionField


class SuperiorForm(ModelForm):
    """What the superior hands down."""

    seen = RevisionField()

    class Meta(ModelForm.Meta):
        model = SuperiorIndicator
        fields: ClassVar[list[str]] = ["code", "name", "source", "handed_down_on", "points", "requirement"]


class MappingForm(Form):
    """Who answers it."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("responsible"))
    indicator = forms.ModelChoiceField(
        Indicator.objects.none(),
        label=_("own indicator"),
        required=False,
        help_text=_("Leave it empty when no own indicator measures the work."),
    )
    leader = forms.ModelChoiceField(Person.objects.none(), label=_("leader in charge"), required=False)
    due_on = forms.DateField(label=_("due on"))
    note = forms.CharField(label=_("note"), max_length=200, required=False)

    def __init__(self, *args: Any, cycle: Cycle, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        unit: Any = self.fields["unit"]
        indicator: Any = self.fields["indicator"]
        leader: Any = self.fields["leader"]
        unit.queryset = Unit.objects.visible_to(account).open_on(today).below(cycle.root).order_by("path")
        indicator.queryset = Indicator.objects.filter(cycle=cycle).in_force().leaves()
        charges = Charge.objects.in_force_on(today).filter(unit__path__startswith=cycle.root.path)
        leader.queryset = Person.objects.filter(charges__in=charges).distinct().order_by("staff_no")
