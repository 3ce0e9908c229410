"""Read a DATA folder: units, facts, events, ballots, turnout and decisions, checked against the scheme."""

from __future__ import annotations

from kaohe.scoring.reading.data import read_data

__all__ = ["read_data"]
