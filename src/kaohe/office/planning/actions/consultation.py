"""Ask the units: open a draft for comments, comment, answer."""

from __future__ import annotations

from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning import moves
from kaohe.office.planning.actions import telling
from kaohe.office.planning.actions.versions import keep_version
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import Comment, Cycle, CycleState
from kaohe.office.planning.policies.cycles import comments, cycles
from kaohe.office.revisions import held

OUTCOMES = (Comment.Outcome.ADOPTED, Comment.Outcome.PARTLY, Comment.Outcome.DECLINED)


@transaction.atomic
def open_consultation(*, by: Account, cycle: Cycle, until: date, seen: int | None = None) -> Cycle:
    """Open the scheme to the units until a day, that day included; they read the version that is saved now."""
    cycle = moves.begin("open_consultation", by=by, cycle=cycle, seen=seen, comments_until=until)
    last = cycle.versions.first()
    if last is None or last.document != cycle.draft.document:
        keep_version(by=by, cycle=cycle, note=_("opened for comments"))
    moves.finish("open_consultation", cycle)
    telling.consultation_opened(cycle, by, until)
    record(action="open_consultation", actor=by, subject=cycle, details={"until": until}, chain=cycle.chain)
    return cycle


@transaction.atomic
def end_consultation(*, by: Account, cycle: Cycle, reason: str, seen: int | None = None) -> Cycle:
    """End the time for comments today, earlier than promised, with the reason."""
    require(cycles.may_keep(by, cycle))
    cycle = held(cycle, seen)
    today = timezone.localdate()
    if cycle.state != CycleState.CONSULTATION or cycle.comments_until is None or cycle.comments_until < today:
        raise ValidationError(_("No consultation is open."))
    if not reason.strip():
        raise ValidationError(
            _("Units were promised the time until {day}: say why it ends now.").format(day=cycle.comments_until)
        )
    details = {"reason": reason, "was": cycle.comments_until}
    cycle.comments_until = today - timedelta(days=1)
    cycle.revision += 1
    cycle.save()
    record(action="end_consultation", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return cycle


@transaction.atomic
def withdraw_consultation(*, by: Account, cycle: Cycle, reason: str, seen: int | None = None) -> Cycle:
    """Take the scheme back into draft, with the reason; the comments stay."""
    cycle = moves.begin("withdraw_consultation", by=by, cycle=cycle, seen=seen, reason=reason)
    moves.finish("withdraw_consultation", cycle)
    record(action="withdraw_consultation", actor=by, subject=cycle, details={"reason": reason}, chain=cycle.chain)
    return cycle


@transaction.atomic
def write_comment(*, by: Account, cycle: Cycle, unit: Unit, text: str, indicator: str = "") -> Comment:
    """Comment on the scheme, or on one indicator, for a unit.

    The same words by the same unit on the same indicator count once: a second click adds nothing.

    Raises
    ------
    ValidationError
        When the time is over, there is no such indicator, or nothing is said.
    """
    require(comments.may_write(by, cycle, unit))
    cycle = held(cycle, None)
    if (
        cycle.state != CycleState.CONSULTATION
        or not cycle.comments_until
        or cycle.comments_until < timezone.localdate()
    ):
        raise ValidationError(_("The time for comments is over."))
    if not text.strip():
        raise ValidationError(_("Say what should change, and why."))
    if indicator and indicator not in _codes(cycle):
        raise ValidationError(_("There is no indicator {code} in the scheme.").format(code=indicator))
    comment, is_new = Comment.objects.get_or_create(
        cycle=cycle, unit=unit, indicator_code=indicator, text=text.strip(), defaults={"author": by}
    )
    if is_new:
        details = {"unit": unit.pk, "indicator": indicator}
        record(action="write_comment", actor=by, subject=comment, details=details, chain=cycle.chain)
    return comment


def _codes(cycle: Cycle) -> set[str]:
    version = cycle.versions.first()
    return {node.code for _path, node, _parent in spec_of(version.document).walk()} if version else set()


@transaction.atomic
def answer_comment(*, by: Account, comment: Comment, outcome: str, reply: str, seen: str | None = None) -> Comment:
    """Answer a comment; an answer may be mended until the scheme is approved.

    Parameters
    ----------
    seen
        Outcome that the form showed; another one by now: somebody else answered meanwhile.

    Raises
    ------
    ValidationError
        Without a reply in words, or when the scheme is approved.
    """
    require(comments.may_answer(by, comment))
    cycle = held(comment.cycle, None)
    comment = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if cycle.state not in (CycleState.CONSULTATION, CycleState.DRAFT):
        raise ValidationError(_("The scheme is approved: its comments and answers stay as they are."))
    if seen is not None and comment.outcome != seen:
        raise ValidationError(_("Somebody else has answered this comment meanwhile; look at the answer first."))
    if outcome not in OUTCOMES or not reply.strip():
        raise ValidationError(_("Say what became of the comment, and answer in words."))
    before = comment.outcome
    comment.outcome, comment.reply = outcome, reply.strip()
    comment.replied_by, comment.replied_at = by, timezone.now()
    comment.save()
    details = {"from": before, "to": outcome}
    telling.comment_answered(comment, by)
    record(action="answer_comment", actor=by, subject=comment, details=details, chain=cycle.chain)
    return comment
