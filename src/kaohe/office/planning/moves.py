"""The way of a cycle through the year: one table of moves, each with who may make it and what it needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.document.findings import errors
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import Cycle, CycleState, Indicator, RegisterItem, SchemeVersion, Target, TargetState
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.planning.publishing import members
from kaohe.office.revisions import held


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that a move still needs.

    Attributes
    ----------
    place
        Where it is mended: ``scheme``, ``versions``, ``comments``, ``dates``, ``units``, ``register``, ``targets``,
        ``approval``.
    items
        What is missing one by one, when there is more than a sentence to say.
    """

    text: str
    place: str
    items: tuple[str, ...] = ()

    def __str__(self) -> str:
        return f"{self.text} {'; '.join(self.items)}".strip()


Who = Callable[[Account, Cycle], bool]
Needs = Callable[[Cycle], Iterator[Gap]]


@dataclass(frozen=True, slots=True)
class Move:
    """One move.

    Attributes
    ----------
    name
        The action that makes it.
    target
        State it leads to; None: the state stays (a change of the scheme in mid-year).
    needs
        What must be there first; everything that is missing is told at once.
    is_back
        A step back; it asks for a reason.
    """

    name: str
    label: str | Promise
    sources: tuple[CycleState, ...]
    target: CycleState | None
    who: Who
    needs: tuple[Needs, ...] = ()
    is_back: bool = False


def _sound(cycle: Cycle) -> Iterator[Gap]:
    """The scheme as drafted can run."""
    found = errors(cycle.draft.document)
    if found:
        yield Gap(_("The scheme has errors."), "scheme", tuple(str(f.finding) for f in found))


def _dated(cycle: Cycle) -> Iterator[Gap]:
    if cycle.comments_until is None or cycle.comments_until < timezone.localdate():
        yield Gap(_("Say until when comments may be made: today or later."), "dates")


def _over(cycle: Cycle) -> Iterator[Gap]:
    """Units were promised the time until the date; the office may end it earlier, which is recorded."""
    if cycle.comments_until is not None and cycle.comments_until >= timezone.localdate():
        yield Gap(_("Comments may still be made until {day}.").format(day=cycle.comments_until), "comments")


def _answered(cycle: Cycle) -> Iterator[Gap]:
    count = cycle.comments.unanswered().count()
    if count:
        yield Gap(_("Comments without an answer: {count}.").format(count=count), "comments")


def _saved(cycle: Cycle) -> Iterator[Gap]:
    """The leading group decides on a version, and the draft is that version."""
    last = cycle.versions.first()
    if last is None or last.document != cycle.draft.document:
        yield Gap(_("The draft was changed after the last version. Save it as a version."), "versions")


def _new(cycle: Cycle) -> Iterator[Gap]:
    last = cycle.versions.first()
    if last is not None and last.published_at is not None:
        yield Gap(_("The last version is published already. Change the draft and save it as a version."), "versions")


def _approved(cycle: Cycle) -> Iterator[Gap]:
    if approved_version(cycle) is None:
        yield Gap(_("The last version has not been approved by the leading group."), "approval")


def _peopled(cycle: Cycle) -> Iterator[Gap]:
    ids = [c.id for c in spec_of(cycle.draft.document).classes]
    counts = dict.fromkeys(ids, 0)
    found = members(cycle, ids)
    for member in found:
        counts[member.unit_class.code] = counts.get(member.unit_class.code, 0) + 1
    empty = tuple(code for code, count in counts.items() if not count)
    if not found or empty:
        text = _("Put units of the area into the classes of {year}; without units:").format(year=cycle.year)
        yield Gap(text, "units", empty)


def _registered(cycle: Cycle) -> Iterator[Gap]:
    """督查检查考核 must stand in the register with an approval in force, and so must every veto."""
    missing = RegisterItem.objects.missing_for(cycle)
    if missing:
        yield Gap(_("The register lacks an approval in force."), "register", tuple(map(str, missing)))


def _targeted(cycle: Cycle) -> Iterator[Gap]:
    found = tuple(_untargeted(cycle))
    if found:
        yield Gap(_("Targets that are not locked yet:"), "targets", found)


def _untargeted(cycle: Cycle) -> Iterator[str]:
    """Count by indicator and class: three queries, whatever the number of units."""
    today = timezone.localdate()
    units = dict(cycle.appraised_units.on(today).values_list("class_id").annotate(n=Count("pk")).order_by())
    standing = Q(unit__appraisals__cycle=cycle) & (
        Q(unit__appraisals__left_on__isnull=True) | Q(unit__appraisals__left_on__gt=today)
    )
    rows = Target.objects.filter(standing, cycle=cycle, state=TargetState.LOCKED)
    counted = rows.values_list("indicator", "unit__appraisals__class_id").annotate(n=Count("pk")).order_by()
    locked = {(indicator, class_id): n for indicator, class_id, n in counted}
    for indicator in Indicator.objects.filter(cycle=cycle, needs_target=True).in_force():
        named = indicator.classes.split() or list(units)
        count = sum(units.get(c, 0) - locked.get((indicator.pk, c), 0) for c in named)
        if count:
            yield _("{indicator}: {count} units").format(indicator=indicator, count=count)


D, K = CycleState, cycles
_MID_YEAR = (D.PUBLISHED, D.RUNNING)

MOVES: tuple[Move, ...] = (
    Move(
        "open_consultation", gettext_lazy("Open for comments"), (D.DRAFT,), D.CONSULTATION, K.may_keep, (_dated, _sound)
    ),
    Move("withdraw_consultation", gettext_lazy("Back to draft"), (D.CONSULTATION,), D.DRAFT, K.may_keep, is_back=True),
    Move(
        "approve_scheme",
        gettext_lazy("Approve"),
        (D.CONSULTATION,),
        D.APPROVED,
        K.may_decide,
        (_over, _answered, _saved, _sound),
    ),
    Move("return_scheme", gettext_lazy("Send back"), (D.CONSULTATION, D.APPROVED), D.DRAFT, K.may_decide, is_back=True),
    Move(
        "publish_scheme",
        gettext_lazy("Publish"),
        (D.APPROVED,),
        D.PUBLISHED,
        K.may_keep,
        (_approved, _saved, _sound, _peopled),
    ),
    Move(
        "start_cycle", gettext_lazy("Start the year"), (D.PUBLISHED,), D.RUNNING, K.may_keep, (_registered, _targeted)
    ),
    Move("begin_assessment", gettext_lazy("Begin the assessment"), (D.RUNNING,), D.ASSESSING, K.may_keep),
    Move(
        "resume_running", gettext_lazy("Back to the running year"), (D.ASSESSING,), D.RUNNING, K.may_keep, is_back=True
    ),
    Move("decide_results", gettext_lazy("Record the decision"), (D.ASSESSING,), D.DECIDED, K.may_decide),
    Move("publicise_results", gettext_lazy("Publicise the results"), (D.DECIDED,), D.PUBLICISED, K.may_keep),
    Move("close_cycle", gettext_lazy("Close the year"), (D.PUBLICISED,), D.CLOSED, K.may_keep),
    Move("approve_change", gettext_lazy("Approve the change"), _MID_YEAR, None, K.may_decide, (_new, _saved, _sound)),
    Move("return_change", gettext_lazy("Send the change back"), _MID_YEAR, None, K.may_decide, (_new,), is_back=True),
    Move(
        "publish_change", gettext_lazy("Publish the change"), _MID_YEAR, None, K.may_keep, (_approved, _saved, _sound)
    ),
)
"""In the order of the year. A change after publication goes the same way without leaving its state."""

BY_NAME = {move.name: move for move in MOVES}


def approved_version(cycle: Cycle) -> SchemeVersion | None:
    """Give the last version when it is approved and not published yet."""
    last = cycle.versions.first()
    return last if last and last.approved_at and not last.published_at else None


def is_editable(cycle: Cycle) -> bool:
    """Tell whether the draft may be changed: not between an approval and its publication, nor when the year is over."""
    if cycle.state in (D.DRAFT, D.CONSULTATION):
        return True
    return cycle.state in _MID_YEAR and approved_version(cycle) is None


def gaps(move: Move, cycle: Cycle) -> list[Gap]:
    """Give everything that a move still needs."""
    return [gap for need in move.needs for gap in need(cycle)]


def open_to(account: Account, cycle: Cycle) -> list[Move]:
    """Give the moves that start where a cycle stands and that an account may make, whatever is still missing."""
    return [m for m in MOVES if cycle.state in m.sources and m.who(account, cycle)]


def begin(
    name: str, *, by: Account, cycle: Cycle, seen: int | None = None, reason: str | None = None, **fields: object
) -> Cycle:
    """Hold a cycle for a move, or say why it cannot be made.

    Parameters
    ----------
    seen
        Revision of the cycle that the page showed; a second click finds another one and does nothing.
    reason
        Of a step back.
    fields
        What the move sets on the cycle, before it is looked at.

    Raises
    ------
    PermissionDenied
        Unless the account may make the move.
    ValidationError
        When the cycle stands elsewhere, or something is missing: all of it at once.
    """
    move = BY_NAME[name]
    require(move.who(by, cycle))
    cycle = held(cycle, seen)
    for field, value in fields.items():
        setattr(cycle, field, value)
    if cycle.state not in move.sources:
        raise ValidationError(_refusal(move, cycle))
    if move.is_back and not (reason or "").strip():
        raise ValidationError(_("A step back needs its reason: units and the log are told."))
    missing = gaps(move, cycle)
    if missing:
        raise ValidationError([str(gap) for gap in missing])
    return cycle


def finish(name: str, cycle: Cycle) -> Cycle:
    """Put a held cycle where the move leads."""
    cycle.state = BY_NAME[name].target or cycle.state
    cycle.revision += 1
    cycle.save()
    return cycle


def _refusal(move: Move, cycle: Cycle) -> str:
    return _("{step} is not possible: the cycle stands at {state}, this step begins at {sources}.").format(
        step=move.label,
        state=CycleState(cycle.state).label,
        sources=", ".join(str(CycleState(s).label) for s in move.sources),
    )
