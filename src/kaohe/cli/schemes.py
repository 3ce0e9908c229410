"""``kaohe lint`` and ``kaohe scheme``: check, describe, compare and convert schemes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

_ = translator("cli")

app = App(help=_("Schemes: JSON Schema, comparison, conversion."))


def add_commands(root: typer.Typer) -> None:
    """Register ``lint`` at the top level."""
    root.command(
        "lint", help=_("Check a scheme: findings with code, place and proposal; exit 1 if there is an error.")
    )(lint)


@reported
def lint(
    scheme: Annotated[Path, typer.Argument(metavar="SCHEME", help=_("Scheme: .yaml, .xlsx or .docx."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Print every finding of a scheme."""
    from kaohe.cli.show import show_findings
    from kaohe.scheme.lint import lint_file

    findings = lint_file(scheme)
    if as_json:
        typer.echo(json.dumps([finding.to_json() for finding in findings], ensure_ascii=False, indent=1))
    else:
        show_findings(findings)
    if any(finding.severity == "error" for finding in findings):
        raise typer.Exit(1)


@app.command("schema", help=_("Print the JSON Schema of a scheme file."))
@reported
def schema() -> None:
    """Print the JSON Schema."""
    from kaohe.scheme.spec import json_schema

    typer.echo(json.dumps(json_schema(), ensure_ascii=False, indent=1))


@app.command("diff", help=_("Say in words what changed between two versions of a scheme."))
@reported
def diff(
    old: Annotated[Path, typer.Argument(help=_("Earlier version."))],
    new: Annotated[Path, typer.Argument(help=_("Later version."))],
    as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False,
) -> None:
    """Compare two schemes."""
    from kaohe.cli.show import show_changes
    from kaohe.scheme.diff import diff as compare
    from kaohe.scheme.load import load_spec

    changes = compare(load_spec(old), load_spec(new))
    if as_json:
        typer.echo(json.dumps([change.to_json() for change in changes], ensure_ascii=False, indent=1))
    else:
        show_changes(changes)


@app.command("convert", help=_("Write a scheme in another form; the ending of TARGET names it: .yaml, .xlsx or .docx."))
@reported
def convert(
    source: Annotated[Path, typer.Argument(help=_("Scheme to read."))],
    target: Annotated[Path, typer.Argument(help=_("File to write; must not exist."))],
) -> None:
    """Convert between YAML, XLSX and DOCX."""
    from kaohe.scheme.load import load_spec, write_spec

    if target.exists():
        raise typer.BadParameter(_("{path} exists already; name another file.").format(path=target))
    write_spec(load_spec(source), target)
    typer.echo(str(target))
