"""The examples of docs/reference/criteria.md are what the parser gives."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from kaohe.criteria.parse import parse
from kaohe.criteria.printer import print_rule

PAGE = (Path(__file__).parent.parent.parent / "docs/reference/criteria.md").read_text("utf-8")
FAMILIES, OTHERS = PAGE.split("## 各类条款")[1].split("## 不读的句子")
READ = re.findall(r"^\| (\d*) ?\| ([^|\n]+) \| ([^|\n]+) \|$", FAMILIES, re.M)
UNREAD = re.findall(r"^\| ([^|\n]+) \| [^|\n]+ \|$", OTHERS, re.M)
ROWS = [(points, text.strip(), normal.strip()) for points, text, normal in READ if text.strip() not in {"句子", "---"}]


def test_the_page_has_examples_of_every_family():
    assert len(ROWS) >= 40
    assert len(UNREAD) >= 8


@pytest.mark.parametrize(("points", "text", "normal"), ROWS)
def test_an_example_reads_as_the_page_says(points, text, normal):
    known = Decimal(points) if points else None
    rule = parse(text, known).rule
    assert rule is not None
    assert print_rule(rule) == normal
    assert parse(normal, known).rule == rule


@pytest.mark.parametrize("text", [t for t in UNREAD if not t.startswith(("句子", "---"))])
def test_what_the_page_calls_unread_is_not_read(text):
    assert parse(text, Decimal(10)).rule is None
