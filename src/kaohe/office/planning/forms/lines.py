"""A form that is one line of a table."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms

from kaohe.office.ui.forms import Form


class TableLine(Form):
    """One line: small controls, each named for who hears the page, for no column heading is near enough.

    Attributes
    ----------
    narrow
        Fields that hold figures, and their width in characters.
    """

    narrow: ClassVar[dict[str, int]] = {}

    def __init__(self, *args: Any, number: int = 0, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.number = number
        for name, field in self.fields.items():
            if field.widget.is_hidden:
                continue
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs |= {"class": f"{kind} {kind}-sm", "aria-label": f"{field.label} {number + 1}"}
            if name in self.narrow:
                field.widget.attrs["size"] = self.narrow[name]
