"""Rules at work: plain values in, an exact score out. The door to both faces of a rule."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

from kaohe.criteria.bulk import ColumnInput, bound, score_column
from kaohe.criteria.columns import Size
from kaohe.criteria.compiled import CompiledRule, Step, compile_rule
from kaohe.criteria.families.reader import unexpected
from kaohe.criteria.model import Input, InputType, Rule, Scalar
from kaohe.exact import ONE, ZERO, Ratio, to_ratio
from kaohe.i18n import translator

_ = translator("criteria")

__all__ = [
    "ColumnInput",
    "CompiledRule",
    "Given",
    "Size",
    "Step",
    "bound",
    "compile_rule",
    "evaluate",
    "score_column",
    "to_values",
]

Given: TypeAlias = Decimal | int | bool | str
"""A value as a person gives it."""


def evaluate(rule: Rule, given: Sequence[Given], full: Decimal | None = None) -> Ratio:
    """Score plain values: decimals, whole numbers, yes or no, texts.

    Parameters
    ----------
    rule
        The meaning of a criterion.
    given
        One value an input, in the order of ``rule.inputs``; percentages as numbers (95 is 95 %).
    full
        Full points of the item; None when it has none (a bonus).

    Returns
    -------
    Ratio
        Points, limits applied, not rounded.

    Raises
    ------
    ValueError
        When a value is missing, of the wrong type or outside the bounds of a judgement, or full points are needed.

    Examples
    --------
    >>> from kaohe.criteria.families.registry import rule_from_json
    >>> rule = rule_from_json({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"})
    >>> evaluate(rule, [3], Decimal(10))
    (85, 10)
    """
    return compile_rule(rule, full).score(to_values(rule, given))


def to_values(rule: Rule, given: Sequence[Given]) -> list[Scalar]:
    """Turn plain values into what the kernels read, one an input, in the order of ``rule.inputs``.

    Raises
    ------
    ValueError
        When there are too many or too few, or one is not of its input's type.
    """
    if len(given) != len(rule.inputs):
        names = "、".join(i.name for i in rule.inputs) or _("none")
        raise ValueError(
            _("{found} values given, but the criterion asks for {count}: {names}").format(
                found=len(given), count=len(rule.inputs), names=names
            )
        )
    return [_to_scalar(inp, value) for inp, value in zip(rule.inputs, given, strict=True)]


def _to_scalar(inp: Input, value: Given) -> Scalar:
    if inp.type is InputType.CHOICE:
        return str(value)
    if isinstance(value, bool):
        return ONE if value else ZERO
    try:
        ratio = to_ratio(value)
    except (ValueError, TypeError) as error:
        raise unexpected(inp.name, value, _("a number")) from error
    if inp.type is InputType.FLAG and ratio[0] not in (0, ratio[1]):
        raise unexpected(inp.name, value, _("yes or no (true or false, 1 or 0)"))
    return ratio
