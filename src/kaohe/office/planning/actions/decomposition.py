"""Divide a unit's indicators among its leaders, sections, posts and persons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account, Person, Unit
from kaohe.office.people.policies import require
from kaohe.office.planning.bearers import Bearers, Kind, ShareLine
from kaohe.office.planning.division import PLACES, WHOLE
from kaohe.office.planning.imports.divisions import read_divisions
from kaohe.office.planning.models import AppraisedUnit, Cycle, CycleState, Decomposition, Indicator, Share
from kaohe.office.planning.policies.decomposition import decompositions
from kaohe.office.planning.shares import gaps_of, lines_of, target_of, told, with_values
from kaohe.office.revisions import held

OPEN_STATES = (CycleState.PUBLISHED, CycleState.RUNNING)
"""A year's indicators are divided from publication until the assessment begins."""


@transaction.atomic
def divide_indicator(
    *, by: Account, indicator: Indicator, unit: Unit, lines: Sequence[ShareLine], seen: int | None = None
) -> Decomposition:
    """Write how a unit divides an indicator, as a draft: it need not add up yet.

    A bearer who stays keeps the share's row, so that personal plans go on pointing at it.

    Parameters
    ----------
    seen
        Revision that the form was filled from; 0 when there was no division yet; None: whatever stands.

    Raises
    ------
    PermissionDenied
        Unless liaison or head of the unit.
    StaleError
        When somebody else changed the division after the form was opened.
    ValidationError
        When the unit does not have the indicator, or a bearer does not stand where the line says.
    """
    require(decompositions.may_change(by, unit))
    _check_open(indicator, unit)
    check_lines(lines, Bearers(unit, timezone.localdate()))
    row = _held(by, indicator, unit, seen)
    if row.is_confirmed:
        raise ValidationError(_("The division is confirmed: take the confirmation back before changing it."))
    _replace_shares(row, lines)
    _changed(row, by, is_confirmed=False)
    _record("divide_indicator", by, row, shares=row.shares.count())
    return row


@transaction.atomic
def confirm_decomposition(*, by: Account, decomposition: Decomposition, seen: int | None = None) -> Decomposition:
    """Confirm a division: from now on it stands in personal plans.

    Raises
    ------
    PermissionDenied
        Unless head of the unit.
    ValidationError
        With one message for every level that does not add up, and for every bearer who is gone.
    """
    require(decompositions.may_confirm(by, decomposition.unit))
    row = held(decomposition, seen)
    _check_open(row.indicator, row.unit)
    problems = [*map(told, gaps_of(row)), *_gone(row)]
    if problems:
        raise ValidationError(problems)
    if not row.is_confirmed:
        _changed(row, by, is_confirmed=True)
        _record("confirm_decomposition", by, row)
    return row


@transaction.atomic
def reopen_decomposition(*, by: Account, decomposition: Decomposition, seen: int | None = None) -> Decomposition:
    """Take a confirmation back, so that the division can be changed."""
    require(decompositions.may_confirm(by, decomposition.unit))
    row = held(decomposition, seen)
    if row.is_confirmed:
        _changed(row, by, is_confirmed=False)
        _record("reopen_decomposition", by, row)
    return row


@transaction.atomic
def copy_decomposition(
    *, by: Account, source: Decomposition, indicators: Iterable[Indicator], unit: Unit | None = None
) -> list[Decomposition]:
    """Divide other indicators in the same way, as drafts: of this cycle, or of this year after last year's.

    Values are divided anew by the shares where the source has values and the unit a locked target. Confirmed divisions
    are left alone; people who have left come along and are flagged until a successor is named.

    Returns
    -------
    The divisions written.
    """
    unit = unit or source.unit
    require(decompositions.may_view(by, source.unit) and decompositions.may_change(by, unit))
    lines = lines_of(source)
    if not lines or source.unit_id != unit.pk:
        raise ValidationError(_("Choose a division of the same unit that has shares."))
    written = []
    for indicator in sorted(indicators, key=lambda i: i.pk):
        _check_open(indicator, unit)
        row = _held(by, indicator, unit, None)
        if row.is_confirmed or row.pk == source.pk:
            continue
        has_values = any(line.value is not None for line in lines)
        _replace_shares(row, with_values(lines, target_of(row) if has_values else None))
        _changed(row, by, is_confirmed=False)
        _record("copy_decomposition", by, row, source=source.pk)
        written.append(row)
    return written


@transaction.atomic
def copy_last_year(*, by: Account, cycle: Cycle, unit: Unit) -> list[Decomposition]:
    """Take over last year's divisions, code by code, for the indicators that nobody bears yet; as drafts."""
    require(decompositions.may_change(by, unit))
    appraised = AppraisedUnit.objects.filter(cycle=cycle, unit=unit).first()
    if appraised is None or cycle.previous_id is None:
        raise ValidationError(_("The cycle has no year before it for {unit}.").format(unit=unit.name))
    leaves = Indicator.objects.filter(cycle=cycle).in_force().leaves().of_class(appraised.class_id)
    free = {i.code: i for i in leaves.exclude(decompositions__in=Decomposition.objects.filter(unit=unit))}
    written: list[Decomposition] = []
    for source in Decomposition.objects.filter(cycle=cycle.previous_id, unit=unit).select_related("indicator", "unit"):
        if (indicator := free.get(source.indicator.code)) and source.shares.exists():
            written += copy_decomposition(by=by, source=source, indicators=[indicator])
    if not written:
        raise ValidationError(_("Last year's divisions fit no indicator that is still open."))
    return written


@transaction.atomic
def import_divisions(*, by: Account, cycle: Cycle, unit: Unit, path: Path) -> int:
    """Write the divisions of a list as drafts; says how many indicators.

    Raises
    ------
    PermissionDenied
        Unless liaison or head of the unit.
    Problems
        With everything wrong in the list; nothing is written.
    ValidationError
        For divisions that are confirmed, and bearers who do not fit; nothing is written.
    """
    require(decompositions.may_change(by, unit))
    appraised = AppraisedUnit.objects.filter(cycle=cycle, unit=unit).first()
    leaves = Indicator.objects.filter(cycle=cycle).in_force().leaves()
    known = leaves.of_class(appraised.class_id) if appraised else leaves.none()
    bearers = Bearers(unit, timezone.localdate())
    found = read_divisions(path, bearers, {indicator.code: indicator for indicator in known})
    for indicator, lines in found:
        divide_indicator(by=by, indicator=indicator, unit=unit, lines=lines)
    return len(found)


@transaction.atomic
def replace_bearer(*, by: Account, share: Share, successor: Person, seen: int | None = None) -> Share:
    """Hand the share of somebody who left or moved to a successor; what was confirmed stays so, the sums are the same.

    Raises
    ------
    ValidationError
        When the successor does not work in the unit, or bears a share of the same level already.
    """
    unit = share.decomposition.unit
    require(decompositions.may_change(by, unit))
    row = held(share.decomposition, seen)
    share = row.shares.select_related("person", "parent").get(pk=share.pk)
    if share.person is None or not Bearers(unit, timezone.localdate()).holds(share.kind, successor):
        raise ValidationError(_("{name} does not work in {unit} today.").format(name=successor.name, unit=unit.name))
    if row.shares.filter(parent=share.parent, person=successor).exists():
        message = _("{name} bears a share of this level already: change the division instead.")
        raise ValidationError(message.format(name=successor.name))
    before, share.person = share.person, successor
    share.save(update_fields=["person"])
    _changed(row, by, is_confirmed=row.is_confirmed)
    _record("replace_bearer", by, row, before=before.staff_no, after=successor.staff_no)
    return share


def check_lines(lines: Sequence[ShareLine], bearers: Bearers) -> None:
    """Raise ValidationError with everything wrong in the lines, whether they add up or not."""
    problems = [*_line_problems(lines, bearers, None)]
    if problems:
        raise ValidationError(problems)


def _line_problems(lines: Sequence[ShareLine], bearers: Bearers, above: ShareLine | None) -> Iterator[str]:
    seen: set[str] = set()
    for line in lines:
        name = line.bearer.name
        if line.token in seen:
            yield _("{name} stands twice among the parts of one level.").format(name=name)
        elif not bearers.holds(line.kind, line.bearer):
            yield _("{name} is not of {unit} today: choose a successor.").format(name=name, unit=bearers.unit.name)
        elif above is not None and not bearers.fits(above, line):
            yield _("{name} cannot bear a part of {above}.").format(name=name, above=above.bearer.name)
        if not 0 < line.percent <= WHOLE or -line.percent.as_tuple().exponent > PLACES:  # type: ignore[operator]
            yield _("{name}: a share is more than 0 and at most 100, with four decimal places.").format(name=name)
        seen.add(line.token)
        yield from _line_problems(line.parts, bearers, line)


def _check_open(indicator: Indicator, unit: Unit) -> None:
    cycle = indicator.cycle
    if cycle.state not in OPEN_STATES:
        raise ValidationError(_("Indicators are divided between publication and the assessment of a cycle."))
    appraised = AppraisedUnit.objects.filter(cycle=cycle, unit=unit).first()
    if appraised is None or not indicator.is_leaf or indicator.withdrawn_in_id or not _applies(indicator, appraised):
        raise ValidationError(_("{unit} is not appraised by {indicator}.").format(unit=unit.name, indicator=indicator))


def _applies(indicator: Indicator, appraised: AppraisedUnit) -> bool:
    return not indicator.classes or f" {appraised.class_id} " in indicator.classes


def _held(by: Account, indicator: Indicator, unit: Unit, seen: int | None) -> Decomposition:
    """Hold the row of a division, a new one if need be; two who begin at once write one."""
    row, _is_new = Decomposition.objects.get_or_create(
        cycle_id=indicator.cycle_id, indicator=indicator, unit=unit, defaults={"changed_by": by}
    )
    return held(row, seen)


class _Writer:
    """Writes the lines of a division over its shares."""

    def __init__(self, row: Decomposition) -> None:
        self.row = row
        self.known = {(share.parent_id, share.token): share for share in row.shares.all()}
        self.kept: set[int] = set()

    def write(self, lines: Sequence[ShareLine], parent: Share | None = None) -> None:
        """Write one level and everything below it."""
        for line in lines:
            share = self.known.get((parent.pk if parent else None, line.token)) or self._new(line, parent)
            share.position = len(self.kept) + 1
            share.percent, share.value, share.task, share.due_on = line.percent, line.value, line.task, line.due_on
            share.save()
            self.kept.add(share.pk)
            self.write(line.parts, share)

    def _new(self, line: ShareLine, parent: Share | None) -> Share:
        share = Share(decomposition=self.row, parent=parent, kind=line.kind)
        setattr(share, _FIELD[line.kind], line.bearer)
        return share


_FIELD: dict[str, str] = {Kind.LEADER: "person", Kind.PERSON: "person", Kind.SECTION: "section", Kind.POST: "post"}


def _replace_shares(row: Decomposition, lines: Sequence[ShareLine]) -> None:
    writer = _Writer(row)
    writer.write(lines)
    row.shares.exclude(pk__in=writer.kept).delete()


def _gone(row: Decomposition) -> list[str]:
    gone = row.shares.in_tree_order().with_presence(timezone.localdate()).filter(is_gone=True)
    return [
        _("{name} is not of {unit} today: choose a successor.").format(name=s.bearer.name, unit=row.unit.name)
        for s in gone
    ]


def _changed(row: Decomposition, by: Account, *, is_confirmed: bool) -> None:
    row.is_confirmed, row.changed_by, row.changed_at = is_confirmed, by, timezone.now()
    row.revision += 1
    row.save(update_fields=["is_confirmed", "changed_by", "changed_at", "revision"])


def _record(action: str, by: Account, row: Decomposition, **details: object) -> None:
    known = {"unit": row.unit.code, "indicator": row.indicator.code}
    record(action=action, actor=by, subject=row, details=known | details, chain=row.cycle.chain)
