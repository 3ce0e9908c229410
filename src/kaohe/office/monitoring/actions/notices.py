"""Compose, issue and withdraw notices; what was issued stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.monitoring.models import Notice
from kaohe.office.monitoring.notice_sections import Section, filled
from kaohe.office.monitoring.policies.notices import notices
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.models import Cycle
from kaohe.office.revisions import held


@transaction.atomic
def compose_notice(*, by: Account, cycle: Cycle, title: str, period: str, sections: Sequence[Section]) -> Notice:
    """Begin a notice; its tables follow the ledgers until it is issued."""
    require(notices.may_make(by, cycle))
    Cycle.objects.select_for_update().get(pk=cycle.pk)  # numbers follow one another
    last = Notice.objects.filter(cycle=cycle).aggregate(last=Max("number"))["last"] or 0
    notice = Notice(cycle=cycle, number=last + 1, title=title, period=period, sections=_written(sections), made_by=by)
    notice.full_clean()
    notice.save()
    _log("compose_notice", by, notice)
    return notice


@transaction.atomic
def change_notice(
    *, by: Account, notice: Notice, title: str, period: str, sections: Sequence[Section], seen: int | None = None
) -> Notice:
    """Change a draft."""
    notice = _draft(by, notice, seen)
    notice.title, notice.period, notice.sections = title, period, _written(sections)
    notice.revision += 1
    notice.full_clean()
    notice.save()
    _log("change_notice", by, notice)
    return notice


@transaction.atomic
def issue_notice(*, by: Account, notice: Notice, seen: int | None = None) -> Notice:
    """Issue a notice: its tables are filled for the last time and sealed with a hash.

    Raises
    ------
    ValidationError
        Without a section, or when it is no draft.
    """
    notice = _draft(by, notice, seen)
    sections = sections_of(notice)
    if not sections:
        raise ValidationError(_("A notice without a section says nothing: add one."))
    today = timezone.localdate()
    notice.sections = _written([filled(section, notice.cycle, today) for section in sections])
    notice.state, notice.issued_by, notice.issued_at = Notice.State.ISSUED, by, timezone.now()
    notice.hash = content_hash(notice)
    notice.revision += 1
    notice.save()
    _log("issue_notice", by, notice, {"hash": notice.hash})
    return notice


@transaction.atomic
def withdraw_notice(*, by: Account, notice: Notice, reason: str, seen: int | None = None) -> Notice:
    """Withdraw a notice; it stays readable, marked as withdrawn."""
    notice = held(notice, seen)
    require(notices.may_make(by, notice.cycle))
    if not reason.strip():
        raise ValidationError({"reason": _("Say why.")})
    if notice.state == Notice.State.WITHDRAWN:
        return notice
    notice.state = Notice.State.WITHDRAWN
    notice.revision += 1
    notice.save(update_fields=["state", "revision"])
    _log("withdraw_notice", by, notice, {"reason": reason})
    return notice


def sections_of(notice: Notice) -> list[Section]:
    """Give the sections as they are stored."""
    return [Section.from_json(data) for data in json.loads(notice.sections)]


def live_sections(notice: Notice) -> list[Section]:
    """Give the sections as a reader sees them: filled anew in a draft, as issued afterwards."""
    stored = sections_of(notice)
    if notice.state != Notice.State.DRAFT:
        return stored
    return [filled(section, notice.cycle, timezone.localdate()) for section in stored]


def content_hash(notice: Notice) -> str:
    """SHA-256 of what the notice says."""
    content = json.dumps([notice.title, notice.period, notice.sections], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(content.encode()).hexdigest()


def _draft(by: Account, notice: Notice, seen: int | None) -> Notice:
    notice = held(notice, seen)
    require(notices.may_make(by, notice.cycle))
    if notice.state != Notice.State.DRAFT:
        message = _("This notice is “{state}” and does not change; withdraw it and issue another.")
        raise ValidationError(message.format(state=notice.get_state_display()))
    return notice


def _written(sections: Sequence[Section]) -> str:
    return json.dumps([section.to_json() for section in sections], ensure_ascii=False)


def _log(action: str, by: Account, notice: Notice, more: dict[str, Any] | None = None) -> None:
    details = {"number": notice.number, "title": notice.title} | (more or {})
    record(action=action, actor=by, subject=notice, details=details, chain=notice.cycle.chain)
