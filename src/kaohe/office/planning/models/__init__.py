"""Rows of target setting."""

from kaohe.office.planning.models.cycles import (
    AppraisedUnit,
    Approval,
    Comment,
    Cycle,
    CycleState,
    Indicator,
    SchemeDraft,
    SchemeEdit,
    SchemeVersion,
)
from kaohe.office.planning.models.decomposition import Decomposition, PersonalPlan, PlanItem, Share
from kaohe.office.planning.models.targets import (
    Adjustment,
    AreaTarget,
    PastResult,
    Target,
    TargetBatch,
    TargetState,
    TargetStep,
    is_easier,
)
from kaohe.office.planning.models.undertakings import Letter, Mapping, RegisterItem, Signature, SuperiorIndicator

__all__ = [
    "Adjustment",
    "AppraisedUnit",
    "Approval",
    "AreaTarget",
    "Comment",
    "Cycle",
    "CycleState",
    "Decomposition",
    "Indicator",
    "Letter",
    "Mapping",
    "PastResult",
    "PersonalPlan",
    "PlanItem",
    "RegisterItem",
    "SchemeDraft",
    "SchemeEdit",
    "SchemeVersion",
    "Share",
    "Signature",
    "SuperiorIndicator",
    "Target",
    "TargetBatch",
    "TargetState",
    "TargetStep",
    "is_easier",
]
