"""From the controls of a report's form to answers, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from decimal import Decimal

from django.utils.translation import gettext as _

from kaohe.exact import show_decimal
from kaohe.office.monitoring.answers import Answer, Key
from kaohe.office.monitoring.demands import Field
from kaohe.office.monitoring.doubts import Doubt
from kaohe.office.monitoring.models import Figure
from kaohe.office.monitoring.sheets import Sheet
from kaohe.tables.absence import Absent, CellError
from kaohe.tables.numbers import parse_number
from kaohe.tables.place import NOWHERE

FIGURE, NIL, NONE = "figure", "nil", "none"
EDITABLE = ("draft", "returned")


@dataclass
class Control:
    """One field as the page draws it.

    Attributes
    ----------
    name
        Of its controls: ``v-`` the answer, ``k-`` its kind, ``r-`` the remarks, ``c-`` the confirmation.
    last, target
        Shown beside the field, so that nobody looks them up.
    """

    field: Field
    name: str
    figure: Figure | None
    value: str
    kind: str
    remarks: str
    last: Decimal | None
    target: Decimal | None
    is_known: bool = False
    error: str = ""
    doubts: list[Doubt] = made(default_factory=list)

    @property
    def is_open(self) -> bool:
        """Tell whether it can be filled."""
        return self.figure is None or self.figure.state in EDITABLE

    @property
    def label(self) -> str:
        """What is asked."""
        indicator = self.field.demand.indicator.name
        return f"{indicator}：{self.field.question.label}" if self.field.question.input else indicator

    @property
    def choices(self) -> list[tuple[str, str]]:
        """What can be chosen."""
        question = self.field.question
        if question.choices:
            return [(choice, choice) for choice in question.choices]
        return [("true", _("yes")), ("false", _("no"))]


class AnswersForm:
    """All controls of one report."""

    def __init__(self, sheet: Sheet, data: Mapping[str, str] | None = None) -> None:
        self.sheet, self.data = sheet, data
        self.errors: list[str] = []
        self.controls = [self._control(n, f) for n, f in enumerate(sheet.asked)]
        self.by_key = {control.field.key: control for control in self.controls}

    def answers(self) -> dict[Key, Answer]:
        """Read what was filled in; fields left empty are left out."""
        found: dict[Key, Answer] = {}
        for control in self.controls:
            if control.is_open:
                answer = self._answer(control)
                if answer is not None:
                    found[control.field.key] = answer
        return found

    @property
    def is_readable(self) -> bool:
        """Tell whether every number could be read."""
        return not any(control.error for control in self.controls)

    @property
    def confirmed(self) -> set[Key]:
        """Fields whose figure was checked."""
        data = self.data or {}
        return {c.field.key for c in self.controls if data.get(f"c-{c.name}")}

    def take(self, problems: Mapping[Key, str], doubts: Mapping[Key, list[Doubt]], errors: list[str]) -> None:
        """Show what an action refused."""
        for key, said in problems.items():
            if key in self.by_key:
                self.by_key[key].error = said
        for key, found in doubts.items():
            self.by_key[key].doubts = found
        self.errors = errors

    def _control(self, number: int, asked: Field) -> Control:
        figure = self.sheet.figures.get(asked.key)
        target = (
            self.sheet.targets.get((asked.unit_id, asked.demand.indicator.pk)) if not asked.question.input else None
        )
        control = Control(asked, str(number), figure, *_standing(figure), self.sheet.last.get(asked.key), target)
        known = self.sheet.known_beforehand(asked)
        if known is not None and figure is None:
            control.value, control.is_known = show_decimal(known), True
        if self.data is not None and control.is_open:
            control.value = self.data.get(f"v-{number}", "").strip()
            control.kind = self.data.get(f"k-{number}", FIGURE)
            control.remarks = self.data.get(f"r-{number}", "")
        return control

    def _answer(self, control: Control) -> Answer | None:
        if control.kind == NONE:
            return Answer(is_applicable=False, remarks=control.remarks)
        if control.kind == NIL:
            return Answer(remarks=control.remarks)
        if not control.value:
            if control.figure is not None:
                control.error = _("An answer was kept here. Write a figure, or choose nil or “does not apply”.")
            return None
        if not control.field.question.is_number:
            return Answer(text=control.value, remarks=control.remarks)
        number = self._number(control)
        return None if number is None else Answer(number, remarks=control.remarks)

    def _number(self, control: Control) -> Decimal | None:
        try:
            found = parse_number(control.value, control.field.question.unit or None)
        except CellError as error:
            problem = error.at(NOWHERE)
            control.error = f"{problem.title}. {problem.advice}"
            return None
        if isinstance(found, Absent):
            control.error = _("Write a figure, or choose nil or “does not apply”.")
            return None
        return found


def _standing(figure: Figure | None) -> tuple[str, str, str]:
    """Give value, kind and remarks as they stand."""
    if figure is None:
        return "", FIGURE, ""
    if not figure.is_applicable:
        return "", NONE, figure.remarks
    if figure.is_nil:
        return "", NIL, figure.remarks
    return figure.text or show_decimal(figure.value or Decimal(0)), FIGURE, figure.remarks
