"""Which evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db import models

from kaohe.office.planning.querysets.targets import visible

if TYPE_CHECKING:
    from kaohe.office.monitoring.models import Figure
    from kaohe.office.people.models import Account


class EvidenceQuerySet(models.QuerySet[Any]):
    """Evidence."""

    def visible_to(self, account: Account) -> Self:
        """Keep the evidence of the figures an account may see."""
        return self.filter(visible(account, "figure__unit", "figure__indicator"))

    def reusable_for(self, figure: Figure) -> Self:
        """Keep what the same unit handed in for other figures of the cycle, each file once."""
        taken = self.filter(figure=figure).values("file")
        own = self.filter(figure__cycle=figure.cycle_id, figure__unit=figure.unit_id).exclude(file__in=taken)
        return own.order_by("file", "-added_at").distinct("file")
