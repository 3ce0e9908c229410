"""Which reports and cards."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, Value, When

from kaohe.office.planning.querysets.targets import OWN_SEEN, TARGETS_SEEN

if TYPE_CHECKING:
    from kaohe.office.people.models import Account


def seen(account: Account, unit: str) -> Q:
    """Give the filter on rows of a unit's reports; a data owner sees those of its own subtree."""
    whole = account.reach(TARGETS_SEEN)
    return (
        Q() if whole.is_all else whole.condition(f"{unit}__path") | account.reach(OWN_SEEN).condition(f"{unit}__path")
    )


class ReportQuerySet(models.QuerySet[Any]):
    """Reports."""

    def visible_to(self, account: Account) -> Self:
        """Keep the reports an account may see."""
        return self.filter(seen(account, "unit"))

    def missing_on(self, day: date) -> Self:
        """Keep what should have been reported before a day and was not."""
        return self.filter(reported_at__isnull=True, due_on__lt=day)

    def to_do_on(self, day: date) -> Self:
        """Keep what waits for the reporting unit: periods that have ended and are not signed, and what was returned."""
        return self.filter(Q(period_ends_on__lt=day), state__in=("open", "draft", "submitted", "returned"))

    def with_light(self, day: date) -> Self:
        """Add ``light``: reported, late (reported afterwards), missing, due, ahead; and ``has_red``.

        One query, whatever the number of reports.
        """
        cards = self.model._meta.get_field("cards").related_model.objects
        return self.annotate(
            light=Case(
                When(reported_at__isnull=False, is_late=True, then=Value("late")),
                When(reported_at__isnull=False, then=Value("reported")),
                When(due_on__lt=day, then=Value("missing")),
                When(period_ends_on__lt=day, then=Value("due")),
                default=Value("ahead"),
                output_field=models.CharField(),
            ),
            has_red=Exists(cards.filter(report=OuterRef("pk"), kind="red", lifted_at__isnull=True)),
            has_yellow=Exists(cards.filter(report=OuterRef("pk"), kind="yellow", lifted_at__isnull=True)),
        )

    def demands_by_unit(self) -> Any:
        """Count the reports asked, unit and month of the due date a row: ``unit``, ``month``, ``demands``."""
        return (
            self.filter(due_on__isnull=False)
            .order_by()
            .values("unit", month=models.functions.TruncMonth("due_on"))
            .annotate(demands=models.Count("pk"))
        )


class CardQuerySet(models.QuerySet[Any]):
    """Cards."""

    def visible_to(self, account: Account) -> Self:
        """Keep the cards of the reports an account may see."""
        return self.filter(seen(account, "report__unit"))

    def standing(self) -> Self:
        """Leave out those that were lifted."""
        return self.filter(lifted_at__isnull=True)
