"""Personal plans: taken from confirmed shares, completed by the person, agreed to by the head or sent back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Appointment, Person, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import telling
from kaohe.office.planning.actions.decomposition import OPEN_STATES
from kaohe.office.planning.division import PLACES, WHOLE, divide_equally
from kaohe.office.planning.models import Cycle, PersonalPlan, PlanItem, Share
from kaohe.office.planning.policies.decomposition import decompositions, personal_plans
from kaohe.office.revisions import held

State = PersonalPlan.State
_WRITABLE = (State.DRAFT, State.RETURNED)


@dataclass(frozen=True, slots=True)
class ItemLine:
    """One line of a plan as it is handed in.

    Attributes
    ----------
    key
        Row that it changes; None: a new task of the person's own.
    """

    task: str
    weight_pct: Decimal
    measure: str = ""
    due_on: date | None = None
    key: int | None = None


@transaction.atomic
def draw_up_plans(*, by: Account, cycle: Cycle, unit: Unit) -> int:
    """Draw up the plans of everybody in a unit who bears a confirmed share; says how many are new or got new items.

    Raises
    ------
    PermissionDenied
        Unless liaison or head of the unit.
    ValidationError
        Before publication, or once the assessment has begun.
    """
    require(decompositions.may_change(by, unit))
    _check_open(cycle)
    today = timezone.localdate()
    people = Person.objects.filter(appointments__in=Appointment.objects.on(today).filter(unit=unit)).distinct()
    shares = _confirmed(cycle, unit)
    done = sum(_draw_up(cycle, unit, person, shares) for person in people.order_by("pk"))
    if done:
        details = {"unit": unit.code, "plans": done}
        record(action="draw_up_plans", actor=by, subject=unit, details=details, chain=cycle.chain)
    return done


@transaction.atomic
def open_own_plan(*, by: Account, cycle: Cycle, unit: Unit) -> PersonalPlan:
    """Open the own plan of a year, with the shares confirmed so far; an opened one gets those that are new.

    Raises
    ------
    PermissionDenied
        Unless the account's person works in the unit today.
    """
    works = Appointment.objects.on(timezone.localdate()).filter(person=by.person_id or 0, unit=unit).exists()
    require(by.is_active and by.person is not None and works)
    assert by.person is not None  # noqa: S101  (required just before; for the type checker)
    _check_open(cycle)
    is_new = not PersonalPlan.objects.filter(cycle=cycle, person=by.person).exists()
    changed = _draw_up(cycle, unit, by.person, _confirmed(cycle, unit), is_wanted=True)
    plan: PersonalPlan = PersonalPlan.objects.select_related("cycle", "unit", "person").get(
        cycle=cycle, person=by.person
    )
    if is_new or changed:
        record(action="open_own_plan", actor=by, subject=plan, chain=cycle.chain)
    return plan


@transaction.atomic
def write_plan(*, by: Account, plan: PersonalPlan, items: Sequence[ItemLine], seen: int | None = None) -> PersonalPlan:
    """Write the items of the own plan; the weights need not add up yet.

    Raises
    ------
    PermissionDenied
        Unless it is the own plan.
    ValidationError
        When the plan is submitted or agreed; when an item that comes from a share is missing.
    """
    require(personal_plans.may_change(by, plan))
    row = held(plan, seen)
    _check_state(row, *_WRITABLE)
    known = {item.pk: item for item in row.items.all()}
    _check_items(items, known)
    kept = [_write_item(row, line, known) for line in items]
    row.items.exclude(pk__in=kept).delete()
    return _moved(row, by, "write_plan", row.state, items=len(kept))


@transaction.atomic
def submit_plan(*, by: Account, plan: PersonalPlan, seen: int | None = None) -> PersonalPlan:
    """Submit the own plan to the head.

    Raises
    ------
    ValidationError
        When the weights do not add up to 100, or a confirmed share is missing from the plan.
    """
    require(personal_plans.may_change(by, plan))
    row = held(plan, seen)
    _check_state(row, *_WRITABLE)
    _check_open(row.cycle)
    items = list(row.items.all())
    missing = WHOLE - sum((item.weight_pct for item in items), Decimal(0))
    if missing:
        text = _("The weights lack {amount} of 100.") if missing > 0 else _("The weights exceed 100 by {amount}.")
        raise ValidationError(text.format(amount=show_decimal(abs(missing))))
    in_plan = {item.share_id for item in items}
    if any(share.pk not in in_plan for share in _shares_of(row.person, _confirmed(row.cycle, row.unit))):
        raise ValidationError(_("New shares were confirmed for you: take them into the plan before you submit it."))
    row.remarks = ""
    row = _moved(row, by, "submit_plan", State.SUBMITTED)
    telling.plan_submitted(row, by)
    return row


@transaction.atomic
def agree_plan(*, by: Account, plan: PersonalPlan, seen: int | None = None) -> PersonalPlan:
    """Agree to a submitted plan; nobody agrees to the own one."""
    require(personal_plans.may_agree(by, plan))
    row = held(plan, seen)
    _check_state(row, State.SUBMITTED)
    row.agreed_by, row.agreed_at = by, timezone.now()
    row = _moved(row, by, "agree_plan", State.AGREED)
    telling.plan_decided(row, by)
    return row


@transaction.atomic
def return_plan(*, by: Account, plan: PersonalPlan, remarks: str, seen: int | None = None) -> PersonalPlan:
    """Send a submitted plan back with the reason, or open an agreed one again."""
    require(personal_plans.may_agree(by, plan))
    row = held(plan, seen)
    _check_state(row, State.SUBMITTED, State.AGREED)
    if not remarks.strip():
        raise ValidationError({"remarks": _("Write the reason.")})
    row.remarks, row.agreed_by, row.agreed_at = remarks.strip(), None, None
    row = _moved(row, by, "return_plan", State.RETURNED, reason=row.remarks)
    telling.plan_decided(row, by)
    return row


def _draw_up(cycle: Cycle, unit: Unit, person: Person, shares: Iterable[Share], *, is_wanted: bool = False) -> bool:
    """Take a person's shares into the plan; tell whether something was added."""
    mine = _shares_of(person, shares)
    if not mine and not is_wanted:
        return False
    plan, _is_new = PersonalPlan.objects.get_or_create(cycle=cycle, person=person, defaults={"unit": unit})
    plan = held(plan, None)
    if plan.state not in _WRITABLE or plan.unit_id != unit.pk:
        return False
    known = set(plan.items.values_list("share", flat=True))
    new = [share for share in mine if share.pk not in known]
    weights = divide_equally(WHOLE, len(new)) if new and not known else [Decimal(0)] * len(new)
    PlanItem.objects.bulk_create(
        PlanItem(plan=plan, share=share, task=_task(share), measure=_measure(share), weight_pct=w, due_on=share.due_on)
        for share, w in zip(new, weights, strict=True)
    )
    if new:
        PersonalPlan.objects.filter(pk=plan.pk).update(revision=plan.revision + 1)
    return bool(new)


def _confirmed(cycle: Cycle, unit: Unit) -> list[Share]:
    found = Share.objects.filter(
        Q(person__isnull=False) | Q(post__isnull=False),
        decomposition__cycle=cycle,
        decomposition__unit=unit,
        decomposition__is_confirmed=True,
    )
    order = ("decomposition__indicator__position", "position")
    return list(found.select_related("decomposition__indicator").order_by(*order))


def _shares_of(person: Person, shares: Iterable[Share]) -> list[Share]:
    """Give the shares that a person bears, by name or by the post held today."""
    today = timezone.localdate()
    posts = set(Appointment.objects.on(today).filter(person=person).values_list("post", flat=True))
    return [s for s in shares if s.person_id == person.pk or (s.post_id is not None and s.post_id in posts)]


def _task(share: Share) -> str:
    name = share.decomposition.indicator.name
    return (f"{name}：{share.task}" if share.task else name)[:200]


def _measure(share: Share) -> str:
    unit = share.decomposition.indicator.figure_unit
    return "" if share.value is None else f"{show_decimal(share.value)} {unit}".strip()


def _check_open(cycle: Cycle) -> None:
    if cycle.state not in OPEN_STATES:
        raise ValidationError(_("Plans are written between publication and the assessment of a cycle."))


def _check_state(plan: PersonalPlan, *allowed: str) -> None:
    if plan.state not in allowed:
        raise ValidationError(_("The plan is {state}.").format(state=plan.get_state_display()))


def _check_items(items: Sequence[ItemLine], known: dict[int, PlanItem]) -> None:
    keys = [line.key for line in items if line.key is not None]
    problems = []
    if set(keys) - known.keys() or len(keys) != len(set(keys)):
        problems.append(_("An item of the form is not of this plan; open the plan again."))
    problems += [
        _("{task} comes from a confirmed share and stays in the plan.").format(task=item.task)
        for key, item in known.items()
        if item.share_id is not None and key not in keys
    ]
    for line in items:
        if not line.task.strip():
            problems.append(_("Write what is to be done."))
        if not 0 <= line.weight_pct <= WHOLE or -line.weight_pct.as_tuple().exponent > PLACES:  # type: ignore[operator]
            message = _("{task}: a weight lies between 0 and 100, with four decimal places.")
            problems.append(message.format(task=line.task))
    if problems:
        raise ValidationError(problems)


def _write_item(plan: PersonalPlan, line: ItemLine, known: dict[int, PlanItem]) -> int:
    item = known[line.key] if line.key is not None else PlanItem(plan=plan)
    item.task, item.measure, item.weight_pct, item.due_on = (
        line.task.strip(),
        line.measure,
        line.weight_pct,
        line.due_on,
    )
    item.save()
    return item.pk


def _moved(plan: PersonalPlan, by: Account, action: str, state: str, **details: object) -> PersonalPlan:
    plan.state = state
    plan.revision += 1
    plan.save()
    known = {"unit": plan.unit.code, "person": plan.person.staff_no}
    record(action=action, actor=by, subject=plan, details=known | details, chain=plan.cycle.chain)
    return plan
