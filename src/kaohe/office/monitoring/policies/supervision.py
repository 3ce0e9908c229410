"""Who supervises, who answers, who decides on objections."""

from __future__ import annotations

from kaohe.office.monitoring.models import Objection, Supervised, SupervisionTask
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role


class SupervisionPolicy:
    """Supervision tasks: filed and led by the organiser's supervisors, approved by a leader who did not file them."""

    def may_file(self, account: Account, organiser: Unit) -> bool:
        """Tell whether an account may file a task in the name of a unit."""
        return account.holds(Role.OFFICER, Role.SUPERVISOR, over=organiser)

    def may_lead(self, account: Account, task: SupervisionTask) -> bool:
        """Tell whether an account may plan, begin, conclude and archive a task."""
        return self.may_file(account, task.organiser)

    def may_approve(self, account: Account, task: SupervisionTask) -> bool:
        """Tell whether an account may approve a task or the use of its result: a leader over the area."""
        return account.holds(Role.LEADER, over=task.cycle.root)

    def may_answer(self, account: Account, supervised: Supervised) -> bool:
        """Tell whether an account may arrange and report for the unit."""
        return account.holds(Role.LIAISON, Role.UNIT_HEAD, over=supervised.unit)

    def may_object(self, account: Account, supervised: Supervised) -> bool:
        """Tell whether an account may object for the unit: its head."""
        return account.holds(Role.UNIT_HEAD, over=supervised.unit)

    def may_decide(self, account: Account, objection: Objection) -> bool:
        """Tell whether an account may decide on an objection: who took part in the task stands back (recusal)."""
        task = objection.supervised.task
        taken_part = task.steps.filter(by=account, state__in=("doing", "concluded", "fed_back")).exists()
        return not taken_part and (self.may_approve(account, task) or self.may_lead(account, task))


supervision = SupervisionPolicy()
