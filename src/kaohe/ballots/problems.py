"""What is wrong with the rows of a campaign: found all at once, told so that it can be mended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kaohe.tables.place import NOWHERE, Place


@dataclass(frozen=True, slots=True)
class BallotProblem:
    """One row that cannot be counted.

    Attributes
    ----------
    code
        Stable number, B001 and up.
    message
        What was found, what was expected and what to do, in the language of the context.
    place
        Where the row stands.
    """

    code: str
    message: str
    place: Place = NOWHERE

    def __str__(self) -> str:
        where = str(self.place)
        return f"{self.code} {where}: {self.message}" if where else f"{self.code} {self.message}"


class BallotProblems(ValueError):
    """Rows of a campaign that cannot be counted; carries every `BallotProblem`."""

    def __init__(self, problems: Sequence[BallotProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, problems)))
