"""``kaohe demo``: a published table and a whole regime, scored, ranked and explained in one go."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

_ = translator("cli")

PUBLISHED = "hotline-monthly"
REGIME = "county-four-in-one"
EXPLAINED = "A11"
"""The leaf whose derivation is shown for the regime's unit that lost points on it."""


def add_commands(root: App) -> None:
    """Register ``demo`` at the top level."""
    root.command("demo", help=_("Score a published table and a whole regime, explain one figure, write the workbook."))(
        demo
    )


@reported
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help=_("Folder for the results."))] = Path("demo"),
) -> None:
    """Show what Kaohe does."""
    from kaohe.cli.engines import SheetResult, score_reference
    from kaohe.cli.results import show_explanation, show_ranking
    from kaohe.presets import preset_path
    from kaohe.scoring.explain import explain

    for number, preset in enumerate((PUBLISHED, REGIME), start=1):
        folder = preset_path(preset)
        result = SheetResult(score_reference(folder / "scheme.yaml", folder / "data"))
        typer.secho(f"\n{number}. {result.sheet.scheme.title}", bold=True)
        show_ranking(result)
        written = result.write(out / preset)
    sheet = result.sheet
    unit = min(
        (u for u in sheet.units if any(i.code == EXPLAINED for i in u.indicators)),
        key=lambda u: u.indicator(EXPLAINED).score or 0,
    )
    typer.secho("\n3. " + _("How one figure came about"), bold=True)
    show_explanation(explain(sheet, unit.unit, EXPLAINED))
    typer.secho("\n4. " + _("Written"), bold=True)
    for path in written:
        typer.echo(f"   {path.resolve()}")
    typer.echo(_("\nNext: kaohe preset list; kaohe preset copy {preset} mine; kaohe --help").format(preset=REGIME))
