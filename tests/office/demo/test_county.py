"""The generated county: the same for the same seed, whole, and with every role."""

from __future__ import annotations

from collections import Counter

import pytest

from kaohe.office.demo.county import COUNTY, SMALL, County, Scale, generate
from kaohe.office.demo.county.figures import MONTHS, Figures, recipes
from kaohe.office.demo.county.generate import owner_names
from kaohe.office.people.models.units import UnitKind
from kaohe.office.people.roles import ADMINISTRATORS, Role
from kaohe.presets import preset_path
from kaohe.scheme.load import load_scheme


@pytest.fixture(scope="module")
def county() -> County:
    return generate()


def test_it_is_the_same_for_the_same_seed_and_another_for_another(county: County) -> None:
    assert generate() == county
    assert generate(seed=7).people != county.people
    assert generate(seed=7).units == county.units


def test_it_is_as_large_as_promised(county: County) -> None:
    assert 100 <= sum(unit.code.startswith("3601") for unit in county.units) <= 120
    assert 1_200 <= len(county.people) <= 2_000
    assert {unit.kind for unit in county.units} <= set(UnitKind.values)


@pytest.mark.parametrize("scale", [COUNTY, SMALL, Scale(villages=3, sections=2, members=2)])
def test_codes_are_unique_and_parents_come_first(scale: Scale) -> None:
    made = generate(scale=scale)
    seen: set[str] = {""}
    for unit in made.units:
        assert unit.parent in seen
        assert unit.code not in seen
        seen.add(unit.code)
    assert max(Counter(person.staff_no for person in made.people).values()) == 1
    assert {person.unit for person in made.people} <= seen


@pytest.mark.parametrize("scale", [COUNTY, SMALL])
def test_every_role_is_there_and_nobody_has_two_accounts(scale: Scale) -> None:
    made = generate(scale=scale)
    assert {seed.role for seed in made.accounts} == {"", *Role.values} - ADMINISTRATORS
    for key in ("username", "staff_no"):
        assert max(Counter(getattr(seed, key) for seed in made.accounts).values()) == 1
    shown = {seed.role for seed in made.accounts if seed.is_shown}
    assert shown == {"", *Role.values} - ADMINISTRATORS


@pytest.mark.parametrize("scale", [COUNTY, SMALL])
def test_whoever_owns_an_indicator_is_a_unit_with_an_owner_and_a_head(scale: Scale) -> None:
    made = generate(scale=scale)
    units = {unit.name: unit.code for unit in made.units}
    held = {(seed.role, seed.unit) for seed in made.accounts}
    for name in owner_names():
        assert ("data_owner", units[name]) in held, name
        if name.startswith(("县", "国")):
            assert ("unit_head", units[name]) in held, name


def test_every_class_of_the_regime_has_at_least_four_units(county: County) -> None:
    scheme = load_scheme(preset_path("county-four-in-one") / "scheme.yaml")
    for made in (county, generate(scale=SMALL)):
        counted = Counter(unit.class_id for unit in made.units)
        assert min(counted[c.id] for c in scheme.classes) >= 4


def test_figures_are_there_for_every_leaf_and_never_fall_where_they_count_up(county: County) -> None:
    scheme = load_scheme(preset_path("county-four-in-one") / "scheme.yaml")
    figures, unit = Figures(), county.unit("石岭镇")
    for leaf in scheme.leaves:
        if leaf.code == "C1":  # the ballots feed it
            continue
        assert leaf.rule is not None
        year = [figures.values(unit, leaf.code, months) for months in range(1, MONTHS + 1)]
        assert {len(values) for values in year} == {len(leaf.rule.inputs)}, leaf.code
        assert all(value >= 0 for values in year for value in values)
        if recipes()[leaf.code]["kind"] in ("flow", "count", "tally"):
            assert year == sorted(year), leaf.code
