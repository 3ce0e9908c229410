"""Rows of process management."""

from kaohe.office.monitoring.models.figures import Event, EventState, Figure, FigureState, FigureVersion
from kaohe.office.monitoring.models.notices import Complaint, Notice
from kaohe.office.monitoring.models.rectification import Measure, Problem, ProblemState, ProblemStep
from kaohe.office.monitoring.models.supervision import (
    Node,
    Objection,
    Supervised,
    SupervisionState,
    SupervisionStep,
    SupervisionTask,
)

__all__ = [
    "Complaint",
    "Event",
    "EventState",
    "Figure",
    "FigureState",
    "FigureVersion",
    "Measure",
    "Node",
    "Notice",
    "Objection",
    "Problem",
    "ProblemState",
    "ProblemStep",
    "Supervised",
    "SupervisionState",
    "SupervisionStep",
    "SupervisionTask",
]
