"""Forms of units."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.forms.picking import PickField, unit_field
from kaohe.office.people.models import Account, Unit, UnitKind
from kaohe.office.ui.forms import Form, RevisionField


class OfAccount(Form):
    """A form whose units, persons and accounts are those that somebody may see."""

    def __init__(self, *args: Any, account: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, PickField) and field.rows is None:
                field.rows = self.rows_for(name, field, account)

    def rows_for(self, name: str, field: PickField, account: Account) -> Any:
        """Give what a field may name."""
        return Unit.objects.visible_to(account).open_on(timezone.localdate())


class Dated(OfAccount):
    """A change from a day on, with the document that decides it."""

    on = forms.DateField(label=_("takes effect on"), initial=timezone.localdate)
    document = forms.CharField(
        label=_("document"), max_length=200, required=False, help_text=_("The decision, with its number.")
    )


class OpenUnit(Dated):
    """A new unit."""

    field_order = ("code", "name", "kind", "parent", "on", "document")

    code = forms.CharField(
        label=_("code"), max_length=40, help_text=_("It stays for ever, also when the name changes.")
    )
    name = forms.CharField(label=_("name"), max_length=100)
    kind = forms.ChoiceField(label=_("kind"), choices=UnitKind.choices)
    parent = unit_field(_("parent"), required=False, help_text=_("Empty: at the top of the tree."))


class RenameUnit(Dated):
    """Another name."""

    field_order = ("name", "on", "document")

    name = forms.CharField(label=_("new name"), max_length=100)


class MoveUnit(Dated):
    """Another parent."""

    field_order = ("parent", "on", "document")

    parent = unit_field(_("new parent"), required=False, help_text=_("Empty: at the top of the tree."))


class MergeUnits(Dated):
    """Units that go up in another."""

    field_order = ("units", "into", "with_staff", "on", "document")

    units = unit_field(  # type: ignore[assignment]  # the class attribute is gone once the fields are collected
        _("units that close"), many=True, help_text=_("One a line, by code or full name.")
    )
    into = unit_field(_("unit that carries on"), help_text=_("A unit that is there; open a new one first."))
    with_staff = forms.BooleanField(
        label=_("their staff works in the successor from that day on"), required=False, initial=True
    )


class DivideUnit(Dated):
    """Units that carry on the work of one."""

    field_order = ("into", "on", "document")

    into = unit_field(_("successors"), many=True, help_text=_("One a line, by code or full name. Open them first."))


class CloseUnit(Dated):
    """The end of a unit."""


class Reason(OfAccount):
    """Why, for those who read the log."""

    reason = forms.CharField(label=_("reason"), max_length=200, help_text=_("It stands in the log."))


class WithdrawVersion(Reason):
    """The last change never was."""

    revision = RevisionField()


class CorrectVersion(Reason):
    """What the version that holds now should have said."""

    field_order = ("name", "kind", "since", "document", "reason", "revision")

    name = forms.CharField(label=_("name"), max_length=100)
    kind = forms.ChoiceField(label=_("kind"), choices=UnitKind.choices)
    since = forms.DateField(label=_("since"))
    document = forms.CharField(label=_("document"), max_length=200, required=False)
    revision = RevisionField()
