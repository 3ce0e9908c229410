"""A program does what its account may do, by the same actions, and is told why when it may not."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from tests.office.factories import UnitFactory, account_with
from tests.office.monitoring.reporting import Stage, staged

from kaohe.office.api.actions.tokens import open_token
from kaohe.office.api.scopes import Scope
from kaohe.office.monitoring.actions.signing_off import accept_figures
from kaohe.office.monitoring.models import Figure
from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Target, TargetState, TargetStep

pytestmark = pytest.mark.django_db


class Program:
    """Somebody's program: a token and nothing else."""

    def __init__(self, account: Account, *scopes: str) -> None:
        until = timezone.localdate() + timedelta(days=9)
        _, key = open_token(by=account, name="p", scopes=scopes or Scope.values, expires_on=until)
        self._headers = {"Authorization": f"Bearer {key}"}

    def get(self, path: str, **query: Any) -> Any:
        return Client().get(f"/api/v1{path}", query, headers=self._headers)

    def send(self, method: str, path: str, body: Any) -> Any:
        ask = getattr(Client(), method)
        return ask(f"/api/v1{path}", json.dumps(body), content_type="application/json", headers=self._headers)


@pytest.fixture
def stage() -> Stage:
    return staged()


def locked_targets(stage: Stage) -> None:
    """Let the unit's program propose the targets; then they are locked."""
    program, code = Program(stage.liaison), stage.cycle.code
    for indicator in program.get(f"/cycles/{code}/indicators").json():
        if indicator["needs_target"]:
            body = {"unit": stage.unit.code, "indicator": indicator["code"], "value": "20"}
            proposed = program.send("post", f"/cycles/{code}/targets", body)
            assert (proposed.status_code, proposed.json()["value"]) == (200, "20")
    Target.objects.update(state=TargetState.LOCKED)
    for target in Target.objects.all():
        TargetStep.objects.create(target=target, kind=TargetStep.Kind.LOCK, value=20, by=stage.officer)


def answers(report: dict[str, Any], value: str = "10") -> list[dict[str, Any]]:
    """Answer every field that is asked."""
    found = []
    for field in report["fields"]:
        if field["filled_by"] is None:
            one = {name: field[name] for name in ("unit", "indicator", "input")}
            is_flag = field["type"] in ("flag", "choice")
            found.append(one | ({"text": "false"} if is_flag else {"value": value}))
    return found


def test_report_is_filed_and_a_score_is_read(stage: Stage) -> None:
    locked_targets(stage)
    program, head = Program(stage.liaison), Program(stage.head)
    listed = program.get("/reports", cycle=stage.cycle.code, state="open").json()
    assert listed["count"] == len(listed["items"])
    report = program.get(f"/reports/{stage.report().pk}").json()
    saved = program.send("put", f"/reports/{report['id']}/figures", {"revision": 0, "answers": answers(report)})
    assert saved.status_code == 200, saved.content.decode()
    assert {f["value"] for f in saved.json()["fields"]} <= {"10", None}
    revision = saved.json()["revision"]
    sent = program.send("post", f"/reports/{report['id']}/submit", {"revision": revision}).json()
    assert sent["state"] == "submitted"
    signed = head.send("post", f"/reports/{report['id']}/sign", {"revision": sent["revision"]}).json()
    assert signed["state"] == "signed"
    accept_figures(by=stage.data_owner, figures=list(Figure.objects.filter(state="signed")))
    scores = head.get(f"/cycles/{stage.cycle.code}/scores")
    assert scores.status_code == 200, scores.content.decode()
    (unit,) = scores.json()["units"]
    assert unit["unit"] == stage.unit.code
    assert all(isinstance(i["score"], str | None) for i in unit["indicators"])


def test_saved_meanwhile_by_somebody_else(stage: Stage) -> None:
    program = Program(stage.liaison)
    report = program.get(f"/reports/{stage.report().pk}").json()
    body = {"revision": report["revision"], "answers": answers(report)}
    assert program.send("put", f"/reports/{report['id']}/figures", body).status_code == 200
    again = program.send("put", f"/reports/{report['id']}/figures", body | {"answers": answers(report, "11")})
    assert (again.status_code, again.json()["code"]) == (409, "stale")


def test_figure_beyond_sense_is_asked_about_once(stage: Stage) -> None:
    program = Program(stage.liaison)
    report = program.get(f"/reports/{stage.report().pk}").json()
    field = next(f for f in report["fields"] if f["indicator"] == "C1")
    answer = {"unit": field["unit"], "indicator": "C1", "input": field["input"], "value": "-5"}
    url = f"/reports/{report['id']}/figures"
    asked = program.send("put", url, {"revision": 0, "answers": [answer]})
    assert (asked.status_code, asked.json()["code"]) == (409, "doubtful")
    assert not Figure.objects.exists()
    confirmed = program.send("put", url, {"revision": 0, "answers": [answer | {"is_confirmed": True}]})
    assert confirmed.status_code == 200
    assert Figure.objects.get().doubts


def test_wrong_answers_all_at_once(stage: Stage) -> None:
    program = Program(stage.liaison)
    report = program.get(f"/reports/{stage.report().pk}").json()
    wrong = [a | {"value": "1.23456", "text": ""} for a in answers(report)]
    said = program.send("put", f"/reports/{report['id']}/figures", {"revision": 0, "answers": wrong}).json()
    assert len(said["fields"]) == len(wrong)
    nowhere = [{"unit": "??", "indicator": "C1", "value": "1"}]
    assert (
        program.send("put", f"/reports/{report['id']}/figures", {"revision": 0, "answers": nowhere}).status_code == 422
    )


def test_token_for_reading_writes_nothing(stage: Stage) -> None:
    program = Program(stage.liaison, "read")
    report = stage.report()
    answer = program.send("post", f"/reports/{report.pk}/nil", {"revision": 0})
    assert answer.status_code == 403
    assert not Figure.objects.exists()


def test_liaison_does_not_sign_by_program_either(stage: Stage) -> None:
    program = Program(stage.liaison)
    report = program.send("post", f"/reports/{stage.report().pk}/nil", {"revision": 0}).json()
    assert program.send("post", f"/reports/{report['id']}/sign", {"revision": report["revision"]}).status_code == 403


def test_other_units_are_not_there(stage: Stage) -> None:
    stranger = Program(account_with(Role.LIAISON, UnitFactory.create()))
    assert stranger.get(f"/reports/{stage.report().pk}").status_code == 404
    assert stranger.get(f"/cycles/{stage.cycle.code}").status_code == 404
    assert stranger.get("/reports").json()["count"] == 0


def test_scheme_in_force_is_the_document_that_runs(stage: Stage) -> None:
    found = Program(stage.officer).get(f"/cycles/{stage.cycle.code}/scheme").json()
    assert found["hash"] == stage.cycle.versions.get().hash
    assert found["scheme"]["indicators"][0]["code"] == "C"


def test_lists_cost_the_same_for_more_rows(stage: Stage) -> None:
    program = Program(stage.officer)
    code = stage.cycle.code
    for path in (
        "/units",
        f"/cycles/{code}/units",
        f"/cycles/{code}/indicators",
        f"/cycles/{code}/figures",
        "/reports",
    ):
        program.get(path, limit=1)
        with CaptureQueriesContext(connection) as one:
            program.get(path, limit=1)
        with CaptureQueriesContext(connection) as many:
            program.get(path, limit=100)
        assert len(many) == len(one), path


def test_unreadable_request_says_which_field(stage: Stage) -> None:
    answer = Program(stage.liaison).send("put", f"/reports/{stage.report().pk}/figures", {"answers": [{"value": "x"}]})
    assert (answer.status_code, answer.json()["code"]) == (422, "unreadable")
    assert "body.body.revision" in answer.json()["fields"]


def test_described_by_openapi(stage: Stage) -> None:
    described = Client().get("/api/v1/openapi.json").json()
    paths = described["paths"]
    assert "/api/v1/reports/{pk}/figures" in paths
    assert all("summary" in operation for path in paths.values() for operation in path.values())
    assert described["components"]["securitySchemes"]["For"]["scheme"] == "bearer"
