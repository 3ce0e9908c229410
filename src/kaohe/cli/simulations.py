"""``kaohe simulate``: what-if, where the next points are, how firm the ranking stands."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.cli.parameters import AsJson, Data, Scheme
from kaohe.i18n import translator

_ = translator("cli")

Pairs = list[str]


def add_commands(root: App) -> None:
    """Register ``simulate`` at the top level."""
    root.command(
        "simulate", help=_("What-if on weights, points and figures; next points; sensitivity; rank stability.")
    )(simulate)


@reported
def simulate(
    scheme: Scheme,
    data: Data,
    unit: Annotated[
        str | None, typer.Option(metavar="U", help=_("Where this unit's next points are; with --sobol, its indices."))
    ] = None,
    weight: Annotated[Pairs | None, typer.Option(metavar="C=W", help=_("Suppose another weight, in percent."))] = None,
    points: Annotated[Pairs | None, typer.Option(metavar="C=P", help=_("Suppose other points of a leaf."))] = None,
    figure: Annotated[
        Pairs | None, typer.Option("--set", metavar="U:C=V", help=_("Suppose another figure of a unit."))
    ] = None,
    sensitivity: Annotated[bool, typer.Option(help=_("Change each weight alone."))] = False,
    intervals: Annotated[bool, typer.Option(help=_("Places under uncertain weights."))] = False,
    sobol: Annotated[bool, typer.Option(help=_("Share of each weight in the variance of --unit's total."))] = False,
    spread: Annotated[
        str, typer.Option(metavar="PCT", help=_("How far weights vary, in percent of themselves."))
    ] = "20",
    as_json: AsJson = False,
) -> None:
    """Simulate; without options, say how firm each place stands."""
    from kaohe.cli.engines import score_reference
    from kaohe.cli.questions import Questions, answer

    sheet = score_reference(scheme, data)
    questions = Questions(
        unit=unit,
        weights=tuple(weight or ()),
        points=tuple(points or ()),
        figures=tuple(figure or ()),
        sensitivity=sensitivity,
        intervals=intervals,
        sobol=sobol,
        spread=spread,
    )
    answers = answer(sheet, questions)
    if as_json:
        typer.echo(json.dumps({a.name: a.to_json() for a in answers}, ensure_ascii=False, indent=1))
        return
    for found in answers:
        found.show()
