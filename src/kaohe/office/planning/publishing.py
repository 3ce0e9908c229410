"""The rows that publication writes: indicators of the version in force, units with their classes."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from kaohe.office.people.models import Membership, Unit
from kaohe.office.planning.document.rows import IndicatorRow, indicator_rows
from kaohe.office.planning.document.store import spec_of
from kaohe.office.planning.models import AppraisedUnit, Cycle, Indicator, SchemeVersion

_FIELDS = (
    "name",
    "position",
    "is_leaf",
    "criterion",
    "figure_unit",
    "frequency",
    "owner_name",
    "lead_name",
    "classes",
    "needs_target",
    "smaller_is_better",
)


def write_indicators(version: SchemeVersion) -> list[Indicator]:
    """Write the indicators of a version; what it no longer has is marked as withdrawn, never deleted.

    Targets and figures refer to the rows, so a code keeps its row through every version. A data owner that was
    assigned by hand stays as long as the scheme writes the same name.
    """
    rows = indicator_rows(spec_of(version.document))
    before = {i.code: i for i in Indicator.objects.filter(cycle=version.cycle)}
    units = find_units({n for r in rows for n in (r.owner_name, r.lead_name)}, version.cycle)
    written = {row.code: _fill(before.get(row.code) or Indicator(cycle=version.cycle), row, units) for row in rows}
    Indicator.objects.bulk_create(i for i in written.values() if i.pk is None)
    for row in rows:
        written[row.code].parent = written[row.parent] if row.parent else None
    gone = [i for code, i in before.items() if code not in written and i.withdrawn_in_id is None]
    for indicator in gone:
        indicator.withdrawn_in = version
    fields = [*_FIELDS, "parent", "owner", "lead", "withdrawn_in"]
    Indicator.objects.bulk_update([*written.values(), *gone], fields)
    return list(written.values())


def _fill(indicator: Indicator, row: IndicatorRow, units: dict[str, Unit]) -> Indicator:
    if indicator.owner_id is None or indicator.owner_name != row.owner_name:
        indicator.owner = units.get(row.owner_name)
    if indicator.lead_id is None or indicator.lead_name != row.lead_name:
        indicator.lead = units.get(row.lead_name)
    indicator.code, indicator.withdrawn_in = row.code, None
    for field in _FIELDS:
        setattr(indicator, field, getattr(row, field))
    return indicator


def find_units(names: Iterable[str], cycle: Cycle) -> dict[str, Unit]:
    """Find open units by name: of the area first, then anywhere; a name that two of them bear finds none."""
    found: dict[str, list[Unit]] = {}
    wanted = [name for name in names if name]
    for unit in Unit.objects.open_on(timezone.localdate()).filter(name__in=wanted):
        found.setdefault(unit.name, []).append(unit)
    out = {}
    for name, units in found.items():
        inside = [u for u in units if u.path.startswith(cycle.root.path)]
        candidates = inside or units
        if len(candidates) == 1:
            out[name] = candidates[0]
    return out


def freeze_units(cycle: Cycle, classes: Iterable[str]) -> list[AppraisedUnit]:
    """Take the units of the year's classes into the cycle; those that stand there already stay as they are."""
    memberships = members(cycle, classes)
    known = set(AppraisedUnit.objects.filter(cycle=cycle).values_list("unit", flat=True))
    return AppraisedUnit.objects.bulk_create(
        AppraisedUnit(cycle=cycle, unit=m.unit, class_id=m.unit_class.code)
        for m in memberships
        if m.unit_id not in known
    )


def members(cycle: Cycle, classes: Iterable[str]) -> list[Membership]:
    """Give the classified units of the year below the cycle's root that the scheme will appraise.

    Parameters
    ----------
    classes
        Ids of the scheme's classes; none: the scheme appraises every classified unit.
    """
    rows = Membership.objects.filter(year=cycle.year, unit__path__startswith=cycle.root.path)
    rows = rows.exclude(unit=cycle.root_id).select_related("unit", "unit_class").order_by("unit__code")
    ids = set(classes)
    today = timezone.localdate()
    return [m for m in rows if (not ids or m.unit_class.code in ids) and m.unit.is_open_on(today)]
