"""Save the draft as a version, restore one."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions.schemes import replace_document
from kaohe.office.planning.document.in_force import version_in_force
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import Cycle, SchemeVersion
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.revisions import held
from kaohe.scheme import content_hash


@transaction.atomic
def save_version(*, by: Account, cycle: Cycle, note: str = "") -> SchemeVersion:
    """Save the draft as it stands, under the next number.

    Raises
    ------
    ValidationError
        When nothing changed since the last version; without a reason, once a scheme is published.
    """
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, None)
    last = cycle.versions.first()
    if last is not None and last.document == cycle.draft.document:
        raise ValidationError(_("Nothing has changed since version {number}.").format(number=last.number))
    if version_in_force(cycle) is not None and not note.strip():
        raise ValidationError(_("The scheme is published: say why it is to change."))
    return keep_version(by=by, cycle=cycle, note=note)


def keep_version(*, by: Account, cycle: Cycle, note: str) -> SchemeVersion:
    """Write the version of a held cycle; part of other actions too."""
    document = cycle.draft.document
    last = cycle.versions.first()
    version = SchemeVersion.objects.create(
        cycle=cycle,
        number=last.number + 1 if last else 1,
        document=document,
        hash=content_hash(spec_of(document)),
        note=note,
        made_by=by,
    )
    details = {"number": version.number, "hash": version.hash, "note": note}
    record(action="save_version", actor=by, subject=version, details=details, chain=cycle.chain)
    return version


@transaction.atomic
def restore_version(*, by: Account, version: SchemeVersion, seen: int | None = None) -> None:
    """Make the draft what a version says; an edit like any other, so it can be undone."""
    what = _("restored version {number}").format(number=version.number)
    replace_document(by=by, cycle=version.cycle, scheme=spec_of(version.document), what=what, seen=seen)
