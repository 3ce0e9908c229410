"""Whole sentences that state something."""

from __future__ import annotations

from kaohe.criteria.grammar.context import Context
from kaohe.criteria.grammar.ratio import read_product
from kaohe.criteria.model import Rule


def read_statement(ctx: Context) -> Rule | None:
    """Read the whole sentence as a statement."""
    product = read_product(ctx.text)
    return Rule((product,)) if product is not None else None
