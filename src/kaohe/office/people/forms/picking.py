"""Fields that name a unit, a person or an account among tens of thousands: typed by code or name, with proposals."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

MANY = 8
"""Namesakes that a message lists."""


class Proposals(forms.TextInput):
    """A text field that fetches proposals while somebody types."""

    template_name = "people/pick.html"

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.kind = kind

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Say what is proposed."""
        return super().get_context(name, value, attrs) | {"kind": self.kind}


class PickField(forms.CharField):
    """One row, by the key that people use (code, staff number, account name) or by a name that only one bears.

    A proposal is written as ``key name``; what stands before the first blank is looked up as a key first.

    Parameters
    ----------
    kind
        ``unit``, ``person`` or ``account``: what is proposed.
    key, name
        Columns that are looked up.
    """

    def __init__(self, kind: str, label: Any, *, key: str, name: str, **kwargs: Any) -> None:
        super().__init__(label=label, widget=Proposals(kind), **kwargs)
        self.key, self.name_column = key, name
        self.rows: QuerySet[Any] | None = None
        """What may be named; the form sets it from the account."""

    def clean(self, value: Any) -> Any:
        """Find the row."""
        text = str(super().clean(value) or "").strip()
        return self._find(text) if text else None

    def prepare_value(self, value: Any) -> Any:
        """Write a row as its proposal."""
        return written(value, self.key, self.name_column) if isinstance(value, Model) else value

    def _find(self, text: str) -> Any:
        assert self.rows is not None, "the form sets the rows"  # noqa: S101  (a mistake of ours, not of the user's)
        exact = self.rows.filter(**{self.key: text.split()[0]}).first()
        if exact is not None:
            return exact
        found = list(self.rows.filter(**{self.name_column: text})[: MANY + 1])
        if len(found) == 1:
            return found[0]
        if found:
            keys = ", ".join(str(getattr(row, self.key)) for row in found[:MANY])
            raise ValidationError(_("Several bear the name {text}: write one of {keys}.").format(text=text, keys=keys))
        raise ValidationError(_("Nothing is found under {text}: write the code, or the full name.").format(text=text))


class PickManyField(PickField):
    """Several rows, one a line."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.widget = forms.Textarea(attrs={"rows": 4})

    def clean(self, value: Any) -> Any:
        """Find every row."""
        lines = [line.strip() for line in str(forms.CharField.clean(self, value) or "").splitlines() if line.strip()]
        return list(dict.fromkeys(self._find(line) for line in lines))


def written(row: Any, key: str, name: str) -> str:
    """Write a row as its proposal: ``key name``."""
    return f"{getattr(row, key)} {getattr(row, name.partition('__')[0]) or ''}".strip()


def unit_field(label: Any, *, many: bool = False, **kwargs: Any) -> PickField:
    """Give a field for a unit."""
    return (PickManyField if many else PickField)("unit", label, key="code", name="name", **kwargs)


def person_field(label: Any, **kwargs: Any) -> PickField:
    """Give a field for a person."""
    return PickField("person", label, key="staff_no", name="name", **kwargs)


def account_field(label: Any, **kwargs: Any) -> PickField:
    """Give a field for an account."""
    return PickField("account", label, key="username", name="person__name", **kwargs)
