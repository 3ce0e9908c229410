"""The same appraisal in `fractions.Fraction`, unit by unit: slow, exact, and without a line of Kaohe in it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import polars as pl

from eight_families import (
    BONUS_CAP,
    BONUS_EACH,
    FIGURES,
    FINE_CAP,
    FINE_EACH,
    LEAVES,
    SCALE,
    Leaf,
    leaves,
    nodes,
    roots,
)
from harness import Result, answer

F = Fraction
HUNDRED, ZERO = F(100), F(0)
Figures = tuple[int, int | None, int | None]


def cents(value: Fraction) -> int:
    """Half up to hundredths, away from zero."""
    doubled = value * 200 + (1 if value >= 0 else -1)
    whole = abs(doubled.numerator) // (2 * doubled.denominator)
    return whole if value >= 0 else -whole


def leaf_score(family: str, v: dict[str, Fraction], figures: Figures) -> Fraction:
    """One cell, as the sentence says."""
    actual, target, previous = (None if x is None else F(x, 10**SCALE) for x in figures)
    assert actual is not None
    if family == "ratio":
        assert target is not None
        return min(HUNDRED * actual / target, HUNDRED)
    if family == "step_deduct":
        assert target is not None
        return max(HUNDRED - v["d"] * max(HUNDRED - actual / target * 100, ZERO), ZERO)
    if family == "step_add":
        return min(60 + v["d"] * (actual - v["g"]), HUNDRED) if actual >= v["g"] else ZERO
    if family == "flat":
        return HUNDRED if actual >= v["g"] else ZERO
    if family == "bands":
        return HUNDRED if actual >= 90 else v["p"] if actual >= 80 else v["q"] if actual >= 60 else ZERO
    if family == "per_event":
        return max(HUNDRED - v["d"] * actual, ZERO)
    if family == "efficacy":
        return max(ZERO, min(HUNDRED, 60 + 40 * (actual - v["low"]) / (v["high"] - v["low"])))
    assert previous is not None
    grown = (actual - previous) / abs(previous) * 100
    return max(HUNDRED - v["d"] * max(v["g"] - grown, ZERO), ZERO)


def unit(
    plan: list[Leaf], numbers: list[dict[str, Fraction]], figures: list[Figures], events: dict[str, int]
) -> list[int]:
    """Give 60 leaf scores, the base and the total of one unit, in hundredths."""
    scores = [cents(leaf_score(leaf.family, numbers[k], figures[k])) for k, leaf in enumerate(plan)]
    level: dict[str, Fraction] = dict.fromkeys((code for code, *_ in nodes()), ZERO)
    for leaf, score in zip(plan, scores, strict=True):
        level[leaf.node] += F(score * leaf.weight, 10_000)
    upper: dict[str, Fraction] = dict.fromkeys((code for code, _ in roots()), ZERO)
    for code, root, weight in nodes():
        upper[root] += F(cents(level[code]) * weight, 10_000)
    base = cents(sum((F(cents(upper[code]) * weight, 10_000) for code, weight in roots()), ZERO))
    bonus = cents(min(F(BONUS_EACH) * events.get("J1", 0), F(BONUS_CAP)))
    fine = cents(min(F(FINE_EACH) * events.get("J2", 0), F(FINE_CAP)))
    return [*scores, base, base + bonus - fine]


def chunk(task: tuple[str, int, int]) -> list[list[int]]:
    """Score units ``first`` to ``first + count``."""
    folder, first, count = task
    plan = leaves()
    numbers = [{name: F(text) for name, text in leaf.numbers.items()} for leaf in plan]
    facts = pl.scan_parquet(Path(folder) / "facts.parquet").slice(first * LEAVES, count * LEAVES)
    rows = facts.select(FIGURES).collect().rows()
    names = pl.scan_parquet(Path(folder) / "units.parquet").slice(first, count).collect()["unit"]
    events: dict[str, dict[str, int]] = {}
    for name, item, number in (
        pl.read_parquet(Path(folder) / "events.parquet").filter(pl.col("unit").is_in(names.implode())).rows()
    ):
        events.setdefault(name, {})[item] = number
    return [
        unit(plan, numbers, rows[n * LEAVES : (n + 1) * LEAVES], events.get(name, {})) for n, name in enumerate(names)
    ]


def main(source: Path, target: Path, processes: int) -> Result:
    """Write one row a unit: 60 scores, base and total in hundredths."""
    units = pl.read_parquet(source / "units.parquet")
    size = 4_000
    tasks = [(str(source), first, min(size, len(units) - first)) for first in range(0, len(units), size)]
    columns = [leaf.code for leaf in leaves()] + ["base", "total"]
    # Forked processes would inherit the locks of the threads of Polars and hang.
    with get_context("spawn").Pool(processes) as pool:
        rows: Iterator[list[list[int]]] = pool.imap(chunk, tasks)
        frames = [pl.DataFrame(part, schema=dict.fromkeys(columns, pl.Int32), orient="row") for part in rows]
    target.mkdir(parents=True, exist_ok=True)
    pl.concat([units.select("unit"), pl.concat(frames)], how="horizontal").write_parquet(target / "oracle.parquet")
    return {"cells": len(units) * LEAVES}


if __name__ == "__main__":
    answer(lambda: main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])))
