"""What commands print for people: tables that fit a terminal, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kaohe.i18n import translator

if TYPE_CHECKING:
    from kaohe.criteria.parse import Reading
    from kaohe.package import Verification
    from kaohe.presets import Preset
    from kaohe.scheme.diff import Change
    from kaohe.scheme.findings import Finding
    from kaohe.tables.problems import Problem

_ = translator("cli")

UNWRAPPED = 100_000
"""Width outside a terminal: a line of a message is one line of a file, whatever reads it next."""

SEVERITY_STYLE = {"error": "red", "warning": "yellow", "info": "cyan"}


def console(stderr: bool = False) -> Console:
    """Give a terminal, or plain text of full width when the output goes to a file."""
    out = Console(stderr=stderr, highlight=False)
    return out if out.is_terminal else Console(stderr=stderr, highlight=False, width=UNWRAPPED)


def table(*columns: str, right: Iterable[int] = ()) -> Table:
    """Give an empty table; columns at the positions in ``right`` are aligned to the right."""
    made = Table(header_style="bold", box=None, pad_edge=False)
    for i, name in enumerate(columns):
        made.add_column(name, justify="right" if i in set(right) else "left", overflow="fold")
    return made


def show_rows(columns: Sequence[str], rows: Iterable[Sequence[str]], right: Iterable[int] = ()) -> None:
    """Print rows under column names."""
    made = table(*columns, right=right)
    for row in rows:
        made.add_row(*(escape(cell) for cell in row))
    console().print(made)


def show_findings(findings: Sequence[Finding], stderr: bool = False) -> None:
    """Print the findings of a scheme and how many there are of each severity."""
    out = console(stderr)
    words = {"error": _("error"), "warning": _("warning"), "info": _("note")}
    for finding in findings:
        style = SEVERITY_STYLE[finding.severity]
        out.print(f"[{style}]{finding.code} {words[finding.severity]}[/] [bold]{escape(str(finding.place))}[/]")
        out.print(f"  {escape(finding.message)}")
        if finding.proposal:
            out.print(f"  → {escape(finding.proposal)}")
    counts = {severity: sum(f.severity == severity for f in findings) for severity in words}
    out.print(
        _("{errors} errors, {warnings} warnings, {notes} notes").format(
            errors=counts["error"], warnings=counts["warning"], notes=counts["info"]
        )
    )


def show_problems(problems: Sequence[Problem]) -> None:
    """Print every problem of the input, to standard error."""
    for problem in problems:  # plain lines: a sheet of 100,000 wrong rows must not take minutes to tell
        typer.secho(str(problem), fg="yellow" if problem.is_warning else "red", err=True)
    typer.echo(_("{count} problems; nothing was written.").format(count=len(problems)), err=True)


def show_warnings(warnings: Sequence[Problem]) -> None:
    """Print what a person should look at, to standard error."""
    for warning in warnings:
        typer.secho(str(warning), fg="yellow", err=True)


def show_changes(changes: Sequence[Change]) -> None:
    """Print what changed between two schemes."""
    out = console()
    for change in changes:
        out.print(f"• {escape(str(change))}")
    if not changes:
        out.print(_("No difference."))


def show_presets(presets: Sequence[Preset]) -> None:
    """Print the presets with their titles."""
    rows = [(preset.id, preset.title, ", ".join(filter(None, preset.schemes))) for preset in presets]
    show_rows([_("id"), _("title"), _("schemes, where there are several")], rows)


def show_next_steps(preset: Preset, scheme: str, folder: Path) -> None:
    """Print the commands that score a copied regime, one for each of its schemes."""
    out = console()
    out.print(_("Next:"))
    for name in (scheme,) if scheme else preset.schemes:
        home = folder if scheme else folder / name
        out.print(escape(f"  kaohe score {home / 'scheme.yaml'} {home / 'data'}"))


def show_verification(verification: Verification, trusted: bool) -> None:
    """Print each check of a package and the verdict."""
    out = console()
    for check in verification.checks:
        mark, style = ("✓", "green") if check.holds else ("✗", "red")
        out.print(f"[{style}]{mark}[/] {escape(check.name)}: {escape(check.found)}")
    if not trusted:
        out.print(
            _("The key came from inside the package: this shows the package is whole, not who signed it. Use --key."),
            style="yellow",
        )
    holds = verification.holds
    verdict = _("The package holds.") if holds else _("The package does not hold.")
    out.print(verdict, style="bold green" if holds else "bold red")


def show_reading(sentence: str, reading: Reading) -> None:
    """Print how a criterion sentence is read, or where reading stopped."""
    out = console()
    if reading.rule is None:
        _show_stop(out, sentence, reading)
        return
    from kaohe.criteria.printer import print_rule  # the printer belongs to the engine, loaded only when needed

    out.print(_("Normal form: {text}").format(text=escape(print_rule(reading.rule))))
    kinds = {
        "count": _("count"),
        "measure": _("measure"),
        "flag": _("yes or no"),
        "choice": _("choice"),
        "rank": _("place"),
    }
    for field in reading.rule.inputs:
        unit = f" ({field.unit})" if field.unit else ""
        out.print(f"• {escape(field.name)}{unit} — {kinds[field.type]}")


def _show_stop(out: Console, sentence: str, reading: Reading) -> None:
    start, end = reading.stopped_at or (0, len(sentence))
    before, stop, after = (escape(part) for part in (sentence[:start], sentence[start:end], sentence[end:]))
    out.print(f"{before}[bold red underline]{stop}[/]{after}")
    out.print(_("This sentence does not parse; reading stopped at the marked words."))
    if reading.suggestion:
        out.print(_("Nearest form: {text}").format(text=escape(reading.suggestion)))
