"""Fields that the office needs beside Django's."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.i18n import translator
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.numbers import parse_number
from kaohe.tables.place import NOWHERE


class RevisionField(forms.IntegerField):
    """The revision that the form was filled from; the action compares it by `kaohe.office.revisions.held`."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "required": False, **kwargs})


class FigureField(forms.DecimalField):
    """An exact figure, read as offices write it: １２, 1,234.5, 1.2万, 98%.

    Parameters
    ----------
    unit
        Stands inside the field; figures written with another unit are converted or refused.
    """

    widget = forms.TextInput

    def __init__(self, *, unit: str = "", **kwargs: Any) -> None:
        self.unit = unit
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]  # the stubs say int
        """Read a figure."""
        if value is None or isinstance(value, Decimal):
            return value
        if not str(value).strip():
            return None
        try:
            found = parse_number(str(value), self.unit or None)
        except CellError as error:
            raise ValidationError(_said(error), code="invalid") from error
        if isinstance(found, Absent):
            raise ValidationError(_("Write a figure, or leave the field empty."), code="invalid")
        return found

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Ask a phone for its number keys."""
        return {"inputmode": "decimal", "autocomplete": "off"}


def _said(error: CellError) -> str:
    """Say what is wrong and what to do, as for a cell of an uploaded table."""
    problem = error.at(NOWHERE)
    return problem.title + translator("tables")(". ") + problem.advice
