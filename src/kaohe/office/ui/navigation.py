"""The side bar: each app lists its entries in its ``navigation`` module, each account sees those it may open."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

GROUPS: dict[str, str | Promise] = {
    "home": "",
    "planning": _("Target setting"),
    "process": _("Process management"),
    "assessment": _("Appraisal"),
    "results": _("Use of results"),
    "organisation": _("Organisation"),
    "system": _("System administration"),
}
"""Key of each group and its heading, in the order of the side bar: the pillars that every regime names."""


def everybody(account: Any) -> bool:
    """Let every account in."""
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the side bar.

    Attributes
    ----------
    url_name
        Name of an address without arguments, ``people:units``.
    group
        Key of `GROUPS`.
    may
        Tells whether an account sees the line; the page itself asks its policy again.
    """

    label: str | Promise
    url_name: str
    icon: str
    group: str
    may: Callable[[Any], bool] = everybody

    @property
    def url(self) -> str:
        """Address of the page."""
        return reverse(self.url_name)


ENTRIES = (Entry(_("Home page"), "home", "home", "home"),)


@dataclass(frozen=True, slots=True)
class Line:
    """An entry as it stands on one page."""

    entry: Entry
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """Lines under one heading."""

    heading: str
    lines: list[Line]


@cache
def entries() -> tuple[Entry, ...]:
    """Give every entry of the modules that ``KAOHE_NAVIGATION`` names."""
    found: list[Entry] = []
    for name in settings.KAOHE_NAVIGATION:
        try:
            found += import_module(name).ENTRIES
        except (ModuleNotFoundError, AttributeError) as error:
            raise ImproperlyConfigured(f"KAOHE_NAVIGATION names {name}, which has no ENTRIES: {error}") from error
    for entry in found:
        if entry.group not in GROUPS:
            raise ImproperlyConfigured(f"The entry {entry.url_name} is in the unknown group {entry.group!r}")
    return tuple(found)


def lines(account: Any, path: str) -> Iterator[Line]:
    """Give the lines that an account sees on the page at ``path``; the longest address that fits is the current one."""
    seen = [(entry, entry.url) for entry in entries() if entry.may(account)]
    fitting = [url for _entry, url in seen if path == url or (url != "/" and path.startswith(url.rstrip("/") + "/"))]
    current = max(fitting, key=len, default="")
    for entry, url in seen:
        yield Line(entry, url, url == current)


def groups(account: Any, path: str) -> list[Group]:
    """Give the side bar of an account, without empty groups."""
    seen = list(lines(account, path))
    found = [Group(str(GROUPS[key]), [line for line in seen if line.entry.group == key]) for key in GROUPS]
    return [group for group in found if group.lines]
