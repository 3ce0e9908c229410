"""Who files events, who decides on them."""

from __future__ import annotations

from django.utils import timezone

from kaohe.office.monitoring.models import Event, EventState
from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Cycle


class EventPolicy:
    """Events: filed by the department that manages the item, by supervisors and the office; decided by the office."""

    def may_file(self, account: Account, cycle: Cycle, owner: str = "") -> bool:
        """Tell whether an account may file events of an item.

        Parameters
        ----------
        owner
            Name of the department that the scheme gives the item to; blank: none.
        """
        if account.holds(Role.OFFICER, Role.SUPERVISOR, over=cycle.root):
            return True
        department = Unit.objects.open_on(timezone.localdate()).filter(name=owner).first() if owner else None
        return department is not None and account.holds(Role.DATA_OWNER, over=department)

    def may_decide(self, account: Account, event: Event) -> bool:
        """Tell whether an account may approve or refuse an event: the office, and not who filed it."""
        return account.holds(Role.OFFICER, over=event.cycle.root) and event.filed_by_id != account.pk

    def may_cancel(self, account: Account, event: Event) -> bool:
        """Tell whether an account may cancel an event: who filed it while it waits, the office always."""
        own = event.filed_by_id == account.pk and event.state == EventState.FILED
        return own or account.holds(Role.OFFICER, over=event.cycle.root)


events = EventPolicy()
