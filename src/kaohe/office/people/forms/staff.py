"""Forms of persons, sections, posts and charges."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.forms.picking import PickField, person_field, unit_field
from kaohe.office.people.forms.units import OfAccount
from kaohe.office.people.models import Account, Appointment, Person, Post, Section, Unit
from kaohe.office.ui.forms import Form, RevisionField


class WithPlace(OfAccount):
    """A place in one unit: its sections and posts are offered."""

    def __init__(self, *args: Any, unit: Unit | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        for name, model in (("section", Section), ("post", Post)):
            rows = model.objects.filter(unit=unit).open_on(today).order_by("name") if unit else model.objects.none()
            self.fields[name].queryset = rows  # type: ignore[attr-defined]

    section = forms.ModelChoiceField(Section.objects.none(), label=_("section"), required=False)
    post = forms.ModelChoiceField(Post.objects.none(), label=_("post"), required=False)
    since = forms.DateField(label=_("since"), initial=timezone.localdate)


class RegisterPerson(WithPlace):
    """Somebody new in a unit."""

    field_order = ("staff_no", "name", "phone", "section", "post", "since")

    staff_no = forms.CharField(label=_("staff number"), max_length=40)
    name = forms.CharField(label=_("personal name"), max_length=100)
    phone = forms.CharField(label=_("telephone"), max_length=30, required=False)


class ChooseUnit(OfAccount):
    """The unit of the place: first step, so that the second can offer its sections and posts."""

    unit = unit_field(_("unit"))


class AppointPerson(WithPlace):
    """A place in a unit, beside the present one or instead of it."""

    field_order = ("section", "post", "since", "instead_of")

    instead_of = forms.ModelChoiceField(
        Appointment.objects.none(),
        label=_("instead of"),
        required=False,
        empty_label=_("none: in addition to the present places"),
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = person.appointments.filter(until__isnull=True).select_related("unit", "post", "person")
        self.fields["instead_of"].queryset = places  # type: ignore[attr-defined]


class OnDay(Form):
    """A day and nothing else."""

    on = forms.DateField(label=_("on"), initial=timezone.localdate)


class CorrectPerson(Form):
    """Name and telephone as they should stand."""

    name = forms.CharField(label=_("personal name"), max_length=100)
    phone = forms.CharField(label=_("telephone"), max_length=30, required=False)
    revision = RevisionField()


class OpenSection(Form):
    """A section of a unit."""

    name = forms.CharField(label=_("name"), max_length=100)


class OpenPost(Form):
    """A post of a unit."""

    name = forms.CharField(label=_("name"), max_length=100)
    section = forms.ModelChoiceField(
        Section.objects.none(), label=_("section"), required=False, empty_label=_("directly in the unit")
    )

    def __init__(self, *args: Any, unit: Unit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Section.objects.filter(unit=unit).open_on(timezone.localdate()).order_by("name")
        self.fields["section"].queryset = rows  # type: ignore[attr-defined]


class PutInCharge(OfAccount):
    """A leader in charge of a unit."""

    person = person_field(_("leader"))
    since = forms.DateField(label=_("since"), initial=timezone.localdate)

    def rows_for(self, name: str, field: PickField, account: Account) -> Any:
        """Give the persons that the account sees."""
        return Person.objects.visible_to(account).working_on(timezone.localdate())
