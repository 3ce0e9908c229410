"""The normal form: one way to write each rule, which reads back as the same rule."""

from __future__ import annotations

from kaohe.criteria.model import Rule


def print_rule(rule: Rule) -> str:
    """Write a rule as a sentence."""
    return "；".join(clause.say() for clause in rule.clauses)
