"""``kaohe preset``: the regimes that come with Kaohe."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

_ = translator("cli")

app = App(help=_("Regimes that come with Kaohe: list, copy."))


@app.command("list", help=_("List the regimes that come with Kaohe."))
@reported
def list_(as_json: Annotated[bool, typer.Option("--json", help=_("Print JSON."))] = False) -> None:
    """List the presets."""
    from kaohe.cli.show import show_presets
    from kaohe.presets import list_presets

    presets = list_presets()
    if as_json:
        typer.echo(
            json.dumps(
                [{"id": p.id, "title": p.title, "schemes": p.schemes} for p in presets], ensure_ascii=False, indent=1
            )
        )
    else:
        show_presets(presets)


@app.command("copy", help=_("Copy a regime's scheme and data into a folder of yours."))
@reported
def copy(
    preset: Annotated[str, typer.Argument(metavar="ID", help=_("As `kaohe preset list` prints it."))],
    folder: Annotated[Path, typer.Argument(metavar="DIR", help=_("Folder to write; must not exist or be empty."))],
) -> None:
    """Copy a preset."""
    from kaohe.cli.show import show_next_steps
    from kaohe.presets import copy_preset, list_presets

    copy_preset(preset, folder)
    typer.echo(_("{preset} copied to {folder}").format(preset=preset, folder=folder))
    name, _slash, scheme = preset.strip("/").partition("/")
    show_next_steps(next(p for p in list_presets() if p.id == name), scheme, folder)
