"""What happens beside the figures: events, complaints, notices, changes of targets, the trial score of each month."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

from kaohe.office.demo.story import targets
from kaohe.office.demo.story.scenes import Scene
from kaohe.office.demo.story.scheme import YEAR, this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.demo.story.words import words
from kaohe.office.monitoring.actions.complaints import answer_complaint, file_complaint
from kaohe.office.monitoring.actions.events import approve_event, file_event, refuse_event
from kaohe.office.monitoring.actions.notices import compose_notice, issue_notice
from kaohe.office.monitoring.event_items import event_items
from kaohe.office.monitoring.models import Complaint
from kaohe.office.monitoring.notice_sections import SECTIONS, Section
from kaohe.office.scoring.actions.runs import keep_nightly_run, make_run

NIGHTS = [date(YEAR, month, 20) for month in range(4, 12)]
COMPLAINED = (date(YEAR, 9, 11), date(YEAR, 11, 16))


def scenes(stage: Stage) -> Iterator[Scene]:
    """Give what happens beside the figures."""
    for said in words()["events"]:
        yield Scene(said["day"], partial(_count, stage, said))
    for number, said in enumerate(words()["adjustments"]):
        yield Scene(date(YEAR, 7 + 2 * number, 10), partial(targets.change, stage, said))
    for day, said in zip(COMPLAINED, words()["complaints"], strict=True):
        yield Scene(day, partial(_complain, stage, said))
    for said in words()["notices"]:
        yield Scene(said["day"], partial(_notify, stage, said))
    for day in NIGHTS[:-1]:
        yield Scene(day, partial(_keep_score, day))
    yield Scene(NIGHTS[-1], partial(_make_trial, stage))


def _count(stage: Stage, said: dict[str, Any]) -> None:
    """File an event by the supervisor; the office decides on it."""
    if not stage.takes_part(said["unit"]):
        return
    unit, item = stage.unit(said["unit"]), said["item"]
    inputs = next(known.inputs for known in event_items(this_cycle()) if known.code == item)
    named = next((name for name in inputs if said.get("input", "") in name), "") if len(inputs) > 1 else ""
    event = file_event(
        by=stage.accounts["supervisor"],
        cycle=this_cycle(),
        unit=unit,
        item=item,
        input=named,
        happened_on=said["day"],
        count=Decimal(said["count"]),
        grounds=said["grounds"],
        document=said["document"],
    )
    if "refused" in said:
        refuse_event(by=stage.accounts["kaohe"], event=event, remarks=said["refused"])
    elif "waiting" not in said:
        approve_event(by=stage.accounts["kaohe"], event=event)


def _complain(stage: Stage, said: dict[str, Any]) -> None:
    if not stage.takes_part(said["unit"]):
        return
    unit = stage.unit(said["unit"])
    complaint = file_complaint(
        by=stage.account_of("liaison", unit),
        unit=unit,
        demand=said["demand"],
        demand_name=said["name"],
        reason=Complaint.Reason(said["reason"]),
        text=said["text"],
        cycle=this_cycle(),
    )
    if "answer" in said:
        answer_complaint(by=stage.accounts["kaohe"], complaint=complaint, answer=said["answer"])


def _notify(stage: Stage, said: dict[str, Any]) -> None:
    sections = [Section(kind, str(title)) for kind, (title, _fill) in SECTIONS.items()]
    notice = compose_notice(
        by=stage.accounts["kaohe"],
        cycle=this_cycle(),
        title=said["title"],
        period=said["period"],
        sections=sections,
    )
    issue_notice(by=stage.accounts["kaohe"], notice=notice)


def _keep_score(day: date) -> None:
    keep_nightly_run(cycle=this_cycle(), day=day)


def _make_trial(stage: Stage) -> None:
    make_run(by=stage.accounts["kaohe"], cycle=this_cycle(), as_of=NIGHTS[-1], note="年终摸底试算")
