"""The form of a personal plan: one line an item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.office.planning.actions.personal_plans import ItemLine
from kaohe.office.planning.division import PLACES, WHOLE, divide_equally
from kaohe.office.planning.forms.lines import TableLine
from kaohe.office.planning.models import PlanItem
from kaohe.office.ui.forms import FigureField

MAX_ITEMS = 60
_FIELDS = ("key", "task", "measure", "weight_pct", "due_on")
Raw = dict[str, str]


class ItemForm(TableLine):
    """One item."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    task = forms.CharField(label=_("task"), max_length=200)
    measure = forms.CharField(label=_("how it is measured"), max_length=200, required=False)
    weight_pct = FigureField(
        label=_("weight"), unit="%", max_digits=7, decimal_places=PLACES, min_value=Decimal(0), max_value=WHOLE
    )
    due_on = forms.DateField(label=_("due on"), required=False)

    narrow = {"weight_pct": 8}  # noqa: RUF012  (declared by the base)

    def __init__(self, *args: Any, is_from_share: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.is_from_share = is_from_share


class ItemForms:
    """The items of a plan as lines."""

    def __init__(self, rows: Sequence[Raw], from_shares: set[str], *, is_bound: bool) -> None:
        self.rows = list(rows)
        self.forms = [self._form(n, row, from_shares, is_bound=is_bound) for n, row in enumerate(rows)]

    def _form(self, number: int, row: Raw, from_shares: set[str], *, is_bound: bool) -> ItemForm:
        prefix, marked = f"item-{number}", row["key"] in from_shares
        if is_bound:
            data = {f"{prefix}-{name}": value for name, value in row.items()}
            return ItemForm(data, prefix=prefix, number=number, is_from_share=marked)
        return ItemForm(initial=row, prefix=prefix, number=number, is_from_share=marked)

    def is_valid(self) -> bool:
        """Tell whether every line can be read."""
        return all([form.is_valid() for form in self.forms])  # noqa: C419  (every line shows its errors)

    def items(self) -> list[ItemLine]:
        """Give the items."""
        return [ItemLine(**form.cleaned_data) for form in self.forms]

    @property
    def total(self) -> Decimal:
        """Sum of the weights that can be read."""
        return sum((_weight(row["weight_pct"]) for row in self.rows), Decimal(0))


def typed(data: Mapping[str, Any]) -> list[Raw]:
    """Give the lines of a sent form as they were typed."""
    count = str(data.get("items", "0"))
    number = min(int(count), MAX_ITEMS) if count.isdecimal() else 0
    return [{name: str(data.get(f"item-{n}-{name}", "")) for name in _FIELDS} for n in range(number)]


def written(items: Sequence[PlanItem]) -> list[Raw]:
    """Give the items of a plan as lines."""
    return [
        {
            "key": str(item.pk),
            "task": item.task,
            "measure": item.measure,
            "weight_pct": f"{item.weight_pct.normalize():f}",
            "due_on": item.due_on.isoformat() if item.due_on else "",
        }
        for item in items
    ]


def edited(rows: Sequence[Raw], deed: str) -> list[Raw]:
    """Do what a button of the form asks for: add, remove (followed by ``:`` and the line), equal."""
    name, _colon, number = deed.partition(":")
    if name == "add":
        return [*rows, dict.fromkeys(_FIELDS, "")]
    if name == "equal" and rows:
        weights = divide_equally(WHOLE, len(rows))
        return [{**row, "weight_pct": f"{w.normalize():f}"} for row, w in zip(rows, weights, strict=True)]
    if name == "remove" and number.isdecimal():
        return [row for n, row in enumerate(rows) if n != int(number)]
    return list(rows)


def _weight(text: str) -> Decimal:
    try:
        value = FigureField(max_digits=7, decimal_places=PLACES).clean(text) if text.strip() else None
    except forms.ValidationError:
        value = None
    return value or Decimal(0)
