"""Rows of the scoring bridge."""

from kaohe.office.scoring.models.files import FactsFile
from kaohe.office.scoring.models.runs import Run, RunPurpose, RunUnit

__all__ = ["FactsFile", "Run", "RunPurpose", "RunUnit"]
