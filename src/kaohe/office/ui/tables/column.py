"""One column: where its value comes from, how it is shown, sorted, added up and written to a workbook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise

from kaohe.office.ui.tones import Badge, badge_of
from kaohe.tables.write import Value

Kind = Literal["text", "number", "date", "badge", "link", "rank"]


@dataclass(frozen=True, slots=True)
class Rank:
    """A place, and the one before it, from which the movement ▲▼ follows."""

    place: int
    before: int | None = None

    @property
    def gained(self) -> int:
        """Places won; negative: lost."""
        return 0 if self.before is None else self.before - self.place

    @property
    def moved(self) -> int:
        """Places won or lost."""
        return abs(self.gained)


@dataclass(frozen=True)
class Column:
    """One column of a table.

    Attributes
    ----------
    key
        Stands in the address (``?sort=``) and in the remembered choice of columns.
    value
        Function of the row, or path of attributes (``unit.name``); None: ``key`` is the path.
    kind
        ``text``, ``number`` (Decimal or int), ``date``, ``badge`` (see `kaohe.office.ui.tones.badge_of`), ``link``,
        ``rank`` (`Rank`, or a place).
    sort
        ORM path (for rows in memory: anything true) by which the column sorts; None: it does not.
    unit
        Unit of the figures, shown in the header.
    hidden
        True: only shown when a person chooses it.
    total
        True: added up over every row that the filter leaves, by ``sort`` or ``key`` as ORM path.
    link
        Gives the address behind the value: a figure that was computed leads to its derivation.
    phone
        False: left out of the cards on a phone.
    """

    key: str
    label: str | Promise
    value: Callable[[Any], Any] | str | None = None
    kind: Kind = "text"
    sort: str | None = None
    unit: str | Promise = ""
    hidden: bool = False
    total: bool = False
    link: Callable[[Any], str] | None = None
    phone: bool = True

    @property
    def heading(self) -> str:
        """Label with the unit of the figures."""
        return f"{self.label}（{self.unit}）" if self.unit else str(self.label)

    def value_of(self, row: Any) -> Any:
        """Give the value of a row as the column shows it."""
        found = self.value(row) if callable(self.value) else value_at(row, self.value or self.key)
        if found is None or found == "":
            return None
        if self.kind == "badge":
            return self._badge(row, found)
        if self.kind == "rank" and not isinstance(found, Rank):
            return Rank(int(found))
        return found

    def _badge(self, row: Any, state: Any) -> Badge:
        """Give the badge of a state; a plain value of a model's field takes the label of its choices."""
        path = self.value or self.key
        if isinstance(row, Model) and isinstance(path, str) and type(state) is str:
            owner_path, _, name = path.replace("__", ".").rpartition(".")
            return badge_of(state, label_of(value_at(row, owner_path) if owner_path else row, name, state))
        return badge_of(state)

    def written(self, row: Any) -> Value:
        """Give the value of a row for a workbook."""
        return in_a_cell(self.value_of(row))


def label_of(owner: Model, name: str, state: str) -> str:
    """Give the label of a value among a field's choices; empty when there is none.

    ``get_…_display`` would hash every label, which translates them all, for each cell.
    """
    if name not in {field.name for field in owner._meta.fields}:
        return ""
    choices = owner._meta.get_field(name).flatchoices or ()  # type: ignore[union-attr]  # a column has choices
    return next((str(label) for key, label in choices if key == state), "")


def in_a_cell(found: Any) -> Value:
    """Turn what a column shows into what a workbook holds."""
    if found is None or isinstance(found, str | int | Decimal | bool):
        return found
    if isinstance(found, Rank):
        return found.place
    if isinstance(found, datetime):
        return timezone.localtime(found).strftime("%Y-%m-%d %H:%M") if timezone.is_aware(found) else str(found)
    return found.isoformat() if isinstance(found, date) else str(found)


def value_at(row: Any, path: str) -> Any:
    """Follow a path of attributes, keys of mappings and methods without arguments; None anywhere gives None."""
    found = row
    for name in path.replace("__", ".").split("."):
        if found is None:
            return None
        found = found[name] if isinstance(found, Mapping) else getattr(found, name)
        if callable(found) and not isinstance(found, type):
            found = found()
    return found
