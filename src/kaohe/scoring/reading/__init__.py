"""Read a DATA folder: units, facts, events, ballots, turnout and decisions, checked against the scheme."""

from __future__ import annotations

from kaohe.scoring.reading.data import read_data
from kaohe.scoring.reading.frame import read_facts_frame

__all__ = ["read_data", "read_facts_frame"]
