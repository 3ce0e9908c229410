"""What can be done next with a row, as forms on its page: one table of steps a noun, one view that takes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from kaohe.office.people.models import Account
from kaohe.office.people.signed_in import Request
from kaohe.office.ui.forms import Form, submit


@dataclass(frozen=True)
class Step:
    """One step.

    Attributes
    ----------
    name
        Word in the address.
    action, row_name
        Called with ``by``, the row under ``row_name``, and what the form holds.
    may
        Tells whether the account can take the step on the row as it stands; the action asks its policy again.
    form
        What the step asks for; `Form` itself: a button alone.
    css
        Class of the button: the one step that comes next is primary.
    """

    name: str
    label: str | Promise
    action: Callable[..., Any]
    row_name: str
    may: Callable[[Account, Any], bool]
    form: type[Form] = Form
    css: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A step as a page shows it: with its form, open when it was just refused."""

    step: Step
    form: Form
    is_open: bool = False


def offered(account: Account, row: Any, steps: Sequence[Step], refused: Offered | None = None) -> list[Offered]:
    """Give the steps that an account can take on a row, the refused one with what was filled in."""
    found = []
    for step in steps:
        if refused is not None and step is refused.step:
            found.append(refused)
        elif step.may(account, row):
            found.append(Offered(step, _form(step, row)))
    return found


def take(
    request: Request, row: Any, steps: Sequence[Step], name: str, page: Callable[..., HttpResponseBase]
) -> HttpResponseBase:
    """Take a step: back to the page when it was taken, the page with its reasons when it was refused.

    Parameters
    ----------
    page
        Draws the row's page; called with ``request``, the row, and the refused step.
    """
    step = next((step for step in steps if step.name == name), None)
    if step is None or request.method != "POST":
        raise Http404
    form = _form(step, row, request.POST)
    account = request.user
    if submit(request, form, partial(step.action, by=account, **{step.row_name: row})) is None:
        return page(request, row, refused=Offered(step, form, is_open=True))
    messages.success(request, _("Done: {step}.").format(step=step.label))
    return redirect(row.get_absolute_url())


def _form(step: Step, row: Any, data: Any = None) -> Form:
    """Give a step's form; one that needs the row to offer choices takes it as ``row``."""
    more = {"row": row} if getattr(step.form, "needs_row", False) else {}
    return step.form(data, prefix=step.name, initial={"seen": getattr(row, "revision", None)}, **more)
