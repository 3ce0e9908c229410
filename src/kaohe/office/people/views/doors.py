"""What every page has in common: who asks, and how a form leads to its action."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.ui import panel
from kaohe.office.ui.forms import submit
from kaohe.office.ui.forms.base import House

V = TypeVar("V", bound=Callable[..., HttpResponseBase])


def page(view: V) -> V:
    """Let in whoever signed in, to look."""
    return login_required(require_safe(view))


def form_page(view: V) -> V:
    """Let in whoever signed in, to look at a form and to send it."""
    return login_required(require_http_methods(["GET", "HEAD", "POST"])(view))


def deed(view: V) -> V:
    """Let in whoever signed in, to do something by one button."""
    return login_required(require_POST(view))


def account_of(request: HttpRequest) -> Account:
    """Give who asks; pages stand behind the sign-in."""
    account = request.user
    assert isinstance(account, Account)  # noqa: S101  (for the type checker: login_required has seen to it)
    return account


def act(
    request: HttpRequest,
    form: House,
    action: Callable[..., Any],
    *,
    title: str,
    back: str | Callable[[Any], str],
    said: str = "",
    template: str = "people/act.html",
    **context: Any,
) -> HttpResponse:
    """Show a form, and run its action when it is sent.

    Parameters
    ----------
    back
        Where to go afterwards, perhaps by what the action returned.
    said
        What the page says then.
    context
        More for the template: ``submit``, the word of the button; ``hint``, what the form means.
    """
    if request.method == "POST":
        done = submit(request, form, action)
        if done is not None:
            messages.success(request, said or _("Saved."))
            return redirect(back(done) if callable(back) else back)
    shown = {"form": form, "title": title, "back": "" if callable(back) else back, **context}
    return panel.show(request, template, shown)


def do(request: HttpRequest, action: Callable[[], Any], *, back: str, said: str) -> HttpResponse:
    """Run the action of a button; what it refuses is said on the page that comes next."""
    try:
        action()
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, said)
    return redirect(back)
