"""Forms around targets; the sheet of a unit has a line an indicator and one button for all of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from kaohe.exact import show_decimal
from kaohe.office.people.models import Unit
from kaohe.office.planning.comparison import Year
from kaohe.office.planning.models import Indicator, Target, TargetState
from kaohe.office.planning.models.targets import DIGITS, PLACES
from kaohe.office.planning.proposal import NEW, Proposal
from kaohe.office.ui.forms import FigureField, Form, RevisionField

EDITABLE = (TargetState.PROPOSED, TargetState.RETURNED)


_TARGET = _("target")


def value_field(unit: str = "", *, required: bool = True, label: Any = _TARGET) -> FigureField:
    """Give a field for a target in the indicator's unit."""
    return FigureField(unit=unit, required=required, label=label, max_digits=DIGITS, decimal_places=PLACES)


class ReturnForm(Form):
    """Why a target goes back."""

    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 3}))
    revision = RevisionField()


class AdjustmentForm(Form):
    """Ask for a locked target to be changed."""

    new_value = value_field(label=_("new target"))
    reason = forms.CharField(label=_("reason"), widget=forms.Textarea(attrs={"rows": 4}))
    document = forms.CharField(
        label=_("document"), max_length=200, required=False, help_text=_("Number and title of what it rests on.")
    )
    revision = RevisionField()

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_value"] = value_field(unit, label=_("new target"))


class DecisionForm(Form):
    """Approve or refuse a request; which of the two is the button's name."""

    remarks = forms.CharField(
        label=_("remarks"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("A refusal needs its reason."),
    )


class AreaForm(Form):
    """What the superior asks of the whole area."""

    value = value_field(label=_("superior's target for the area"))
    source = forms.CharField(label=_("document"), max_length=200)
    revision = RevisionField()

    def __init__(self, *args: Any, unit: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["value"] = value_field(unit, label=_("superior's target for the area"))


class ListForm(Form):
    """A list of targets, or of earlier results."""

    file = forms.FileField(label=_("list (XLSX or CSV)"), widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}))


@dataclass(slots=True)
class Line:
    """One indicator on the sheet of a unit.

    Attributes
    ----------
    rank, of
        Place of the target among those of the class, the most demanding first.
    value, basis, floor_reason, is_most_attainable
        As they stand, or as they were sent.
    """

    indicator: Indicator
    target: Target | None
    beside: Any = None
    rank: int | None = None
    of: int = 0
    state: Any = None
    superior: Decimal | None = None
    value: str = ""
    basis: str = ""
    floor_reason: str = ""
    is_most_attainable: bool = False
    revision: int = NEW
    warned: Sequence[Any] = ()
    errors: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if self.target is not None:
            self.value = show_decimal(self.target.value)
            self.basis, self.floor_reason = self.target.basis, self.target.floor_reason
            self.is_most_attainable, self.revision = self.target.is_most_attainable, self.target.revision

    @property
    def is_editable(self) -> bool:
        """Tell whether a value can be proposed: there is none yet, or it is not decided."""
        return self.target is None or self.target.state in EDITABLE

    @property
    def years(self) -> Sequence[Year]:
        """Earlier years, oldest first."""
        return self.beside.years if self.beside else ()

    @property
    def course(self) -> str:
        """Points of the small line that shows the actual figures of the years and the target after them."""
        values = [y.actual for y in self.years if y.actual is not None]
        values += [self.target.value] if self.target else []
        low, high = min(values, default=Decimal(0)), max(values, default=Decimal(0))
        if len(values) < 2 or low == high:
            return ""
        step = 72 // (len(values) - 1)
        return " ".join(f"{4 + n * step},{int(20 - 16 * (v - low) / (high - low))}" for n, v in enumerate(values))

    def take(self, sent: Mapping[str, str]) -> None:
        """Take over what was sent for this line."""
        key = str(self.indicator.pk)
        self.value, self.basis = sent.get(f"value-{key}", "").strip(), sent.get(f"basis-{key}", "").strip()
        self.floor_reason = sent.get(f"floor-{key}", "").strip()
        self.is_most_attainable = f"most-{key}" in sent
        seen = sent.get(f"revision-{key}", "")
        self.revision = int(seen) if seen.lstrip("-").isdecimal() else NEW

    def proposal(self, unit: Unit) -> Proposal | None:
        """Give what is proposed; None for an empty line, and for one that is wrong."""
        try:
            value = value_field(self.indicator.figure_unit, required=False).clean(self.value)
        except ValidationError as error:
            self.errors += error.messages
            return None
        if value is None:
            return None
        return Proposal(
            unit=unit,
            indicator=self.indicator,
            value=value,
            revision=self.revision,
            basis=self.basis[:200],
            is_most_attainable=self.is_most_attainable,
            floor_reason=self.floor_reason[:300],
        )


class Sheet:
    """All lines of one unit."""

    def __init__(self, unit: Unit, lines: Sequence[Line]) -> None:
        self.unit, self.lines = unit, lines
        self.errors: list[str] = []

    @property
    def is_editable(self) -> bool:
        """Tell whether some line can be changed."""
        return any(line.is_editable for line in self.lines)

    def proposals(self, sent: Mapping[str, str]) -> list[Proposal]:
        """Read what was sent; lines that were not on the page, or say what stands, are left alone."""
        return list(self._proposals(sent))

    def _proposals(self, sent: Mapping[str, str]) -> Iterator[Proposal]:
        for line in self.lines:
            if line.is_editable and f"value-{line.indicator.pk}" in sent:
                line.take(sent)
                proposal = line.proposal(self.unit)
                if proposal is not None and not proposal.repeats(line.target):
                    yield proposal

    @property
    def has_errors(self) -> bool:
        """Tell whether something sent cannot be proposed."""
        return bool(self.errors) or any(line.errors for line in self.lines)
