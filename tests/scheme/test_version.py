from __future__ import annotations

from hypothesis import given, settings
from tests.scheme.sample import leaf, sample_spec
from tests.scheme.strategies import specs

from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.version import canonical_json, content_hash
from kaohe.scheme.yaml_io import read_yaml

TEXT = """
id: a
title: 甲
cycle: {year: 2026}
indicators:
  - {code: A, name: 甲, points: 20, criterion: 按完成比例得分}
"""


def hash_of(text: str) -> str:
    spec = read_yaml(text).spec
    assert spec is not None
    return content_hash(spec)


def test_layout_comments_order_and_zeros_make_no_difference() -> None:
    other = """
# 说明
cycle:
  year: "2026"
indicators: [{name: 甲, code: A, criterion: 按完成比例得分, points: 20.00, missing: zero}]
title: 甲   # 名称
precision: 2
id: a
kaohe: 1
"""
    assert hash_of(TEXT) == hash_of(other)


def test_any_word_makes_a_difference() -> None:
    assert hash_of(TEXT) != hash_of(TEXT.replace("points: 20", "points: 20.5"))
    assert hash_of(TEXT) != hash_of(TEXT.replace("比例", "比例计算"))


def test_the_hash_of_a_scheme_never_moves() -> None:
    # A stored run names its scheme by this hash: when this test fails, every stored run loses its scheme.
    assert canonical_json(read_yaml(TEXT).spec) == (  # type: ignore[arg-type]
        '{"cycle":{"year":"2026"},"id":"a","indicators":[{"code":"A","criterion":"按完成比例得分","name":"甲",'
        '"points":"20"}],"title":"甲"}'
    )
    assert hash_of(TEXT) == "38a3d9615b1577dcb11025ab4fe4a67dca0875ad81a46792ae431dd011ce34ae"


@given(spec=specs(awkward=True))
@settings(max_examples=30, deadline=None)
def test_equal_specs_have_equal_hashes(spec: SchemeSpec) -> None:
    again = SchemeSpec.model_validate_json(spec.model_dump_json(exclude_defaults=True))
    assert again == spec
    assert content_hash(again) == content_hash(spec)


def test_the_order_of_indicators_is_content() -> None:
    assert content_hash(sample_spec()) != content_hash(sample_spec(lambda p: leaf(p, "A")["children"].reverse()))
