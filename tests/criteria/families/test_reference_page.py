"""The reference of structured rules names what there is."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from kaohe.criteria.families.read_condition import condition_from_json
from kaohe.criteria.families.registry import READERS, rule_from_json
from kaohe.criteria.model import Source

PAGE = (Path(__file__).parents[3] / "docs" / "reference" / "rules.md").read_text(encoding="utf-8")


def test_every_operation_and_source_is_listed() -> None:
    named = set(re.findall(r"`(\w+)`", PAGE))
    assert set(READERS) <= named
    assert {source.value for source in Source} <= named


def test_the_examples_are_read() -> None:
    blocks = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)]
    rules = [block["rule"] for block in blocks if isinstance(block, dict)]
    conditions = [row for block in blocks if isinstance(block, list) for row in block]
    assert [len(rule_from_json(rule).inputs) for rule in rules] == [1, 1]
    assert [len(condition_from_json(row).inputs()) for row in conditions] == [1, 1, 1, 1, 0, 0]
