"""A corpus of criterion sentences with keys worked out by hand before the parser saw them.

Sentences are in the manner of many offices; keys follow the conventions of the design (以上 includes, a deduction
stops at zero, one figure is asked for once). What counts as exact, equivalent, WRONG: `tests.criteria.corpus.compare`.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from tests.criteria.corpus.compare import (
    ABSTAINED,
    SUFFICES,
    WRONG,
    Verdict,
    ask,
    clauses_differ,
    families,
    judge,
    limits_differ,
)

LEAST_READ = 0.85
"""Least share of all sentences that must be read exactly or equivalently."""

FAMILIES = sorted(families())


@cache
def verdicts(family: str) -> dict[str, Verdict]:
    return {line["id"]: judge(line) for line in families()[family]}


def counts_of(family: str) -> Counter[str]:
    return Counter(verdict.kind for verdict in verdicts(family).values())


def test_the_corpus_is_sound() -> None:
    lines = [line for lines in families().values() for line in lines]
    assert len({line["id"] for line in lines}) == len(lines)
    assert len({line["text"] for line in lines}) == len(lines)
    for line in lines:
        assert line["status"] in {"parsed", "judged", "unparsed"}
        assert bool(line["clauses"]) == (line["status"] != "unparsed"), line["id"]
        assert all(len(case) == len(line["inputs"]) + 1 for case in line["cases"]), line["id"]


@pytest.mark.parametrize("family", FAMILIES)
def test_no_sentence_is_read_wrongly(family: str) -> None:
    lines = {line["id"]: line["text"] for line in families()[family]}
    wrong = [f"{k} {lines[k]}\n    {v.why}" for k, v in verdicts(family).items() if v.kind == WRONG]
    assert not wrong, "\n".join(wrong)


def test_enough_sentences_are_read() -> None:
    counts = sum((counts_of(family) for family in FAMILIES), Counter())
    read = sum(counts[kind] for kind in SUFFICES)
    assert read >= LEAST_READ * counts.total(), (
        f"{read} of {counts.total()} read, {counts[ABSTAINED]} refused, {counts[WRONG]} WRONG"
    )


@pytest.mark.parametrize("family", FAMILIES)
def test_the_normal_form_reads_back_to_the_same_rule(family: str) -> None:
    lines = {line["id"]: line for line in families()[family]}
    printed = {k: v.answer for k, v in verdicts(family).items() if v.answer["status"] != "unparsed"}
    changed = [
        f"{k}: {answer['normal_form']}"
        for k, answer in printed.items()
        if clauses_differ(answer, again := ask(lines[k] | {"text": answer["normal_form"]}, []))
        or limits_differ(answer, again)
        or [i["type"] for i in again["inputs"]] != [i["type"] for i in answer["inputs"]]
    ]
    assert not changed, "\n".join(changed)


@pytest.mark.parametrize("family", FAMILIES)
def test_report(family: str) -> None:
    counts = counts_of(family)
    print(f"{family}: {dict(counts)}")  # noqa: T201 - shown by pytest -rA
    assert counts.total() == len(families()[family])
