"""Two languages through gettext: Chinese is the default, English the language of the source strings.

Each engine package has its own catalogue (domain) in ``kaohe/locale/zh_Hans/LC_MESSAGES/<domain>.po``, compiled to
``.mo`` by ``make messages``. The language is a context variable: the command line sets it once, the office per request.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

Language: TypeAlias = Literal["zh", "en"]

LOCALE_DIR = Path(__file__).parent / "locale"
OFFICE_LOCALE_DIR = "locale"
"""Folder, within the office or one of its apps, of the catalogues that Django reads under its name ``django``."""


def default_language() -> Language:
    """Language named by ``KAOHE_LANG``, else Chinese."""
    return "en" if os.environ.get("KAOHE_LANG", "zh").lower().startswith("en") else "zh"


_language: ContextVar[Language | None] = ContextVar("kaohe_language", default=None)


def language() -> Language:
    """Language of the messages in this context."""
    return _language.get() or default_language()


def set_language(code: Language) -> None:
    """Set the language for the rest of this context."""
    _language.set(code)


@contextmanager
def use_language(code: Language) -> Iterator[None]:
    """Speak one language inside a ``with`` block."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


@cache
def _catalogue(domain: str) -> gettext.NullTranslations:
    folder, name = LOCALE_DIR, domain
    if domain.partition(".")[0] == "office":
        folder, name = Path(__file__).parent.joinpath(*domain.split("."), OFFICE_LOCALE_DIR), "django"
    return gettext.translation(name, folder, languages=["zh_Hans"], fallback=True)


def translator(domain: str) -> Callable[[str], str]:
    """Give the ``_`` of one package: looks the English source string up in the current language.

    The office and each of its apps are packages too: ``office``, ``office.people``.
    Use it as ``_ = translator("scheme")`` at module level and format after the look-up:
    ``_("{code}: no data owner").format(code=code)``.
    """

    def translate(message: str) -> str:
        return message if language() == "en" else _catalogue(domain).gettext(message)

    return translate


def mark(message: str) -> str:
    """Mark a message for the catalogue; it is looked up when it is shown.

    For messages in tables at module level, made before a language is chosen: ``from kaohe.i18n import mark as _``.
    """
    return message
