"""From a filled form to an action, and back with everything it refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kaohe.office.ui.forms.base import House
from kaohe.office.ui.forms.problems import kept_problems
from kaohe.office.ui.once import mark_done
from kaohe.tables.problems import Problems


def submit(request: HttpRequest, form: House, action: Callable[..., Any]) -> Any | None:
    """Run an action with what a form holds.

    Parameters
    ----------
    action
        Called with the cleaned data as keywords, `RevisionField` among them:
        ``submit(request, form, partial(change_unit, by=account, unit=unit))``.

    Returns
    -------
    object or None
        What the action returned, True when that was None. None: the form or the action refused, and the form shows it.
    """
    if not form.is_valid():
        return None
    try:
        result = action(**form.cleaned_data)
    except (ValidationError, Problems) as error:
        form.take(kept_problems(request, error) if isinstance(error, Problems) else error)
        form.stale_url = form.stale_url or request.path
        return None
    mark_done(request)
    return True if result is None else result
