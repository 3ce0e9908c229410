"""Keep the register 督查检查考核事项清单: file, approve or refuse, withdraw."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import telling
from kaohe.office.planning.models import Cycle, RegisterItem
from kaohe.office.planning.policies.undertakings import register
from kaohe.office.revisions import held

Kind, State = RegisterItem.Kind, RegisterItem.State

FILED_FIELDS = (
    "kind",
    "name",
    "year",
    "plan_number",
    "organiser",
    "basis",
    "level",
    "times_a_year",
    "cycle",
    "veto_code",
    "expires_on",
)
"""What the organiser writes; the rest belongs to the approval."""


@transaction.atomic
def file_item(
    *,
    by: Account,
    kind: str,
    name: str,
    year: int,
    organiser: Unit,
    basis: str,
    level: str = "",
    times_a_year: int = 1,
    plan_number: str = "",
    cycle: Cycle | None = None,
    veto_code: str = "",
    expires_on: date | None = None,
) -> RegisterItem:
    """File an appraisal, inspection, supervision or veto for approval.

    Parameters
    ----------
    basis
        Law, regulation or document, with article.
    level
        Who is addressed: counties, townships, villages …
    cycle, veto_code
        The cycle that the item lets start, or whose veto it is.

    Raises
    ------
    PermissionDenied
        Unless the account files for the organiser.
    ValidationError
        Without a basis; a veto without its code; a cycle of another area.
    """
    require(register.may_file(by, organiser))
    item = RegisterItem(
        kind=kind,
        name=name,
        year=year,
        organiser=organiser,
        basis=basis,
        level=level,
        times_a_year=times_a_year,
        plan_number=plan_number,
        cycle=cycle,
        veto_code=veto_code,
        expires_on=expires_on,
        filed_by=by,
    )
    _check(item)
    item.save()
    telling.item_filed(item, by)
    record(action="file_item", actor=by, subject=item, details=_described(item), chain=item.chain)
    return item


@transaction.atomic
def change_item(*, by: Account, item: RegisterItem, seen: int | None = None, **fields: Any) -> RegisterItem:
    """Correct an item that is not decided yet; whoever corrects it has filed it, and does not approve it."""
    row = held(item, seen)
    require(register.may_file(by, row.organiser))
    _check_state(row, State.FILED)
    before = _described(row)
    _set(row, {name: value for name, value in fields.items() if name in FILED_FIELDS})
    require(register.may_file(by, row.organiser))
    row.filed_by = by
    _check(row)
    _save(row)
    record(
        action="change_item",
        actor=by,
        subject=row,
        details={"before": before, "after": _described(row)},
        chain=row.chain,
    )
    return row


@transaction.atomic
def approve_item(
    *,
    by: Account,
    item: RegisterItem,
    approving_body: str,
    approval_document: str,
    approved_on: date,
    expires_on: date | None = None,
    seen: int | None = None,
) -> RegisterItem:
    """Approve an item from a day on, until its expiry.

    Raises
    ------
    PermissionDenied
        Unless a leader over the organiser who did not file the item.
    ValidationError
        Without approving body and document; a veto without expiry; an expiry that does not lie after the approval.
    """
    row = held(item, seen)
    require(register.may_decide(by, row))
    _check_state(row, State.FILED)
    row.approving_body, row.approval_document = approving_body.strip(), approval_document.strip()
    row.approved_on, row.expires_on, row.state = approved_on, expires_on or row.expires_on, State.APPROVED
    _check_approval(row)
    _decide(row, by)
    telling.item_decided(row, by)
    record(action="approve_item", actor=by, subject=row, details=_described(row), chain=row.chain)
    return row


@transaction.atomic
def refuse_item(*, by: Account, item: RegisterItem, remarks: str, seen: int | None = None) -> RegisterItem:
    """Refuse an item, with the reason."""
    row = held(item, seen)
    require(register.may_decide(by, row))
    _check_state(row, State.FILED)
    row.remarks, row.state = _reason(remarks), State.REFUSED
    _decide(row, by)
    telling.item_decided(row, by)
    record(action="refuse_item", actor=by, subject=row, details={"reason": row.remarks}, chain=row.chain)
    return row


@transaction.atomic
def withdraw_item(*, by: Account, item: RegisterItem, remarks: str, seen: int | None = None) -> RegisterItem:
    """Take an item back, with the reason: it no longer holds from now on, and stays on the list as withdrawn."""
    row = held(item, seen)
    require(register.may_file(by, row.organiser))
    _check_state(row, State.FILED, State.APPROVED)
    row.remarks, row.state = _reason(remarks), State.WITHDRAWN
    _save(row)
    record(action="withdraw_item", actor=by, subject=row, details={"reason": row.remarks}, chain=row.chain)
    return row


def _check(item: RegisterItem) -> None:
    item.full_clean(exclude=["filed_by", "decided_by"])
    if item.kind == Kind.VETO and not (item.cycle and item.veto_code):
        raise ValidationError({"veto_code": _("Name the cycle and the code of the veto in its scheme.")})
    if item.cycle and not (
        item.cycle.root.path.startswith(item.organiser.path) or item.organiser.path.startswith(item.cycle.root.path)
    ):
        raise ValidationError({"cycle": _("The cycle belongs to an area that is not the organiser's.")})


def _check_approval(item: RegisterItem) -> None:
    problems: dict[str, str] = {}
    for field in ("approving_body", "approval_document"):
        if not getattr(item, field):
            problems[field] = _("Without the body and the document of the approval nothing may start.")
    if item.kind == Kind.VETO and item.expires_on is None:
        problems["expires_on"] = _("A veto holds until a day that is written down.")
    elif item.expires_on and item.approved_on and item.expires_on <= item.approved_on:
        problems["expires_on"] = _("The expiry must lie after the approval.")
    if problems:
        raise ValidationError(problems)


def _check_state(item: RegisterItem, *allowed: str) -> None:
    if item.state not in allowed:
        raise ValidationError(_("The item is {state} already.").format(state=item.get_state_display()))


def _reason(text: str) -> str:
    if not text.strip():
        raise ValidationError({"remarks": _("Write the reason.")})
    return text.strip()


def _set(item: RegisterItem, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        setattr(item, name, value)


def _decide(item: RegisterItem, by: Account) -> None:
    item.decided_by, item.decided_at = by, timezone.now()
    _save(item)


def _save(item: RegisterItem) -> None:
    item.revision += 1
    item.save()


def _described(item: RegisterItem) -> dict[str, Any]:
    known: dict[str, Any] = {name: getattr(item, name) for name in ("kind", "name", "basis", "level", "veto_code")}
    return known | {
        "organiser": item.organiser.code,
        "approved_on": item.approved_on,
        "expires_on": item.expires_on,
        "document": item.approval_document,
    }
