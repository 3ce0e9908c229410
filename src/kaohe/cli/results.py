"""What ``score``, ``explain`` and ``simulate`` print for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.markup import escape
from rich.tree import Tree

from kaohe.cli.show import console, show_rows
from kaohe.i18n import translator

if TYPE_CHECKING:
    from kaohe.cli.engines import Result
    from kaohe.scoring.lines import Explanation
    from kaohe.scoring.sheet import ScoreSheet

_ = translator("cli")

_MOST_NAMED = 8
"""Figures named one by one; scores.xlsx lists them all."""

KIND_STYLE = {
    "total": "bold",
    "node": "bold",
    "leaf": "bold cyan",
    "criterion": "italic",
    "clause": "green",
    "adjustment": "bold cyan",
    "rank": "bold",
    "grade": "bold",
    "note": "yellow",
}


def show_ranking(result: Result) -> None:
    """Print the ranking table, one block a class."""
    for class_name, rows in result.ranking():
        console().print(f"\n{escape(class_name)}", style="bold")
        show_rows([_("place"), _("unit"), _("score"), _("grade proposal")], rows, right=(0, 2))


def show_not_reported(sheet: ScoreSheet) -> None:
    """Say, to standard error, which figures nobody reported: a zero for want of a figure is no result to publish."""
    silent = [
        (unit.name, leaf.code) for unit in sheet.units for leaf in unit.indicators if leaf.state == "not_reported"
    ]
    if not silent:
        return
    shown = _(", ").join(f"{unit} {code}" for unit, code in silent[:_MOST_NAMED])
    more = " …" if len(silent) > _MOST_NAMED else ""
    text = _("{count} figures were not reported and are scored as the scheme says (missing): {shown}{more}")
    console(stderr=True).print(escape(text.format(count=len(silent), shown=shown, more=more)), style="yellow")


def show_explanation(explanation: Explanation) -> None:
    """Print a derivation as a tree."""
    console().print(_branch(Tree(_styled(explanation), guide_style="dim"), explanation))


def _branch(tree: Tree, explanation: Explanation) -> Tree:
    for line in explanation.lines:
        _branch(tree.add(_styled(line)), line)
    return tree


def _styled(line: Explanation) -> str:
    text = escape(line.text)
    style = KIND_STYLE.get(line.kind)
    return f"[{style}]{text}[/]" if style else text
