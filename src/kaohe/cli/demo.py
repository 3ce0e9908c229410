"""``kaohe demo``: a published table and a whole regime, scored, ranked and explained in one go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

if TYPE_CHECKING:
    from kaohe.scoring.cells import UnitScore
    from kaohe.scoring.sheet import ScoreSheet

_ = translator("cli")

PUBLISHED = "hotline-monthly"
REGIME = "county-four-in-one"
EXPLAINED = "A11"
"""The leaf whose derivation is shown, for a unit that lost points on it."""


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
    unit = _who_lost_points(sheet)
    typer.secho("\n3. " + _("How one figure came about") + f": {unit.name}", bold=True)
    show_explanation(explain(sheet, unit.unit, EXPLAINED))
    typer.secho("\n4. " + _("Written"), bold=True)
    for path in written:
        typer.echo(f"   {path.resolve()}")
    typer.echo(_("\nNext: kaohe preset list; kaohe preset copy {preset} mine; kaohe --help").format(preset=REGIME))


def _who_lost_points(sheet: ScoreSheet) -> UnitScore:
    """The unit that lost some points on the explained leaf, but not all; any unit that has the leaf otherwise."""
    marks = {u.unit: u.indicator(EXPLAINED) for u in sheet.units if any(i.code == EXPLAINED for i in u.indicators)}
    partly = [u for u, leaf in marks.items() if leaf.score and leaf.score < (leaf.points or 0) * 10**sheet.precision]
    return sheet.by_unit[(partly or list(marks))[0]]
