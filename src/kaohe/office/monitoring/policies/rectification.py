"""Who files problems, who rectifies, who verifies."""

from __future__ import annotations

from kaohe.office.monitoring.models import Problem
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role


class RectificationPolicy:
    """Problems: filed and verified by supervisors and officers, rectified by the unit. Who reported does not verify."""

    def may_file(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may file a problem of a unit."""
        return account.holds(Role.OFFICER, Role.SUPERVISOR, over=unit)

    def may_rectify(self, account: Account, problem: Problem) -> bool:
        """Tell whether an account may set measures for the unit."""
        return account.holds(Role.LIAISON, Role.UNIT_HEAD, over=problem.unit)

    def may_report(self, account: Account, problem: Problem) -> bool:
        """Tell whether an account may report the problem as rectified: the unit's head signs."""
        return account.holds(Role.UNIT_HEAD, over=problem.unit)

    def may_claim(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may claim a part of a superior's finding for a unit."""
        return account.holds(Role.UNIT_HEAD, Role.OFFICER, over=unit)

    def may_verify(self, account: Account, problem: Problem) -> bool:
        """Tell whether an account may close a problem or send it back: not who reported it."""
        last = problem.steps.filter(kind="report").order_by("-at", "-pk").first()
        return self.may_file(account, problem.unit) and (last is None or last.by_id != account.pk)


rectification = RectificationPolicy()
