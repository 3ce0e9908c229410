"""Tables of targets, shared by the pages around them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, ClassVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet, prefetch_related_objects
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.comparison import Sign, trimmed
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, Target, TargetState
from kaohe.office.planning.policies import targets as may
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin
from kaohe.office.ui.tones import Badge, Tone


def account_of(request: HttpRequest) -> Account:
    """Give the account of a request that has signed in."""
    if isinstance(request.user, AnonymousUser):
        raise TypeError("the page lets nobody in without sign-in")
    return request.user


def cycle_of(request: HttpRequest, code: str) -> Cycle:
    """Give a cycle whose targets the account may see; 404 for others."""
    account = account_of(request)
    found: Cycle = get_object_or_404(Cycle.objects.visible_to(account).select_related("root"), code=code)
    require(may.targets.may_view_cycle(account, found))
    return found


def classes_of(cycle: Cycle) -> list[str]:
    """Give the classes of a cycle's units."""
    return sorted(set(AppraisedUnit.objects.filter(cycle=cycle).order_by().values_list("class_id", flat=True)))


def waiting_indicators(cycle: Cycle) -> list[Indicator]:
    """Give the indicators on which units set targets."""
    return list(Indicator.objects.filter(cycle=cycle, needs_target=True).leaves().in_force().order_by("position"))


@dataclass(frozen=True)
class ClassFilter(Choice):
    """Units of one class of the cycle."""

    cycle: Cycle | None = None

    def applied(self, rows: Any, value: str, account: Any) -> Any:
        """Keep the targets of the class."""
        return rows.in_class(self.cycle, value)


@dataclass(frozen=True)
class SignFilter(Choice):
    """One warning, or any."""

    ANY: ClassVar[str] = "any"

    def applied(self, rows: Any, value: str, account: Any) -> Any:
        """Keep the targets that bear the warning."""
        if value == self.ANY:
            return rows.exclude(warnings="")
        return rows.filter(warnings__contains=f" {value} ")


@dataclass(frozen=True)
class LateFilter(Choice):
    """What was first proposed after the last day."""

    cycle: Cycle | None = None

    def applied(self, rows: Any, value: str, account: Any) -> Any:
        """Keep what is late, or what is not."""
        return rows.late(self.cycle) if value == "late" else rows.in_time(self.cycle)


class Mark(str):
    """A check box in a list; in a workbook the key of the row."""

    __slots__ = ()

    def __html__(self) -> SafeString:
        """Draw the box: it belongs to the form that approves."""
        return format_html(
            '<input class="form-check-input" type="checkbox" name="target" value="{}" form="approve" aria-label="{}">',
            str(self),
            _("choose this target"),
        )


def sign_badges(target: Target) -> Badge | None:
    """Give the warnings of a target as one badge: the first in words, how many more."""
    signs = target.signs
    if not signs:
        return Badge(_("most attainable"), Tone.NEUTRAL, "flag") if target.is_most_attainable else None
    words = str(Sign(signs[0]).label) + (f" +{len(signs) - 1}" if len(signs) > 1 else "")
    return Badge(words, Tone.RISK)


_LOOKS = {
    TargetState.PROPOSED: (Tone.ACTION, ""),
    TargetState.RETURNED: (Tone.RISK, ""),
    TargetState.APPROVED: (Tone.OK, ""),
    TargetState.LOCKED: (Tone.OK, "lock"),
}


def badge_of_state(state: TargetState, more: str = "") -> Badge:
    """Give the badge of a state, with a word behind it."""
    tone, icon = _LOOKS[state]
    return Badge(f"{state.label}{more}", tone, icon)


def state_badge(target: Target) -> Badge:
    """Give the state of a target, with a word when it came late."""
    return badge_of_state(TargetState(target.state), f" · {_('late')}" if target.is_late else "")


def columns(account: Account, *, marks: bool) -> list[Column]:
    """Give the columns of a list of targets."""
    chosen = [Column("choose", gettext_lazy("choose"), value=lambda t: _mark(account, t), phone=True)] if marks else []
    return [
        Column("unit", gettext_lazy("unit"), value="unit.name", sort="unit_id"),
        *chosen,
        Column("indicator", gettext_lazy("indicator"), value=str_indicator, sort="indicator_id", link=by_indicator),
        Column("value", gettext_lazy("target"), value=plain("value"), kind="number", sort="value"),
        Column("figure_unit", gettext_lazy("unit of the figure"), value="indicator.figure_unit"),
        Column(
            "superior", gettext_lazy("superior's target"), value=plain("superior_value"), kind="number", hidden=True
        ),
        Column("state", gettext_lazy("state"), value=state_badge, kind="badge", sort="state"),
        Column("warnings", gettext_lazy("warnings"), value=sign_badges, kind="badge", sort="warnings"),
        Column("basis", gettext_lazy("basis"), hidden=True),
        Column("by", gettext_lazy("proposed by"), value="proposed_by", hidden=True),
        Column("changed_at", gettext_lazy("changed at"), kind="date", sort="changed_at", hidden=True),
    ]


def _mark(account: Account, target: Target) -> Mark | None:
    can = target.state == TargetState.PROPOSED and may.targets.may_approve(account, target)
    return Mark(f"{target.pk}-{target.revision}") if can else None


def str_indicator(target: Target) -> str:
    """Write code and name."""
    return str(target.indicator)


def by_indicator(target: Target) -> str:
    """Give the page on which all units stand beside one another."""
    return reverse("planning:target_indicator", args=[target.cycle.code, target.indicator.code])


def plain(name: str) -> Any:
    """Give a figure without the zeros that its column in the database adds."""
    return lambda row: trimmed(getattr(row, name))


def target_table(
    cycle: Cycle, account: Account, rows: QuerySet[Any], indicators: Sequence[Indicator], *, marks: bool
) -> Table:
    """Describe the list of a cycle's targets."""
    return Table(
        name="targets",
        title=_("Targets"),
        columns=columns(account, marks=marks),
        rows=rows.order_by("unit_id", "indicator_id"),
        search=("unit__name", "unit__code", "indicator__name", "indicator__code"),
        filters=filters(cycle, indicators),
        row_link=lambda target: reverse("planning:target", args=[target.pk]),
        panel=True,
        wrap=partial(with_names, cycle),
        empty=Empty(
            _("No target has been proposed yet."),
            reverse("planning:target_progress", args=[cycle.code]),
            _("Units and what is missing"),
        ),
    )


def with_names(cycle: Cycle, rows: list[Any]) -> list[Any]:
    """Attach to the rows of a page what they refer to: joined to every row, it would slow the sorting of all."""
    for target in rows:
        target.cycle = cycle
    prefetch_related_objects(rows, "unit", "indicator", "proposed_by__person")
    return rows


def filters(cycle: Cycle, indicators: Iterable[Indicator]) -> list[Any]:
    """Give the filters of a list of targets."""
    classes = [(code, code) for code in classes_of(cycle)]
    signs = [(SignFilter.ANY, gettext_lazy("any warning")), *Sign.choices]
    found: list[Any] = [
        UnitWithin("unit", gettext_lazy("unit"), "unit__path"),
        ClassFilter("class", gettext_lazy("class"), classes, "", cycle),
        Choice("indicator", gettext_lazy("indicator"), [(i.pk, str(i)) for i in indicators], "indicator"),
        Choice("state", gettext_lazy("state"), TargetState.choices, "state"),
        SignFilter("warning", gettext_lazy("warnings"), signs, "warnings"),
    ]
    if cycle.targets_until:
        choices = [("late", gettext_lazy("late")), ("in_time", gettext_lazy("in time"))]
        found.append(LateFilter("late", gettext_lazy("in time or late"), choices, "", cycle))
    return found
