"""The scheme in force of a cycle, as written and as checked: what other apps read of a scheme."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.office.planning.document.store import scheme_of, spec_of
from kaohe.office.planning.models import Cycle, SchemeVersion
from kaohe.scheme import Scheme, SchemeSpec


@dataclass(frozen=True, slots=True)
class Written:
    """A published scheme: as a person wrote it, and as the machine runs it."""

    spec: SchemeSpec
    scheme: Scheme


def version_in_force(cycle: Cycle) -> SchemeVersion | None:
    """Give the version published last; None before the first publication. One query."""
    return cycle.versions.filter(published_at__isnull=False).order_by("-published_at", "-number").first()


def written_in_force(cycle: Cycle) -> Written:
    """Give the scheme in force.

    Raises
    ------
    ValidationError
        Before the first publication.
    """
    version = version_in_force(cycle)
    if version is None:
        raise ValidationError(_("The scheme of {cycle} is not published yet.").format(cycle=cycle))
    return written(version.document)


@lru_cache(maxsize=32)
def written(document: str) -> Written:
    """Read a stored document; versions never change, so each is read once a process."""
    return Written(spec_of(document), scheme_of(document))
