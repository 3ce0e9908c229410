"""Who enters, signs, accepts; who keeps the rules."""

from __future__ import annotations

from kaohe.office.monitoring.models import Report, Side, Source
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle, Indicator


class ReportPolicy:
    """Reports: the liaison enters, the head signs; a data owner's own form passes two of its people."""

    def may_enter(self, account: Account, report: Report) -> bool:
        """Tell whether an account may enter, submit and correct figures of a report."""
        role = Role.DATA_OWNER if report.side == Side.OWNER else Role.LIAISON
        return account.holds(role, over=report.unit)

    def may_sign(self, account: Account, report: Report) -> bool:
        """Tell whether an account may sign a report or send it back before it goes out; never its own figures."""
        roles = (Role.DATA_OWNER, Role.UNIT_HEAD) if report.side == Side.OWNER else (Role.UNIT_HEAD,)
        return account.holds(*roles, over=report.unit)

    def may_accept(self, account: Account, indicator: Indicator) -> bool:
        """Tell whether an account may accept or return figures of an indicator: its data owner.

        An indicator whose data owner is no unit of the platform is looked after by the office.
        """
        if indicator.owner is None:
            return account.holds(Role.OFFICER, over=indicator.cycle.root)
        return account.holds(Role.DATA_OWNER, over=indicator.owner)


class ReportingPolicy:
    """Rules of reporting, cards, the dictionary: the office of the area."""

    def may_keep(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may change them."""
        return account.holds(Role.OFFICER, over=cycle.root)


class SourcePolicy:
    """Sources: the office, and the data owner whose figures they bring."""

    def may_keep(self, account: Account, cycle: Cycle, owner: Unit) -> bool:
        """Tell whether an account may add, change and run a source."""
        return account.holds(Role.DATA_OWNER, over=owner) or account.holds(Role.OFFICER, over=cycle.root)

    def may_run(self, account: Account, source: Source) -> bool:
        """Tell whether an account may read a source now."""
        return self.may_keep(account, source.cycle, source.owner)


reports = ReportPolicy()
reporting = ReportingPolicy()
sources = SourcePolicy()
