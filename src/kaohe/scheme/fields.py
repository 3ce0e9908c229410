"""How numbers and words are read from a scheme document: as decimals, never through a binary float."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from typing import Annotated, Any, TypeAlias

from pydantic import BeforeValidator, PlainSerializer, PlainValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from kaohe.exact import MAX_DIGITS, show_decimal
from kaohe.i18n import translator
from kaohe.scheme.percent import Percent

_ = translator("scheme")

MOST_OF_A_CODE = 60

ALL = "*"
"""Class id that stands for every class the indicator applies to."""

_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?")
_SCALED = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(万亿|[百千万亿])(.*)")
_SCALES = {"百": 2, "千": 3, "万": 4, "亿": 8, "万亿": 12}
_UNITS = re.compile(r"([+-]?\d+(?:\.\d+)?)\s*(\D+)")


def problem(code: str, message: str, proposal: str = "") -> PydanticCustomError:
    """Make an error that carries the code and words of a finding through pydantic."""
    return PydanticCustomError("kaohe", "{message}", {"code": code, "message": message, "proposal": proposal})


def read_number(value: object) -> Decimal:
    """Read a decimal from text or a whole number; full-width digits are read as they look."""
    if isinstance(value, Decimal):
        text = str(value)
    elif isinstance(value, int) and not isinstance(value, bool):
        return _bounded(Decimal(value)) if abs(value) < 10**MAX_DIGITS else _bounded(None)
    elif isinstance(value, str):
        text = unicodedata.normalize("NFKC", value).strip().replace("−", "-")
    else:
        raise problem("K022", *_no_number(value))
    if len(text) > 4 * MAX_DIGITS:
        return _bounded(None)
    if not _NUMBER.fullmatch(text):
        raise problem("K022", *_no_number(value))
    return _bounded(Decimal(text))


def _bounded(number: Decimal | None) -> Decimal:
    if number is not None:
        digits, exponent = number.as_tuple().digits, int(number.as_tuple().exponent)
        if len(digits) + abs(exponent) <= MAX_DIGITS:
            return number
    raise problem(
        "K023",
        _("the number has more than {most} digits").format(most=MAX_DIGITS),
        _("Check the figure; a larger unit (万元, 亿元) keeps numbers short."),
    )


def _no_number(value: object) -> tuple[str, str]:
    shown = value if not isinstance(value, str) or len(value) <= 40 else value[:40] + "…"
    message = _("expected a number, found {found}").format(found=repr(shown))
    if isinstance(value, float):
        return message, _("Give the number as text or Decimal: a binary float has already lost the digits you wrote.")
    return message, _proposal(unicodedata.normalize("NFKC", str(value)).strip())


def _proposal(text: str) -> str:
    scaled = _SCALED.fullmatch(text)
    if scaled:
        number = Decimal(scaled[1]).scaleb(_SCALES[scaled[2]])
        return _("Write {number}; the unit belongs into the field `unit`.").format(number=show_decimal(number))
    grouped = text.replace(",", "")
    if grouped != text and _NUMBER.fullmatch(grouped):
        return _("Write {number}, without thousands separators.").format(number=grouped)
    with_unit = _UNITS.fullmatch(text)
    if with_unit:
        return _("Write {number}; the unit belongs into the field `unit`.").format(number=with_unit[1])
    return _("Write digits only, such as 20 or 0.5; leave the field out when there is no number.")


def read_percent(value: object) -> Percent:
    """Read ``40%``, or a plain number taken as percent."""
    if isinstance(value, Percent):
        return value
    text = value.strip().removesuffix("%").removesuffix("％") if isinstance(value, str) else value
    return Percent(read_number(text))


def read_quota(value: object) -> Percent | int:
    """Read ``20%`` as a share of the class and ``5`` as a number of places."""
    if isinstance(value, Percent) or (isinstance(value, str) and value.strip().endswith(("%", "％"))):
        return read_percent(value)
    return read_whole(value)


def read_whole(value: object) -> int:
    """Read a whole number."""
    number = read_number(value)
    if number != number.to_integral_value():
        raise problem(
            "K022",
            _("expected a whole number, found {found}").format(found=show_decimal(number)),
            _("Write it without decimals."),
        )
    return int(number)


def read_text(value: object) -> str:
    """Read text; a number in the place of text (a code, a name) is taken as written."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    raise problem(
        "K025",
        _("expected text, found {found}").format(found=kind(value)),
        _("Put the text in quotes if it looks like something else."),
    )


def read_name(value: object) -> str:
    """Read text that must say something."""
    text = read_text(value)
    if not text:
        raise problem("K021", _("the text is empty"), _("Write the words, or leave the entry out."))
    return text


def read_code(value: object) -> str:
    """Read a code or id: text without blanks, so that it can stand in lists, tables and file names."""
    text = read_text(value)
    if not text or len(text) > MOST_OF_A_CODE or any(c.isspace() for c in text):
        raise problem(
            "K025",
            _("{found} is no code: expected 1 to {most} characters without blanks").format(
                found=repr(text[:MOST_OF_A_CODE]), most=MOST_OF_A_CODE
            ),
            _("Write a short code such as A1 or 一-1; the words belong into `name`."),
        )
    return text


def kind(value: object) -> str:
    """Name the kind of a value in words an officer knows."""
    if value is None:
        return _("nothing")
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, dict):
        return _("a group of fields")
    if isinstance(value, list | tuple):
        return _("a list")
    return repr(value)


def for_all(value: object) -> object:
    """Spread one value over every class: ``20`` means ``{"*": 20}``."""
    if value == {}:
        raise problem("K021", _("no class is named"), _("Write one value for all classes, or one a class."))
    return value if isinstance(value, dict) else {ALL: value}


def _unspread(values: dict[str, Any]) -> Any:
    written = {k: str(v) if isinstance(v, Percent) else v for k, v in values.items()}
    return written[ALL] if written.keys() == {ALL} else written


def _write_quota(value: Percent | int) -> str | int:
    return str(value) if isinstance(value, Percent) else value


_NUMBER_SCHEMA: dict[str, Any] = {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?$"}
_PERCENT_SCHEMA: dict[str, Any] = {"type": ["number", "string"], "pattern": r"^[+-]?[0-9]+(\.[0-9]+)?%?$"}
_WHOLE_SCHEMA: dict[str, Any] = {"type": ["integer", "string"], "pattern": r"^[+-]?[0-9]+$"}


def _per_class(one: dict[str, Any]) -> dict[str, Any]:
    return {"oneOf": [one, {"type": "object", "additionalProperties": one}]}


Number: TypeAlias = Annotated[
    Decimal,
    PlainValidator(read_number),
    PlainSerializer(show_decimal, return_type=str, when_used="json"),
    WithJsonSchema(_NUMBER_SCHEMA),
]
"""A decimal."""

Share: TypeAlias = Annotated[
    Percent, PlainValidator(read_percent), PlainSerializer(str), WithJsonSchema(_PERCENT_SCHEMA)
]
"""A percentage: ``40%``."""

Quota: TypeAlias = Annotated[
    Percent | int, PlainValidator(read_quota), PlainSerializer(_write_quota), WithJsonSchema(_PERCENT_SCHEMA)
]
"""A share of the class (``20%``) or a number of places (``5``)."""

Whole: TypeAlias = Annotated[int, PlainValidator(read_whole), WithJsonSchema(_WHOLE_SCHEMA)]
"""A whole number."""

Text: TypeAlias = Annotated[str, PlainValidator(read_text), WithJsonSchema({"type": ["string", "number"]})]
"""Text, trimmed."""

Name: TypeAlias = Annotated[
    str, PlainValidator(read_name), WithJsonSchema({"type": ["string", "number"], "minLength": 1})
]
"""Text that must not be empty."""

Code: TypeAlias = Annotated[
    str,
    PlainValidator(read_code),
    WithJsonSchema({"type": ["string", "number"], "pattern": r"^\S+$", "maxLength": MOST_OF_A_CODE}),
]
"""Code or id: text without blanks."""

ClassNumbers: TypeAlias = Annotated[
    dict[str, Number],
    BeforeValidator(for_all),
    PlainSerializer(_unspread),
    WithJsonSchema(_per_class(_NUMBER_SCHEMA)),
]
"""A number for all classes, or one a class."""

ClassShares: TypeAlias = Annotated[
    dict[str, Share],
    BeforeValidator(for_all),
    PlainSerializer(_unspread),
    WithJsonSchema(_per_class(_PERCENT_SCHEMA)),
]
"""A percentage for all classes, or one a class."""
