"""Indicators and what changes their sum: adjustments, coefficients, correction, composition of periods."""

from __future__ import annotations

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from kaohe.scheme.fields import ClassNumbers, ClassShares, Code, Name, Number, Share, Text
from kaohe.scheme.model import Aggregate, Missing, PeriodMethod
from kaohe.scheme.spec_node import Codes, Document, Marked, OrShort

Frequency: TypeAlias = Literal["monthly", "quarterly", "half-yearly", "yearly"]


class CompositionSpec(Marked):
    """How period scores become one: ``{method: weighted, weights: {H1: 30%, year: 70%}}``."""

    method: PeriodMethod = PeriodMethod.LAST
    weights: dict[str, Share] = Field(default={}, description="H1, H2, Q1-Q4, 01-12, or year → percent")


def method_or_fields(value: object) -> Any:
    """Let ``mean`` stand for ``{method: mean}``, and ``{H1: 30%, year: 70%}`` for weighted."""
    if isinstance(value, str):
        return {"method": value}
    if isinstance(value, dict) and value and not value.keys() & CompositionSpec.model_fields.keys():
        return {"method": "weighted", "weights": value}
    return value


Composed: TypeAlias = Annotated[CompositionSpec, BeforeValidator(method_or_fields), OrShort("string", "object")]


class Criterial(Marked):
    """What is scored by a criterion: a sentence, a structured rule beside it, or a person."""

    criterion: Text | None = Field(default=None, description="评分标准: the sentence that is the rule")
    rule: dict[str, Any] | None = Field(default=None, description="structured rule, checked against the sentence")
    text_only: bool = Field(default=False, description="a person scores by the sentence; no rule runs")


class IndicatorSpec(Criterial):
    """An indicator (指标): a leaf with a criterion, or a node with children."""

    code: Code
    name: Name
    points: ClassNumbers | None = Field(default=None, description="full points 分值, one number or one a class")
    weight: ClassShares | None = Field(default=None, description="weight within the parent, one or one a class")
    classes: Codes = Field(default=(), description="classes it applies to; all when left out")
    aggregate: Aggregate | None = Field(default=None, description="weighted when children carry weights, else sum")
    unit: Text | None = Field(default=None, description="unit of the reported figure")
    target: ClassNumbers | None = Field(default=None, description="default target value")
    owner: Text | None = Field(default=None, description="data owner 数据责任部门; holds for the children too")
    lead: Text | None = Field(default=None, description="lead department 牵头部门; holds for the children too")
    frequency: Frequency | None = Field(
        default=None, description="how often the figure is reported; holds for the children too; else cycle.reports"
    )
    missing: Missing = Field(default=Missing.ZERO, description="meaning of an unreported figure")
    smaller_is_better: bool = False
    composition: Composed | None = None
    superior: Text | None = Field(default=None, description="the superior's indicator this one answers")
    basis: Document | None = None
    children: tuple[IndicatorSpec, ...] = ()


class AdjustmentSpec(Criterial):
    """Bonus or deduction outside the tree (加分/扣分事项)."""

    code: Code
    name: Name
    cap: Number | None = Field(default=None, description="most that may be added")
    floor: Number | None = Field(default=None, description="most that may be deducted, as a positive number")
    group: Code | None = None
    of: Code | None = Field(default=None, description="indicator it adjusts; the total when left out")
    classes: Codes = ()
    owner: Text | None = None
    basis: Document | None = None


class AdjustmentGroupSpec(Marked):
    """Limits over several adjustments together."""

    id: Code
    name: Name
    cap_add: Number | None = None
    cap_deduct: Number | None = None


class CoefficientSpec(Marked):
    """A factor by an attribute of the unit (人口系数, 难度系数)."""

    name: Name
    by: Text = Field(description="column of the units table")
    bands: tuple[tuple[Number | None, Number | None, Number], ...] = Field(
        default=(), description="[low, high, factor]: low <= x < high, null is open; empty: the column is the factor"
    )
    of: Codes = Field(default=(), description="indicators it multiplies; the total when left out")
    base_only: bool = Field(default=False, description="multiply the tree's total before bonus and deduction")


class CorrectionSpec(Marked):
    """Cross-group correction (跨组校正)."""

    method: Literal["mean_ratio", "mean_shift", "unit_result"]
    by: Text = Field(description="column of the units table that names the group")
    low: Number | None = None
    high: Number | None = None
