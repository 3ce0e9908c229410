"""Clauses and rules from their JSON: what `to_json` writes, and the short forms of a structured ``rule:``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from kaohe.criteria.families import read_plain, read_relative, read_statement
from kaohe.criteria.families.reader import Reader, unexpected
from kaohe.criteria.model import NO_LIMITS, Clause, Limits, Rule
from kaohe.i18n import translator

_ = translator("criteria")

READERS: dict[str, Callable[[Reader], Clause]] = {
    **read_plain.READERS,
    **read_relative.READERS,
    **read_statement.READERS,
}

AMOUNT_LIMITS = ("base", "floor", "cap", "cap_add", "cap_deduct")


def clause_from_json(data: dict[str, Any]) -> Clause:
    """Read one clause: ``op`` and its fields, in the vocabulary of the JSON output.

    Parameters
    ----------
    data
        E.g. ``{"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"}``. Where ``input`` is left out, the
        field is made from ``when`` or ``on``, ``unit`` and ``source``.

    Raises
    ------
    ValueError
        When the operation is not known, a field is missing, not known or not readable.

    Examples
    --------
    >>> clause_from_json({"op": "deduct_per", "when": "迟报", "unit": "次", "delta": "0.5"}).say()
    '迟报每1次扣0.5分'
    """
    reader = Reader(data)
    clause = _read(reader)
    reader.finish()
    return clause


def rule_from_json(data: dict[str, Any]) -> Rule:
    """Read a rule: ``clauses`` with base, floor and caps; or one clause, its limits beside its own fields.

    Raises
    ------
    ValueError
        As `clause_from_json`; the message says which clause.

    Examples
    --------
    >>> rule = rule_from_json({"op": "efficacy", "on": "寿命", "low": 20, "high": 85, "floor": 0, "span": "full"})
    >>> rule.inputs[0].name
    '寿命'
    """
    reader = Reader(data)
    if "op" in data:
        clauses: tuple[Clause, ...] = (_read(reader),)
    else:
        clauses = tuple(_numbered(k, item) for k, item in enumerate(reader.rows("clauses"), start=1))
    limits = _limits(reader)
    reader.finish()
    return Rule(clauses, limits)


def rule_to_json(rule: Rule) -> dict[str, Any]:
    """Write a rule so that `rule_from_json` gives it again."""
    amounts = {name: getattr(rule.limits, name) for name in AMOUNT_LIMITS}
    limits = {name: amount.to_json() for name, amount in amounts.items() if amount is not None}
    negative = {"may_go_negative": True} if rule.limits.may_go_negative else {}
    return limits | negative | {"clauses": [clause.to_json() for clause in rule.clauses]}


def _read(reader: Reader) -> Clause:
    op = reader.text("op")
    if op not in READERS:
        raise unexpected("op", op, _("one of {choices}").format(choices=", ".join(sorted(READERS))))
    return READERS[op](reader)


def _numbered(number: int, item: Any) -> Clause:
    place = _("clause {number}").format(number=number)
    if not isinstance(item, dict):
        raise unexpected(place, item, _("an object with op"))
    try:
        return clause_from_json(item)
    except ValueError as error:
        raise ValueError(f"{place}: {error}") from None


def _limits(reader: Reader) -> Limits:
    # a key that the single clause has read (efficacy's floor, deduct_per's cap) is the clause's, not the item's
    amounts = {name: reader.amount(name, None) for name in AMOUNT_LIMITS if not reader.has_read(name)}
    limits = Limits(**amounts, may_go_negative=reader.flag("may_go_negative"))
    return NO_LIMITS if limits == NO_LIMITS else limits
