"""``kaohe demo``: the platform with a made-up county; without it, a published table and a whole regime scored."""

from __future__ import annotations

import sys
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

if TYPE_CHECKING:
    from kaohe.office.demo.start import Demo
    from kaohe.scoring.cells import UnitScore
    from kaohe.scoring.sheet import ScoreSheet

_ = translator("cli")

PUBLISHED = "hotline-monthly"
REGIME = "county-four-in-one"
NO_ROLE = "person"
"""Word of the platform's own catalogue for whoever holds no role."""

EXPLAINED = "A11"
"""The leaf whose derivation is shown, for a unit that lost points on it."""


def add_commands(root: App) -> None:
    """Register ``demo`` at the top level."""
    root.command("demo", help=_("Start the platform with a made-up county in the middle of its year, in the browser."))(
        demo
    )


@reported
def demo(
    out: Annotated[Path, typer.Option(metavar="DIR", help=_("Folder for the results."))] = Path("demo"),
    port: Annotated[
        int, typer.Option(min=1, max=65535, help=_("Port to listen at; the next free one if taken."))
    ] = 8000,
    engine_only: Annotated[
        bool, typer.Option("--engine-only", help=_("Without the platform: score a published table and a whole regime."))
    ] = False,
    reset: Annotated[bool, typer.Option("--reset", help=_("Remove the demo's data, and do nothing else."))] = False,
) -> None:
    """Show what Kaohe does."""
    if engine_only:
        _score_presets(out)
        return
    if find_spec("django") is None:
        raise ValueError(_("The platform is not installed. Install it with: pip install 'kaohe[office]'"))
    _demonstrate(out.absolute(), port, reset)


def _demonstrate(folder: Path, port: int, reset: bool) -> None:
    from kaohe.office.demo.folder import DemoRunsError, empty
    from kaohe.office.demo.start import prepare, serve

    try:
        if reset:
            empty(folder)
            typer.echo(_("The demo's data are gone; the next start makes them anew."))
            return
        ready = prepare(folder, port, _show_progress)
    except DemoRunsError:
        raise ValueError(_("The demo is running: stop it first with Ctrl-C.")) from None
    _show_way_in(ready)
    serve(ready)
    typer.echo(_("The demo has stopped. Its data stay in {folder}.").format(folder=folder))


def _show_progress(done: int, total: int) -> None:
    if done == 0:
        typer.echo(_("Telling the county's years; this takes half a minute, once …"), err=True)
    if sys.stderr.isatty():
        typer.echo(f"\r{'█' * done}{'░' * (total - done)}", nl=done == total, err=True)


def _show_way_in(ready: Demo) -> None:
    """Print address and log-ins, in both languages: who starts a demo and who looks at it may read different ones."""
    from django.utils import translation

    from kaohe.office.people.roles import Role

    typer.secho(f"\n  {ready.address}\n", bold=True)
    password = ready.logins[0].password
    for login in ready.logins:
        role = []
        for language in ("zh-hans", "en"):
            with translation.override(language):
                role.append(str(Role(login.role).label) if login.role in Role else translation.gettext(NO_ROLE))
        typer.echo(f"  {login.username:<12}{password}  {role[0]} · {role[1]}  {login.unit} {login.name}")
    typer.echo("\n  Ctrl-C 停止 · stops\n")


def _score_presets(out: Path) -> None:
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
