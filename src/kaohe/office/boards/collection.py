"""The state of collection: how many reports came in time, late, or not at all, class by class."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count
from django.utils.translation import gettext as _

from kaohe.office.monitoring.models import Report
from kaohe.office.monitoring.views.report_lights import LIGHTS, TONES
from kaohe.office.people.models import Account
from kaohe.office.planning.models import AppraisedUnit, Cycle
from kaohe.office.ui.charts import Chart, bars

COUNTED = ("missing", "due", "late", "reported")
"""Lights of reports whose period is over."""


@dataclass(frozen=True, slots=True)
class Collection:
    """Reports by class and light."""

    counts: Mapping[tuple[str, str], int]
    classes: Mapping[str, str]

    def of(self, light: str) -> int:
        """Count the reports of one light over all classes."""
        return sum(count for (_class, found), count in self.counts.items() if found == light)

    def chart(self) -> Chart:
        """Draw the lights side by side, a class a bar."""
        words = dict(LIGHTS)
        ids = [class_id for class_id in self.classes if any(self.counts.get((class_id, c)) for c in COUNTED)]
        series = {str(words[light]): [self.counts.get((class_id, light), 0) for class_id in ids] for light in COUNTED}
        names = [self.classes[class_id] for class_id in ids]
        tones = {str(words[light]): TONES[light] for light in COUNTED}
        return bars(_("Reports by class"), names, series, unit=_("reports"), stacked=True, tones=tones)


def collection_of(account: Account, cycle: Cycle, class_names: Mapping[str, str], today: date) -> Collection:
    """Count the reports that an account may see: two queries."""
    rows = Report.objects.visible_to(account).filter(cycle=cycle).with_light(today).order_by()
    classes = dict(AppraisedUnit.objects.filter(cycle=cycle).values_list("unit", "class_id"))
    counts: Counter[tuple[str, str]] = Counter()
    for unit, light, count in rows.values("unit", "light").annotate(n=Count("pk")).values_list("unit", "light", "n"):
        counts[classes.get(unit, ""), light] += count
    return Collection(counts, {**class_names, "": _("data owners")})
