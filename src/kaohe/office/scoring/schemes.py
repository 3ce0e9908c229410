"""The scheme of a cycle, checked and ready to score, from the version that was published."""

from __future__ import annotations

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.office.planning.document import in_force
from kaohe.office.planning.models import Cycle, SchemeVersion
from kaohe.scheme.model import Scheme
from kaohe.scoring.reference import Scorer


def version_in_force(cycle: Cycle) -> SchemeVersion:
    """Give the version published last.

    Raises
    ------
    ValidationError
        Before the first publication: nothing can be scored yet.
    """
    found = in_force.version_in_force(cycle)
    if found is None:
        raise ValidationError(_("The scheme of this cycle is not published yet: publish it, then score."))
    return found


def scheme_of(version: SchemeVersion) -> Scheme:
    """Give the checked scheme of a version."""
    return scorer_of(version).scheme


def scorer_of(version: SchemeVersion) -> Scorer:
    """Give the compiled scorer of a version; versions never change, so it is compiled once a process."""
    return _scorer(version.document)


@lru_cache(maxsize=32)
def _scorer(document: str) -> Scorer:
    return Scorer(in_force.written(document).scheme)
