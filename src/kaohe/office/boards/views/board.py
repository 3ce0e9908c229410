"""The board of an account: the one of its role, for the cycle chosen."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from kaohe.office.boards.current import Shown, shown
from kaohe.office.boards.waiting import waiting
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.planning.models import Cycle

OFFICE = (Role.OFFICER, Role.SUPERVISOR)
UNIT = (Role.UNIT_HEAD, Role.LIAISON)


@require_safe
@signed_in
def board(request: Request) -> HttpResponseBase:
    """Lead to the board of the account's role."""
    account = request.user
    for roles, name in ((OFFICE, "office"), ((Role.LEADER,), "leader"), (UNIT, "unit")):
        if account.has_role(*roles):
            return redirect(f"boards:{name}")
    require(account.person_id is not None)
    return redirect("boards:person")


@require_safe
@signed_in
def waiting_here(request: Request) -> HttpResponseBase:
    """Show what waits for the account: a part of the home page."""
    return render(request, "boards/waiting.html", {"lines": waiting(request.user)})


def drawn(
    request: Request,
    template: str,
    title: str,
    may: Callable[[Account, Cycle], bool],
    fill: Callable[[Cycle], dict[str, object]],
) -> HttpResponseBase:
    """Draw a board for the cycle chosen, or say that none has begun.

    Parameters
    ----------
    may
        Tells whether the account has this board for a cycle.
    fill
        Gives what the template needs.
    """
    found = _allowed(shown(request), request.user, may)
    context: dict[str, object] = {"title": title, "cycles": found.cycles, "cycle": found.cycle}
    if found.cycle is None:
        return render(request, "boards/none.html", context)
    return render(request, template, context | fill(found.cycle))


def _allowed(found: Shown, account: Account, may: Callable[[Account, Cycle], bool]) -> Shown:
    """Leave the cycles for which the account has the board; the first of them stands for one it has none for."""
    cycles = tuple(cycle for cycle in found.cycles if may(account, cycle))
    is_allowed = found.cycle is not None and found.cycle in cycles
    return Shown(found.cycle if is_allowed else next(iter(cycles), None), cycles)
