"""Who divides a unit's indicators, and whose personal plan is agreed to by whom."""

from __future__ import annotations

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role, View
from kaohe.office.planning.models import PersonalPlan
from kaohe.office.planning.querysets.decomposition import DIVISIONS_SEEN, PLANS_SEEN

_DIVIDES = {Role.LIAISON: View.SCOPE, Role.UNIT_HEAD: View.SCOPE}
_AGREES = {Role.UNIT_HEAD: View.SCOPE, Role.LEADER: View.FIELD}


class DecompositionPolicy:
    """How a unit divides its indicators."""

    def may_view(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may see how a unit divides its indicators."""
        return account.reach(DIVISIONS_SEEN).covers(unit.path)

    def may_change(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may divide a unit's indicators: its liaison or head."""
        return account.reach(_DIVIDES).covers(unit.path)

    def may_confirm(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may confirm a division: the head signs for the unit."""
        return account.reach({Role.UNIT_HEAD: View.SCOPE}).covers(unit.path)


class PersonalPlanPolicy:
    """Personal plans."""

    def may_view(self, account: Account, plan: PersonalPlan) -> bool:
        """Tell whether an account may see a plan: the own one, or one of a unit within reach."""
        return self._is_own(account, plan) or account.reach(PLANS_SEEN).covers(plan.unit.path)

    def may_change(self, account: Account, plan: PersonalPlan) -> bool:
        """Tell whether an account may write a plan: the person alone."""
        return account.is_active and self._is_own(account, plan)

    def may_agree(self, account: Account, plan: PersonalPlan) -> bool:
        """Tell whether an account may agree to a plan: the unit's head or its leader, never to the own one."""
        return not self._is_own(account, plan) and account.reach(_AGREES).covers(plan.unit.path)

    def may_follow(self, account: Account, unit: Unit) -> bool:
        """Tell whether an account may see how far the plans of a unit are."""
        return account.reach(PLANS_SEEN).covers(unit.path)

    def _is_own(self, account: Account, plan: PersonalPlan) -> bool:
        return account.person_id is not None and account.person_id == plan.person_id


decompositions = DecompositionPolicy()
personal_plans = PersonalPlanPolicy()
