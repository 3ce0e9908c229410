"""Reads the fields of one JSON object, and teaches what is wrong with them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kaohe.criteria.model import Amount, Input, InputType, Source
from kaohe.exact import to_decimal
from kaohe.i18n import translator

_ = translator("criteria")

MISSING: Any = object()
EXAMPLE = '{"name": "迟报", "type": "count", "unit": "次"}'


def unexpected(place: str, found: object, expected: str) -> ValueError:
    """Make the error of a place that holds something else than expected."""
    shown = str(found) if isinstance(found, Decimal) else repr(found)
    return ValueError(
        _("{place}: {found} found, {expected} expected").format(place=place, found=shown, expected=expected)
    )


class Reader:
    """Takes fields by name, remembers which were read, and refuses what is left."""

    def __init__(self, data: dict[Any, Any]) -> None:
        # YAML 1.1 reads a bare ``on`` as the truth value true
        self._data: dict[str, Any] = {"on" if key is True else key: value for key, value in data.items()}
        self._read: set[str] = set()

    def has(self, name: str) -> bool:
        """Ask whether the field is there and not null."""
        return self._data.get(name) is not None

    @property
    def names(self) -> list[str]:
        """Names of all fields there are."""
        return list(self._data)

    def has_read(self, name: str) -> bool:
        """Ask whether the field was there and was read."""
        return name in self._read and name in self._data

    def get(self, name: str, default: Any = MISSING) -> Any:
        """Take a field as it is."""
        self._read.add(name)
        if name in self._data:
            return self._data[name]
        if default is MISSING:
            raise ValueError(_("{where}field {name} is missing").format(where=self._where(), name=name))
        return default

    def text(self, name: str, default: Any = MISSING) -> str:
        """Take a text."""
        value = self.get(name, default)
        if not isinstance(value, str):
            raise self.unexpected(name, value, _("a text"))
        return value

    def flag(self, name: str, default: bool = False) -> bool:
        """Take yes or no."""
        value = self.get(name, default)
        if not isinstance(value, bool):
            raise self.unexpected(name, value, _("true or false"))
        return value

    def decimal(self, name: str, default: Any = MISSING) -> Any:
        """Take a number, exactly as written; null and the default pass through."""
        value = self.get(name, default)
        return value if value is None or value is default else self.number(name, value)

    def number(self, name: str, value: Any) -> Decimal:
        """Read one number."""
        if isinstance(value, bool) or not isinstance(value, (int, str, Decimal, float)):
            raise self.unexpected(name, value, _("a number"))
        try:
            # a YAML or JSON float is read by its shortest text, which is what was written
            return to_decimal(str(value))
        except ValueError as error:
            raise self.unexpected(name, value, _("a number")) from error

    def amount(self, name: str, default: Any = MISSING) -> Any:
        """Take points: a number, ``full`` or a percentage of full points."""
        value = self.get(name, default)
        return value if value is None or isinstance(value, Amount) else self.points(name, value)

    def points(self, name: str, value: Any) -> Amount:
        """Read one amount of points."""
        if isinstance(value, str) and value == "full":
            return Amount.from_json(value)
        if isinstance(value, str) and value.endswith("%"):
            return Amount(self.number(name, value[:-1]), of_full=True)
        return Amount(self.number(name, value))

    def rows(self, name: str) -> list[Any]:
        """Take a list."""
        value = self.get(name)
        if not isinstance(value, (list, tuple)):
            raise self.unexpected(name, value, _("a list"))
        return list(value)

    def table(self, name: str) -> dict[str, Any]:
        """Take a mapping of texts."""
        value = self.get(name)
        if not isinstance(value, dict):
            raise self.unexpected(name, value, _("a mapping"))
        return {str(key): item for key, item in value.items()}

    def one_of(self, name: str, default: Any, *choices: str) -> Any:
        """Take one of several words."""
        value = self.get(name, default)
        if value not in choices:
            raise self.unexpected(name, value, _("one of {choices}").format(choices=", ".join(choices)))
        return value

    def field(self, name: str, default: Input | None = None) -> Input:
        """Take an input field, or make the default one; ``source`` beside the clause sets where it comes from."""
        value = self.get(name, None)
        if value is None:
            if default is None:
                raise ValueError(_("{where}field {name} is missing").format(where=self._where(), name=name))
            return default
        return self.read_field(name, value)

    def read_field(self, name: str, value: Any) -> Input:
        """Read one input field."""
        try:
            return Input.from_json(value)
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise self.unexpected(name, value, _("an input such as {example}").format(example=EXAMPLE)) from error

    def own_input(self, words: str, kind: InputType, unit: str | None, source: Source = Source.VALUE) -> Input:
        """Take ``input``; without it, make the field from the words, the unit and ``source``."""
        name = self.get("source", source.value)
        try:
            chosen = Source(name)
        except ValueError:
            known = ", ".join(member.value for member in Source)
            raise self.unexpected("source", name, _("one of {choices}").format(choices=known)) from None
        return self.field("input", Input(words, kind, unit, chosen))

    def finish(self) -> None:
        """Refuse fields that nobody read."""
        unknown = [name for name in self._data if name not in self._read and name not in ("note", "when", "on", "expr")]
        if unknown:
            known = ", ".join(sorted(self._read))
            raise ValueError(
                _("{where}unknown field {name}: known here are {known}").format(
                    where=self._where(), name=unknown[0], known=known
                )
            )

    def unexpected(self, name: str, found: object, expected: str) -> ValueError:
        """Make the error of a field that holds something else."""
        return unexpected(f"{self._where()}{name}", found, expected)

    def _where(self) -> str:
        op = self._data.get("op")
        return f"{op}: " if isinstance(op, str) else ""
