"""Problems on their way out: every expected failure prints what is wrong and what to do, and exits with 1."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from kaohe.i18n import translator

_ = translator("cli")

P = ParamSpec("P")
R = TypeVar("R")


def reported(command: Callable[P, R]) -> Callable[P, R]:
    """Make a command print the problems of its input instead of a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        # Loaded here: the problem types live in engine packages that help must not wait for.
        from kaohe.package.keys import KeyProblem
        from kaohe.package.manifest import PackageProblem
        from kaohe.scheme.findings import SchemeProblems
        from kaohe.tables.problems import Problems

        try:
            return command(*args, **kwargs)
        except SchemeProblems as problems:
            from kaohe.cli.show import show_findings

            show_findings(problems.findings, stderr=True)
        except Problems as problems:
            from kaohe.cli.show import show_problems

            show_problems(problems.problems)
        except (KeyProblem, PackageProblem, json.JSONDecodeError, OSError, ValueError) as error:
            typer.secho(_("Error: {error}").format(error=error), fg="red", err=True)
        raise typer.Exit(1)

    return run
