"""The same appraisal as a pandas program in binary floats, by indicator and group. It is not exact."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pandas as pd

from eight_families import BONUS_CAP, BONUS_EACH, FIGURES, FINE_CAP, FINE_EACH, GRADES, SCALE, leaves, nodes, roots
from float_numpy import cents, leaf_score, within_quota
from harness import Result, answer


def scored(facts: pd.DataFrame) -> pd.DataFrame:
    """Score every fact, one indicator at a time."""
    plan = {leaf.code: leaf for leaf in leaves()}
    for name in FIGURES:
        facts[name] /= 10.0**SCALE
    facts["score"] = 0.0
    for code, rows in facts.groupby("indicator", sort=False).indices.items():
        leaf = plan[str(code)]
        part = facts.iloc[rows]
        score = leaf_score(leaf.family, leaf.numbers, *(part[name] for name in FIGURES))
        facts.iloc[rows, facts.columns.get_loc("score")] = cents(np.asarray(score))
    return facts[["unit", "indicator", "score"]]


def roll_up(scores: pd.DataFrame) -> pd.DataFrame:
    """Leaves to nodes to roots to the total, rounded at every level."""
    wide = scores.pivot(index="unit", columns="indicator", values="score")
    level = {code: 0.0 for code, *_ in nodes()}
    for leaf in leaves():
        level[leaf.node] = level[leaf.node] + wide[leaf.code] * leaf.weight / 100.0
    upper = {code: 0.0 for code, _ in roots()}
    for code, root, weight in nodes():
        upper[root] = upper[root] + cents(level[code]) * weight / 100.0
    total = cents(sum(cents(upper[code]) * weight / 100.0 for code, weight in roots()))
    return total.rename("base").reset_index()


def adjusted(totals: pd.DataFrame, folder: Path) -> pd.DataFrame:
    """Bonus and deduction with their caps."""
    counts = pd.read_parquet(folder / "events.parquet").pivot(index="unit", columns="item", values="count")
    totals = totals.merge(counts.fillna(0).reset_index(), on="unit", how="left").fillna({"J1": 0, "J2": 0})
    bonus = cents(np.minimum(totals["J1"] * float(BONUS_EACH), float(BONUS_CAP)))
    fine = cents(np.minimum(totals["J2"] * float(FINE_EACH), float(FINE_CAP)))
    return totals.assign(total=cents(totals["base"] + bonus - fine))


def graded(totals: pd.DataFrame) -> pd.DataFrame:
    """Ranks and grades within each class."""
    totals["rank"] = totals.groupby("class")["total"].rank(method="min", ascending=False).astype("int64")
    totals["grade"] = GRADES[-1][0]
    for rows in totals.groupby("class").groups.values():
        part, left = totals.loc[rows], pd.Series(True, index=rows)
        for name, at_least, quota in GRADES[:-1]:
            wanted = (left & (part["total"] >= float(at_least or "-inf"))).to_numpy()
            if quota is not None:
                wanted = within_quota(wanted, part["rank"].to_numpy(), len(part) * quota // 100)
            totals.loc[rows[wanted], "grade"] = name
            left &= ~wanted
    return totals


def main(source: Path, target: Path) -> Result:
    """Parquet in, Parquet out."""
    target.mkdir(parents=True, exist_ok=True)
    columns = ["unit", "indicator", *FIGURES]
    scores = scored(pd.read_parquet(source / "facts.parquet", columns=columns))
    scores.to_parquet(target / "leaves.parquet", compression="zstd", index=False)
    totals = pd.read_parquet(source / "units.parquet").merge(roll_up(scores), on="unit")
    graded(adjusted(totals, source)).to_parquet(target / "totals.parquet", compression="zstd", index=False)
    return {"cells": len(scores)}


if __name__ == "__main__":
    answer(lambda: main(Path(sys.argv[1]), Path(sys.argv[2])))
