"""Points by an answer or grade: 优秀得10分，良好得8分."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kaohe.criteria.columns import ExactColumn
from kaohe.criteria.families.bands import first_of, say_gain
from kaohe.criteria.families.counts import bind_sum, column_sum
from kaohe.criteria.families.reader import unexpected
from kaohe.criteria.families.terms import Mode, given
from kaohe.criteria.meter import Meter
from kaohe.criteria.model import Amount, Clause, ColumnEffect, Effect, Input, InputType, Kernel, Values
from kaohe.exact import Ratio, highest
from kaohe.i18n import translator

_ = translator("criteria")


@dataclass(frozen=True, slots=True)
class ByChoice(Clause):
    """Points of the chosen text; no effect for a text without points.

    Attributes
    ----------
    inp
        Choice field; when ``counted``, its name and unit serve for the counts.
    amounts
        Text and points, in the order of the sentence; a deduction is negative.
    mode
        ``set``: the item's score; ``add``: an addition.
    counted
        True when each text is counted (每个事项): one count a text, and the points are multiplied and added up.
    """

    inp: Input
    amounts: tuple[tuple[str, Amount], ...]
    mode: Mode = "set"
    counted: bool = False

    op: ClassVar[str] = "map"

    @property
    def effect(self) -> Effect:
        """Set or shift, by the mode; counts always add up."""
        return "set" if self.mode == "set" and not self.counted else "shift"

    @property
    def is_deduction(self) -> bool:
        """True when no text adds."""
        return self.effect == "shift" and all(amount.value <= 0 for _, amount in self.amounts)

    @property
    def may_lose(self) -> bool:
        """True when a text deducts: 优秀(+1分)、一般(-0.5分) then starts from full points."""
        return self.is_deduction or (self.effect == "shift" and any(amount.value < 0 for _, amount in self.amounts))

    def peak(self, full: Ratio | None) -> Ratio | None:
        """Give the best text's points."""
        return highest(amount.resolve(full) for _, amount in self.amounts) if self.effect == "set" else None

    def inputs(self) -> tuple[Input, ...]:
        """Ask for the choice, or for one count a text."""
        if not self.counted:
            return (self.inp,)
        return tuple(Input(f"{self.inp.name}{text}", InputType.COUNT, self.inp.unit) for text, _ in self.amounts)

    def bind(self, full: Ratio | None, at: Sequence[int]) -> Kernel:
        """Look the text up, or add the counted points up.

        The function raises ValueError for a text that the field does not offer.
        """
        points = [amount.resolve(full) for _, amount in self.amounts]
        if self.counted:
            return bind_sum(at, points, once=False)
        return bind_text(at[0], [text for text, _ in self.amounts], points, self.inp)

    def column(self, full: Ratio | None, inputs: Sequence[ExactColumn], meter: Meter) -> ColumnEffect:
        """Look up each row's text, or add its counted points up."""
        points = [amount.resolve(full) for _, amount in self.amounts]
        if self.counted:
            return ColumnEffect(None, column_sum(inputs, points, meter, once=False))
        return first_of([inputs[0].text == text for text, _ in self.amounts], points, meter)

    def to_json(self) -> dict[str, Any]:
        """Write ``{"op": "map", "on", "map", "mode", "counted", "input"}``."""
        table = {text: amount.to_json() for text, amount in self.amounts}
        mode = None if self.mode == "set" else self.mode
        words = given(on=self.inp.name, map=table, mode=mode, counted=self.counted)
        return {"op": self.op} | words | {"input": self.inp.to_json()}

    def say(self) -> str:
        """Print ``等级为优秀的，得10分；良好的，得8分``."""
        each = f"每1{self.inp.unit or '个'}" if self.counted else ""
        mode: Mode = "add" if self.counted else self.mode
        rows = "；".join(f"{text}的，{each}{say_gain(amount, mode)}" for text, amount in self.amounts)
        return f"{self.inp.name}为{rows}"


def bind_text(i: int, texts: Sequence[str], amounts: Sequence[Ratio], inp: Input) -> Kernel:
    """Look value ``i`` up; None for an offered text without points, ValueError for a text not offered."""
    points = dict(zip(reversed(texts), reversed(amounts), strict=True))
    offered = frozenset(inp.choices) | points.keys()

    def look_up(values: Values) -> Ratio | None:
        text = values[i]
        if text not in offered:
            choices = _("one of {choices}").format(choices=", ".join(sorted(offered)))
            raise unexpected(inp.name, text, choices)
        return points.get(text)

    return look_up
