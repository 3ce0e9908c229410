"""Forms of decomposition: a tree of shares as lines, successor, copy, list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.office.people.models import Person
from kaohe.office.planning.bearers import BELOW, Bearers, Kind, ShareLine, label
from kaohe.office.planning.division import PLACES, WHOLE, divide, divide_equally
from kaohe.office.planning.forms.lines import TableLine
from kaohe.office.planning.models import Indicator
from kaohe.office.ui.forms import FigureField, Form

MAX_LINES = 200
DEEPEST = 3
_FIELDS = ("level", "bearer", "percent", "value", "task", "due_on")
Raw = dict[str, str]


class LineForm(TableLine):
    """One share."""

    level = forms.IntegerField(min_value=1, max_value=DEEPEST, widget=forms.HiddenInput)
    bearer = forms.ChoiceField(label=gettext_lazy("bearer"))
    percent = FigureField(
        label=gettext_lazy("share"),
        unit="%",
        max_digits=7,
        decimal_places=PLACES,
        min_value=Decimal(0),
        max_value=WHOLE,
    )
    value = FigureField(label=gettext_lazy("target"), max_digits=20, decimal_places=PLACES, required=False)
    task = forms.CharField(label=gettext_lazy("task"), max_length=200, required=False)
    due_on = forms.DateField(label=gettext_lazy("due on"), required=False)

    narrow = {"percent": 8, "value": 12}  # noqa: RUF012  (declared by the base)

    def __init__(self, *args: Any, choices: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bearer: Any = self.fields["bearer"]
        bearer.choices = choices

    @property
    def depth(self) -> int:
        """Levels above this one."""
        text = str(self["level"].value() or 1)
        return int(text) - 1 if text.isdecimal() else 0

    @property
    def may_have_parts(self) -> bool:
        """True when the bearer is one who divides the share again."""
        kind = str(self["bearer"].value() or "").partition(":")[0]
        return self.depth + 1 < DEEPEST and bool(BELOW.get(Kind(kind), ()) if kind in Kind.values else ())


@dataclass
class _Node:
    form: LineForm
    kind: str
    bearer: Any
    parts: list[_Node] = field(default_factory=list)

    def line(self) -> ShareLine:
        data = self.form.cleaned_data
        parts = tuple(part.line() for part in self.parts)
        return ShareLine(self.kind, self.bearer, data["percent"], data["value"], data["task"], data["due_on"], parts)


class LineForms:
    """The shares of a division as lines, parts below the share they belong to.

    Parameters
    ----------
    rows
        Texts of the lines as they were typed.
    is_bound
        True: they are to be checked.
    """

    def __init__(self, rows: Sequence[Raw], bearers: Bearers, *, is_bound: bool) -> None:
        self.rows, self.bearers, self.is_bound = list(rows), bearers, is_bound
        choices = _choices(bearers)
        self.forms = [self._form(n, row, choices) for n, row in enumerate(self.rows)]

    def _form(self, number: int, row: Raw, choices: Sequence[Any]) -> LineForm:
        prefix = f"line-{number}"
        data = {f"{prefix}-{name}": value for name, value in row.items()}
        if self.is_bound:
            return LineForm(data, prefix=prefix, choices=choices, number=number)
        return LineForm(initial=row, prefix=prefix, choices=choices, number=number)

    def is_valid(self) -> bool:
        """Tell whether every line can be read."""
        return all([form.is_valid() for form in self.forms])  # noqa: C419  (every line shows its errors)

    def lines(self) -> list[ShareLine]:
        """Give the shares as a tree; raises ValidationError when a line hangs under none."""
        top: list[_Node] = []
        above: list[_Node] = []
        for form in self.forms:
            found = self.bearers.find(form.cleaned_data["bearer"])
            level = form.cleaned_data["level"]
            if found is None or level > len(above) + 1:
                raise ValidationError(_("A line does not belong to the one above; open the page again."))
            node = _Node(form, *found)
            (above[level - 2].parts if level > 1 else top).append(node)
            above = [*above[: level - 1], node]
        return [node.line() for node in top]


def typed(data: Mapping[str, Any]) -> list[Raw]:
    """Give the lines of a sent form as they were typed."""
    count = str(data.get("lines", "0"))
    number = min(int(count), MAX_LINES) if count.isdecimal() else 0
    return [{name: str(data.get(f"line-{n}-{name}", "")) for name in _FIELDS} for n in range(number)]


def written(lines: Sequence[ShareLine], level: int = 1) -> list[Raw]:
    """Give shares as lines."""
    rows: list[Raw] = []
    for line in lines:
        rows.append(
            {
                "level": str(level),
                "bearer": line.token,
                "percent": _plain(line.percent),
                "value": "" if line.value is None else _plain(line.value),
                "task": line.task,
                "due_on": line.due_on.isoformat() if line.due_on else "",
            }
        )
        rows += written(line.parts, level + 1)
    return rows


def edited(rows: Sequence[Raw], deed: str, target: Decimal | None) -> list[Raw]:
    """Do what a button of the form asks for: add, below, remove, equal (followed by ``:`` and the line)."""
    name, _colon, number = deed.partition(":")
    at = int(number) if number.isdecimal() and int(number) < len(rows) else None
    if name == "add":
        return [*rows, _blank(1)]
    if name == "equal":
        return _shared(rows, at, target)
    if at is None:
        return list(rows)
    end = _end(rows, at)
    if name == "below":
        return [*rows[:end], _blank(_level(rows[at]) + 1), *rows[end:]]
    return [*rows[:at], *rows[end:]] if name == "remove" else list(rows)


def _shared(rows: Sequence[Raw], at: int | None, target: Decimal | None) -> list[Raw]:
    """Share one level equally, the remainder fairly; the values follow where the level above has one."""
    parent = None if at is None else _parent(rows, at)
    level = 1 if at is None else _level(rows[at])
    first = 0 if parent is None else parent + 1
    last = len(rows) if parent is None else _end(rows, parent)
    places = [n for n in range(first, last) if _level(rows[n]) == level]
    if not places:
        return list(rows)
    shares = divide_equally(WHOLE, len(places))
    whole = target if parent is None else _figure(rows[parent]["value"])
    has_values = any(rows[n]["value"] for n in places)
    values = divide(whole, shares) if whole is not None and has_values else None
    found = list(rows)
    for i, n in enumerate(places):
        value = _plain(values[i]) if values else rows[n]["value"]
        found[n] = {**rows[n], "percent": _plain(shares[i]), "value": value}
    return found


def _choices(bearers: Bearers) -> list[Any]:
    """Offer who is of the unit today."""
    groups: list[Any] = [("", _("choose"))]
    sections = [(f"{Kind.SECTION.value}:{s.pk}", s.name) for s in bearers.sections.values()]
    posts = [(f"{Kind.POST.value}:{p.pk}", p.name) for p in bearers.posts.values()]
    people = [(p.pk, label(p)) for p in bearers.persons.values()]
    for kind, found in (
        (Kind.SECTION, sections),
        (Kind.POST, posts),
        (Kind.PERSON, [(f"{Kind.PERSON.value}:{key}", name) for key, name in people]),
        (Kind.LEADER, [(f"{Kind.LEADER.value}:{key}", name) for key, name in people]),
    ):
        if found:
            groups.append((kind.label, found))
    return groups


def _blank(level: int) -> Raw:
    return dict.fromkeys(_FIELDS, "") | {"level": str(level)}


def _level(row: Raw) -> int:
    return int(row["level"]) if row["level"].isdecimal() else 1


def _end(rows: Sequence[Raw], at: int) -> int:
    """Give the place after a line and its parts."""
    end = at + 1
    while end < len(rows) and _level(rows[end]) > _level(rows[at]):
        end += 1
    return end


def _parent(rows: Sequence[Raw], at: int) -> int | None:
    return next((n for n in range(at - 1, -1, -1) if _level(rows[n]) < _level(rows[at])), None)


def _figure(text: str) -> Decimal | None:
    try:
        return FigureField(max_digits=20, decimal_places=PLACES).clean(text) if text.strip() else None
    except ValidationError:
        return None


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


class SuccessorForm(Form):
    """Who takes over."""

    successor = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("successor"))

    def __init__(self, *args: Any, bearers: Bearers, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset = Person.objects.filter(pk__in=list(bearers.persons)).order_by("staff_no")
        field.label_from_instance = label


class CopyForm(Form):
    """To which indicators a division is copied."""

    indicators = forms.ModelMultipleChoiceField(
        Indicator.objects.none(), label=gettext_lazy("indicators"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, indicators: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["indicators"]
        field.queryset = indicators


class UploadForm(Form):
    """A list that is handed in."""

    file = forms.FileField(
        label=gettext_lazy("file"), help_text=gettext_lazy("XLSX or CSV, at most 10 MB; all rows or none are taken.")
    )
