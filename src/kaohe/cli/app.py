"""The command tree. Command modules load the engine inside each command, so that help answers at once."""

from __future__ import annotations

from typing import Annotated

import typer

from kaohe import __version__
from kaohe.cli import criteria, demo, packages, presets, schemes, scores, simulations
from kaohe.cli.bilingual import App
from kaohe.i18n import translator
from kaohe.office import cli as office

_ = translator("cli")

app = App(name="kaohe", help=_("Kaohe: exact, explained and reproducible performance appraisal."))


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"kaohe {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    lang: Annotated[
        str, typer.Option("--lang", help=_("Language: zh or en. Also: KAOHE_LANG."), show_default=False)
    ] = "",
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help=_("Print the version."))
    ] = False,
) -> None:
    if lang not in ("", "zh", "en"):
        raise typer.BadParameter(
            _("{lang!r} is no language here; use zh or en.").format(lang=lang), param_hint="--lang"
        )


for register in (schemes, scores, simulations):
    register.add_commands(app)
app.add_typer(schemes.app, name="scheme")
app.add_typer(criteria.app, name="criteria")
app.add_typer(presets.app, name="preset")
app.add_typer(packages.app, name="package")
demo.add_commands(app)
office.add_commands(app)
