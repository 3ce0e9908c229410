"""A county: 100 units x 60 indicators scored, ranked and graded by the reference engine, with and without derivations.

Eight families of criteria, three levels, bonus and deduction with caps, a coefficient, vetoes, places and quotas.
Aim: 20 ms warm without, 60 ms with every derivation.
"""

from __future__ import annotations

import random
import statistics
import time
from decimal import Decimal

from kaohe.criteria.families.bands import Band, Bands
from kaohe.criteria.families.condition import Compare, Holds
from kaohe.criteria.families.efficacy import Efficacy
from kaohe.criteria.families.per_event import AddPer, DeductPer
from kaohe.criteria.families.rank import ByRank
from kaohe.criteria.families.ratio import ByRatio
from kaohe.criteria.families.score import Score
from kaohe.criteria.families.step import StepDeduct
from kaohe.criteria.model import Amount, Input, InputType, Limits, Rule, Source
from kaohe.scheme.model import (
    Adjustment,
    AdjustmentGroup,
    Aggregate,
    Coefficient,
    CoefficientBand,
    Grade,
    Indicator,
    Scheme,
    UnitClass,
    Veto,
)
from kaohe.scoring.explain import explain
from kaohe.scoring.facts import Dataset, Decision, DecisionKind, Event, Fact, UnitRow
from kaohe.scoring.reference import Scorer
from kaohe.scoring.sheet import to_json
from kaohe.scoring.simulate import next_points

UNITS = 100
AIMS = {"score, rank, grade": "; aim 20", "score, rank, grade, every derivation": "; aim 60"}
FULL = Amount(Decimal(100), of_full=True)
CLASSES = ("工业镇", "农业乡", "街道", "部门")


def points(value: str) -> Amount:
    return Amount(Decimal(value))


def measure(name: str, source: Source = Source.VALUE, unit: str = "%") -> Input:
    return Input(name, InputType.MEASURE, unit, source)


def rules() -> list[Rule]:
    late = Input("迟报", InputType.COUNT, "次")
    awards = Input("获奖", InputType.COUNT, "次")
    done = measure("完成率", Source.COMPLETION)
    rate = measure("满意度")
    kept = Input("已建立制度", InputType.FLAG)
    place = Input("位次", InputType.RANK, source=Source.RANK)
    high = [("95", None, "100"), ("85", "95", "80"), ("75", "85", "60"), (None, "75", "0")]
    bands = tuple(
        Band(
            None if low is None else Decimal(low),
            None if top is None else Decimal(top),
            Amount(Decimal(share), of_full=True),
        )
        for low, top, share in high
    )
    return [
        Rule((ByRatio(done),)),
        Rule((StepDeduct(done, "完成率", Decimal(100), "below", Decimal(1), "个百分点", points("0.2")),)),
        Rule((DeductPer(late, points("0.5"), unit="次"),)),
        Rule((Bands(rate, "满意度", "%", bands),)),
        Rule((ByRank(place, first=FULL, step=Amount(Decimal(-5), of_full=True)),)),
        Rule((Efficacy(rate, Amount(Decimal(60), True), Amount(Decimal(40), True), Decimal(50), Decimal(100)),)),
        Rule((Score(Holds(kept), FULL), DeductPer(late, points("1"), unit="次"))),
        Rule((Score(Compare(done, Decimal(100), None), FULL), AddPer(awards, points("0.5"), cap=points("1")))),
    ]


def scheme() -> Scheme:
    families = rules()
    full = dict.fromkeys(CLASSES, Decimal(10))
    weight = dict.fromkeys(CLASSES, Decimal(25))
    indicators: list[Indicator] = []
    for i in range(4):
        nodes = tuple(f"{'ABCD'[i]}{j}" for j in range(3))
        fifty = {c: 15 * p for c, p in full.items()}
        indicators.append(Indicator("ABCD"[i], f"一级{i}", None, nodes, fifty, weight))
        for j, code in enumerate(nodes):
            leaves = tuple(f"{code}{k}" for k in range(5))
            indicators.append(Indicator(code, f"二级{j}", "ABCD"[i], leaves, {c: 5 * p for c, p in full.items()}, {}))
            for k, leaf in enumerate(leaves):
                rule = families[(i * 15 + j * 5 + k) % len(families)]
                criterion = "；".join(clause.say() for clause in rule.clauses)
                indicators.append(Indicator(leaf, f"指标{leaf}", code, (), full, {}, criterion=criterion, rule=rule))
    bonus = Rule((AddPer(Input("表彰", InputType.COUNT, "次"), points("2"), unit="次"),))
    malus = Rule((DeductPer(Input("通报批评", InputType.COUNT, "次"), points("1"), unit="次"),), Limits())
    return Scheme(
        id="county",
        title="县目标责任考核",
        hash="0" * 64,
        year=2026,
        precision=2,
        classes=tuple(UnitClass(c, c) for c in CLASSES),
        indicators=tuple(indicators),
        aggregate=Aggregate.WEIGHTED,
        adjustments=(
            Adjustment("J1", "表彰", "每获表彰1次加2分", bonus, cap=Decimal(5), group="g"),
            Adjustment("J2", "通报批评", "每通报批评1次扣1分", malus, floor=Decimal(10), group="g"),
        ),
        adjustment_groups=(AdjustmentGroup("g", "加减分", Decimal(5), Decimal(10)),),
        coefficients=(
            Coefficient(
                "人口系数",
                "population",
                (
                    CoefficientBand(None, Decimal(1500), Decimal(1)),
                    CoefficientBand(Decimal(1500), None, Decimal("1.042")),
                ),
            ),
        ),
        vetoes=(Veto("V1", "安全生产", "安全生产法", "县级", "2026-12-31", "no_excellent"),),
        grades=(
            Grade("优秀", at_least=Decimal(80), quota_pct=Decimal(20)),
            Grade("良好", at_least=Decimal(70), quota_pct=Decimal(40)),
            Grade("合格", at_least=Decimal(60)),
            Grade("不合格"),
        ),
    )


def dataset(plan: Scheme) -> Dataset:
    rng = random.Random(20261120)
    units = tuple(
        UnitRow(f"u{n:03d}", f"单位{n}", CLASSES[n % 4], {"population": str(rng.randrange(500, 3000))})
        for n in range(UNITS)
    )
    facts = []
    for unit in units:
        for leaf in plan.leaves:
            assert leaf.rule is not None
            names = {i.name for i in leaf.rule.inputs}
            inputs = {}
            if len(leaf.rule.inputs) > 1:
                inputs = {n: Decimal(rng.randrange(4)) for n in names & {"迟报", "获奖"}}
                inputs |= dict.fromkeys(names & {"已建立制度"}, rng.random() < 0.8)
            actual = Decimal(rng.randrange(3)) if names == {"迟报"} else Decimal(rng.randrange(7000, 11000)) / 100
            facts.append(Fact(unit.id, leaf.code, "2026", actual, target=Decimal(100), inputs=inputs))
    events = [Event(u.id, rng.choice(("J1", "J2")), f"2026-0{rng.randrange(1, 10)}-15") for u in units[::2]]
    decisions = (Decision(units[3].id, DecisionKind.VETO, "V1", reason="较大事故", by="领导小组"),)
    return Dataset(units, tuple(facts), tuple(events), decisions=decisions)


def timed(work, rounds: int = 30) -> str:
    """Wall clock and processor time: on a shared machine only the second is the program's own."""
    for _ in range(5):
        work()
    wall, own = [], []
    for _ in range(rounds):
        start, start_own = time.perf_counter(), time.thread_time()
        work()
        wall.append(1000 * (time.perf_counter() - start))
        own.append(1000 * (time.thread_time() - start_own))
    p95 = sorted(wall)[int(0.95 * rounds)]
    return f"{statistics.median(wall):8.1f} ms median, {p95:.1f} ms p95; processor {statistics.median(own):.1f} ms"


def main() -> None:
    plan = scheme()
    data = dataset(plan)
    start = time.perf_counter()
    scorer = Scorer(plan)
    compiled = 1000 * (time.perf_counter() - start)
    print(
        f"county: {UNITS} units x {len(plan.leaves)} indicators = {len(data.facts)} cells, {len(plan.indicators)} nodes"
    )
    print(f"  compile the scheme                      {compiled:8.1f} ms once")
    for name, work in {
        "score, rank, grade": lambda: scorer.score(data, derive=False),
        "score, rank, grade, every derivation": lambda: scorer.score(data),
        "the same in words (JSON)": lambda: to_json(scorer.score(data)),
    }.items():
        print(f"  {name:38}  {timed(work)}{AIMS.get(name, '')}")
    sheet = scorer.score(data)
    print(f"  {'explain one unit':38}  {timed(lambda: explain(sheet, 'u000'))}")
    print(f"  {'next points of one unit':38}  {timed(lambda: next_points(sheet, 'u000'), 10)}")


if __name__ == "__main__":
    main()
