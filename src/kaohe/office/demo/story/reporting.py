"""The reports of the year: laid out, filled, signed and accepted; some late or sent back, the last ones under way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cached_property, partial
from itertools import groupby

from kaohe.criteria.model import InputType
from kaohe.office.demo.county import UnitSeed
from kaohe.office.demo.county.figures import Figures, recipes
from kaohe.office.demo.story.evidence import prove
from kaohe.office.demo.story.fates import Fate, fate_of
from kaohe.office.demo.story.scenes import Scene
from kaohe.office.demo.story.scheme import YEAR, this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.monitoring.actions.calendar import lay_out_reports, set_reporting
from kaohe.office.monitoring.actions.cards import watch_cycle
from kaohe.office.monitoring.actions.reports import save_report, sign_report, submit_report
from kaohe.office.monitoring.actions.signing_off import accept_figures, return_figures
from kaohe.office.monitoring.answers import NIL, Answer, DoubtsError, Key
from kaohe.office.monitoring.demands import Demands, Field, demands_of
from kaohe.office.monitoring.models import Figure, FigureState, Report, Side
from kaohe.office.monitoring.periods import period
from kaohe.office.people.models import Account
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator

SUPPLIED = (
    *("A11", "A13", "A14", "A15", "A21", "A32", "B11", "B14", "B22", "B24", "B31", "B33"),
    *("B41", "B43", "B51", "B52", "B53", "B61", "B63"),
)
"""What departments hold themselves: no township is asked for it a second time."""

LEVELS = ("level", "rank")
"""Kinds of figures that do not count from 1 January."""

TODAY = date(YEAR, 11, 20)
Fates = dict[int, Fate]
"""Key of a report → what becomes of it."""


def lay_out(stage: Stage) -> None:
    """Say who enters what, and lay out the reports of the year."""
    stage.clock.set(date(YEAR, 3, 3))
    for indicator in Indicator.objects.filter(cycle=this_cycle()).leaves().select_related("cycle__root", "owner"):
        kind = recipes().get(indicator.code, {}).get("kind")
        side = Side.OWNER if indicator.code in SUPPLIED else Side.UNIT
        is_cumulative = kind not in LEVELS
        if side is Side.OWNER or not is_cumulative:
            set_reporting(by=stage.accounts["kaohe"], indicator=indicator, entered_by=side, is_cumulative=is_cumulative)
    lay_out_reports(by=stage.accounts["kaohe"], cycle=this_cycle())


def scenes(stage: Stage) -> Iterator[Scene]:
    """Give the reports of every period that has ended, by the day on which they are due."""
    reporting = Reporting(stage)
    rows = Report.objects.filter(cycle=this_cycle(), due_on__lte=TODAY).select_related("unit", "cycle__root")
    for due_on, group in groupby(rows.order_by("due_on", "period", "unit__code"), key=lambda r: r.due_on):
        reports = list(group)
        fates = {report.pk: fate_of(report, TODAY) for report in reports}
        in_time = [r for r in reports if fates[r.pk].is_in_time]
        late = [r for r in reports if fates[r.pk] is Fate.LATE]
        asked = [r for r in reports if r.side == Side.UNIT]
        for days, act, whose in (
            (-2, reporting.hand_in, in_time),
            (-1, reporting.sign, in_time),
            (5, reporting.hand_in, late),
            (6, reporting.sign, late),
            (7, reporting.check, asked),
        ):
            day = min(due_on + timedelta(days=days), TODAY)
            yield Scene(day, partial(act, day, whose, fates))
        for night in {min(due_on + timedelta(days=days), TODAY) for days in (1, 4)}:
            yield Scene(night, partial(_watch, night))


def _watch(night: date) -> None:
    watch_cycle(cycle=this_cycle(), day=night)


class Reporting:
    """Fills and signs reports, and lets the owners accept them."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.seeds = {stage.units[seed.code].pk: seed for seed in stage.county.units}

    @cached_property
    def cycle(self) -> Cycle:
        """The year's cycle."""
        return this_cycle()

    @cached_property
    def demands(self) -> Demands:
        """What it asks."""
        return demands_of(self.cycle)

    @cached_property
    def appraised(self) -> list[AppraisedUnit]:
        """Whom it appraises."""
        return list(self.cycle.appraised_units.select_related("unit"))

    def hand_in(self, _day: date, reports: list[Report], fates: Fates) -> None:
        """Fill the reports and hand them to the heads."""
        for report in reports:
            if fates[report.pk] is not Fate.MISSING:
                self._fill(report)
                prove(self.stage, report, self._enters(report))
                if fates[report.pk] is not Fate.DRAFT:
                    submit_report(by=self._enters(report), report=report, revision=None)

    def sign(self, _day: date, reports: list[Report], fates: Fates) -> None:
        """Let the heads sign."""
        for report in reports:
            if fates[report.pk] not in (Fate.MISSING, Fate.DRAFT, Fate.UNSIGNED):
                head = self.stage.account_of("unit_head", self.stage.units[report.unit.code])
                sign_report(by=head, report=report, revision=None)

    def _fill(self, report: Report) -> None:
        answers = dict(self._answers(report))
        try:
            save_report(by=self._enters(report), report=report, revision=None, answers=answers)
        except DoubtsError:  # looked at once more, and right
            save_report(
                by=self._enters(report), report=report, revision=None, answers=answers, confirmed=answers.keys()
            )

    def _enters(self, report: Report) -> Account:
        role = "data_owner" if report.side == Side.OWNER else "liaison"
        return self.stage.account_of(role, self.stage.units[report.unit.code])

    def _answers(self, report: Report) -> Iterator[tuple[Key, Answer]]:
        whose = [a for a in self.appraised if report.side == Side.OWNER or a.unit_id == report.unit_id]
        for field in self.demands.fields(report, whose):
            if field.demand.indicator.code in recipes() and field.filled_by is None:
                yield field.key, self._answer(field, self.seeds[field.unit_id], report)

    def _answer(self, field: Field, seed: UnitSeed, report: Report) -> Answer:
        values = Figures().values(seed, field.demand.indicator.code, period(report.period).last)
        value = values[field.demand.questions.index(field.question)]
        is_nothing = value == 0 and field.question.type is InputType.COUNT
        return NIL if is_nothing else Answer(value=value)

    def check(self, day: date, reports: list[Report], fates: Fates) -> None:
        """Let the owners look at what the units signed."""
        units = {fate: {r.unit_id for r in reports if fates[r.pk] is fate} for fate in Fate}
        periods = {r.period for r in reports}
        waiting = Figure.objects.filter(cycle=self.cycle, period__in=periods, state=FigureState.SIGNED)
        owners = Indicator.objects.filter(pk__in=waiting.values("indicator")).select_related("owner")
        for indicator in owners.order_by("pk"):
            self._decide(indicator, waiting.filter(indicator=indicator), units, day)

    def _decide(self, indicator: Indicator, waiting: object, units: dict[Fate, set[int]], day: date) -> None:
        figures = list(waiting.exclude(unit__in=units[Fate.UNACCEPTED]))  # type: ignore[attr-defined]
        back = [f for f in figures if f.unit_id in units[Fate.RETURNED]]
        owner = self.stage.account_of("data_owner", self.stage.units[indicator.owner.code])  # type: ignore[union-attr]
        if back:
            reason = "与平台数据不一致，请核对后附佐证材料重报。"
            return_figures(by=owner, figures=back, reason=reason, until=day + timedelta(days=5))
        good = [f for f in figures if f.unit_id not in units[Fate.RETURNED]]
        if good:
            accept_figures(by=owner, figures=good)
