"""The bulk engine on Polars: the same numbers as the reference engine, for millions of cells."""

from __future__ import annotations

from kaohe.scoring.bulk.data import DIGITS, BulkData, from_dataset
from kaohe.scoring.bulk.door import score_dataset, score_frame, score_parquet
from kaohe.scoring.bulk.errors import BulkDataError, BulkRefusedError
from kaohe.scoring.bulk.result import BulkResult

__all__ = [
    "DIGITS",
    "BulkData",
    "BulkDataError",
    "BulkRefusedError",
    "BulkResult",
    "from_dataset",
    "score_dataset",
    "score_frame",
    "score_parquet",
]
