"""Lines for the inbox of whoever waits for a step of somebody else. Parts of the actions that take the step."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from kaohe.office.people.actions.notifications import notify, tell
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import (
    Adjustment,
    AppraisedUnit,
    Comment,
    Cycle,
    Letter,
    PersonalPlan,
    RegisterItem,
    Target,
)

UNIT_SIDE = (Role.LIAISON, Role.UNIT_HEAD)


def target_returned(target: Target, by: Account, reason: str) -> None:
    """Tell the unit what to change."""
    text = _("{unit}: the target of {indicator} was sent back: {reason}")
    words = {"unit": target.unit.name, "indicator": target.indicator.name, "reason": reason}
    tell(*UNIT_SIDE, over=target.unit, by=by, text=text, url=_target(target), **words)


def targets_approved(cycle: Cycle, targets: Sequence[Target], by: Account) -> None:
    """Tell each unit how many of its targets were approved."""
    by_unit: dict[Unit, int] = {}
    for target in targets:
        by_unit[target.unit] = by_unit.get(target.unit, 0) + 1
    text = _("{unit}: targets approved: {count}.")
    for unit, count in by_unit.items():
        url = reverse("planning:target_unit", args=[cycle.code, unit.pk])
        tell(*UNIT_SIDE, over=unit, by=by, text=text, url=url, unit=unit.name, count=count)


def adjustment_asked(adjustment: Adjustment, by: Account) -> None:
    """Tell the leaders who decide."""
    target = adjustment.target
    text = _("{unit}: a change of the target of {indicator} waits for your decision.")
    words = {"unit": target.unit.name, "indicator": target.indicator.name}
    tell(Role.LEADER, over=target.cycle.root, by=by, text=text, url=_adjustment(adjustment), **words)


def adjustment_decided(adjustment: Adjustment, by: Account) -> None:
    """Tell who asked, and the unit."""
    target = adjustment.target
    text = (
        _("{unit}: the change of the target of {indicator} was approved.")
        if adjustment.state == Adjustment.State.APPROVED
        else _("{unit}: the change of the target of {indicator} was refused.")
    )
    told = {adjustment.asked_by, *Account.objects.holding(*UNIT_SIDE, over=target.unit)}
    words = {"unit": target.unit.name, "indicator": target.indicator.name}
    notify(told - {by}, text, _adjustment(adjustment), **words)


def consultation_opened(cycle: Cycle, by: Account, until: date) -> None:
    """Tell the units of the area that they may comment."""
    text = _("{cycle}: the scheme is open for comments until {day}.")
    units = list(Unit.objects.filter(path__startswith=cycle.root.path).exclude(pk=cycle.root_id))
    url = reverse("planning:comment_list", args=[cycle.code])
    tell(*UNIT_SIDE, over=units, by=by, text=text, url=url, cycle=cycle.title, day=until)


def comment_answered(comment: Comment, by: Account) -> None:
    """Tell who wrote it, and the unit."""
    text = _("{unit}: your comment on {cycle} was answered.")
    url = reverse("planning:comment_detail", args=[comment.cycle.code, comment.pk])
    told = {comment.author, *Account.objects.holding(*UNIT_SIDE, over=comment.unit)}
    notify(told - {by}, text, url, unit=comment.unit.name, cycle=comment.cycle.title)


def scheme_published(cycle: Cycle, by: Account) -> None:
    """Tell the units that are appraised by it."""
    text = _("{cycle}: the scheme was published.")
    rows = AppraisedUnit.objects.filter(cycle=cycle, left_on__isnull=True).select_related("unit")
    url = reverse("planning:scheme_published", args=[cycle.code])
    tell(*UNIT_SIDE, over=[row.unit for row in rows], by=by, text=text, url=url, cycle=cycle.title)


def letters_wait(cycle: Cycle, letters: Sequence[Letter], by: Account) -> None:
    """Tell the heads of the units that there is a letter to sign, and the leaders how many."""
    text = _("{unit}: the responsibility letter of {cycle} waits for your signature.")
    for letter in letters:
        words = {"unit": letter.unit.name, "cycle": cycle.title}
        tell(Role.UNIT_HEAD, over=letter.unit, by=by, text=text, url=_letter(letter), **words)
    if letters:
        text = _("{cycle}: responsibility letters that wait for your signature: {count}.")
        words = {"cycle": cycle.title, "count": str(len(letters))}
        tell(Role.LEADER, over=cycle.root, by=by, text=text, url=reverse("planning:letter_list"), **words)


def letter_signed(letter: Letter, by: Account) -> None:
    """Tell the other side and the office."""
    text = _("{unit}: the responsibility letter of {cycle} was signed by {name}.")
    head = Account.objects.holding(Role.UNIT_HEAD, over=letter.unit)
    office = Account.objects.holding(Role.LEADER, Role.OFFICER, over=letter.cycle.root)
    words = {"unit": letter.unit.name, "cycle": letter.cycle.title, "name": by.get_full_name()}
    notify({*head, *office} - {by}, text, _letter(letter), **words)


def plan_submitted(plan: PersonalPlan, by: Account) -> None:
    """Tell the head of the unit."""
    text = _("{unit}: the plan of {person} waits for your agreement.")
    words = {"unit": plan.unit.name, "person": plan.person.name}
    tell(Role.UNIT_HEAD, over=plan.unit, by=by, text=text, url=_plan(plan), **words)


def plan_decided(plan: PersonalPlan, by: Account) -> None:
    """Tell the person whose plan it is."""
    is_agreed = plan.state == PersonalPlan.State.AGREED
    text = _("{cycle}: your plan was agreed to.") if is_agreed else _("{cycle}: your plan was sent back: {reason}")
    own = Account.objects.filter(person=plan.person).exclude(pk=by.pk)
    notify(own, text, _plan(plan), cycle=plan.cycle.title, reason=plan.remarks)


def item_filed(item: RegisterItem, by: Account) -> None:
    """Tell the leaders who decide."""
    text = _("{organiser}: register item “{name}” waits for your decision.")
    words = {"organiser": item.organiser.name, "name": item.name}
    tell(Role.LEADER, over=item.organiser, by=by, text=text, url=_item(item), **words)


def item_decided(item: RegisterItem, by: Account) -> None:
    """Tell who filed it."""
    text = (
        _("Register item “{name}” was approved.")
        if item.state == RegisterItem.State.APPROVED
        else _("Register item “{name}” was refused: {reason}")
    )
    told = {item.filed_by} - {by, None}
    notify([account for account in told if account], text, _item(item), name=item.name, reason=item.remarks)


def _target(target: Target) -> str:
    return reverse("planning:target", args=[target.pk])


def _adjustment(adjustment: Adjustment) -> str:
    return reverse("planning:adjustment", args=[adjustment.pk])


def _letter(letter: Letter) -> str:
    return reverse("planning:letter_detail", args=[letter.pk])


def _plan(plan: PersonalPlan) -> str:
    return reverse("planning:personal_plan_detail", args=[plan.pk])


def _item(item: RegisterItem) -> str:
    return reverse("planning:register_item", args=[item.pk])
