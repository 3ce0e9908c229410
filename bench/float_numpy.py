"""The same appraisal as a plain dense NumPy program in binary floats: the yardstick for speed. It is not exact.

It takes the grid of the file for granted (one row per unit and indicator, in order) and does not look at the keys.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from eight_families import (
    BONUS_CAP,
    BONUS_EACH,
    FIGURES,
    FINE_CAP,
    FINE_EACH,
    GRADES,
    LEAVES,
    SCALE,
    leaves,
    nodes,
    roots,
)
from harness import Result, answer

Array = Any


def leaf_score(family: str, n: dict[str, str], actual: Array, target: Array, previous: Array) -> Array:
    """One indicator for all units."""
    v = {name: float(text) for name, text in n.items()}
    if family == "ratio":
        return np.minimum(100.0 * actual / target, 100.0)
    if family == "step_deduct":
        return np.maximum(100.0 - v["d"] * np.maximum(100.0 - actual / target * 100.0, 0.0), 0.0)
    if family == "step_add":
        above = np.minimum(60.0 + v["d"] * (actual - v["g"]), 100.0)
        return np.where(actual >= v["g"], above, 0.0)
    if family == "flat":
        return np.where(actual >= v["g"], 100.0, 0.0)
    if family == "bands":
        return np.select([actual >= 90, actual >= 80, actual >= 60], [100.0, v["p"], v["q"]], 0.0)
    if family == "per_event":
        return np.maximum(100.0 - v["d"] * actual, 0.0)
    if family == "efficacy":
        return np.clip(60.0 + 40.0 * (actual - v["low"]) / (v["high"] - v["low"]), 0.0, 100.0)
    grown = (actual - previous) / np.abs(previous) * 100.0
    return np.maximum(100.0 - v["d"] * np.maximum(v["g"] - grown, 0.0), 0.0)


def cents(score: Array) -> Array:
    """Half up to two places, as a float program does it."""
    return np.floor(score * 100.0 + 0.5) / 100.0


def ranks(total: Array) -> Array:
    """Place within one class: 1, 2, 2, 4."""
    falling = np.sort(-total)
    return np.searchsorted(falling, -total, side="left") + 1


def grades(total: Array, place: Array) -> Array:
    """Thresholds and quotas within one class; units level at the edge of a quota that do not all fit go down."""
    result = np.full(len(total), len(GRADES) - 1, dtype=np.int8)
    left = np.ones(len(total), dtype=bool)
    for n, (_, at_least, quota) in enumerate(GRADES[:-1]):
        wanted = left & (total >= (float(at_least) if at_least is not None else -np.inf))
        if quota is not None:
            wanted = within_quota(wanted, place, len(total) * quota // 100)
        result[wanted] = n
        left &= ~wanted
    return result


def within_quota(wanted: Array, place: Array, seats: int) -> Array:
    """The best of those wanted, as many whole places as the seats hold."""
    falling = np.sort(place[wanted])
    if len(falling) <= seats:
        return wanted
    return wanted & (place < falling[seats])


def roll_up(score: Array) -> Array:
    """Leaves to 12 nodes to 4 roots to the total, rounded at every level."""
    plan, level = leaves(), {}
    for k, leaf in enumerate(plan):
        level[leaf.node] = level.get(leaf.node, 0.0) + score[k] * leaf.weight / 100.0
    upper: dict[str, Array] = {}
    for code, root, weight in nodes():
        upper[root] = upper.get(root, 0.0) + cents(level[code]) * weight / 100.0
    return cents(sum(cents(upper[code]) * weight / 100.0 for code, weight in roots()))


def read(folder: Path) -> tuple[Array, Array, Array]:
    """Figures as floats, one row an indicator."""
    frame = pl.read_parquet(folder / "facts.parquet", columns=list(FIGURES))
    dense = (frame[name].to_numpy().reshape(-1, LEAVES).T / 10.0**SCALE for name in FIGURES)
    actual, target, previous = dense
    return actual, target, previous


def adjusted(base: Array, units: pl.DataFrame, folder: Path) -> Array:
    """Bonus and deduction with their caps."""
    events = pl.read_parquet(folder / "events.parquet")
    total = base.copy()
    for item, each, cap, sign in (("J1", BONUS_EACH, BONUS_CAP, 1.0), ("J2", FINE_EACH, FINE_CAP, -1.0)):
        counts = units.join(events.filter(pl.col("item") == item), on="unit", how="left", maintain_order="left")
        amount = counts["count"].fill_null(0).to_numpy() * float(each)
        total += sign * cents(np.minimum(amount, float(cap)))
    return cents(total)


def main(source: Path, target: Path) -> Result:
    """Parquet in, Parquet out."""
    figures = read(source)
    plan = leaves()
    score = np.stack([cents(leaf_score(p.family, p.numbers, *(f[k] for f in figures))) for k, p in enumerate(plan)])
    units = pl.read_parquet(source / "units.parquet")
    total = adjusted(roll_up(score), units, source)
    classes = units["class"].to_numpy()
    place, grade = np.zeros(len(total), dtype=np.int64), np.zeros(len(total), dtype=np.int8)
    for name in np.unique(classes):
        own = classes == name
        place[own] = ranks(total[own])
        grade[own] = grades(total[own], place[own])
    write(target, units, plan, score, total, place, grade)
    return {"cells": score.size}


def write(target: Path, units: pl.DataFrame, plan: Any, score: Array, total: Array, place: Array, grade: Array) -> None:
    """Leaf scores and totals."""
    target.mkdir(parents=True, exist_ok=True)
    parts = [
        pl.LazyFrame({"unit": units["unit"], "indicator": leaf.code, "score": score[k]}) for k, leaf in enumerate(plan)
    ]
    pl.concat(parts).sink_parquet(target / "leaves.parquet")
    names = pl.Series([name for name, *_ in GRADES])
    totals = units.with_columns(total=pl.Series(total), rank=pl.Series(place), grade=names.gather(grade))
    totals.write_parquet(target / "totals.parquet")


if __name__ == "__main__":
    answer(lambda: main(Path(sys.argv[1]), Path(sys.argv[2])))
