"""`SchemeSpec`: the appraisal scheme as a person writes it. `kaohe.scheme.check` turns it into a `Scheme`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BeforeValidator, Field

from kaohe.scheme.fields import ClassNumbers, Code, Name, Text, Whole, read_text
from kaohe.scheme.findings import Path
from kaohe.scheme.model import Aggregate, Rounding
from kaohe.scheme.spec_ballot import CampaignSpec
from kaohe.scheme.spec_indicator import (
    AdjustmentGroupSpec,
    AdjustmentSpec,
    CoefficientSpec,
    Composed,
    CorrectionSpec,
    Frequency,
    IndicatorSpec,
)
from kaohe.scheme.spec_node import Documents, Marked, OrShort
from kaohe.scheme.spec_outcome import (
    Consequent,
    Coupling,
    ExclusionSpec,
    GradeSpec,
    RankingSpec,
    ShareBoundSpec,
    VetoSpec,
)


class CycleSpec(Marked):
    """The appraisal cycle (考核周期). Periods are written 2014, 2014H1, 2014Q1, 2014-01."""

    year: Whole
    reports: Frequency | None = Field(default=None, description="how often units report")


class ClassSpec(Marked):
    """A class of units compared together (类别)."""

    id: Code
    name: Name


def id_or_fields(value: object) -> Any:
    """Let ``village`` stand for ``{id: village, name: village}``."""
    return {"id": value, "name": value} if isinstance(value, str) else value


Version: TypeAlias = Annotated[
    Literal["1"],
    BeforeValidator(read_text),
    OrShort("integer"),
    Field(description="version of this format"),
]
Class: TypeAlias = Annotated[ClassSpec, BeforeValidator(id_or_fields), OrShort("string")]


class SchemeSpec(Marked):
    """An appraisal scheme (考核办法) as written: numbers as decimals, words as the glossary has them.

    Create it from a file with `kaohe.scheme.load_spec`, or from a mapping with ``SchemeSpec.model_validate``; binary
    floats are refused. Fields stand in the order in which they are written to YAML.
    """

    kaohe: Version = "1"
    id: Text = Field(pattern=r"^[\w.-]+$", description="short name for files and links")
    title: Name
    basis: Documents = ()
    cycle: CycleSpec
    precision: Whole = Field(default=2, ge=0, le=8, description="decimal places of scores")
    round: Rounding = Field(default=Rounding.LEAF, description="round at every node, or only the total")
    classes: tuple[Class, ...] = ()
    points: ClassNumbers | None = Field(default=None, description="full points of the whole scheme, to check the sum")
    aggregate: Aggregate | None = Field(default=None, description="how the top level adds up")
    composition: Composed | None = Field(default=None, description="how the scores of periods become one")
    indicators: tuple[IndicatorSpec, ...]
    adjustments: tuple[AdjustmentSpec, ...] = ()
    adjustment_groups: tuple[AdjustmentGroupSpec, ...] = ()
    coefficients: tuple[CoefficientSpec, ...] = ()
    correction: CorrectionSpec | None = None
    ballots: tuple[CampaignSpec, ...] = ()
    vetoes: tuple[VetoSpec, ...] = ()
    ranking: RankingSpec = RankingSpec()
    grades: tuple[GradeSpec, ...] = ()
    exclusions: tuple[ExclusionSpec, ...] = ()
    couplings: tuple[Coupling, ...] = ()
    consequences: tuple[Consequent, ...] = ()
    floors: tuple[ShareBoundSpec, ...] = ()
    ceilings: tuple[ShareBoundSpec, ...] = ()

    def walk(self) -> Iterator[tuple[Path, IndicatorSpec, IndicatorSpec | None]]:
        """Every indicator with its path in the document and its parent, parents first, in published order."""
        yield from _walk(("indicators",), self.indicators, None)


def _walk(
    path: Path, indicators: tuple[IndicatorSpec, ...], parent: IndicatorSpec | None
) -> Iterator[tuple[Path, IndicatorSpec, IndicatorSpec | None]]:
    for position, indicator in enumerate(indicators):
        here = (*path, position)
        yield here, indicator, parent
        yield from _walk((*here, "children"), indicator.children, indicator)


def json_schema() -> dict[str, Any]:
    """Give the JSON Schema of a scheme file, as ``kaohe scheme schema`` prints it; the same at every call."""
    schema = SchemeSpec.model_json_schema(mode="validation")
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
