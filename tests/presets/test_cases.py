"""Every published case holds exactly: the sentence, the arithmetic by hand, and what the engine says."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.rewards import Claim, award_prizes, share_fund
from kaohe.scheme import Scheme
from kaohe.scoring.sheet import ScoreSheet

Calculator = Callable[[str], Fraction]
Writer = Callable[[Fraction, int], str]


def test_arithmetic_by_hand_gives_the_expected_score(
    cases: dict[str, Any], scheme: Scheme, calculate: Calculator, rounded: Writer
) -> None:
    wrong = [
        (case["unit"], case["indicator"], case["arithmetic"], case["score"])
        for case in cases["cases"] or []
        if case["score"] is not None and rounded(calculate(case["arithmetic"]), scheme.precision) != case["score"]
    ]
    assert wrong == []


def test_totals_by_hand_add_up(cases: dict[str, Any], scheme: Scheme, calculate: Calculator, rounded: Writer) -> None:
    wrong = [
        (row["unit"], row["arithmetic"], row["total"])
        for row in cases["totals"]
        if rounded(calculate(row["arithmetic"]), scheme.precision) != row["total"]
    ]
    assert wrong == []


def test_cases_quote_the_sentence_of_the_scheme(cases: dict[str, Any], scheme: Scheme) -> None:
    quoted = {c["indicator"]: c["sentence"] for c in cases["cases"] or [] if "sentence" in c}
    assert quoted == {code: scheme.by_code[code].criterion for code in quoted}


def test_engine_gives_every_score(cases: dict[str, Any], sheet: ScoreSheet) -> None:
    expected = {(c["unit"], c["indicator"]): c["score"] for c in cases["cases"] or []}
    found = {(u, code): sheet.show(sheet.by_unit[u].indicator(code).score) for u, code in expected}
    assert found == expected


def test_engine_gives_every_total_rank_and_grade(cases: dict[str, Any], sheet: ScoreSheet) -> None:
    expected = {row["unit"]: (row["total"], row["rank"], row["grade"]) for row in cases["totals"]}
    found = {u.unit: (sheet.show(u.total), u.rank, u.proposed_grade) for u in sheet.units}
    assert found == expected


def test_money_is_shared_to_the_cent(cases: dict[str, Any]) -> None:
    for fund in (r for r in cases.get("rewards", []) if r["method"] == "share"):
        rows = fund["results"]
        claims = [Claim(r["unit"], Decimal(r["score"]), Decimal(r.get("coefficient", "1"))) for r in rows]
        paid = share_fund(Decimal(fund["total"]), claims).amounts()
        assert {u: f"{amount:.2f}" for u, amount in paid.items()} == {r["unit"]: r["amount"] for r in rows}
        assert sum(paid.values()) == Decimal(fund["total"])


def test_money_is_shared_by_the_scores_of_this_run(cases: dict[str, Any], sheet: ScoreSheet) -> None:
    for fund in (r for r in cases.get("rewards", []) if r.get("claims") == "total"):
        assert {r["unit"]: r["score"] for r in fund["results"]} == {u.unit: sheet.show(u.total) for u in sheet.units}


def test_prizes_go_to_the_first_places(cases: dict[str, Any], sheet: ScoreSheet) -> None:
    for award in (r for r in cases.get("rewards", []) if r["method"] == "prizes"):
        ranks = {u.unit: u.rank for u in sheet.units if u.rank is not None}
        given = award_prizes([Decimal(p) for p in award["prizes"]], ranks).amounts
        assert {u: f"{amount:.0f}" for u, amount in given.items()} == {r["unit"]: r["amount"] for r in award["results"]}


def test_losses_are_points_minus_score(
    cases: dict[str, Any], sheet: ScoreSheet, calculate: Calculator, rounded: Writer
) -> None:
    for row in cases.get("losses", []):
        leaves = sheet.by_unit[row["unit"]].indicators
        lost = {leaf.code: leaf.points - Decimal(sheet.show(leaf.score) or 0) for leaf in leaves}
        listed = [(item["indicator"], item["points"]) for item in row["lost"]]
        assert dict(listed) == {code: f"{points:.2f}" for code, points in lost.items() if points}
        assert [p for _, p in listed] == sorted((p for _, p in listed), key=Decimal, reverse=True)
        assert all(rounded(calculate(i["arithmetic"]), 2) == i["points"] for i in row["lost"])


def test_published_progress_follows_from_the_figures(
    cases: dict[str, Any], sheet: ScoreSheet, calculate: Calculator, rounded: Writer
) -> None:
    for row in cases.get("pace", []):
        leaf = next(i for i in sheet.by_unit[row["unit"]].indicators if i.code == row["indicator"])
        assert leaf.actual is not None
        assert leaf.target is not None
        done = rounded(Fraction(leaf.actual) / Fraction(leaf.target) * 100, 1)
        assert done == row["done_pct"]["value"]
        for part, places in (("done_pct", 1), ("short", 2), ("monthly_need", 2)):
            if part in row:
                assert rounded(calculate(row[part]["arithmetic"]), places) == row[part]["value"]


def test_published_growth_follows_from_the_figures(cases: dict[str, Any], sheet: ScoreSheet, rounded: Writer) -> None:
    for row in cases.get("growth", []):
        fact = next(i for i in sheet.by_unit[row["unit"]].indicators if i.code == row["indicator"]).fact
        assert fact is not None
        assert fact.actual is not None
        assert fact.previous is not None
        growth = (Fraction(fact.actual) / Fraction(fact.previous) - 1) * 100
        assert rounded(growth, len(row["value"].split(".")[1])) == row["value"]
