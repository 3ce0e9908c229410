"""Rows of the scoring bridge."""

from kaohe.office.scoring.models.runs import Run, RunPurpose, RunUnit

__all__ = ["Run", "RunPurpose", "RunUnit"]
