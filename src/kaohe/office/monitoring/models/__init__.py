"""Rows of process management."""

from kaohe.office.monitoring.models.changes import Change
from kaohe.office.monitoring.models.collection import Batch, BatchProgress, BatchState, Source
from kaohe.office.monitoring.models.dictionary import DataItem, DataItemUse
from kaohe.office.monitoring.models.evidence import Evidence, StoredFile
from kaohe.office.monitoring.models.figures import Event, EventState, Figure, FigureState, FigureVersion
from kaohe.office.monitoring.models.notices import Complaint, Notice
from kaohe.office.monitoring.models.rectification import Measure, Problem, ProblemState, ProblemStep
from kaohe.office.monitoring.models.reports import (
    Card,
    DueRule,
    Frequency,
    Report,
    Reporting,
    ReportingRules,
    ReportState,
    Side,
)
from kaohe.office.monitoring.models.supervision import (
    Node,
    Objection,
    Supervised,
    SupervisionState,
    SupervisionStep,
    SupervisionTask,
)

__all__ = [
    "Batch",
    "BatchProgress",
    "BatchState",
    "Card",
    "Change",
    "Complaint",
    "DataItem",
    "DataItemUse",
    "DueRule",
    "Event",
    "EventState",
    "Evidence",
    "Figure",
    "FigureState",
    "FigureVersion",
    "Frequency",
    "Measure",
    "Node",
    "Notice",
    "Objection",
    "Problem",
    "ProblemState",
    "ProblemStep",
    "Report",
    "ReportState",
    "Reporting",
    "ReportingRules",
    "Side",
    "Source",
    "StoredFile",
    "Supervised",
    "SupervisionState",
    "SupervisionStep",
    "SupervisionTask",
]
