"""What a page of scores looks at: cycle, moment or run, and what the account may see of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_date

from kaohe.office.people.models import Account
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.scoring import policies
from kaohe.office.scoring.models import Run
from kaohe.office.scoring.moments import Counted, Moment
from kaohe.office.scoring.trials import Trial, trial, trial_of
from kaohe.scoring.cells import UnitScore
from kaohe.scoring.sheet import ScoreSheet


@dataclass
class Look:
    """One page's view of the scores of a cycle.

    Attributes
    ----------
    day
        Day asked for; None: today.
    run
        The stored run that is looked into; None: live scores.
    """

    account: Account
    cycle: Cycle
    sight: policies.Sight
    day: date | None = None
    counted: Counted = Counted.ACCEPTED
    run: Run | None = None

    @cached_property
    def trial(self) -> Trial:
        """The scores; computed once a page, and remembered while nothing changes."""
        if self.run is not None:
            return trial_of(self.run)
        return trial(self.cycle, moment_on(self.day, self.counted))

    @property
    def sheet(self) -> ScoreSheet:
        """The score sheet.

        Raises
        ------
        ValidationError
            When cells cannot be scored: `Trial.problems` has all of them.
        """
        if self.trial.sheet is None:
            raise ValidationError([str(p) for p in self.trial.problems])
        return self.trial.sheet

    @property
    def may_make(self) -> bool:
        """Whether the account may keep runs and make them again."""
        return policies.runs.may_make(self.account, self.cycle)

    @property
    def may_import(self) -> bool:
        """Whether the account may bring in figures from a file."""
        return policies.imports.may_import(self.account, self.cycle)

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Which figures may count, for choosing."""
        return [(value, str(label)) for value, label in Counted.choices]

    @property
    def query(self) -> str:
        """What links carry on: ``?run=3`` or ``?on=2026-06-30&counted=signed``; empty for now and accepted figures."""
        if self.run is not None:
            return f"?run={self.run.number}"
        asked = {"on": self.day.isoformat()} if self.day else {}
        if self.counted is not Counted.ACCEPTED:
            asked["counted"] = self.counted.value
        return f"?{urlencode(asked)}" if asked else ""

    @cached_property
    def paths(self) -> dict[int, str]:
        """Path of every unit of the cycle by its key: one query."""
        return dict(AppraisedUnit.objects.filter(cycle=self.cycle).values_list("unit", "unit__path"))

    @property
    def sees_something(self) -> bool:
        """Whether the account sees any score of the cycle."""
        if self.sight.is_everything or self.sight.is_ranking_open or self.sight.owned:
            return True
        return any(map(self.sight.cards.covers, self.paths.values()))

    def opens(self, code: str) -> bool:
        """Tell whether the account may open the score card of a unit of the sheet."""
        return self.sight.cards.covers(self.paths.get(self.trial.keys[code], "-"))

    def unit(self, key: int) -> UnitScore:
        """Give a unit whose score card the account may open.

        Raises
        ------
        Http404
            When it may not, or there is no such unit here: neither is told apart.
        """
        if not self.sight.cards.covers(self.paths.get(key, "-")):
            raise Http404
        found = next((code for code, known in self.trial.keys.items() if known == key), None)
        if found is None:
            raise Http404
        return self.sheet.by_unit[found]


def look_at(request: HttpRequest, code: str) -> Look:
    """Read what a page looks at from its address.

    Raises
    ------
    Http404
        When the account sees no scores of the cycle, or the cycle or run is not there.
    """
    account = account_of(request)
    cycle = get_object_or_404(Cycle.objects.visible_to(account).select_related("root", "previous"), code=code)
    found = policies.sight(account, cycle)
    look = Look(account, cycle, found, _day(request), _counted(request), _run(request, cycle, found))
    if not look.sees_something:
        raise Http404
    return look


def account_of(request: HttpRequest) -> Account:
    """Give who asks."""
    assert isinstance(request.user, Account)  # noqa: S101  # every page of scores asks for the sign-in first
    return request.user


def moment_on(day: date | None, counted: Counted) -> Moment:
    """Give the moment at which a day ends; for today and later, things as they stand now."""
    if day is None or day >= timezone.localdate():
        return Moment(counted=counted)
    ends = timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))
    return Moment(ends - timedelta(microseconds=1), day, counted)


def _day(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("on", ""))
    except ValueError:
        return None


def _counted(request: HttpRequest) -> Counted:
    asked = request.GET.get("counted", "")
    return Counted(asked) if asked in Counted.values else Counted.ACCEPTED


def _run(request: HttpRequest, cycle: Cycle, sight: policies.Sight) -> Run | None:
    number = request.GET.get("run", "")
    if not number:
        return None
    if not (number.isdecimal() and sight.is_everything):
        raise Http404
    runs = Run.objects.select_related("version", "cycle__previous").filter(cycle=cycle)
    found: Run = get_object_or_404(runs, number=number)
    return found
