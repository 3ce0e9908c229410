"""Filters of a table: each is one control of the filter line and one word of the address."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.utils.functional import Promise

from kaohe.office.ui.tables.column import value_at

Rows = QuerySet[Any] | Sequence[Any]
Choices = Iterable[tuple[Any, Any]] | Callable[[], Iterable[tuple[Any, Any]]]

_MOST_UNITS = 500


class Filter:
    """A filter.

    Attributes
    ----------
    name
        Word in the address: ``?state=draft``.
    path
        ORM path that is compared; for rows in memory a path of attributes.
    """

    name: str
    label: str | Promise
    path: str

    template: ClassVar[str] = ""
    lookup: ClassVar[str] = "exact"

    def applied(self, rows: Rows, value: str, account: Any) -> Rows:
        """Keep the rows that have the value."""
        if isinstance(rows, QuerySet):
            return rows.filter(**{f"{self.path}__{self.lookup}": value})
        return [row for row in rows if self.fits(value_at(row, self.path), value)]

    def fits(self, found: Any, value: str) -> bool:
        """Tell whether a row in memory has the value."""
        return str(getattr(found, "value", found)) == value

    def options(self, rows: Rows, value: str, account: Any) -> list[tuple[str, str]]:
        """Give what can be chosen, if the control lists it."""
        return []


@dataclass(frozen=True)
class Choice(Filter):
    """One of a list; also ``choices(SomeTextChoices)``: pairs of value and label, or a function that gives them."""

    name: str
    label: str | Promise
    choices: Choices
    path: str

    template: ClassVar[str] = "ui/table/choice.html"

    def options(self, rows: Rows, value: str, account: Any) -> list[tuple[str, str]]:
        """Give the pairs as texts."""
        pairs = self.choices() if callable(self.choices) else self.choices
        return [(str(key), str(label)) for key, label in pairs]

    def applied(self, rows: Rows, value: str, account: Any) -> Rows:
        """Keep the rows that have the value; a value that is not offered keeps none."""
        if value not in dict(self.options(rows, value, account)):
            return rows.none() if isinstance(rows, QuerySet) else []
        return super().applied(rows, value, account)


@dataclass(frozen=True)
class Text(Filter):
    """Words that a column must contain."""

    name: str
    label: str | Promise
    path: str

    template: ClassVar[str] = "ui/table/text.html"
    lookup: ClassVar[str] = "icontains"

    def fits(self, found: Any, value: str) -> bool:
        """Tell whether a row in memory contains the words."""
        return value.casefold() in str(found or "").casefold()


@dataclass(frozen=True)
class UnitWithin(Filter):
    """A unit and everything below it; ``path`` leads to the unit's path: ``unit__path``, or ``path`` for units."""

    name: str
    label: str | Promise
    path: str

    template: ClassVar[str] = "ui/table/choice.html"
    lookup: ClassVar[str] = "startswith"

    def fits(self, found: Any, value: str) -> bool:
        """Tell whether a row in memory is of a unit within."""
        return str(found or "").startswith(value)

    def applied(self, rows: Rows, value: str, account: Any) -> Rows:
        """Keep the rows of units within; a unit that the account does not see keeps none."""
        if isinstance(rows, QuerySet):
            unit = self._units(rows).visible_to(account).filter(pk=value).first() if value.isdecimal() else None
            return rows.filter(**{f"{self.path}__startswith": unit.path}) if unit else rows.none()
        return [row for row in rows if f"/{value}/" in str(value_at(row, self.path) or "")]

    def options(self, rows: Rows, value: str, account: Any) -> list[tuple[str, str]]:
        """Give the units that have others below, as a tree as deep as a list may be long, and the one chosen.

        Asked level by level from the top: a nation is not read to offer its provinces.
        """
        if not isinstance(rows, QuerySet):
            return [(value, value)] if value else []
        found = {unit.pk: unit for unit in self._offered(self._units(rows), account)}
        if value.isdecimal() and int(value) not in found:
            found |= {unit.pk: unit for unit in self._units(rows).visible_to(account).filter(pk=value)}
        shown = sorted(found.values(), key=lambda unit: [int(key) for key in unit.path.strip("/").split("/")])
        return [(str(unit.pk), f"{'　' * unit.depth}{unit.name}") for unit in shown]

    def _offered(self, units: Any, account: Any) -> list[Any]:
        """Give the levels, from the tops that the account sees down, that together are few enough to choose from."""
        with_more = units.visible_to(account).filter(Exists(units.filter(parent=OuterRef("pk"))))
        level = list(with_more.filter(pk__in=units.tops_for(account).values("pk"))[: _MOST_UNITS + 1])
        found: list[Any] = []
        while level and len(found) + len(level) <= _MOST_UNITS:
            found += level
            level = list(with_more.filter(parent__in=[unit.pk for unit in level])[: _MOST_UNITS + 1])
        return found

    def _units(self, rows: QuerySet[Any]) -> Any:
        """Find the units by the relation that the path goes through: this package knows no app."""
        model: type[Model] = rows.model
        for name in self.path.split("__")[:-1]:
            model = model._meta.get_field(name).related_model  # type: ignore[assignment]
        return model.objects  # type: ignore[attr-defined]
