"""Shipped schemes are models to copy: they load, lint clean, and say which numbers are assumed."""

from __future__ import annotations

from pathlib import Path

import pytest

from kaohe.presets import list_presets
from kaohe.scheme import Scheme, Severity, load_spec, write_yaml
from kaohe.scheme.lint import lint_file
from kaohe.scheme.load import write_spec
from kaohe.scheme.spec import SchemeSpec

MEANT = {
    "district-three-teams": {"K140"},
    "university-cadre": {"K130"},
    "hotline-monthly": {"K102", "K180"},
}
"""Warnings that belong to the regime: oral reports are scored by a team; heads and deputies are ranked apart by the
same ballots; a published table has two totals and no criteria."""

PUBLISHED_AS_IS = {"hotline-monthly"}
"""Nothing to assume: the published figures are the data."""


SHARE_OF_A_SCORE = "本项得分="
"""A ballot's result never passes 100, which a formula (本项得分=测评得分×20%) does not say: K125 is meant there."""


def test_lints_without_errors_and_without_warnings_but_the_meant_ones(
    preset: str, folder: Path, scheme: Scheme
) -> None:
    shares = [f"{i.code} {i.name}" for i in scheme.leaves if (i.criterion or "").startswith(SHARE_OF_A_SCORE)]
    found = [
        str(f)
        for f in lint_file(folder)
        if f.severity is not Severity.INFO
        and f.code not in MEANT.get(preset, ())
        and not (f.code == "K125" and any(name in f.place.node for name in shares))
    ]
    assert found == []


def test_every_sentence_runs_as_it_stands(preset: str, scheme: Scheme) -> None:
    by_hand = {leaf.code for leaf in scheme.leaves if leaf.text_only or leaf.rule is None}
    assert by_hand == ({"H1"} if preset == "hotline-monthly" else set())


def test_every_leaf_has_owner_and_frequency(preset: str, scheme: Scheme) -> None:
    assert [leaf.code for leaf in scheme.leaves if leaf.owner is None or leaf.frequency is None] == []


def test_assumed_numbers_are_marked_and_explained(preset: str, folder: Path) -> None:
    text = (folder / "scheme.yaml").read_text(encoding="utf-8")
    assert preset.split("/")[0] in PUBLISHED_AS_IS or "assumed: true" in text
    assert load_spec(folder).note


def test_yaml_round_trip(folder: Path, tmp_path: Path) -> None:
    spec = load_spec(folder)
    (tmp_path / "scheme.yaml").write_text(write_yaml(spec), encoding="utf-8")
    assert load_spec(tmp_path) == spec


@pytest.mark.parametrize("ending", ["xlsx", "docx"])
def test_office_round_trip(folder: Path, tmp_path: Path, ending: str) -> None:
    spec: SchemeSpec = load_spec(folder)
    file = tmp_path / f"scheme.{ending}"
    write_spec(spec, file)
    assert load_spec(file) == spec


def test_several_schemes_of_a_regime_have_ids_of_their_own() -> None:
    for preset in list_presets():
        home = Path(__file__).parents[2] / "src/kaohe/presets" / preset.id
        ids = [load_spec(home / name).id for name in preset.schemes]
        assert len(set(ids)) == len(ids)
