"""Rows of process management."""

from kaohe.office.monitoring.models.figures import Event, EventState, Figure, FigureState, FigureVersion

__all__ = ["Event", "EventState", "Figure", "FigureState", "FigureVersion"]
