"""Alive, ready, and what the log says of a request."""

from __future__ import annotations

import json
import logging
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client

from kaohe.office.logs import JsonFormatter, request_id


def test_live_needs_no_database(client: Client) -> None:
    assert client.get("/health/live").json() == {"status": "ok"}


@pytest.mark.django_db
def test_ready(client: Client) -> None:
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_not_ready_without_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> None:
        raise OperationalError

    monkeypatch.setattr(connection, "ensure_connection", gone)
    monkeypatch.setattr(connection, "close", lambda: None)
    response = client.get("/health/ready")
    assert (response.status_code, response.json()) == (503, {"status": "no database"})


@pytest.mark.django_db
def test_not_ready_before_the_tables_are_there(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'people'")
    response = client.get("/health/ready")
    assert response.status_code == 503
    assert "migrate" in response.json()["status"]


def test_request_is_logged_with_its_id_and_without_its_query(client: Client, caplog: Any) -> None:
    with caplog.at_level(logging.INFO, "kaohe.access"):
        response = client.get("/health/live?name=李明", headers={"X-Request-ID": "abcdef-123456"})
    (line,) = [r for r in caplog.records if r.name == "kaohe.access"]
    assert response["X-Request-ID"] == "abcdef-123456"
    assert {k: line.fields[k] for k in ("method", "path", "status")} == {
        "method": "GET",
        "path": "/health/live",
        "status": 200,
    }


def test_request_id_that_could_forge_a_line_is_replaced(client: Client) -> None:
    response = client.get("/health/live", headers={"X-Request-ID": 'x"}\n{"forged'})
    assert len(response["X-Request-ID"]) == 32


def test_line_is_json_with_fields_and_trace() -> None:
    token = request_id.set("r1")
    try:
        raise ValueError("不对")
    except ValueError:
        record = logging.getLogger("x").makeRecord("x", logging.ERROR, "", 0, "失败 %s", ("1",), True)
        record.exc_info = __import__("sys").exc_info()
    record.fields = {"unit": "东山镇"}
    line = json.loads(JsonFormatter().format(record))
    request_id.reset(token)
    assert (line["message"], line["request"], line["unit"], line["level"]) == ("失败 1", "r1", "东山镇", "ERROR")
    assert "不对" in line["trace"]
