"""Problems on their way out: every expected failure prints what is wrong and what to do, and exits with 1."""

from __future__ import annotations

import errno
import functools
import json
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import typer

from kaohe.i18n import translator

_ = translator("cli")

P = ParamSpec("P")
R = TypeVar("R")


def _in_words(error: OSError) -> str:
    """Say what the system refused and what to do; a number and an English phrase help nobody."""
    told = {
        errno.ENOENT: _("{path} does not exist. Check the path, or make the folder first."),
        errno.EEXIST: _("{path} is a file, and a folder is needed. Name another folder."),
        errno.ENOTDIR: _("{path} leads through a file as if it were a folder. Check the path."),
        errno.EISDIR: _("{path} is a folder, and a file is needed. Name a file."),
        errno.EACCES: _("{path} may not be read or written. Check its permissions, or name another place."),
        errno.EROFS: _("{path} lies on a disk that cannot be written. Name another place."),
        errno.ENOSPC: _("The disk is full: {path} could not be written."),
    }
    text = told.get(error.errno or 0)
    return text.format(path=error.filename) if text and error.filename else str(error)


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
        except BrokenPipeError:
            raise  # whoever read our output has seen enough: the library ends quietly
        except OSError as error:
            typer.secho(_("Error: {error}").format(error=_in_words(error)), fg="red", err=True)
        except (KeyProblem, PackageProblem, json.JSONDecodeError, ValueError) as error:
            typer.secho(_("Error: {error}").format(error=error), fg="red", err=True)
        raise typer.Exit(1)

    return run
