"""Parameters that several commands share."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from kaohe.i18n import translator

_ = translator("cli")

Scheme = Annotated[Path, typer.Argument(metavar="SCHEME", help=_("Scheme: .yaml, .xlsx or .docx."))]
Data = Annotated[Path, typer.Argument(metavar="DATA", help=_("Folder with units, facts, events, ballots, decisions."))]
AsJson = Annotated[bool, typer.Option("--json", help=_("Print JSON."))]


class Engine(StrEnum):
    """Engines with identical results."""

    REFERENCE = "reference"
    POLARS = "polars"
    SPARK = "spark"
