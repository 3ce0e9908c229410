"""What the units were to reach and reached: plausible trends, equal for equal seeds, exact to the last place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from kaohe.office.demo.county.seeds import UnitSeed

FILE = Path(__file__).parent.parent / "data" / "figures.yaml"
THIS_YEAR = 2026
MONTHS = 12


@cache
def recipes() -> dict[str, dict[str, Any]]:
    """Read how the figures of each indicator look."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return found


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a seed. Floats only draw the made-up figure; it is rounded once, and exact from there on."""

    seed: int = THIS_YEAR

    def target(self, unit: UnitSeed, code: str, year: int = THIS_YEAR) -> Decimal | None:
        """Give what a unit is to reach in a year; None where no target is set."""
        recipe = recipes().get(code, {})
        mean = recipe.get("by", {}).get(unit.class_id)
        if mean is None:
            return None
        step = recipe["step"]
        size = 0.75 + 0.5 * self._chance(unit, "size").random()
        grown = mean * size / (1 + recipe["yoy"]) ** (THIS_YEAR - year)
        return Decimal(max(1, round(grown / step)) * step)

    def values(self, unit: UnitSeed, code: str, months: int, year: int = THIS_YEAR) -> list[Decimal]:
        """Give the figures of a unit after so many months of a year, one for each input of the criterion."""
        recipe = recipes()[code]
        chance, skill = self._chance(unit, f"{code}{year}"), self._skill(unit)
        draw = {
            "level": self._level,
            "flow": self._flow,
            "count": self._counts,
            "tally": self._tally,
            "rank": self._rank,
            "progress": self._progress,
        }[recipe["kind"]]
        found = draw(recipe, chance, skill, months, (unit, code, year))
        return [_rounded(value, recipe.get("places", 0)) for value in found]

    def _level(self, recipe: dict[str, Any], chance: Random, skill: float, months: int, _of: Any) -> list[float]:
        base = recipe["mean"] + recipe["spread"] * (0.7 * skill + 0.5 * chance.gauss(0, 1))
        walk = sum(chance.gauss(0.03, 0.25) for _month in range(months))
        return [min(float(recipe["most"]), max(0.0, base + recipe["spread"] * 0.3 * walk))]

    def _flow(self, recipe: dict[str, Any], chance: Random, skill: float, months: int, of: Any) -> list[float]:
        unit, code, year = of
        reach = 1.02 + 0.06 * skill + chance.gauss(0, 0.05)
        late = 1 + max(0.0, chance.gauss(0.08, 0.08))  # most work is begun slowly and finished late
        return [float(self.target(unit, code, year) or 0) * reach * (months / MONTHS) ** late]

    def _counts(self, recipe: dict[str, Any], chance: Random, skill: float, months: int, _of: Any) -> list[float]:
        return [float(self._grown(chance, mean * (1 - 0.35 * skill), months)) for mean in recipe["mean"]]

    def _tally(self, recipe: dict[str, Any], chance: Random, skill: float, months: int, _of: Any) -> list[float]:
        return [float(self._grown(chance, recipe["mean"] * (1.05 + 0.15 * skill), months))]

    def _rank(self, recipe: dict[str, Any], chance: Random, skill: float, months: int, _of: Any) -> list[float]:
        return [float(max(1, round(recipe["mean"] - 2 * skill + chance.gauss(0, 1))))]

    def _progress(self, recipe: dict[str, Any], chance: Random, skill: float, months: int, _of: Any) -> list[float]:
        return [min(100.0, 100 * (1.04 + 0.04 * skill + chance.gauss(0, 0.03)) * months / MONTHS)]

    def _grown(self, chance: Random, mean: float, months: int) -> int:
        """Count up month by month, so that what is counted never becomes less."""
        monthly = max(0.0, mean) / MONTHS
        return sum(int(monthly) + (chance.random() < monthly % 1) for _month in range(months))

    def _skill(self, unit: UnitSeed) -> float:
        """Between −2 and 2: how well a unit works, in everything and every year."""
        return max(-2.0, min(2.0, self._chance(unit, "skill").gauss(0, 0.8)))

    def _chance(self, unit: UnitSeed, what: str) -> Random:
        return Random(f"{self.seed}:{unit.code}:{what}")  # noqa: S311  (made-up figures)


def _rounded(value: float, places: int) -> Decimal:
    return Decimal(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
