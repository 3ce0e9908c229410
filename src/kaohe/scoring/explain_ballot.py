"""What a leaf that is fed by a ballot campaign rests on: turnout, classes of voters, their votes."""

from __future__ import annotations

from kaohe.ballots.explain import explain_subject, explain_turnout
from kaohe.scoring.lines import Explanation
from kaohe.scoring.sheet import ScoreSheet


def ballot_lines(sheet: ScoreSheet, unit: str, code: str) -> list[Explanation]:
    """Tell the tally behind one unit's leaf; nothing where no campaign feeds it or nobody voted on the unit.

    Figures of voter classes that are too small to be shown are withheld.
    """
    tally = sheet.tallies.get(code)
    if tally is None or unit not in tally.subjects:
        return []
    return [Explanation("ballot", line) for line in (*explain_turnout(tally), *explain_subject(tally, unit))]
