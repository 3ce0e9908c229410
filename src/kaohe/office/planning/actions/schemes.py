"""Edit the draft of a scheme: one node, one part, or the whole; and take the last edit back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.document import cells, parts, tree
from kaohe.office.planning.document.store import Plain, plain, stored
from kaohe.office.planning.document.tree import NodeError
from kaohe.office.planning.models import Cycle, SchemeDraft, SchemeEdit
from kaohe.office.planning.moves import is_editable
from kaohe.office.planning.policies.cycles import cycles
from kaohe.office.revisions import StaleError
from kaohe.scheme import SchemeSpec

KEPT = 30
"""Edits that can be undone; older ones stand in the log and in the versions."""


class StaleNodeError(StaleError):
    """Somebody else changed this very node after it was opened.

    Attributes
    ----------
    now
        The node as it stands now.
    """

    def __init__(self, draft: SchemeDraft, now: Plain) -> None:
        super().__init__(draft)
        self.now = now


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit led to: the draft and the code of the node that it was about."""

    draft: SchemeDraft
    code: str


@transaction.atomic
def edit_node(*, by: Account, cycle: Cycle, code: str, fields: Mapping[str, str], seen: str) -> Edited:
    """Change fields of one indicator, as typed.

    Others may change other nodes meanwhile: only this node is compared with what was seen.

    Parameters
    ----------
    fields
        Field → text, as `kaohe.office.planning.document.cells` reads it; an empty text takes the field away.
    seen
        `tree.node_hash` of the node that the form was filled from.

    Raises
    ------
    StaleNodeError
        When somebody else changed this node; it carries the node as it stands now.
    ValidationError
        When a field cannot be read; says what was expected.
    """

    def change(document: Plain) -> str:
        node = tree.find(document, code).node
        before = {name: cells.shown(node, name) for name in fields}
        tree.set_fields(document, code, {name: cells.read(name, text) for name, text in fields.items()})
        parts = [f"{cells.cell_label(n)} {before[n] or '—'} → {text.strip() or '—'}" for n, text in fields.items()]
        return f"{code}: " + "; ".join(parts)

    return _edited("edit_node", by, cycle, code, change, seen=seen, renamed=fields.get("code", "").strip())


@transaction.atomic
def add_node(*, by: Account, cycle: Cycle, beside: str = "", under: str = "", name: str = "") -> Edited:
    """Add an indicator behind another, or below one."""
    added = ""

    def change(document: Plain) -> str:
        nonlocal added
        added = tree.add_node(document, beside=beside, under=under, name=name or _("new indicator"))
        return _("added {code}").format(code=added)

    edited = _edited("add_node", by, cycle, beside or under, change)
    return Edited(edited.draft, added)


@transaction.atomic
def duplicate_node(*, by: Account, cycle: Cycle, code: str) -> Edited:
    """Put a copy of an indicator behind it, with fresh codes."""
    added = ""

    def change(document: Plain) -> str:
        nonlocal added
        added = tree.duplicate_node(document, code)
        return _("copied {code} as {added}").format(code=code, added=added)

    edited = _edited("duplicate_node", by, cycle, code, change)
    return Edited(edited.draft, added)


@transaction.atomic
def remove_node(*, by: Account, cycle: Cycle, code: str, seen: str) -> Edited:
    """Take an indicator out with everything below it, unless any of it was changed since it was seen."""

    def change(document: Plain) -> str:
        name = tree.find(document, code).node["name"]
        tree.remove_node(document, code)
        return _("removed {code} {name}").format(code=code, name=name)

    return _edited("remove_node", by, cycle, code, change, seen=seen, deep=True)


@transaction.atomic
def move_node(*, by: Account, cycle: Cycle, code: str, way: str) -> Edited:
    """Move an indicator up, down, in or out."""

    def change(document: Plain) -> str:
        tree.move_node(document, code, way)
        return _("moved {code}").format(code=code)

    if way not in tree.MOVES:
        raise ValidationError(_("Move it up, down, in or out."))
    return _edited("move_node", by, cycle, code, change)


@transaction.atomic
def replace_part(*, by: Account, cycle: Cycle, part: str, entries: list[Plain], seen: str) -> Edited:
    """Put other entries into a part beside the tree: classes, vetoes, grades …; none take it away.

    Parameters
    ----------
    part
        Key of `parts.PARTS`.
    seen
        `parts.seen` of the part that the form was filled from.

    Raises
    ------
    StaleNodeError
        When somebody else changed this part.
    """
    known = parts.BY_KEY[part]

    def change(document: Plain) -> str:
        if parts.seen(document, known) != seen:
            raise StaleNodeError(cycle.draft, {"entries": parts.entries(document, known)})
        for name, value in parts.changed(known, entries).items():
            if value is None:
                document.pop(name, None)
            else:
                document[name] = value
        return str(known.label)

    return _edited("replace_part", by, cycle, "", change)


@transaction.atomic
def replace_document(
    *, by: Account, cycle: Cycle, scheme: SchemeSpec, what: str, seen: int | None = None
) -> SchemeDraft:
    """Put another document in the place of the draft; nobody may have changed it since it was seen."""
    draft = _held(by, cycle)
    if seen is not None and draft.revision != seen:
        raise StaleError(draft)
    own = scheme.model_copy(update={"id": cycle.code})
    if scheme.cycle.year != cycle.year:
        raise ValidationError(
            _("The document is for {found}, the cycle for {year}.").format(found=scheme.cycle.year, year=cycle.year)
        )
    refuse_double_codes(own)
    _keep(draft, by, stored(own), what, "")
    _log("replace_document", by, draft, what)
    return draft


def refuse_double_codes(spec: SchemeSpec) -> None:
    """The editor and all data find an indicator by its code."""
    seen: set[str] = set()
    for _path, node, _parent in spec.walk():
        if node.code in seen:
            raise ValidationError(_("The code {code} is in use twice. Give each item its own.").format(code=node.code))
        seen.add(node.code)


@transaction.atomic
def undo_edit(*, by: Account, cycle: Cycle, edit: int) -> SchemeDraft:
    """Take the last edit back.

    Parameters
    ----------
    edit
        Key of the edit that the page showed as the last; a second click, or another edit meanwhile, does nothing.
    """
    draft = _held(by, cycle)
    last = draft.edits.first()
    if last is None or last.pk != edit or last.after != draft.document:
        raise ValidationError(_("There is another last edit by now. Look at it before you undo it."))
    draft.document = last.before
    _save(draft, by)
    last.delete()
    _log("undo_edit", by, draft, last.what)
    return draft


def _edited(
    action: str,
    by: Account,
    cycle: Cycle,
    code: str,
    change: Callable[[Plain], str],
    *,
    seen: str | None = None,
    deep: bool = False,
    renamed: str = "",
) -> Edited:
    draft = _held(by, cycle)
    document = plain(draft.document)
    try:
        if seen is not None:
            node = tree.find(document, code).node
            if tree.node_hash(node, deep=deep) != seen:
                raise StaleNodeError(draft, node)
        what = change(document)
        after = stored(cells.checked(document))
    except NodeError as error:
        raise ValidationError(str(error)) from error
    if after != draft.document:
        _keep(draft, by, after, what, renamed or code)
        _log(action, by, draft, what)
    return Edited(draft, renamed or code)


def _held(by: Account, cycle: Cycle) -> SchemeDraft:
    """Hold the draft; the cycle is held too, so that nothing is edited while it is being approved."""
    require(cycles.may_keep(by, cycle))
    now = Cycle.objects.select_for_update(of=("self",)).get(pk=cycle.pk)
    if not is_editable(now):
        raise ValidationError(
            _("The scheme cannot be changed while the cycle stands at {state}.").format(state=now.get_state_display())
        )
    draft = SchemeDraft.objects.select_for_update(of=("self",)).get(cycle=now)
    draft.cycle = now
    return draft


def _keep(draft: SchemeDraft, by: Account, after: str, what: str, node: str) -> None:
    edit = SchemeEdit(draft=draft, what=what[:300], node=node, before=draft.document, after=after, made_by=by)
    edit.save()
    old = draft.edits.values_list("pk", flat=True)[KEPT:]
    draft.edits.filter(pk__in=list(old)).delete()
    draft.document = after
    _save(draft, by)


def _save(draft: SchemeDraft, by: Account) -> None:
    draft.revision += 1
    draft.changed_at, draft.changed_by = timezone.now(), by
    draft.save()


def _log(action: str, by: Account, draft: SchemeDraft, what: str) -> None:
    details = {"what": what, "revision": draft.revision}
    record(action=action, actor=by, subject=draft, details=details, chain=draft.cycle.chain)
