"""What may be supposed: the figures of one unit, or the weights and points of a scheme, each with its slider."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from kaohe.criteria.model import Input, InputType
from kaohe.exact import show_decimal
from kaohe.office.scoring.rows.facts import Leaf
from kaohe.scheme.model import Scheme
from kaohe.scoring.cells import IndicatorScore, State, UnitScore
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.simulate import Changes

_NUMBERS = (InputType.COUNT, InputType.MEASURE, InputType.RANK)
_MOST = Decimal(10) ** 15


@dataclass(frozen=True, slots=True)
class Slider:
    """One number that can be moved.

    Attributes
    ----------
    name
        Word in the address: ``f:A1``, ``i:A1:迟报``, ``w:A``, ``p:A1``.
    now
        As it is; empty: nothing was reported.
    value
        As it is supposed.
    """

    name: str
    code: str
    label: str
    unit: str
    now: str
    value: str
    high: str
    step: str

    @property
    def id(self) -> str:
        """Id of the control in the page."""
        return "s-" + "-".join(f"{ord(c):x}" if not c.isalnum() else c for c in self.name)


def figure_sliders(sheet: ScoreSheet, unit: UnitScore, given: Mapping[str, str]) -> list[Slider]:
    """Give a slider for every number that a unit reports; flags and choices have none."""
    return [s for leaf in unit.indicators for s in _of_leaf(sheet.scheme, leaf, given)]


def _of_leaf(scheme: Scheme, leaf: IndicatorScore, given: Mapping[str, str]) -> Iterator[Slider]:
    if leaf.state not in (State.REPORTED, State.NOT_REPORTED):
        return
    indicator = scheme.by_code[leaf.code]
    meaning, fact = Leaf(indicator), leaf.fact
    label = f"{leaf.code} {indicator.name}"
    if meaning.takes_number:
        now = None if fact is None else fact.actual
        target = None if fact is None else fact.target
        whole = meaning.main is not None and meaning.main.type is InputType.COUNT
        yield _slider(f"f:{leaf.code}", leaf.code, label, indicator.unit or "", now, target, given, whole)
    for inp in _others(meaning):
        value = None if fact is None else fact.inputs.get(inp.name)
        number = value if isinstance(value, Decimal) else None
        whole, name = inp.type is InputType.COUNT, f"i:{leaf.code}:{inp.name}"
        yield _slider(name, leaf.code, f"{label}：{inp.name}", inp.unit or "", number, None, given, whole)


def _others(meaning: Leaf) -> Iterable[Input]:
    main = None if meaning.main is None else meaning.main.name
    return (i for name, i in meaning.by_name.items() if name != main and i.type in _NUMBERS and i.source == "value")


def _slider(
    name: str,
    code: str,
    label: str,
    unit: str,
    now: Decimal | None,
    target: Decimal | None,
    given: Mapping[str, str],
    whole: bool,
) -> Slider:
    shown = "" if now is None else show_decimal(now)
    reach = max(abs(now or Decimal(0)), abs(target or Decimal(0)))
    high = 2 * reach if reach else Decimal(10 if whole else 100)
    step = "1" if whole or high >= 1000 else "0.1" if high >= 10 else "0.01"
    return Slider(name, code, label, unit, shown, given.get(name, "").strip() or shown, show_decimal(high), step)


def weight_sliders(scheme: Scheme, class_id: str, given: Mapping[str, str]) -> list[Slider]:
    """Give a slider for every weight of a class, and for the full points of leaves that are added up."""
    found = []
    for node in scheme.indicators:
        label = f"{node.code} {node.name}"
        if class_id in node.weights:
            found.append(_weight("w", node.code, label, "%", node.weights[class_id], Decimal(100), given))
        elif node.is_leaf and class_id in node.points:
            points = node.points[class_id]
            found.append(_weight("p", node.code, label, "分", points, max(2 * points, Decimal(1)), given))
    return found


def _weight(
    kind: str, code: str, label: str, unit: str, now: Decimal, high: Decimal, given: Mapping[str, str]
) -> Slider:
    name, shown = f"{kind}:{code}", show_decimal(now)
    value = given.get(name, "").strip() or shown
    return Slider(name, code, label, unit, shown, value, show_decimal(high), "0.5" if high <= 100 else "1")


def changes_of(sliders: Iterable[Slider], unit: str = "", classes: tuple[str, ...] = ()) -> Changes:
    """Give what is supposed otherwise than it is, exactly as it was written.

    Raises
    ------
    ValidationError
        When a value is no number.
    """
    figures: dict[tuple[str, str], Decimal] = {}
    inputs: dict[tuple[str, str, str], Decimal | bool | str] = {}
    moved: dict[str, dict[str, Decimal]] = {"w": {}, "p": {}}
    for slider in sliders:
        if slider.value == slider.now:
            continue
        kind, code, *name = slider.name.split(":", 2)
        number = _number(slider)
        if kind == "f":
            figures[unit, code] = number
        elif kind == "i":
            inputs[unit, code, name[0]] = number
        else:
            moved[kind][code] = number
    return Changes(moved["w"], moved["p"], figures, inputs, classes)


def _number(slider: Slider) -> Decimal:
    try:
        number = Decimal(slider.value)
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) > _MOST:
        raise ValidationError(_("{label}: “{value}” is no number.").format(label=slider.label, value=slider.value))
    return number
