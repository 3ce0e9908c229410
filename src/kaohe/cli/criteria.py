"""``kaohe criteria``: read, evaluate and print criterion sentences."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from kaohe.cli.bilingual import App
from kaohe.cli.failures import reported
from kaohe.i18n import translator

_ = translator("cli")

app = App(help=_("Criterion sentences: parse, evaluate, print."))


@app.command(
    "eval", help=_("Read JSON lines {id, text, points, cases} from standard input, write one JSON line for each.")
)
@reported
def eval_() -> None:
    """Answer each line on standard input; the shape is part of the stable contract."""
    from kaohe.criteria.batch import eval_lines

    sys.stdin.reconfigure(encoding="utf-8")  # type: ignore[union-attr]  # a text stream, whatever the locale says
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    eval_lines(sys.stdin, sys.stdout)


@app.command("read", help=_("Show how one sentence is read: normal form, inputs, problems."))
@reported
def read(
    sentence: Annotated[str, typer.Argument(help=_("The criterion sentence."))],
    points: Annotated[str | None, typer.Option(help=_("Full points of the item."))] = None,
) -> None:
    """Show the reading of one sentence; exit 1 when it does not parse."""
    from kaohe.cli.numbers import positive
    from kaohe.cli.show import show_reading
    from kaohe.criteria.parse import parse

    reading = parse(sentence, points=None if points is None else positive(points, "--points"))
    show_reading(sentence, reading)
    if reading.status == "unparsed":
        raise typer.Exit(1)
