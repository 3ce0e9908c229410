"""Which figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.people.roles import Role, View
from kaohe.office.planning.querysets.targets import visible

if TYPE_CHECKING:
    from kaohe.office.monitoring.models import Report
    from kaohe.office.people.models import Account

OWNS = {Role.DATA_OWNER: View.SCOPE}


class FigureQuerySet(models.QuerySet[Any]):
    """Figures."""

    def visible_to(self, account: Account) -> Self:
        """Keep the figures an account may see: of its units, and those of the indicators whose data it owns."""
        return self.filter(visible(account, "unit", "indicator"))

    def of(self, report: Report) -> Self:
        """Keep the figures that a report asks for."""
        rows = self.filter(cycle=report.cycle_id, period=report.period).side(report.side)
        whose = {"unit": report.unit_id} if report.side == "unit" else {"indicator__owner": report.unit_id}
        return rows.filter(**whose)

    def side(self, side: str) -> Self:
        """Keep what units enter, or what data owners enter for all units."""
        by_owner = {"indicator__reporting__entered_by": "owner"}
        return self.filter(**by_owner) if side == "owner" else self.exclude(**by_owner)

    def waiting_for(self, account: Account) -> Self:
        """Keep what the units' heads have signed and an account may accept or return, as the data owner."""
        return self.filter(account.reach(OWNS).condition("indicator__owner__path"), state="signed")


class FigureVersionQuerySet(models.QuerySet[Any]):
    """Versions of figures."""

    def visible_to(self, account: Account) -> Self:
        """Keep the versions of the figures an account may see."""
        return self.filter(visible(account, "figure__unit", "figure__indicator"))
