"""Random valid schemes for property tests: several classes, trees up to three levels deep, every part of a document.

``specs()`` gives `SchemeSpec`s that `kaohe.scheme.check` accepts; ``schemes()`` the checked schemes for engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from hypothesis import strategies as st

from kaohe.scheme.check import check
from kaohe.scheme.model import Scheme
from kaohe.scheme.spec import SchemeSpec

Plain = dict[str, Any]

CRITERIA = (
    "按完成比例得分",
    "按完成比例得分，最高不超过该项分值的120%",
    "完成任务得满分，每少1个百分点扣0.2分，扣完为止",
    "每迟报1次扣0.5分，扣完为止",
    "满意度90%以上得10分，80%以上得8分，80%以下不得分",
)
"""Sentences whose reading is settled; engines need rules, not a test of the language."""

RULES: tuple[Plain, ...] = (
    {"op": "deduct_per", "when": "通报", "unit": "次", "delta": "0.25"},
    {"op": "ratio", "cap_pct": "110"},
    {"clauses": [{"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"}], "floor": "0"},
)

BONUSES = (
    "每被表彰1次加0.5分",
    "获得国家级、省级、市级、县级奖励的，每次分别加5分、3分、2分、1分",
    "每被通报1次扣0.5分",
)

AGGREGATES = ("sum", "weighted", "mean", "geometric", "min")

# Everything a person may type into a heading: brackets with points, quotes, colons, line breaks, words that look like
# totals, numbers and truth values of YAML.
AWKWARD = st.sampled_from(
    (
        *(
            "合计",
            "经济（40分）",
            "党建(30%)",
            "“五型”机关",
            "备注：无",
            "a: b",
            "- 甲",
            "# 乙",
            "'",
            '"',
            "=1+1",
            "％",
        ),
        *("true", "null", "0123", "1.50", "{甲}", "[乙]", "@丙", "&丁", "*戊", "!己"),
        *("上行\n下行", "两  空", "制\t表", "\u200b零宽", "𠮷野"),
    )
)
WORDS = st.text(st.sampled_from("甲乙丙丁经济发展党建安全信访ABxy12（）、，"), min_size=1, max_size=8)


def texts(awkward: bool) -> st.SearchStrategy[str]:
    """Names and remarks."""
    return (WORDS | AWKWARD) if awkward else WORDS


def numbers(low: str = "0", high: str = "100", places: int = 2) -> st.SearchStrategy[str]:
    """Decimal text, sometimes with zeros at the end."""
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False).map(str)


def parts_of_hundred(count: int) -> st.SearchStrategy[list[str]]:
    """Percentages that come to 100."""
    cuts = st.lists(st.integers(1, 9999), min_size=count - 1, max_size=count - 1, unique=True)
    return cuts.map(lambda c: _pieces(sorted(c)))


def _pieces(cuts: Sequence[int]) -> list[str]:
    ends = [0, *cuts, 10_000]
    return [f"{Decimal(b - a) / 100}%" for a, b in pairwise(ends)]


@st.composite
def specs(
    draw: st.DrawFn,
    *,
    criteria: Sequence[str] = CRITERIA,
    depth: int = 3,
    awkward: bool = False,
    aggregates: Sequence[str] = AGGREGATES,
    plain_only: bool = False,
) -> SchemeSpec:
    """Give a random valid scheme.

    Parameters
    ----------
    criteria
        Sentences of leaves.
    depth
        Most levels of the tree.
    awkward
        Also names that tables and YAML trip over.
    aggregates
        Ways in which nodes may combine.
    plain_only
        Leave out ballots, vetoes, couplings and other parts that engines take from recorded decisions.
    """
    classes = draw(st.sampled_from([["town"], ["town", "street"], ["town", "street", "zone"]]))
    maker = _Tree(draw, classes, criteria, awkward, aggregates)
    top = draw(st.sampled_from(list(aggregates)))
    plain: Plain = {
        "id": draw(st.sampled_from(["scheme-1", "县-2026", "a.b_c"])),
        "title": draw(texts(awkward)),
        "cycle": {"year": "2026", "reports": draw(st.sampled_from([None, "quarterly"]))},
        "precision": draw(st.sampled_from(["0", "2", "4"])),
        "round": draw(st.sampled_from(["leaf", "final"])),
        "classes": [{"id": c, "name": f"{c}类"} for c in classes],
        "aggregate": top,
        "indicators": maker.level(top, depth, ""),
    }
    plain |= draw(_sums(maker.codes, classes))
    if not plain_only:
        plain |= draw(_outcomes(maker.leaves, awkward))
    plain |= draw(_places(maker.codes))
    return SchemeSpec.model_validate(plain)


@st.composite
def schemes(draw: st.DrawFn, **options: Any) -> Scheme:
    """Give a random checked scheme; the options are those of `specs`."""
    scheme, findings = check(draw(specs(**options)))
    assert scheme is not None, findings
    return scheme


class _Tree:
    """A tree being drawn; keeps the codes it has given out."""

    def __init__(
        self, draw: st.DrawFn, classes: list[str], criteria: Sequence[str], awkward: bool, aggregates: Sequence[str]
    ) -> None:
        self.draw, self.classes, self.criteria = draw, classes, criteria
        self.awkward, self.aggregates = awkward, aggregates
        self.codes: list[str] = []
        self.leaves: list[str] = []

    def level(self, above: str, depth: int, prefix: str) -> list[Plain]:
        count = self.draw(st.integers(1, 3))
        weights = self.draw(parts_of_hundred(count)) if above == "weighted" else [None] * count
        return [self.node(f"{prefix}{n}", weight, depth) for n, weight in enumerate(weights, 1)]

    def node(self, code: str, weight: str | None, depth: int) -> Plain:
        self.codes.append(f"I{code}")
        out: Plain = {"code": f"I{code}", "name": self.draw(texts(self.awkward))}
        if weight is not None:
            out["weight"] = weight
        if depth > 1 and self.draw(st.booleans()):
            aggregate = self.draw(st.sampled_from(list(self.aggregates)))
            return out | {"aggregate": aggregate, "children": self.level(aggregate, depth - 1, f"{code}.")}
        self.leaves.append(out["code"])
        return out | self.leaf()

    def leaf(self) -> Plain:
        """A leaf applies to every class: every level then has something to combine for each of them."""
        points = numbers("0.5", "40")
        by_class = st.fixed_dictionaries(dict.fromkeys(self.classes, points))
        return {
            "points": self.draw(points | by_class),
            "missing": self.draw(st.sampled_from(["zero", "full", "exclude"])),
            **self.draw(self.scoring()),
            **self.draw(_optional({
                "unit": st.sampled_from(["万元", "亩", "%"]),
                "owner": texts(self.awkward),
                "lead": texts(self.awkward),
                "frequency": st.sampled_from(["monthly", "quarterly", "half-yearly", "yearly"]),
                "target": numbers("1", "500"),
                "composition": st.sampled_from(["last", "mean", "sum"]),
                "note": texts(self.awkward),
                "assumed": st.just(True),
            })),
        }  # fmt: skip

    def scoring(self) -> st.SearchStrategy[Plain]:
        sentence = st.sampled_from(list(self.criteria)).map(lambda c: {"criterion": c})
        if not self.awkward:
            return sentence
        by_hand = texts(True).map(lambda t: {"criterion": t, "text_only": True})
        return sentence | by_hand | st.sampled_from(RULES).map(lambda r: {"rule": r})


def _optional(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[Plain]:
    return st.fixed_dictionaries({}, optional=fields)


@st.composite
def _sums(draw: st.DrawFn, codes: list[str], classes: list[str]) -> Plain:
    """What changes the sum of the tree."""
    items = draw(st.lists(st.sampled_from(BONUSES), max_size=3))
    adjustments = [
        {"code": f"J{n}", "name": f"事项{n}", "criterion": text, "group": "J"}
        | draw(_optional({
            "cap": numbers("1", "5"),
            "floor": numbers("1", "5"),
            "of": st.sampled_from(codes),
            "classes": st.lists(st.sampled_from(classes), min_size=1, unique=True),
        }))
        for n, text in enumerate(items)
    ]  # fmt: skip
    group = {"id": "J", "name": "加减分"} | draw(
        _optional({"cap_add": numbers("1", "8"), "cap_deduct": numbers("1", "8")})
    )
    bands = [[None, "1500", "1"], ["1500", "2000", draw(numbers("0.9", "1.1", 3))], ["2000", None, "1.083"]]
    coefficient = {"name": "人口系数", "by": "population", "bands": bands} | draw(
        _optional(
            {"base_only": st.booleans(), "of": st.lists(st.sampled_from(codes), min_size=1, max_size=2, unique=True)}
        )
    )
    return {
        "adjustments": adjustments,
        "adjustment_groups": [group],
        "coefficients": draw(st.sampled_from([[], [coefficient]])),
    }


@st.composite
def _places(draw: st.DrawFn, codes: list[str]) -> Plain:
    """Ranks and grades."""
    grades = [
        {"name": "优秀", "at_least": draw(numbers("80", "95"))}
        | draw(_optional({"quota": st.sampled_from(["20%", "3"])})),
        {"name": "合格", "at_least": draw(numbers("40", "79"))},
        {"name": "不合格"},
    ]
    ranking = {
        "method": draw(st.sampled_from(["competition", "dense"])),
        "within": draw(st.sampled_from(["class", "all"])),
        "tie_break": draw(st.lists(st.sampled_from(codes), max_size=2, unique=True)),
    }
    return {"ranking": ranking, "grades": draw(st.sampled_from([[], grades]))}


@st.composite
def _outcomes(draw: st.DrawFn, leaves: list[str], awkward: bool) -> Plain:
    """Parts that rest on recorded decisions, votes and documents."""
    weights = draw(parts_of_hundred(2))
    ballot = {
        "id": "b1",
        "name": draw(texts(awkward)),
        "feeds": draw(st.sampled_from(leaves)),
        "voter_classes": [{"id": f"v{n}", "name": "群众", "weight": w} for n, w in enumerate(weights)],
        "scale": {"好": "100", "一般": "60", "差": "0", "弃权": None},
        "trim": draw(st.sampled_from(["0", "1", "10%"])),
    }
    veto = {
        "code": "V1",
        "name": draw(texts(awkward)),
        "basis": "土地管理法",
        "level": "national",
        "expires": "2026-12-31",
    }
    parts: dict[str, st.SearchStrategy[Any]] = {
        "basis": st.just([{"document": "1号文"}, {"document": "2号文", "article": "第三条"}]),
        "ballots": st.just([ballot]),
        "vetoes": st.just([veto]),
        "exclusions": st.just([{"column": "status", "value": draw(texts(awkward)), "effect": "not_ranked"}]),
        "consequences": st.just([{"effect": draw(texts(awkward)), "rank_from": "-1", "years_running": "2"}]),
        "couplings": st.just([{"kind": "score", "feeds": draw(st.sampled_from(leaves)), "scheme": "units"}]),
        "floors": st.just([{"indicators": leaves[:1], "at_least": "1%"}]),
        "composition": st.just({"H1": weights[0], "year": weights[1]}),
        "correction": st.just({"method": "mean_ratio", "by": "team", "low": "0.9", "high": "1.1"}),
        "note": texts(awkward),
    }
    chosen: Plain = draw(_optional(parts))
    return chosen
