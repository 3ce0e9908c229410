"""The benchmark's scheme and data: 60 indicators of eight rule families under 12 and 4 nodes, two adjustments.

The numbers of the rules stand here once, as plain decimals. `eight_scheme` makes the scheme for Kaohe from them; the
NumPy, pandas, spreadsheet and `Fraction` programs read the same numbers and know nothing of Kaohe.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

SCALE = 4
FIGURES = ("actual_e4", "target_e4", "previous_e4")
"""Columns of the facts: whole numbers in units of 10^-4; target and previous are null where the rule needs none."""
OPTIONAL = list(FIGURES[1:])
LEAVES, NODES, ROOTS = 60, 12, 4
CLASSES = ("town", "street", "park", "bureau")
FAMILIES = ("ratio", "step_deduct", "step_add", "flat", "bands", "per_event", "efficacy", "growth")
POINTS = 100
BONUS_EACH, BONUS_CAP = "0.5", "5"
FINE_EACH, FINE_CAP = "1.5", "10"
GRADES = (("优秀", "74", 20), ("良好", "70", 40), ("合格", "64", None), ("不合格", None, None))


@dataclass(frozen=True)
class Leaf:
    """One indicator: its family and the numbers of its rule, as decimal text."""

    code: str
    node: str
    family: str
    weight: int
    numbers: dict[str, str]
    decimals: int


_WEIGHTS = (17, 23, 20, 15, 25)
_NODE_WEIGHTS = (35, 40, 25)
_ROOT_WEIGHTS = (37, 28, 19, 16)


def leaves() -> list[Leaf]:
    """The 60 indicators; numbers differ from one to the next within a family."""
    return [_leaf(k) for k in range(LEAVES)]


def _leaf(k: int) -> Leaf:
    family, turn = FAMILIES[k % 8], k // 8
    numbers: dict[str, dict[str, str]] = {
        "ratio": {},
        "step_deduct": {"d": f"{0.4 + 0.15 * turn:.2f}"},
        "step_add": {"g": f"{70 + turn}", "d": f"{1.1 + 0.05 * turn:.2f}"},
        "flat": {"g": f"{40 + 3 * turn}"},
        "bands": {"p": f"{80 + turn}.5", "q": f"{55 + turn}"},
        "per_event": {"d": f"{1.25 + 0.5 * turn:.2f}"},
        "efficacy": {"low": f"{20 + turn}.5", "high": f"{90 - turn}.3"},
        "growth": {"g": f"{4 + turn}", "d": f"{0.7 + 0.1 * turn:.1f}"},
    }
    node = f"N{k // 5:02d}"
    return Leaf(f"I{k:02d}", node, family, _WEIGHTS[k % 5], numbers[family], decimals=k % 5)


def nodes() -> list[tuple[str, str, int]]:
    """The 12 nodes: code, root, weight in percent."""
    return [(f"N{n:02d}", f"R{n // 3}", _NODE_WEIGHTS[n % 3]) for n in range(NODES)]


def roots() -> list[tuple[str, int]]:
    """The 4 roots: code, weight in percent."""
    return [(f"R{r}", _ROOT_WEIGHTS[r]) for r in range(ROOTS)]


def write_data(folder: Path, units: int, seed: int = 20) -> None:
    """Write ``units.parquet``, ``facts.parquet`` and ``events.parquet``: one fact per unit and indicator."""
    folder.mkdir(parents=True, exist_ok=True)
    names = pl.Series("unit", [f"U{n:07d}" for n in range(units)])
    share = pl.Series("class", [CLASSES[n * len(CLASSES) // units] for n in range(units)])
    pl.DataFrame([names, share]).write_parquet(folder / "units.parquet")
    _write_facts(folder / "facts.parquet", names, seed)
    _write_events(folder / "events.parquet", names, seed)
    (folder / "meta.json").write_text(json.dumps({"units": units, "leaves": LEAVES, "cells": units * LEAVES}))


def _write_facts(path: Path, names: pl.Series, seed: int, batch: int = 20_000) -> None:
    plan = leaves()
    codes = pl.Series("indicator", [leaf.code for leaf in plan])
    # Written in batches through a lazy sink, so that generating 20 million rows needs little memory.
    parts = [
        _facts(names.slice(start, batch), codes, plan, np.random.default_rng([seed, start]))
        for start in range(0, len(names), batch)
    ]
    pl.concat(parts).sink_parquet(path, row_group_size=1_000_000)


def _facts(names: pl.Series, codes: pl.Series, plan: list[Leaf], rng: np.random.Generator) -> pl.LazyFrame:
    units = len(names)
    actual, target, previous = (np.stack(columns, axis=1).ravel() for columns in _figures(plan, units, rng))
    frame = pl.DataFrame(
        {
            "unit": names.gather(np.repeat(np.arange(units), LEAVES)),
            "indicator": codes.gather(np.tile(np.arange(LEAVES), units)),
            "period": pl.repeat("2026", units * LEAVES, eager=True),
            "actual_e4": actual,
            "target_e4": target,
            "previous_e4": previous,
        }
    )
    return frame.with_columns(pl.when(pl.col(OPTIONAL) >= 0).then(pl.col(OPTIONAL))).lazy()


def _figures(plan: list[Leaf], units: int, rng: np.random.Generator) -> tuple[list[Any], list[Any], list[Any]]:
    none = np.full(units, -1, dtype=np.int64)
    actual, target, previous = [], [], []
    for leaf in plan:
        step = 10 ** (SCALE - leaf.decimals)
        drawn = _draw(leaf.family, units, rng)
        actual.append(drawn[0] // step * step)
        target.append(none if drawn[1] is None else np.maximum(drawn[1] // step, 1) * step)
        previous.append(none if drawn[2] is None else np.maximum(drawn[2] // step, 1) * step)
    return actual, target, previous


def _draw(family: str, n: int, rng: np.random.Generator) -> tuple[Any, Any, Any]:
    if family in ("ratio", "step_deduct"):
        target = rng.integers(100 * 10**4, 9000 * 10**4, n)
        return (target * rng.integers(6000, 11000, n) // 10_000, target, None)
    if family == "growth":
        previous = rng.integers(100 * 10**4, 9000 * 10**4, n)
        return (previous * rng.integers(9000, 12000, n) // 10_000, None, previous)
    if family == "per_event":
        return (rng.poisson(2.0, n) * 10**4, None, None)
    return (rng.integers(0, 110 * 10**4, n), None, None)


def _write_events(path: Path, names: pl.Series, seed: int) -> None:
    rng = np.random.default_rng([seed, 1])
    counts = {"J1": rng.poisson(1.5, len(names)), "J2": rng.poisson(0.8, len(names))}
    rows = [
        pl.DataFrame({"unit": names, "item": pl.repeat(item, len(names), eager=True), "count": count})
        for item, count in counts.items()
    ]
    pl.concat(rows).filter(pl.col("count") > 0).write_parquet(path)
