"""Every lint code: one change that brings it up, and one near to it that does not."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from tests.scheme.sample import Plain, codes, leaf, lint_codes, sample_spec

from kaohe.scheme.codes import CODES
from kaohe.scheme.lint import lint
from kaohe.scheme.lint.targets import TargetRecord

Change = Callable[[Plain], object]


def criterion(code: str, text: str, points: str | None = None) -> Change:
    """Give a leaf another sentence, and other points where they matter."""

    def change(p: Plain) -> None:
        leaf(p, code)["criterion"] = text
        if points is not None:
            leaf(p, code)["points"] = points

    return change


def both(*changes: Change) -> Change:
    def change(p: Plain) -> None:
        for one in changes:
            one(p)

    return change


def weighted(first: str, second: str) -> Change:
    """Weigh the two leaves of B."""

    def change(p: Plain) -> None:
        leaf(p, "B1").update(weight=first, points="30")
        leaf(p, "B2").update(weight=second, points="30", criterion="按完成比例得分")

    return change


def many(count: int, points: str) -> Change:
    """Add leaves of a few points each."""

    def change(p: Plain) -> None:
        p.pop("points")
        p["indicators"] += [
            {
                "code": f"X{n}",
                "name": f"事项{n}",
                "points": points,
                "unit": "万元",
                "owner": "甲",
                "criterion": "按完成比例得分",
            }
            for n in range(count)
        ]

    return change


def bands(*rows: list[str | None], mode: str = "set") -> Change:
    rule = {"op": "bands", "on": "满意率", "unit": "%", "bands": [list(row) for row in rows], "mode": mode}
    return lambda p: (leaf(p, "B2").pop("criterion"), leaf(p, "B2").update(rule=rule))


def two_tops(points: str) -> Change:
    """Two top indicators: A with all of its points, and C with these."""

    def change(p: Plain) -> None:
        p["indicators"] = [p["indicators"][0], {**p["indicators"][2], "points": points}]
        p["floors"], p["ceilings"], p["points"] = [], [], str(40 + int(points))

    return change


def homeless(p: Plain) -> None:
    """A measure without a unit."""
    leaf(p, "B1").pop("criterion")
    leaf(p, "B1")["rule"] = {
        "op": "step_deduct",
        "on": "减排量",
        "dir": "below",
        "per": "1",
        "delta": "1",
        "target": "5",
    }


NO_CHANGE: Change = lambda _p: None  # noqa: E731

CASES: dict[str, tuple[Change, Change]] = {
    "K101": (
        lambda p: leaf(p, "B1").update(points="21"),
        lambda p: (leaf(p, "B1").update(points="21"), leaf(p, "B").update(points="31"), p.pop("points")),
    ),
    "K102": (
        lambda p: (p.pop("points"), leaf(p, "A").pop("points"), leaf(p, "A1")["points"].update(town="35")),
        lambda p: p.pop("points"),
    ),
    "K103": (weighted("60%", "39%"), weighted("60%", "40%")),
    "K104": (lambda p: p["composition"].update(year="60%"), lambda p: p.update(composition={"Q1": "50%", "Q2": "50%"})),
    "K110": (
        lambda p: leaf(p, "B").pop("owner"),
        lambda p: (leaf(p, "B").pop("owner"), [c.update(owner="甲") for c in leaf(p, "B")["children"]]),
    ),
    "K111": (
        lambda p: p["cycle"].pop("reports"),
        lambda p: (p["cycle"].pop("reports"), [r.update(frequency="yearly") for r in p["indicators"]]),
    ),
    "K113": (both(lambda p: leaf(p, "B").pop("owner"), homeless), homeless),
    "K120": (
        bands(["80", None, "10"], ["90", None, "12"], [None, "80", "0"]),
        bands(["90", None, "10"], ["80", None, "8"], [None, "80", "0"]),
    ),
    "K121": (bands(["90", None, "10"], [None, "80", "0"]), bands(["90", None, "10"], [None, "90", "0"])),
    "K122": (
        bands(["80", "100", "10", "[]"], ["60", "80", "8", "[]"], [None, "60", "0"]),
        bands(["80", "100", "10", "[]"], ["60", "80", "8"], [None, "60", "0"]),
    ),
    "K125": (
        criterion("B2", "满意度90%以上得12分，80%以上得8分，80%以下不得分"),
        criterion("B1", "按完成比例得分，最高不超过该项分值的120%"),
    ),
    "K126": (
        criterion("B2", "满意度90%以上得9分，80%以上得8分，80%以下不得分"),
        criterion("B2", "满意度90%以上得10分，80%以上得8分，80%以下不得分"),
    ),
    "K127": (
        bands(["50", None, "10"], [None, "50", "10"]),
        bands(["50", None, "10"], [None, "50", "9"]),
    ),
    "K130": (
        lambda p: [leaf(p, c).update(points="20") for c in ("A1", "A2")],
        lambda p: leaf(p, "A1").update(points={"town": "20", "street": "10"}),
    ),
    "K131": (two_tops("10"), two_tops("30")),
    "K132": (lambda p: p["floors"][0].update(at_least="31%"), lambda p: p["floors"][0].update(at_least="30%")),
    "K133": (lambda p: p["ceilings"][0].update(at_most="39%"), lambda p: p["ceilings"][0].update(at_most="40%")),
    "K140": (criterion("B1", "工作不力的，每次扣0.5分，扣完为止"), criterion("B1", "每迟报1次扣0.5分，扣完为止")),
    "K141": (
        lambda p: (leaf(p, "B1").pop("criterion"), leaf(p, "B1").update(rule={"op": "open", "when": "综合表现"})),
        criterion("B1", "资料不全的，酌情扣1～3分"),
    ),
    "K142": (lambda p: leaf(p, "B1").update(name="学习平台签到"), lambda p: leaf(p, "B1").update(name="学习成果")),
    "K150": (lambda p: p["vetoes"][0].pop("basis"), NO_CHANGE),
    "K151": (lambda p: p["vetoes"][0].pop("level"), NO_CHANGE),
    "K152": (lambda p: p["vetoes"][0].update(expires="长期"), lambda p: p["vetoes"][0].update(expires="2027-06-30")),
    "K153": (
        lambda p: p["vetoes"][0].update(expires="2025-12-31"),
        lambda p: p["vetoes"][0].update(expires="2026-01-01"),
    ),
    "K160": (
        lambda p: leaf(p, "B1").update(name="农业总产值（完成情况）", unit="万元", criterion="按完成比例得分"),
        lambda p: leaf(p, "B1").update(name="农业总产值", unit="人", criterion="按完成比例得分"),
    ),
    "K161": (many(60, "1"), many(50, "1")),
    "K162": (many(1, "0.1"), many(1, "1")),
    "K163": (
        lambda p: p["indicators"].append(
            {**p["indicators"][1], "code": "BB", "children": [{**leaf(p, "B1"), "code": "BB1", "name": "办结"}]}
        ),
        NO_CHANGE,
    ),
    "K180": (
        lambda p: (leaf(p, "C").update(text_only=True), leaf(p, "B1").update(text_only=True)),
        lambda p: leaf(p, "B1").update(text_only=True),
    ),
    "K181": (
        lambda p: (p["adjustments"][0].pop("cap"), p["adjustments"][0].pop("group")),
        lambda p: p["adjustments"][0].pop("cap"),
    ),
    "K190": (
        lambda p: (p["coefficients"].clear(), p["grades"][0].update(at_least="104")),
        lambda p: (p["coefficients"].clear(), p["grades"][0].update(at_least="103")),
    ),
    "K191": (lambda p: p["grades"][1].update(quota="81%"), lambda p: p["grades"][1].update(quota="80%")),
    "K192": (
        lambda p: p["ballots"][0]["scale"].update(不满意="50"),
        lambda p: p["ballots"][0]["scale"].update(不满意="20"),
    ),
    "K193": (lambda p: p.pop("basis"), NO_CHANGE),
    "K194": (lambda p: leaf(p, "B1").update(assumed=True), NO_CHANGE),
}


@pytest.mark.parametrize("code", CASES)
def test_the_change_brings_it_up_and_the_near_one_does_not(code: str) -> None:
    fails, passes = CASES[code]
    assert code in lint_codes(fails)
    assert code not in lint_codes(passes)


@pytest.mark.parametrize("code", CASES)
def test_every_finding_says_where_what_and_what_to_do(code: str) -> None:
    for finding in lint(sample_spec(CASES[code][0])):
        if finding.code == code:
            assert finding.message
            assert finding.proposal
            assert finding.severity == CODES[code].severity
            assert finding.place.node or code in ("K193", "K194")


def test_every_lint_code_has_a_case() -> None:
    of_targets = {"K170", "K171"}
    assert {c for c in CODES if c > "K100"} == set(CASES) | of_targets


A1 = "A1"


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        (TargetRecord("甲镇", A1, Decimal(90), history=(Decimal(80), Decimal(100))), {"K170"}),
        (TargetRecord("甲镇", A1, Decimal(100), history=(Decimal(120), Decimal(100))), set()),
        (TargetRecord("甲镇", A1, Decimal(79), peers=tuple(map(Decimal, (90, 100, 110)))), {"K171"}),
        (TargetRecord("甲镇", A1, Decimal(80), peers=tuple(map(Decimal, (90, 100, 110)))), set()),
        (TargetRecord("甲镇", A1, Decimal(1), peers=tuple(map(Decimal, (90, 100)))), set()),
        (TargetRecord("甲镇", "B9", Decimal(1), history=(Decimal(9),)), set()),
    ],
)
def test_targets_are_held_against_history_and_peers(record: TargetRecord, expected: set[str]) -> None:
    assert codes(lint(sample_spec(), targets=[record])) == expected


def test_a_target_for_a_control_number_is_too_easy_when_it_is_higher() -> None:
    spec = sample_spec(lambda p: leaf(p, "A1").update(smaller_is_better=True))
    easy = TargetRecord("甲镇", A1, Decimal(15), (Decimal(14),), tuple(map(Decimal, (10, 11, 12))))
    hard = TargetRecord("甲镇", A1, Decimal(13), (Decimal(14),), tuple(map(Decimal, (10, 11, 12))))
    assert codes(lint(spec, targets=[easy])) == {"K170", "K171"}
    assert codes(lint(spec, targets=[hard])) == set()
