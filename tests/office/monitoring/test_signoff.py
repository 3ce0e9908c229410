"""Whatever is tried in whatever order, nothing is accepted without everybody's hand."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from tests.office.factories import account_with
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.monitoring.actions.reports import (
    report_nil,
    save_report,
    send_back_report,
    sign_report,
    submit_report,
)
from kaohe.office.monitoring.actions.signing_off import accept_figures, correct_figure, return_figures
from kaohe.office.monitoring.answers import Answer
from kaohe.office.monitoring.models import Figure, FigureState, Report, Side
from kaohe.office.monitoring.signoff import MOVES, Hand, Step, move, standing
from kaohe.office.people.models import Account, Grant
from kaohe.office.people.roles import Role

HANDS = {
    Side.UNIT: [Hand.LIAISON, Hand.HEAD, Hand.OWNER],
    Side.OWNER: [Hand.OWNER_ENTERING, Hand.OWNER_SIGNING],
}

EXAMPLES, STEPS = 12, 14


def test_the_table_leads_to_accepted_only_through_every_hand() -> None:
    """Every path without a loop from nothing to accepted is entered, submitted and signed by the hands of its side."""
    for side in Side:
        paths: list[tuple[tuple[Any, ...], tuple[Hand, ...]]] = [((None,), ())]
        found = []
        while paths:
            states, hands = paths.pop()
            if states[-1] is FigureState.ACCEPTED:
                found.append(hands)
                continue
            nexts = [m for m in MOVES if m.side is side and m.before is states[-1] and m.after not in states]
            paths += [((*states, m.after), (*hands, m.hand)) for m in nexts]
        assert found
        assert all(list(dict.fromkeys(hands)) == HANDS[side] for hands in found)


def test_no_line_stands_twice() -> None:
    keys = [(m.side, m.step, m.before) for m in MOVES]
    assert len(keys) == len(set(keys))
    assert move(Side.UNIT, Step.ACCEPT, FigureState.SUBMITTED) is None


def test_a_report_stands_where_its_last_value_stands() -> None:
    assert standing({"accepted", "returned"}) == "returned"
    assert standing({"accepted", "signed"}) == "signed"
    assert standing(set()) == "open"


class SignOff(RuleBasedStateMachine):
    """Five people, two of them with too many roles, press every button in every order."""

    stage: Stage
    people: list[Account]
    codes = ("C1", "C3")

    def __init__(self) -> None:
        super().__init__()
        self.round = transaction.atomic()
        self.round.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.round.__exit__(None, None, None)

    def tried(self, work: Any) -> None:
        """What is refused changes nothing; nothing else may go wrong."""
        try:
            with transaction.atomic():
                work()
        except (ValidationError, PermissionDenied):
            pass

    def report(self, side: str) -> Report:
        return self.stage.report(side=side)

    people_ = st.integers(0, 6)
    sides = st.sampled_from(["unit", "owner"])

    @initialize(unit=st.integers(0, 4), owner=st.integers(0, 3))
    def begin(self, unit: int, owner: int) -> None:
        """Take the first steps by the right hands, so that the random ones also try what lies far down the way."""
        ways = (
            (unit, "unit", (self.stage.filled, self.stage.submitted, self.stage.signed)),
            (owner, "owner", (self.stage.filled, self.stage.submitted, self.stage.signed)),
        )
        for steps, side, ways_to in ways:
            if steps:
                ways_to[min(steps, 3) - 1](self.report(side))
        if unit == 4:
            self.accept(2, "C3")

    @rule(who=people_, side=sides, number=st.integers(-3, 3000), empty=st.booleans())
    def save(self, who: int, side: str, number: int, empty: bool) -> None:
        report = self.report(side)
        answers = self.stage.answers(report, C1=Answer(Decimal(number)), C3=Answer() if empty else Answer(Decimal(1)))
        by = self.people[who]
        self.tried(lambda: save_report(by=by, report=report, revision=None, answers=answers, confirmed=set(answers)))

    @rule(who=people_, side=sides)
    def submit(self, who: int, side: str) -> None:
        self.tried(lambda: submit_report(by=self.people[who], report=self.report(side), revision=None))

    @rule(who=people_, side=sides)
    def nil(self, who: int, side: str) -> None:
        self.tried(lambda: report_nil(by=self.people[who], report=self.report(side), revision=None))

    @rule(who=people_, side=sides)
    def sign(self, who: int, side: str) -> None:
        self.tried(lambda: sign_report(by=self.people[who], report=self.report(side), revision=None))

    @rule(who=people_, side=sides)
    def send_back(self, who: int, side: str) -> None:
        day = timezone.localdate() + timedelta(days=1)
        by = self.people[who]
        self.tried(lambda: send_back_report(by=by, report=self.report(side), revision=None, reason="错", until=day))

    @rule(who=people_, code=st.sampled_from(codes))
    def accept(self, who: int, code: str) -> None:
        figures = list(Figure.objects.filter(indicator__code=code))
        self.tried(lambda: accept_figures(by=self.people[who], figures=figures))

    @rule(who=people_, code=st.sampled_from(codes))
    def give_back(self, who: int, code: str) -> None:
        figures = list(Figure.objects.filter(indicator__code=code))
        day = timezone.localdate() + timedelta(days=1)
        self.tried(lambda: return_figures(by=self.people[who], figures=figures, reason="错", until=day))

    @rule(who=people_, code=st.sampled_from(codes), number=st.integers(0, 9))
    def correct(self, who: int, code: str, number: int) -> None:
        figure = Figure.objects.filter(indicator__code=code).first()
        if figure is not None:
            answer = Answer(Decimal(number))
            by = self.people[who]
            self.tried(lambda: correct_figure(by=by, figure=figure, revision=None, answer=answer, reason="错"))

    @invariant()
    def accepted_means_everybody_signed(self) -> None:
        for figure in Figure.objects.select_related("indicator"):
            versions = list(figure.versions.all())
            assert [v.revision for v in versions] == list(range(len(versions)))
            last = versions[-1]
            assert (last.value, last.text, last.is_applicable, last.state) == (
                figure.value,
                figure.text,
                figure.is_applicable,
                figure.state,
            )
            if figure.state == FigureState.ACCEPTED:
                self.check(figure, versions)

    def check(self, figure: Figure, versions: list[Any]) -> None:
        """The value that stands was submitted, signed and accepted, in this order, and not by one hand."""
        after = [
            v
            for v in versions
            if v.revision > max((x.revision for x in versions if x.value != figure.value), default=-1)
        ]
        states = [v.state for v in after]
        if figure.indicator.code == "C1":  # entered by the data owner
            assert states[-2:] == ["submitted", "accepted"]
            assert len({after[-1].by_id, figure.submitted_by_id}) == 2
            assert after[-1].by_id != figure.recorded_by_id
            self.holds(after[-1].by_id, Role.DATA_OWNER)
        else:
            assert states[-3:] == ["submitted", "signed", "accepted"]
            assert len({v.by_id for v in after[-3:]}) == 3
            assert figure.recorded_by_id not in {v.by_id for v in after[-2:]}
            self.holds(after[-3].by_id, Role.LIAISON)
            self.holds(after[-2].by_id, Role.UNIT_HEAD)
            self.holds(after[-1].by_id, Role.DATA_OWNER)

    def holds(self, account: int, role: Role) -> None:
        assert Grant.objects.filter(account=account, role=role).exists()


@pytest.mark.django_db
def test_no_sequence_of_actions_accepts_without_the_signatures() -> None:
    stage = staged(
        [
            {
                "code": "C1",
                "name": "投资",
                "points": "50",
                "unit": "万元",
                "criterion": "按完成比例得分",
                "frequency": "monthly",
            },
            {
                "code": "C3",
                "name": "报送",
                "points": "50",
                "criterion": "每迟报一次扣0.5分，扣完为止",
                "frequency": "monthly",
            },
        ],
        entered_by={"C1": "owner"},
    )
    everything = account_with(Role.LIAISON, stage.unit)
    for role, unit in ((Role.UNIT_HEAD, stage.unit), (Role.DATA_OWNER, stage.owner)):
        Grant.objects.create(account=everything, role=role, unit=unit, since=date(2020, 1, 1))
    twice = account_with(Role.UNIT_HEAD, stage.unit)
    Grant.objects.create(account=twice, role=Role.DATA_OWNER, unit=stage.owner, since=date(2020, 1, 1))
    SignOff.stage = stage
    SignOff.people = [
        stage.liaison,
        stage.head,
        stage.data_owner,
        stage.second_owner,
        stage.officer,
        everything,
        twice,
    ]
    run_state_machine_as_test(
        SignOff,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            phases=[Phase.explicit, Phase.reuse, Phase.generate],  # looking for a shorter way takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
