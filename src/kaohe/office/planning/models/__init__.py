"""Rows of target setting."""

from kaohe.office.planning.models.cycles import (
    AppraisedUnit,
    Approval,
    Comment,
    Cycle,
    CycleState,
    Indicator,
    SchemeDraft,
    SchemeVersion,
)
from kaohe.office.planning.models.decomposition import Decomposition, PersonalPlan, PlanItem, Share
from kaohe.office.planning.models.targets import Adjustment, Target, TargetState, TargetStep
from kaohe.office.planning.models.undertakings import Letter, Mapping, RegisterItem, Signature, SuperiorIndicator

__all__ = [
    "Adjustment",
    "AppraisedUnit",
    "Approval",
    "Comment",
    "Cycle",
    "CycleState",
    "Decomposition",
    "Indicator",
    "Letter",
    "Mapping",
    "PersonalPlan",
    "PlanItem",
    "RegisterItem",
    "SchemeDraft",
    "SchemeVersion",
    "Share",
    "Signature",
    "SuperiorIndicator",
    "Target",
    "TargetState",
    "TargetStep",
]
