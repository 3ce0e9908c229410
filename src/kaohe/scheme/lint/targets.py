"""K170-K171: targets set too low, against own history and against peers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Indicator

_ = translator("scheme")

BEHIND_PEERS = Decimal("0.8")
"""A target below four fifths of what the peers do in the middle is worth a question."""


@dataclass(frozen=True, slots=True)
class TargetRecord:
    """One proposed target with what it can be compared to, all in the indicator's own unit.

    Attributes
    ----------
    unit, indicator
        Unit id and indicator code.
    target
        What is proposed.
    history
        Actual figures of earlier years, oldest first; empty when there are none.
    peers
        Latest actual figures, or targets, of units of the same class and size; empty when there are none.
    """

    unit: str
    indicator: str
    target: Decimal
    history: tuple[Decimal, ...] = ()
    peers: tuple[Decimal, ...] = ()


def look(context: Context) -> None:
    """Compare each proposed target with the unit's last year and with the middle of its peers."""
    nodes = {node.code: (path, node) for path, _spec, node in context.leaves}
    for record in context.targets:
        if record.indicator in nodes:
            path, node = nodes[record.indicator]
            _own(context, path, node, record)
            _peers(context, path, node, record)


def _own(context: Context, path: Path, node: Indicator, record: TargetRecord) -> None:
    if record.history and _is_easier(node, record.target, record.history[-1]):
        context.add(
            "K170",
            (*path, "target"),
            _("{unit}: the target {target} is easier than what was reached last year, {last}").format(
                unit=record.unit, target=_with_unit(node, record.target), last=_with_unit(node, record.history[-1])
            ),
            _("Send it back with the history, or record why less is the most that can be attained."),
        )


def _peers(context: Context, path: Path, node: Indicator, record: TargetRecord) -> None:
    if len(record.peers) < 3:
        return  # the middle of one or two units says nothing
    middle = median(record.peers)
    bound = middle * BEHIND_PEERS if not node.smaller_is_better else middle / BEHIND_PEERS
    if middle > 0 and _is_easier(node, record.target, bound):
        context.add(
            "K171",
            (*path, "target"),
            _("{unit}: the target {target} is far easier than the middle of its peers, {middle}").format(
                unit=record.unit, target=_with_unit(node, record.target), middle=_with_unit(node, middle)
            ),
            _("Ask for the reason, or raise it towards the peers."),
        )


def median(values: Iterable[Decimal]) -> Decimal:
    """Give the middle value, the mean of the two middle ones for an even number."""
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _is_easier(node: Indicator, target: Decimal, than: Decimal) -> bool:
    return target > than if node.smaller_is_better else target < than


def _with_unit(node: Indicator, value: Decimal) -> str:
    return f"{show_decimal(value)}{node.unit or ''}"
