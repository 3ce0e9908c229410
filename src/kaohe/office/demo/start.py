"""Start the demo: database, story, server, all in one folder and on this machine alone."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kaohe.office import environment as env
from kaohe.office.demo import folder as place
from kaohe.office.demo.county import COUNTY, Scale, generate
from kaohe.office.demo.logins import Login, logins, read_logins, write_logins
from kaohe.office.demo.passwords import ADMINISTRATORS, PASSWORD

HOST = "127.0.0.1"
"""The passwords are public: nobody else's machine may reach the demo."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to be served.

    Attributes
    ----------
    is_new
        The plan of the year was told just now; the year itself is told while the server runs.
    """

    address: str
    port: int
    logins: list[Login]
    is_new: bool


def prepare(folder: Path, port: int, progress: Callable[[int, int], None], scale: Scale = COUNTY) -> Demo:
    """Bring the demo of a folder up, so far that the first pages can be looked at.

    Raises
    ------
    DemoRunsError
        When the demo must be told anew while its database is at work.
    """
    is_new = not place.is_ready(folder)
    if is_new:
        place.empty(folder)
        folder.mkdir(parents=True, exist_ok=True)
        write_logins(folder / place.LOGINS, logins(generate(scale=scale), ADMINISTRATORS, PASSWORD))
        place.begin_telling(folder, scale)
    os.environ.update(place.environment(folder))  # the settings read the log-ins: they are there by now
    from kaohe.office.serve import migrate, set_up

    set_up()
    migrate()
    if is_new:
        from django.db import connection

        from kaohe.office.demo.tell import tell_plan  # its models can be imported from here on

        tell_plan(generate(scale=scale), progress)
        connection.close()  # the server's processes open their own
    port = free_port(port)
    return Demo(f"http://{HOST}:{port}", port, read_logins(folder / place.LOGINS), is_new)


def serve(demo: Demo, *, workers: int = 0) -> None:
    """Serve until told to stop; whoever still tells the year stops too, and the database with the process.

    Parameters
    ----------
    workers
        0: one for each processor.
    """
    from kaohe.office.serve import serve as serve_office
    from kaohe.office.serve import worker_count

    teller = subprocess.Popen([sys.executable, "-m", "kaohe.office.demo.background"]) if demo.is_new else None
    try:
        serve_office(HOST, demo.port, workers or worker_count())
    finally:
        if teller is not None and teller.poll() is None:
            teller.terminate()
            teller.wait()
        place.forget_dead(env.data_folder())


def free_port(first: int) -> int:
    """Give the first port from one on at which nobody listens."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    return first
