"""What is refused, as JSON: one shape for every reason."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import ValidationError as UnreadableError
from pydantic import Field

from kaohe.office.api.authentication import MissingScopeError
from kaohe.office.monitoring.answers import AnswersError, DoubtsError
from kaohe.office.revisions import StaleError
from kaohe.tables.problems import Problems


class Refusal(Schema):
    """Why a request was refused.

    Attributes
    ----------
    code
        ``denied``, ``not_found``, ``invalid``, ``stale``, ``doubtful``, ``unreadable``.
    messages
        In the words of the office, in the language of the request.
    fields
        Messages by field, where they belong to one.
    """

    code: str
    messages: list[str]
    fields: dict[str, list[str]] = Field(default_factory=dict)


def add_to(api: NinjaAPI) -> None:
    """Let an API answer every refusal in this shape."""

    def says(status: int, refusal: Refusal, request: HttpRequest) -> HttpResponse:
        return api.create_response(request, refusal.model_dump(), status=status)

    @api.exception_handler(PermissionDenied)
    def denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return says(403, Refusal(code="denied", messages=[str(error) or _("This account may not do that.")]), request)

    @api.exception_handler(MissingScopeError)
    def out_of_scope(request: HttpRequest, error: MissingScopeError) -> HttpResponse:
        text = _("This token may not be used to {scope}.").format(scope=error.scope.label)
        return says(403, Refusal(code="denied", messages=[text]), request)

    @api.exception_handler(Http404)
    def missing(request: HttpRequest, _error: Http404) -> HttpResponse:
        text = _("There is no such thing, or this account may not see it.")
        return says(404, Refusal(code="not_found", messages=[text]), request)

    @api.exception_handler(ValidationError)
    def invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        return says(409 if isinstance(error, StaleError | DoubtsError) else 422, refusal_of(error), request)

    @api.exception_handler(Problems)
    def problems(request: HttpRequest, error: Problems) -> HttpResponse:
        return says(422, Refusal(code="invalid", messages=[str(problem) for problem in error.problems]), request)

    @api.exception_handler(UnreadableError)
    def unreadable(request: HttpRequest, error: UnreadableError) -> HttpResponse:
        fields = {".".join(map(str, e["loc"])): [str(e["msg"])] for e in error.errors}
        text = _("The request cannot be read: see the fields.")
        return says(422, Refusal(code="unreadable", messages=[text], fields=fields), request)


def refusal_of(error: ValidationError) -> Refusal:
    """Turn what an action refused into the shape of the API."""
    if isinstance(error, AnswersError):
        return Refusal(code="invalid", messages=error.messages, fields=_by_field(error.problems))
    if isinstance(error, DoubtsError):
        doubts = {key: [doubt.text for doubt in found] for key, found in error.doubts.items()}
        return Refusal(code="doubtful", messages=error.messages, fields=_by_field(doubts))
    fields = error.message_dict if hasattr(error, "error_dict") else {}
    code = "stale" if isinstance(error, StaleError) else "invalid"
    return Refusal(code=code, messages=error.messages, fields=fields)


def _by_field(found: dict[Any, Any]) -> dict[str, list[str]]:
    """Name fields of a report as ``unit:indicator:input``, by their keys."""
    return {":".join(map(str, key)): [said] if isinstance(said, str) else said for key, said in found.items()}
