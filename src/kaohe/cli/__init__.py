"""The command line ``kaohe``: a stable contract over the engine.

Exit codes: 0 done; 1 the input has problems, or a check does not hold; 2 the command line itself is wrong.
"""

from __future__ import annotations

import gettext
import os
import sys

from kaohe.i18n import LOCALE_DIR, Language, default_language, set_language


def asked_language(arguments: list[str]) -> Language:
    """Language named by ``--lang`` anywhere on the command line, else by ``KAOHE_LANG``, else Chinese.

    Help is written before options are parsed, so the language is looked up first.
    """
    for i, argument in enumerate(arguments):
        value = argument.removeprefix("--lang=") if argument.startswith("--lang=") else None
        if argument == "--lang" and i + 1 < len(arguments):
            value = arguments[i + 1]
        if value in ("zh", "en"):
            return "en" if value == "en" else "zh"
    return default_language()


def main() -> None:
    """Run the command line."""
    language = asked_language(sys.argv[1:])
    set_language(language)
    if language == "zh":
        # The words of the command-line library itself (Usage, Options, …) come from the catalogue "typer".
        os.environ["LANGUAGE"] = "zh_Hans"
        gettext.bindtextdomain("typer", str(LOCALE_DIR))
        gettext.textdomain("typer")
    from kaohe.cli.app import app  # after the language is known: help texts are looked up at import

    app()
