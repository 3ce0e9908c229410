from __future__ import annotations

import json
import subprocess
import sys
from decimal import Decimal

import pytest
from hypothesis import given, settings
from pydantic import ValidationError
from tests.scheme.sample import Plain, sample, sample_spec
from tests.scheme.strategies import specs

from kaohe.scheme.percent import Percent
from kaohe.scheme.spec import SchemeSpec, json_schema


def test_short_forms_mean_the_long_ones() -> None:
    plain = sample()
    plain["classes"] = ["town", "street"]
    plain["basis"] = "县委办〔2026〕1号"
    plain["composition"] = "mean"
    plain["consequences"] = ["通报表扬"]
    spec = SchemeSpec.model_validate(plain)
    assert [(c.id, c.name) for c in spec.classes] == [("town", "town"), ("street", "street")]
    assert [b.document for b in spec.basis] == ["县委办〔2026〕1号"]
    assert spec.composition is not None
    assert spec.composition.method == "mean"
    assert spec.consequences[0].effect == "通报表扬"


def test_a_quota_with_a_sign_is_a_share_and_without_one_a_number() -> None:
    spec = sample_spec(lambda p: p["grades"][1].update(quota="5"))
    assert [g.quota for g in spec.grades] == [Percent(Decimal(20)), 5, None]


def test_a_spec_cannot_be_changed() -> None:
    with pytest.raises(ValidationError):
        sample_spec().title = "乙"  # type: ignore[misc]


def test_binary_floats_are_refused() -> None:
    with pytest.raises(ValidationError, match=r"0\.1"):
        sample_spec(lambda p: p["adjustments"][0].update(cap=0.1))


def test_a_code_has_no_blanks() -> None:
    with pytest.raises(ValidationError, match="A 1"):
        sample_spec(lambda p: p["indicators"][0].update(code="A 1"))


def test_the_schema_is_the_same_in_every_process() -> None:
    code = "import json; from kaohe.scheme.spec import json_schema; print(json.dumps(json_schema()))"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(other) == json_schema()
    assert other.strip() == json.dumps(json_schema())


def test_the_schema_names_every_field_of_the_document() -> None:
    schema = json_schema()
    assert set(schema["properties"]) == set(SchemeSpec.model_fields)
    assert set(schema["required"]) == {"id", "title", "cycle", "indicators"}
    assert "评分标准" in json.dumps(schema, ensure_ascii=False)


@given(spec=specs(awkward=True))
@settings(max_examples=30, deadline=None)
def test_json_and_back(spec: SchemeSpec) -> None:
    plain: Plain = json.loads(spec.model_dump_json(exclude_defaults=True))
    assert SchemeSpec.model_validate(plain) == spec


def test_importing_the_package_is_quick() -> None:
    code = "import time; t = time.perf_counter(); import kaohe.scheme; print(time.perf_counter() - t)"
    times = [
        float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)
        for _ in range(3)
    ]
    assert min(times) < 0.15


def test_points_for_no_class_and_empty_names_are_refused() -> None:
    with pytest.raises(ValidationError, match="points"):
        sample_spec(lambda p: p["indicators"][2].update(points={}))
    with pytest.raises(ValidationError, match="name"):
        sample_spec(lambda p: p["indicators"][2].update(name=" "))
