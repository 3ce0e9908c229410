"""``kaohe score`` and ``kaohe explain``: score sheets and their derivations."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.cli.parameters import AsJson, Data, Engine, Scheme
from kaohe.i18n import translator

_ = translator("cli")


def add_commands(root: App) -> None:
    """Register ``score`` and ``explain`` at the top level."""
    root.command("score", help=_("Score, rank and propose grades; --out writes workbook, Parquet and ranking."))(score)
    root.command("explain", help=_("Say in words how a unit's score, or one figure of it, came about."))(explain)


@reported
def score(
    scheme: Scheme,
    data: Data,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help=_("Folder for scores.xlsx, scores.parquet and ranking.csv.")),
    ] = None,
    engine: Annotated[
        Engine, typer.Option(help=_("reference: with derivations; polars: bulk; spark: distributed."))
    ] = Engine.REFERENCE,
    as_json: AsJson = False,
) -> None:
    """Score a scheme on its data."""
    from kaohe.cli.engines import run_engine
    from kaohe.cli.results import show_ranking

    result = run_engine(engine, scheme, data)
    if as_json:
        typer.echo(json.dumps(result.to_json(), ensure_ascii=False, indent=1))
    else:
        show_ranking(result)
    if out is not None:
        for path in result.write(out):
            typer.echo(_("written: {path}").format(path=path), err=as_json)


@reported
def explain(
    scheme: Scheme,
    data: Data,
    unit: Annotated[str, typer.Option(metavar="U", help=_("The unit, by id or name."))],
    indicator: Annotated[
        str | None, typer.Option(metavar="C", help=_("Code or name of one indicator or item; without it, everything."))
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Explain a unit's score."""
    from kaohe.cli.engines import score_reference
    from kaohe.cli.results import show_explanation
    from kaohe.scoring.explain import explain as derive

    try:
        explanation = derive(score_reference(scheme, data), unit, indicator)
    except KeyError as unknown:
        raise ValueError(unknown.args[0]) from None
    if as_json:
        typer.echo(json.dumps(explanation.to_json(), ensure_ascii=False, indent=1))
    else:
        show_explanation(explanation)
