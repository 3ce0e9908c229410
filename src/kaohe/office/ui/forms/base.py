"""Bases of all forms: native dates, exact figures, places for what an action refuses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models

from kaohe.office.revisions import StaleError
from kaohe.office.ui.forms.fields import FigureField, RevisionField
from kaohe.tables.problems import Problems


class House(forms.BaseForm):
    """What every form of the office can do.

    Attributes
    ----------
    groups
        Headings with the names of their fields; without it the fields follow one another.
    units
        Units that stand inside the fields, by name.
    stale, stale_url
        The row as it stands now, when somebody else changed it meanwhile, and where to see it; `submit` sets the
        address of the form itself unless the form names a better one.
    problems
        Everything that is wrong with an uploaded file.
    """

    groups: ClassVar[Sequence[tuple[Any, Sequence[str]]]] = ()
    units: ClassVar[Mapping[str, str]] = {}

    stale: object | None = None
    stale_url: str = ""
    problems: Problems | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _use_native_control(field)

    def take(self, error: ValidationError | Problems) -> None:
        """Show what an action refused, beside the field that it names if the form has it."""
        if isinstance(error, Problems):
            self.problems = error
            self.add_error(None, str(error))
            return
        if isinstance(error, StaleError):
            self._take_stale(error.row)
        if hasattr(error, "error_dict"):
            for name, found in error.error_dict.items():
                self.add_error(name if name in self.fields and name != NON_FIELD_ERRORS else None, found)
        else:
            self.add_error(None, error)

    def _take_stale(self, row: Any) -> None:
        """Keep the row that stands now, and go on from its revision: who has looked at it may save after all."""
        self.stale = row
        data: Any = self.data.copy()  # type: ignore[attr-defined]  # a bound form holds a QueryDict or a dict
        for name, field in self.fields.items():
            if isinstance(field, RevisionField):
                data[self.add_prefix(name)] = str(row.revision)
        self.data = data


class Form(House, forms.Form):
    """A form without a model; the names of its fields are the keywords of its action."""


def _exact(field: models.Field[Any, Any], **kwargs: Any) -> forms.Field | None:
    """Give the form field of a model's field: figures are read exactly."""
    if isinstance(field, models.DecimalField):
        return field.formfield(form_class=FigureField, **kwargs)
    return field.formfield(**kwargs)


class ModelForm(House, forms.ModelForm):  # type: ignore[type-arg]  # not generic at run time
    """A form over a model's fields. It never saves: an action does."""

    class Meta:
        formfield_callback = _exact

    def save(self, commit: bool = True) -> Any:
        """Refuse: writes live in actions."""
        raise TypeError("a form does not save: give its cleaned_data to an action by kaohe.office.ui.forms.submit")


def _use_native_control(field: forms.Field) -> None:
    """Let the browser's own calendar choose days and moments; draw each choice of a list in the style of the house."""
    widget = field.widget
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        widget.attrs["class"] = "form-check-input"
    if isinstance(widget, forms.DateTimeInput):
        widget.input_type, widget.format = "datetime-local", "%Y-%m-%dT%H:%M"
    elif isinstance(widget, forms.DateInput):
        widget.input_type, widget.format = "date", "%Y-%m-%d"
