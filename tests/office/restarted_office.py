"""Serve an office of its own on a database of its own, for the test that stops that database.

``python -m tests.office.restarted_office PORT``, with ``KAOHE_DATA``. One line of JSON says what the test needs.
"""

from __future__ import annotations

import json
import sys

from kaohe.office import serve


def main(port: int) -> None:
    """Set up a cycle with one report to fill, say where it is, serve."""
    serve.set_up()
    serve.migrate()
    sys.stdout.write(json.dumps(made()) + "\n")
    sys.stdout.flush()
    serve.serve("127.0.0.1", port, 1)


def made() -> dict[str, str]:
    """A report, and the cookie of the liaison who fills it."""
    from django.conf import settings
    from django.test import Client
    from django.urls import reverse
    from tests.office.monitoring.reporting import staged

    stage = staged()
    client = Client()
    client.force_login(stage.liaison, "kaohe.office.people.signin.LockingBackend")
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    return {
        "report": reverse("monitoring:report", args=[stage.report().pk]),
        "session": f"{settings.SESSION_COOKIE_NAME}={session}",
        "csrf": settings.CSRF_COOKIE_NAME,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
