"""What every part of a scheme document has in common."""

from __future__ import annotations

from typing import Annotated, Any, TypeAlias

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema

from kaohe.scheme.fields import Code, Name, Text


class OrShort:
    """Tells the JSON Schema of the short form beside the long one, so that editors accept both."""

    def __init__(self, *kinds: str) -> None:
        self.kinds = kinds

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [handler(schema), {"type": list(self.kinds)}]}


def one_or_many(value: object) -> object:
    """Let a single entry stand for a list of one."""
    return [value] if isinstance(value, str | dict) else value


Codes: TypeAlias = Annotated[tuple[Code, ...], BeforeValidator(one_or_many), OrShort("string", "number")]
"""Codes or ids; one alone may be written without brackets."""


class Node(BaseModel):
    """A part of the document: immutable, with no fields but those named."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_enum_values=False)


class Marked(Node):
    """A part that carries numbers: they may be marked as assumed, and explained.

    Attributes
    ----------
    assumed
        True: the regime leaves a number of this part open and the author chose it.
    note
        Remark for readers; no effect on any score.
    """

    assumed: bool = Field(
        default=False, description="a number here was chosen by the author, the regime leaves it open"
    )
    note: Text | None = Field(default=None, description="remark for readers, without effect on scores")


class Basis(Node):
    """A document that a scheme, a veto or a consequence rests on (依据)."""

    document: Name
    article: Text | None = None
    issued_by: Text | None = None
    date: Text | None = None
    url: Text | None = None


def document_or_fields(value: object) -> Any:
    """Let ``旬办发〔2014〕1号`` stand for ``{document: 旬办发〔2014〕1号}``."""
    return {"document": value} if isinstance(value, str) else value


Document: TypeAlias = Annotated[Basis, BeforeValidator(document_or_fields), OrShort("string")]
Documents: TypeAlias = Annotated[tuple[Document, ...], BeforeValidator(one_or_many), OrShort("string", "object")]
