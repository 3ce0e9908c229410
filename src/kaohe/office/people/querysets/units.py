"""Which units."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from kaohe.office.people.roles import UNITS_SEEN

if TYPE_CHECKING:
    from kaohe.office.people.models import Account, Unit


class UnitQuerySet(models.QuerySet[Any]):
    """Units."""

    def visible_to(self, account: Account) -> Self:
        """Keep the units an account may see: by its roles, and the ones it works in."""
        own = Q()
        if account.person_id:
            day = Q(appointments__until__isnull=True)
            own = Q(pk__in=self.model.objects.filter(day, appointments__person=account.person_id).values("pk"))
        reach = account.reach(UNITS_SEEN)
        return self if reach.is_all else self.filter(reach.condition("path") | own)

    def open_on(self, day: date) -> Self:
        """Keep the units that exist on a day."""
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day), opened_on__lte=day)

    def open_in(self, year: int) -> Self:
        """Keep the units that exist on some day of a year."""
        first, last = date(year, 1, 1), date(year, 12, 31)
        return self.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=first), opened_on__lte=last)

    def with_class_of(self, year: int) -> Self:
        """Add the class of a year: ``class_key``, ``class_code``, ``class_name``; NULL: not appraised."""
        membership = self.model._meta.get_field("memberships").related_model
        found = membership.objects.filter(unit=OuterRef("pk"), year=year)
        return self.annotate(
            class_key=Subquery(found.values("unit_class")[:1]),
            class_code=Subquery(found.values("unit_class__code")[:1]),
            class_name=Subquery(found.values("unit_class__name")[:1]),
        )

    def below(self, unit: Unit) -> Self:
        """Keep a unit and everything under it."""
        return self.filter(path__startswith=unit.path)

    def above(self, unit: Unit) -> Self:
        """Keep the units over a unit, from the root down."""
        return self.filter(pk__in=unit.ancestor_keys).order_by("path")

    def roots(self) -> Self:
        """Keep the units that stand under no other."""
        return self.filter(parent__isnull=True)

    def tops_for(self, account: Account) -> Self:
        """Keep the units at which an account enters the tree: the roots, or the tops of what it may see."""
        reach = account.reach(UNITS_SEEN)
        if reach.is_all:
            return self.roots()
        own = Q()
        if account.person_id:
            works = self.model.objects.filter(
                appointments__until__isnull=True, appointments__person=account.person_id
            ).exclude(reach.condition("path"))
            own = Q(pk__in=works.values("pk"))
        return self.filter(Q(path__in=reach.paths) | own)

    def for_browsing(self) -> Self:
        """One level of the tree: in the order of the codes, each told whether there is more below."""
        below = self.model.objects.filter(parent=OuterRef("pk"))
        return self.annotate(has_children=Exists(below)).order_by("code")

    def as_named_on(self, day: date) -> Self:
        """Add the name and the parent's key that held on a day: ``name_then``, ``parent_then``."""
        version = self._version_model().objects.on(day).filter(unit=OuterRef("pk"))
        return self.open_on(day).annotate(
            name_then=Subquery(version.values("name")[:1]), parent_then=Subquery(version.values("parent")[:1])
        )

    def set_new_paths(self) -> int:
        """Give every unit without a path its own, in one statement; the parents have theirs."""
        above = self.model.objects.filter(pk=OuterRef("parent_id")).values("path")
        slash = Value("/", models.TextField())
        path = Concat(Coalesce(Subquery(above), slash), Cast("pk", models.TextField()), slash)
        return self.filter(path="").update(path=path)

    def _version_model(self) -> Any:
        return self.model._meta.get_field("versions").related_model


class VersionQuerySet(models.QuerySet[Any]):
    """Versions of units."""

    def on(self, day: date) -> Self:
        """Keep what held on a day."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=day), since__lte=day)

    def for_level(self, day: date) -> Self:
        """One level of the tree as of a day: in the order of the codes, each told whether there was more below."""
        below = self.model.objects.on(day).filter(parent=OuterRef("unit"))
        return self.on(day).select_related("unit").annotate(has_children=Exists(below)).order_by("unit__code")

    def current(self) -> Self:
        """Keep what holds now."""
        return self.filter(until__isnull=True)


class SuccessionQuerySet(models.QuerySet[Any]):
    """Successions of units."""

    def heirs_of(self, unit: Unit) -> list[int]:
        """Give the keys of the units that carry on a unit's work today; itself while it is open.

        Follows mergers and divisions step by step, one query a generation. A unit that closed without a successor has
        no heirs.
        """
        heirs: list[int] = []
        level = {unit.pk}
        seen: set[int] = set()
        while level:
            seen |= level
            steps = list(self.filter(predecessor__in=level).values_list("predecessor", "successor"))
            heirs += sorted(level - {before for before, _after in steps})
            level = {after for _before, after in steps} - seen
        units = self.model._meta.get_field("successor").related_model.objects
        return list(units.filter(pk__in=heirs, closed_on__isnull=True).order_by("pk").values_list("pk", flat=True))
