"""Targets and their adjustments: who proposes a value never approves it."""

from __future__ import annotations

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Reach, Role, View
from kaohe.office.planning.models import Adjustment, Cycle, Target
from kaohe.office.planning.querysets.targets import TARGETS_SEEN

_PROPOSES = {Role.OFFICER: View.SCOPE, Role.LIAISON: View.SCOPE, Role.UNIT_HEAD: View.SCOPE}


class TargetPolicy:
    """Targets."""

    def may_view(self, account: Account, target: Target) -> bool:
        """Tell whether an account may see a target."""
        return Target.objects.visible_to(account).filter(pk=target.pk).exists()

    def may_view_unit(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may see all targets of a unit."""
        return account.reach(TARGETS_SEEN).covers(unit.path) or account.holds(Role.DATA_OWNER, over=unit)

    def may_view_cycle(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may see some target of a cycle: its role meets the area, or owns an indicator."""
        seen = account.reach(TARGETS_SEEN)
        meets = seen.covers(cycle.root.path) or any(path.startswith(cycle.root.path) for path in seen.paths)
        return meets or account.has_role(Role.DATA_OWNER)

    def may_propose(self, account: Account, *units: Unit) -> bool:
        """Tell whether an account may propose targets: liaison and head for their units, the office within its area."""
        reach = self.reach_of_proposals(account)
        return bool(units) and all(reach.covers(unit.path) for unit in units)

    def reach_of_proposals(self, account: Account) -> Reach:
        """Give the units for which an account may propose."""
        return account.reach(_PROPOSES)

    def may_keep(self, account: Account, *units: Unit) -> bool:
        """Tell whether an account may return and lock targets of units, and set what the superior asks of them."""
        return bool(units) and all(account.holds(Role.OFFICER, over=unit) for unit in units)

    def may_review(self, account: Account, target: Target) -> bool:
        """Tell whether a target comes before an account at all: the office's, or a leader's below the floor."""
        if target.is_below_floor:
            return account.holds(Role.LEADER, over=target.cycle.root)
        return account.holds(Role.OFFICER, over=target.unit)

    def may_approve(self, account: Account, target: Target) -> bool:
        """Tell whether an account may approve a target: what comes before it, and another proposed."""
        return target.proposed_by_id != account.pk and self.may_review(account, target)

    def may_keep_history(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may enter results of earlier years."""
        return account.holds(Role.OFFICER, over=cycle.root)


class AdjustmentPolicy:
    """Adjustments in mid-year: asked by the unit's head or the office, decided by a leader of the area."""

    def may_view(self, account: Account, adjustment: Adjustment) -> bool:
        """Tell whether an account may see a request."""
        return Adjustment.objects.visible_to(account).filter(pk=adjustment.pk).exists()

    def may_ask(self, account: Account, target: Target) -> bool:
        """Tell whether an account may ask for a locked target to be changed."""
        return account.holds(Role.OFFICER, Role.UNIT_HEAD, over=target.unit)

    def may_decide(self, account: Account, adjustment: Adjustment) -> bool:
        """Tell whether an account may decide a request that another made."""
        return adjustment.asked_by_id != account.pk and account.holds(Role.LEADER, over=adjustment.target.cycle.root)

    def may_withdraw(self, account: Account, adjustment: Adjustment) -> bool:
        """Tell whether an account may take a request back: its own, while it still stands for the unit."""
        return adjustment.asked_by_id == account.pk and self.may_ask(account, adjustment.target)


targets = TargetPolicy()
adjustments = AdjustmentPolicy()
