"""The scheme of a cycle, checked and ready to score, from the version that was published."""

from __future__ import annotations

from functools import lru_cache

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.office.planning.models import Cycle, SchemeVersion
from kaohe.scheme import SchemeProblems, SchemeSpec
from kaohe.scheme.check import check
from kaohe.scheme.model import Scheme
from kaohe.scoring.reference import Scorer


def version_in_force(cycle: Cycle) -> SchemeVersion:
    """Give the version published last.

    Raises
    ------
    ValidationError
        Before the first publication: nothing can be scored yet.
    """
    found = cycle.versions.filter(published_at__isnull=False).order_by("-published_at", "-number").first()
    if found is None:
        raise ValidationError(_("The scheme of this cycle is not published yet: publish it, then score."))
    return found


def scheme_of(version: SchemeVersion) -> Scheme:
    """Give the checked scheme of a version; versions never change, so it is compiled once a process."""
    return scorer_of(version).scheme


def scorer_of(version: SchemeVersion) -> Scorer:
    """Give the compiled scorer of a version."""
    return _scorer(version.hash, version.document)


@lru_cache(maxsize=32)
def _scorer(_hash: str, document: str) -> Scorer:
    scheme, findings = check(SchemeSpec.model_validate_json(document))
    if scheme is None:
        raise SchemeProblems(tuple(findings))
    return Scorer(scheme)
