"""Schemes and data for property tests: trees of scores that a person gives, so that the roll-up stands alone."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

from hypothesis import strategies as st

from kaohe.scheme.model import (
    Adjustment,
    AdjustmentGroup,
    Aggregate,
    Coefficient,
    CoefficientBand,
    Grade,
    Indicator,
    Missing,
    Ranking,
    RankMethod,
    Rounding,
    Scheme,
    UnitClass,
)
from kaohe.scoring.facts import Dataset, Event, Fact, UnitRow

CLASSES = ("town", "dept")
LINEAR = (Aggregate.SUM, Aggregate.WEIGHTED, Aggregate.MEAN, Aggregate.MIN)


def decimals(low: str, high: str, places: int = 2) -> st.SearchStrategy[Decimal]:
    return st.decimals(Decimal(low), Decimal(high), places=places, allow_nan=False, allow_infinity=False)


@st.composite
def weights(draw, count: int) -> list[Decimal]:
    cuts = sorted(draw(st.lists(st.integers(1, 999), min_size=count - 1, max_size=count - 1, unique=True)))
    edges = [0, *cuts, 1000]
    return [Decimal(b - a) / 10 for a, b in pairwise(edges)]


@st.composite
def indicators(draw, top: Aggregate) -> tuple[Indicator, ...]:
    """Two levels: one to three nodes, each a leaf or with one to three leaves."""
    out: list[Indicator] = []
    count = draw(st.integers(1, 3))
    for i, weight in enumerate(draw(weights(count))):
        code = "ABC"[i]
        how = draw(st.sampled_from(LINEAR))
        leaves = draw(st.integers(0, 3))
        shares = draw(weights(leaves)) if leaves else []
        below = [
            _leaf(draw, f"{code}{j + 1}", code, shares[j] if how is Aggregate.WEIGHTED else None) for j in range(leaves)
        ]
        own = dict.fromkeys(CLASSES, weight) if top is Aggregate.WEIGHTED else {}
        if below:
            points = {c: sum((b.points[c] for b in below if c in b.points), Decimal(0)) for c in CLASSES}
            children = tuple(b.code for b in below)
            out += [Indicator(code, code, None, children, points, own, how), *below]
        else:
            out.append(_leaf(draw, code, None, weight if own else None))
    return tuple(out)


def _leaf(draw, code: str, parent: str | None, weight: Decimal | None) -> Indicator:
    classes = draw(st.sampled_from([CLASSES, CLASSES, CLASSES[:1], CLASSES[1:]]))
    points = {c: draw(st.sampled_from([Decimal(10), Decimal(20), Decimal("12.5"), Decimal(100)])) for c in classes}
    missing = draw(st.sampled_from([Missing.ZERO, Missing.FULL, Missing.EXCLUDE]))
    own = {} if weight is None else dict.fromkeys(CLASSES, weight)
    return Indicator(code, code, parent, (), points, own, criterion="由考核组评分", text_only=True, missing=missing)


GRADES = (
    Grade("优秀", at_least=Decimal(20), quota_pct=Decimal(25)),
    Grade("良好", at_least=Decimal(10), quota_count=2),
    Grade("合格", at_least=Decimal(5)),
    Grade("不合格"),
)


@st.composite
def adjustments(draw, codes: list[str]) -> tuple[Adjustment, ...]:
    return tuple(
        Adjustment(
            f"J{i}",
            f"J{i}",
            None,
            None,
            cap=draw(st.none() | decimals("0", "5")),
            floor=draw(st.none() | decimals("0", "5")),
            group=draw(st.sampled_from([None, "g", "h"])),
            of=draw(st.none() | st.sampled_from(codes)),
            classes=draw(st.sampled_from([(), ("town",)])),
        )
        for i in range(draw(st.integers(0, 3)))
    )


BANDS = (
    CoefficientBand(None, Decimal(1500), Decimal(1)),
    CoefficientBand(Decimal(1500), Decimal(2000), Decimal("1.042")),
    CoefficientBand(Decimal(2000), None, Decimal("1.083")),
)


@st.composite
def schemes(draw) -> Scheme:
    top = draw(st.sampled_from(LINEAR))
    tree = draw(indicators(top))
    codes = [i.code for i in tree]
    coefficients = draw(
        st.lists(
            st.builds(
                Coefficient,
                name=st.just("人口系数"),
                by=st.just("population"),
                bands=st.just(BANDS),
                of=st.sampled_from([(), (codes[0],)]),
                base_only=st.booleans(),
            ),
            max_size=2,
        )
    )
    groups = tuple(
        AdjustmentGroup(g, g, draw(st.none() | decimals("0", "4")), draw(st.none() | decimals("0", "4")))
        for g in ("g", "h", "total")
    )
    return Scheme(
        id="s",
        title="s",
        hash="h",
        year=2026,
        precision=draw(st.integers(0, 3)),
        classes=tuple(UnitClass(c, c) for c in CLASSES),
        indicators=tree,
        rounding=draw(st.sampled_from(Rounding)),
        aggregate=top,
        adjustments=draw(adjustments(codes)),
        adjustment_groups=groups,
        coefficients=tuple(coefficients),
        ranking=Ranking(draw(st.sampled_from(RankMethod)), draw(st.sampled_from(["class", "all"]))),
        grades=GRADES,
    )


@st.composite
def datasets(draw, scheme: Scheme) -> Dataset:
    units = tuple(
        UnitRow(f"u{i}", f"单位{i}", draw(st.sampled_from(CLASSES)), {"population": str(draw(st.integers(0, 3000)))})
        for i in range(draw(st.integers(1, 8)))
    )
    facts, events = [], []
    for unit in units:
        for leaf in scheme.leaves:
            if unit.class_id not in leaf.points:
                continue
            state = draw(st.sampled_from(["given", "given", "given", "absent", "n/a"]))
            if state == "given":
                actual = draw(decimals("0", str(leaf.points[unit.class_id])))
                facts.append(Fact(unit.id, leaf.code, "2026", actual))
            elif state == "n/a":
                facts.append(Fact(unit.id, leaf.code, "2026", applicable=False))
        for item in scheme.adjustments:
            if draw(st.booleans()):
                points = draw(decimals("-4", "4"))
                events.append(Event(unit.id, item.code, count=Decimal(draw(st.integers(1, 2))), points=points))
    return Dataset(units, tuple(facts), tuple(events))


@st.composite
def cases(draw) -> tuple[Scheme, Dataset]:
    scheme = draw(schemes())
    return scheme, draw(datasets(scheme))
