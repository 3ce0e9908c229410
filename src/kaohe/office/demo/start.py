"""Start the demo: database, story, server, all in one folder and on this machine alone."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kaohe.office.demo import folder as place
from kaohe.office.demo.county import COUNTY, Scale, generate
from kaohe.office.demo.logins import Login, logins, read_logins, write_logins

HOST = "127.0.0.1"
"""The passwords are public: nobody else's machine may reach the demo."""


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that is ready to be served.

    Attributes
    ----------
    is_new
        The story was told just now.
    """

    address: str
    port: int
    logins: list[Login]
    is_new: bool


def prepare(folder: Path, port: int, progress: Callable[[int, int], None], scale: Scale = COUNTY) -> Demo:
    """Bring the demo of a folder up, telling its story where it was not told to the end.

    Raises
    ------
    DemoRunsError
        When the demo must be told anew while its database is at work.
    """
    is_new = not place.is_ready(folder)
    if is_new:
        place.empty(folder)
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.update(place.environment(folder))
    if is_new:
        _write_logins(folder, scale)
    from kaohe.office.serve import migrate, set_up

    set_up()
    migrate()
    if is_new:
        from kaohe.office.demo.tell import tell  # its models can be imported from here on

        tell(generate(scale=scale), progress)
        place.mark_ready(folder)
    port = free_port(port)
    return Demo(f"http://{HOST}:{port}", port, read_logins(folder / place.LOGINS), is_new)


def serve(demo: Demo) -> None:
    """Serve until told to stop; the database stops with the process."""
    from kaohe.office.serve import serve as serve_office
    from kaohe.office.serve import worker_count

    serve_office(HOST, demo.port, worker_count())


def free_port(first: int) -> int:
    """Give the first port from one on at which nobody listens."""
    for port in range(first, first + 100):
        with socket.socket() as probe:
            if probe.connect_ex((HOST, port)) != 0:
                return port
    return first


def _write_logins(folder: Path, scale: Scale) -> None:
    """Keep the log-ins before the settings are loaded, which show them."""
    from kaohe.office.demo.passwords import ADMINISTRATORS, PASSWORD

    write_logins(folder / place.LOGINS, logins(generate(scale=scale), ADMINISTRATORS, PASSWORD))
