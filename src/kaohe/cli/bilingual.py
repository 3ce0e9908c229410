"""Commands whose ``--help`` option is described in the reader's language, like everything else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from kaohe.i18n import translator

_ = translator("cli")


class Command(TyperCommand):
    """A command that describes its help option in the reader's language."""

    def get_help_option(self, ctx: Any) -> Any:
        """Give the help option with our words."""
        return _described(super().get_help_option(ctx))


class Group(TyperGroup):
    """A group that describes its help option in the reader's language."""

    def get_help_option(self, ctx: Any) -> Any:
        """Give the help option with our words."""
        return _described(super().get_help_option(ctx))


class App(typer.Typer):
    """A command tree that speaks two languages; ``-h`` works everywhere."""

    def __init__(self, **settings: Any) -> None:
        settings.setdefault("cls", Group)
        settings.setdefault("no_args_is_help", True)
        settings.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        super().__init__(add_completion=False, **settings)

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        """Register a command."""
        settings.setdefault("cls", Command)
        settings.setdefault("context_settings", {"help_option_names": ["-h", "--help"]})
        return super().command(name, **settings)


def _described(option: Any) -> Any:
    if option is not None:
        option.help = _("Show this help.")
    return option
