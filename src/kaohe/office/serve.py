"""Set the office up and serve it: the steps behind ``kaohe office``."""

from __future__ import annotations

import os
from typing import Any

from kaohe.office import environment as env
from kaohe.office.database import start_embedded

THREADS = 4
"""Threads of a worker: measured best on a fast disk."""

PATIENCE = 10
"""Seconds that a worker has to finish its requests when the server is told to stop; then it is ended."""


def set_up() -> None:
    """Make the data folder and the secrets, start the embedded database if that is the one, and load Django."""
    folder = env.data_folder()
    for name in ("secret.key", "audit.key"):
        env.make_secret(folder / name)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "kaohe.office.settings")
    import django
    from django.conf import settings

    if settings.KAOHE_EMBEDDED_FOLDER:
        start_embedded(settings.KAOHE_EMBEDDED_FOLDER)
    django.setup()


def migrate() -> None:
    """Bring tables, calendar and static files to this version."""
    from django.core.management import call_command

    from kaohe.office.people.actions.calendar import load_statutory_days

    call_command("migrate", interactive=False, verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    load_statutory_days()


def serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop."""
    from django.conf import settings
    from granian import Granian
    from granian.constants import Interfaces

    server: Any = Granian(
        "kaohe.office.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        respawn_failed_workers=True,
        workers_kill_timeout=PATIENCE,
        log_dictconfig=settings.LOGGING,
    )
    server.serve()


def worker_count() -> int:
    """Give the number of processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
