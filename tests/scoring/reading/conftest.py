"""A small scheme with one leaf of each kind, and helpers to write a DATA folder."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kaohe.criteria.families.choice import ByChoice
from kaohe.criteria.families.condition import Holds
from kaohe.criteria.families.flat import Add
from kaohe.criteria.families.judged import JudgeDeduct
from kaohe.criteria.families.per_event import DeductPer
from kaohe.criteria.families.ratio import ByRatio
from kaohe.criteria.families.step import StepDeduct
from kaohe.criteria.model import FULL, Amount, Input, InputType, Rule, Source
from kaohe.scheme.model import (
    Adjustment,
    BallotItem,
    Campaign,
    Grade,
    Indicator,
    Scale,
    Scheme,
    UnitClass,
    Veto,
    VoterClass,
)
from kaohe.scoring.facts import Dataset
from kaohe.scoring.reading import read_data
from kaohe.tables.problems import Problem, ProblemLog, Problems

TWO = Amount(Decimal(2))
COMPLETION = Input("完成率", InputType.MEASURE, "%", Source.COMPLETION)
GROWTH = Input("增长率", InputType.MEASURE, "%", Source.GROWTH)
LATE = Input("迟报", InputType.COUNT, "次")
MISSED = Input("漏报", InputType.COUNT, "次")
HELD = Input("召开会议", InputType.FLAG)
AWARD = Input("表彰级别", InputType.CHOICE, choices=("国家级", "省级", "市级"))
JUDGED = Input("材料质量", InputType.MEASURE, "分", low=Decimal(1), high=Decimal(3))

FULL_MARKS = {"town": Decimal(10), "street": Decimal(10)}


def leaf(code: str, name: str, rule: Rule | None, **more: object) -> Indicator:
    fields: dict[str, object] = {"parent": "A", "children": (), "points": FULL_MARKS, "weights": {}, "rule": rule}
    return Indicator(code, name, **(fields | more))  # type: ignore[arg-type]


LEAVES = (
    leaf("A1", "烤烟面积", Rule((ByRatio(COMPLETION),)), unit="亩"),
    leaf(
        "A2",
        "财政收入增长",
        Rule(
            (StepDeduct(GROWTH, on="增长率", target=Decimal(5), dir="below", per=Decimal(1), unit="百分点", delta=TWO),)
        ),
        unit="万元",
    ),
    leaf("A3", "信息报送", Rule((DeductPer(LATE, TWO), DeductPer(MISSED, TWO)))),
    leaf("A4", "会议", Rule((Add(Holds(HELD), TWO),))),
    leaf("A5", "表彰", Rule((ByChoice(AWARD, (("国家级", FULL), ("省级", TWO), ("市级", TWO))),))),
    leaf("A6", "材料", Rule((JudgeDeduct(JUDGED),))),
    leaf("A7", "满意度", None, unit="%", text_only=True),
    leaf("A8", "烟叶", None, points={"town": Decimal(10)}, text_only=True),
    leaf("A9", "民主测评", None, text_only=True),
)


@pytest.fixture(scope="session")
def scheme() -> Scheme:
    root = Indicator("A", "经济发展", None, tuple(i.code for i in LEAVES), FULL_MARKS, {})
    return Scheme(
        id="test",
        title="测试办法",
        hash="0" * 64,
        year=2024,
        precision=2,
        classes=(UnitClass("town", "乡镇"), UnitClass("street", "街道")),
        indicators=(root, *LEAVES),
        adjustments=(
            Adjustment(
                "J1",
                "表彰奖励",
                None,
                Rule((ByChoice(AWARD, (("国家级", TWO), ("省级", TWO)), mode="add"),)),
                classes=("town",),
            ),
        ),
        campaigns=(
            Campaign(
                "c1",
                "年终测评",
                "A9",
                (VoterClass("leaders", "领导", Decimal(60)), VoterClass("people", "群众", Decimal(40))),
                Scale({"优秀": Decimal(100), "良好": Decimal(80), "弃权": None}),
                items=(BallotItem("q1", "德", Decimal(50)), BallotItem("q2", "能", Decimal(50))),
            ),
            Campaign("c2", "评委打分", None, (VoterClass("judges", "评委", Decimal(100)),), Scale()),
        ),
        vetoes=(Veto("V1", "安全生产", "安全生产法", "县委", "2024-06-30", "no_excellent"),),
        grades=(Grade("优秀", Decimal(90)), Grade("合格")),
    )


class Folder:
    """A DATA folder under test."""

    def __init__(self, path: Path, scheme: Scheme) -> None:
        self.path, self.scheme, self.log = path, scheme, ProblemLog()
        self.write("units.csv", "unit,class\n东山镇,town\n西山镇,乡镇\n南街,街道\n")

    def write(self, name: str, content: str | bytes) -> Path:
        file = self.path / name
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def read(self) -> Dataset:
        return read_data(self.path, self.scheme, self.log)

    def problems(self) -> list[Problem]:
        with pytest.raises(Problems) as raised:
            self.read()
        return [p for p in raised.value if not p.is_warning]


@pytest.fixture
def folder(tmp_path: Path, scheme: Scheme) -> Folder:
    return Folder(tmp_path, scheme)


@pytest.fixture
def found(folder: Folder) -> Callable[..., list[tuple[str, int, int]]]:
    """Give code, row and column of the errors in a table written as text."""

    def find(name: str, content: str) -> list[tuple[str, int, int]]:
        folder.write(name, content)
        return [(p.code, p.place.row, p.place.column) for p in folder.problems()]

    return find
