"""What is kept of a run, and how it is held against the rows and the scheme it was made from."""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.models import Entry
from kaohe.office.scoring.models import Run, RunUnit
from kaohe.office.scoring.rows.dataset import dataset
from kaohe.office.scoring.rows.units import KnownUnit, attributes_in
from kaohe.office.scoring.schemes import scheme_of
from kaohe.scoring.facts import UnitRow
from kaohe.scoring.run import make_run
from kaohe.tables.problems import Problems

_FACTS = ("monitoring_figure", "monitoring_figureversion", "monitoring_event", "planning_targetstep")


def settled_now() -> datetime:
    """Give the present moment, when all that was being written before it is there to be read.

    A change carries the time at which it was written, and is seen when it is committed: a run in between would miss it
    and could not be made again. So wait for the changes under way, and let new ones go on at once.
    """
    moment = timezone.now()
    tables = ", ".join(map(connection.ops.quote_name, _FACTS))
    with transaction.atomic():
        before = transaction.savepoint()
        with connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {tables} IN SHARE MODE")
        transaction.savepoint_rollback(before)  # gives the lock back
    return moment


def frozen_units(run: Run) -> tuple[KnownUnit, ...]:
    """Give the units of a run as they stood when it was made."""
    rows = run.units.order_by("unit__code").values_list("unit", "unit__code", "name", "class_id", "attributes")
    return tuple(KnownUnit(key, UnitRow(code, name, kind, attributes_in(text))) for key, code, name, kind, text in rows)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is not as it was, and what to do about it."""

    text: str
    is_tampering: bool = False


@dataclass(frozen=True, slots=True)
class Difference:
    """One number of the result that comes out otherwise now; ``code`` is empty for the unit as a whole."""

    unit: str
    name: str
    code: str
    what: str
    before: str
    after: str

    @property
    def said(self) -> str:
        """What differs, in words."""
        return {
            "total": _("score"),
            "score": _("score"),
            "rank": _("rank"),
            "class": _("class"),
            "proposed_grade": _("proposed grade"),
            "points": _("full points"),
            "actual": _("figure"),
            "target": _("target"),
            "state": _("state"),
        }.get(self.what, self.what)


@dataclass(frozen=True, slots=True)
class Repetition:
    """What came of making a run again."""

    run: Run
    findings: tuple[Finding, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def is_same(self) -> bool:
        """Whether the same bytes came out and nothing that is kept was touched."""
        return not self.findings


def repeat(run: Run) -> Repetition:
    """Make a run again from its scheme version, its frozen units and the figures as they stood at its moment."""
    findings = list(_touched(run))
    scheme = scheme_of(run.version)
    data = dataset(run.cycle, scheme, run.moment, units=frozen_units(run))
    if data.hash != run.facts_hash:
        findings.append(Finding(_("The facts as of the run's moment are not those it was made from.")))
    try:
        again = make_run(scheme, data, as_of=run.moment.day)[0]
    except Problems as problems:
        return Repetition(run, (*findings, *(Finding(str(p)) for p in problems)))
    if again.result_hash == run.result_hash:
        return Repetition(run, tuple(findings))
    findings.append(Finding(_("Other numbers come out: see each below.")))
    stored = {} if any(f.is_tampering for f in findings) else json.loads(run.stored)
    return Repetition(run, tuple(findings), tuple(differences(stored, json.loads(again.result))))


def _touched(run: Run) -> Iterator[Finding]:
    """Find what was changed behind the platform's back."""
    if hashlib.sha256(run.version.document.encode()).hexdigest() != run.scheme_hash:
        yield Finding(_("The scheme version is not the one that was scored: its text was changed."), True)
    try:
        stored: bytes | None = run.stored
    except zlib.error:
        stored = None
    if stored is None or hashlib.sha256(stored).hexdigest() != run.result_hash:
        yield Finding(_("The stored result does not have its hash: it was changed."), True)
        return
    logged = _logged_hash(run)
    if logged is not None and logged != run.result_hash:
        yield Finding(_("The hash of the result is not the one in the audit log: it was changed."), True)
    if {u["unit"]: _row(u) for u in json.loads(stored)["units"]} != dict(_listed(run)):
        yield Finding(_("The list of units and scores is not the one of the result: it was changed."), True)


def _logged_hash(run: Run) -> str | None:
    """Give the hash that the audit log, which nobody can rewrite unseen, keeps of the result."""
    entry = Entry.objects.filter(chain__key=run.cycle.chain, action="make_run", subject=f"Run:{run.pk}").first()
    return None if entry is None else str(json.loads(entry.details).get("result"))


_Row = tuple[Any, ...]


def _row(unit: dict[str, Any]) -> _Row:
    """Give what the list says of a unit of the stored result."""
    total = None if unit["total"] is None else Decimal(unit["total"])
    return (unit["name"], unit["class"], total, unit["rank"], unit["proposed_grade"] or "", cells_of(unit))


def cells_of(unit: dict[str, Any]) -> str:
    """Write the scores of a unit's leaves: code → score and full points."""
    cells = {leaf["code"]: [leaf["score"], leaf["points"]] for leaf in unit["indicators"]}
    return json.dumps(cells, ensure_ascii=False, separators=(",", ":"))


def _listed(run: Run) -> Iterator[tuple[str, _Row]]:
    for code, *row in run.units.values_list(
        "unit__code", "name", "class_id", "total", "rank", "grade", "cells"
    ).iterator():
        yield code, tuple(row)


def rows_of(run: Run, result: dict[str, Any], units: Iterable[KnownUnit]) -> Iterator[RunUnit]:
    """Give the list of a run's units, from its result."""
    known = {unit.row.id: unit for unit in units}
    for scored in result["units"]:
        name, class_id, total, rank, grade, cells = _row(scored)
        unit = known[scored["unit"]]
        attributes = json.dumps(dict(unit.row.attributes), ensure_ascii=False, sort_keys=True)
        yield RunUnit(
            run=run,
            unit_id=unit.key,
            name=name,
            class_id=class_id,
            attributes=attributes,
            total=total,
            rank=rank,
            grade=grade,
            cells=cells,
        )


def differences(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    """Hold two results against each other: units, their totals, places and grades, and every leaf."""
    old, new = ({u["unit"]: u for u in result.get("units", ())} for result in (before, after))
    for code in dict.fromkeys([*old, *new]):
        left, right = _numbers(old.get(code)), _numbers(new.get(code))
        name = (new.get(code) or old[code])["name"]
        for leaf, what in dict.fromkeys([*left, *right]):
            was, now = left.get((leaf, what), "—"), right.get((leaf, what), "—")
            if was != now:
                yield Difference(code, name, leaf, what, was, now)


_OF_UNIT = ("class", "total", "rank", "proposed_grade")
_OF_LEAF = ("score", "points", "actual", "target", "state")


def _numbers(unit: dict[str, Any] | None) -> dict[tuple[str, str], str]:
    if unit is None:
        return {}
    found = {("", what): str(unit[what]) for what in _OF_UNIT if unit[what] is not None}
    for part in (*unit["indicators"], *unit["adjustments"]):
        found |= {(part["code"], w): str(part[w]) for w in _OF_LEAF if part.get(w) is not None}
    return found
