"""Views for who is signed in: the decorator, and the type of their requests."""

from __future__ import annotations

from collections.abc import Callable
from typing import Concatenate, ParamSpec, TypeVar

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase

from kaohe.office.people.models import Account

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)


class Request(HttpRequest):
    """A request of somebody who is signed in; exists for the type checker."""

    user: Account


def signed_in(view: Callable[Concatenate[Request, P], R]) -> Callable[..., R]:
    """Lead to the sign-in whoever is not signed in; the view's request has an account."""
    guarded: Callable[..., R] = login_required(view)
    return guarded
