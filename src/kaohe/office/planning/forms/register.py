"""Forms of the register."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, RegisterItem
from kaohe.office.planning.policies.undertakings import register
from kaohe.office.ui.forms import Form, ModelForm, RevisionField


class ItemForm(ModelForm):
    """What the organiser writes."""

    seen = RevisionField()

    class Meta(ModelForm.Meta):
        model = RegisterItem
        fields: ClassVar[list[str]] = [
            "kind",
            "name",
            "year",
            "organiser",
            "level",
            "times_a_year",
            "plan_number",
            "basis",
            "cycle",
            "veto_code",
            "expires_on",
        ]

    groups = (
        (_("What is asked"), ["kind", "name", "year", "organiser", "level", "times_a_year", "plan_number"]),
        (_("On what it rests"), ["basis", "cycle", "veto_code", "expires_on"]),
    )

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        organiser: Any = self.fields["organiser"]
        cycle: Any = self.fields["cycle"]
        organiser.queryset = Unit.objects.filter(register.reach_of_filing(account).condition("path")).order_by("path")
        cycle.queryset = Cycle.objects.visible_to(account)
        self.fields["cycle"].help_text = _("The cycle that this approval lets start, or whose veto it is.")
        self.fields["veto_code"].help_text = _("For a veto: its code in the scheme of the cycle.")
        self.fields["basis"].help_text = _("Law, regulation or document, with article.")


class ChoiceOfCycleForm(Form):
    """A cycle."""

    cycle = forms.ModelChoiceField(Cycle.objects.none(), label=_("cycle"))

    def __init__(self, *args: Any, cycles: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["cycle"]
        field.queryset = cycles


class ApprovalForm(Form):
    """What the approval says."""

    approving_body = forms.CharField(label=_("approving body"), max_length=200)
    approval_document = forms.CharField(label=_("approval document"), max_length=200)
    approved_on = forms.DateField(label=_("approved on"))
    expires_on = forms.DateField(
        label=_("expires on"), required=False, help_text=_("First day on which it no longer holds; a veto needs one.")
    )
    seen = RevisionField()


class ReasonForm(Form):
    """A reason."""

    remarks = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}))
    seen = RevisionField()
