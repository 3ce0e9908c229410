"""Which superior's indicators, letters and register items."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.people.roles import Role, View

if TYPE_CHECKING:
    from kaohe.office.people.models import Account, Unit
    from kaohe.office.planning.models import Cycle

SUPERIOR_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
}
LETTERS_SEEN = {
    Role.OFFICER: View.SCOPE,
    Role.LIAISON: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.LEADER: View.FIELD,
    Role.ASSESSOR: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
}


class SuperiorQuerySet(models.QuerySet[Any]):
    """The superior's indicators."""

    def visible_to(self, account: Account) -> Self:
        """Keep those of the areas within reach, and those that a unit within reach answers."""
        reach = account.reach(SUPERIOR_SEEN)
        mapping = self.model._meta.get_field("mappings").related_model
        answered = mapping.objects.filter(reach.condition("unit__path"), superior=OuterRef("pk"))
        return self if reach.is_all else self.filter(reach.condition("cycle__root__path") | Exists(answered))

    def with_coverage(self) -> Self:
        """Add ``is_mapped``: somebody answers it."""
        mapping = self.model._meta.get_field("mappings").related_model
        return self.annotate(is_mapped=Exists(mapping.objects.filter(superior=OuterRef("pk"))))


class LetterQuerySet(models.QuerySet[Any]):
    """Responsibility letters."""

    def visible_to(self, account: Account) -> Self:
        """Keep the letters of the units within reach."""
        return self.filter(account.reach(LETTERS_SEEN).condition("unit__path"))

    def current(self) -> Self:
        """Leave out the versions that were replaced."""
        return self.filter(replaced_by__isnull=True)

    def with_standing(self) -> Self:
        """Add ``standing``: replaced, outdated, signed, unit (the unit's signature is missing), issuer, unsigned.

        Outdated: scheme, a target or the class changed after the terms were last compared. One query, whatever the
        number of letters.
        """
        signature = self.model._meta.get_field("signatures").related_model.objects.filter(letter=OuterRef("pk"))
        return self.annotate(
            by_issuer=Exists(signature.filter(side="issuer")),
            by_unit=Exists(signature.filter(side="unit")),
            is_outdated=self._changed_since(),
            standing=Case(
                When(replaced_by__isnull=False, then=Value("replaced")),
                When(is_outdated=True, then=Value("outdated")),
                When(by_issuer=True, by_unit=True, then=Value("signed")),
                When(by_issuer=True, then=Value("unit")),
                When(by_unit=True, then=Value("issuer")),
                default=Value("unsigned"),
                output_field=models.CharField(),
            ),
        )

    def _changed_since(self) -> Q:
        cycle = self.model._meta.get_field("cycle").related_model
        targets = cycle._meta.get_field("targets").related_model.objects
        versions = cycle._meta.get_field("versions").related_model.objects
        later = {"cycle": OuterRef("cycle")}
        return Q(
            Exists(targets.filter(**later, unit=OuterRef("unit"), changed_at__gt=OuterRef("checked_at")))
            | Exists(versions.filter(**later, published_at__gt=OuterRef("checked_at")))
        )


@dataclass(frozen=True, slots=True)
class Missing:
    """Something that may not start yet.

    Attributes
    ----------
    kind
        ``appraisal`` or ``veto``.
    code, name
        The cycle's or the veto's.
    reason
        What the register lacks, in words.
    """

    kind: str
    code: str
    name: str
    reason: str

    def __str__(self) -> str:
        return f"{self.name}: {self.reason}"


class RegisterQuerySet(models.QuerySet[Any]):
    """Items of the register: an open list, read by everybody who is signed in."""

    def visible_to(self, account: Account) -> Self:
        """Keep all of them for every account that may sign in."""
        return self if account.is_active else self.none()

    def in_force(self, day: date) -> Self:
        """Keep what is approved and has not lapsed on a day."""
        begun = Q(approved_on__isnull=True) | Q(approved_on__lte=day)
        return self.filter(begun, Q(expires_on__isnull=True) | Q(expires_on__gt=day), state="approved")

    def addressed_to(self, unit: Unit, day: date) -> Self:
        """Keep what may be asked of a unit: in force, and organised by a unit above it or for its cycles."""
        above = Q(organiser__in=unit.ancestor_keys) | Q(organiser__parent__in=unit.ancestor_keys)
        return self.in_force(day).filter(above | Q(cycle__appraised_units__unit=unit)).distinct()

    def with_twins(self) -> Self:
        """Add ``is_twice``: another item of the same organiser, name and level stands in the year."""
        alike = {"organiser": OuterRef("organiser"), "name": OuterRef("name"), "level": OuterRef("level")}
        others = self.model.objects.filter(**alike, year=OuterRef("year"), state__in=["filed", "approved"])
        return self.annotate(is_twice=Exists(others.exclude(pk=OuterRef("pk"))))

    def missing_for(self, cycle: Cycle, day: date | None = None) -> list[Missing]:
        """Say what the register lacks before a cycle may start on a day; an empty list: it may.

        The appraisal itself, and every veto that the scheme in force switches on (with basis and approving level).
        """
        day = day or timezone.localdate()
        items = list(self.filter(cycle=cycle).order_by(F("expires_on").desc(nulls_first=True)))
        wanted = [("appraisal", cycle.code, cycle.title)]
        wanted += [("veto", veto["code"], veto["name"]) for veto in _vetoes_in(cycle)]
        found = []
        for kind, code, name in wanted:
            known = [i for i in items if i.kind == kind and (kind != "veto" or i.veto_code == code)]
            if not any(item.is_in_force_on(day) for item in known):
                found.append(Missing(kind, code, name, _reason(known, day)))
        return found


def _vetoes_in(cycle: Cycle) -> list[dict[str, Any]]:
    """Give the vetoes that the version published last switches on."""
    published = cycle.versions.filter(published_at__isnull=False).order_by("-published_at").first()
    vetoes = json.loads(published.document).get("vetoes", []) if published else []
    return [veto for veto in vetoes if veto.get("basis") and veto.get("level")]


def _reason(items: list[Any], day: date) -> str:
    approved = [item for item in items if item.state == "approved"]
    if not items:
        return _("not in the register; file it and have it approved")
    if not approved:
        return _("filed but not approved")
    last = approved[0]
    if last.expires_on and last.expires_on <= day:
        return _("lapsed on {day}; have it approved anew").format(day=last.expires_on)
    return _("approved from {day} on").format(day=last.approved_on)
