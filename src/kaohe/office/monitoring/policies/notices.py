"""Who makes notices, who complains, who answers."""

from __future__ import annotations

from kaohe.office.monitoring.models import Complaint
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle


class NoticePolicy:
    """Notices: the office and the supervisors of the whole area."""

    def may_make(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may compose, issue and withdraw notices of a cycle."""
        return account.holds(Role.OFFICER, Role.SUPERVISOR, over=cycle.root)


class ComplaintPolicy:
    """Complaints: of everybody in the unit; answered by the office."""

    def may_file(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may complain for a unit: it works there or speaks for it."""
        if account.holds(Role.LIAISON, Role.UNIT_HEAD, over=unit):
            return True
        return Unit.objects.visible_to(account).filter(pk=unit.pk).exists() and account.person_id is not None

    def may_answer(self, account: Account, complaint: Complaint) -> bool:
        """Tell whether an account may answer a complaint."""
        return account.holds(Role.OFFICER, over=complaint.unit) and complaint.filed_by_id != account.pk


notices = NoticePolicy()
complaints = ComplaintPolicy()
