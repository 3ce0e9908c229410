"""Rows of the API."""

from kaohe.office.api.models.tokens import Token

__all__ = ["Token"]
