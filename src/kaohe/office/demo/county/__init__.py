"""A plausible, fictitious county, made from a seed: pure and repeatable, without a database."""

from kaohe.office.demo.county.generate import COUNTY, SMALL, Scale, generate
from kaohe.office.demo.county.seeds import AccountSeed, ChargeSeed, County, Level, PersonSeed, UnitSeed

__all__ = [
    "COUNTY",
    "SMALL",
    "AccountSeed",
    "ChargeSeed",
    "County",
    "Level",
    "PersonSeed",
    "Scale",
    "UnitSeed",
    "generate",
]
