"""The editor of a scheme: its tree, its cells, its parts, the sentence that is being typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import schemes as actions
from kaohe.office.planning.document import cells, reading, table, tree
from kaohe.office.planning.document.findings import findings
from kaohe.office.planning.document.parts import PARTS
from kaohe.office.planning.document.store import Plain, plain, spec_of
from kaohe.office.planning.models import Cycle, SchemeDraft
from kaohe.office.planning.moves import is_editable
from kaohe.office.planning.policies.cycles import cycles as policy
from kaohe.office.planning.views.cycles import seen_cycle
from kaohe.office.planning.views.frame import account_of
from kaohe.office.ui import panel


def draft_of(account: Account, code: str) -> SchemeDraft:
    """Give the draft that an account may read: the office, the leaders and supervisors of the area."""
    cycle = seen_cycle(account, code)
    require(policy.may_see_draft(account, cycle))
    draft: SchemeDraft = get_object_or_404(SchemeDraft.objects.select_related("changed_by__person"), cycle=cycle)
    draft.cycle = cycle
    return draft


@require_safe
@login_required
def scheme_edit(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the tree, the findings and the ways to the other parts."""
    return render(request, "planning/scheme_edit.html", context_of(account_of(request), code))


def context_of(account: Account, code: str, focus: str = "") -> dict[str, Any]:
    """Give what the editor shows.

    Parameters
    ----------
    focus
        Code of the indicator that was edited last.
    """
    draft = draft_of(account, code)
    found = findings(draft.document)
    return {
        "cycle": draft.cycle,
        "draft": draft,
        "may_edit": policy.may_keep(account, draft.cycle) and is_editable(draft.cycle),
        "rows": table.rows(draft.document, found),
        "headings": table.headings(),
        "findings": found,
        "errors": sum(f.is_error for f in found),
        "totals": table.points_by_class(draft.document),
        "last_edit": draft.edits.select_related("made_by__person").first(),
        "parts": PARTS,
        "focus": focus,
    }


def body(request: HttpRequest, account: Account, code: str, focus: str = "") -> HttpResponse:
    """Draw the editor anew after an edit."""
    return render(request, "planning/scheme_body.html", context_of(account, code, focus))


@require_http_methods(["GET", "POST"])
@login_required
def scheme_cell(request: HttpRequest, code: str) -> HttpResponseBase:
    """Edit one cell: the field to type in, then the tree as it stands afterwards."""
    account = account_of(request)
    draft = draft_of(account, code)
    require(policy.may_keep(account, draft.cycle))
    asked = request.POST if request.method == "POST" else request.GET
    field, node_code = asked.get("field", ""), asked.get("code", "")
    if field not in cells.CELLS:
        raise Http404(field)
    node = _node(draft, node_code)
    context = _cell(draft, node, node_code, field)
    if request.method == "GET":
        return render(request, "planning/scheme_cell.html", context)
    text = request.POST.get("text", "")
    try:
        edited = actions.edit_node(
            by=account, cycle=draft.cycle, code=node_code, fields={field: text}, seen=request.POST.get("seen", "")
        )
    except ValidationError as error:
        context |= {"text": text, "problems": _told(error, field)}
        return _refused(request, "planning/scheme_cell.html", context, "#cell-form")
    return body(request, account, code, edited.code)


def _node(draft: SchemeDraft, code: str) -> Plain:
    try:
        return tree.find(plain(draft.document), code).node
    except tree.NodeError as error:
        raise Http404(str(error)) from error


def _cell(draft: SchemeDraft, node: Plain, code: str, field: str) -> dict[str, Any]:
    return {
        "cycle": draft.cycle,
        "code": code,
        "field": field,
        "label": cells.cell_label(field),
        "kind": cells.CELLS[field],
        "text": cells.shown(node, field),
        "seen": tree.node_hash(node),
    }


def _told(error: ValidationError, field: str = "") -> list[str]:
    """Say what was refused; for a node that changed meanwhile, what stands there now."""
    if isinstance(error, actions.StaleNodeError) and field:
        now = cells.shown(error.now, field) or "—"
        said = _("Somebody else has changed this indicator: “{now}” stands here now. Save again to put yours there.")
        return [said.format(now=now)]
    return [line for message in error.messages for line in message.split("\n")]


def _refused(request: HttpRequest, template: str, context: dict[str, Any], target: str) -> HttpResponse:
    """Put a refused form back where it stood, whatever its target was."""
    response = render(request, template, context, status=422)
    response.headers["HX-Retarget"], response.headers["HX-Reswap"] = target, "outerHTML"
    return response


@require_http_methods(["GET", "POST"])
@login_required
def scheme_node(request: HttpRequest, code: str) -> HttpResponseBase:
    """Edit every field of an indicator beside the tree."""
    account = account_of(request)
    draft = draft_of(account, code)
    asked = request.POST if request.method == "POST" else request.GET
    node_code = asked.get("code", "")
    node = _node(draft, node_code)
    texts = {field: cells.shown(node, field) for field in cells.CELLS}
    context: dict[str, Any] = {
        "cycle": draft.cycle,
        "code": node_code,
        "node": node,
        "seen": tree.node_hash(node),
        "may_edit": policy.may_keep(account, draft.cycle) and is_editable(draft.cycle),
        "findings": [f for f in findings(draft.document) if f.node == node_code],
    }
    if request.method == "POST":
        typed = {field: request.POST.get(f"f-{field}", "") for field in cells.CELLS}
        changed = {field: text for field, text in typed.items() if text.strip() != texts[field].strip()}
        seen = request.POST.get("seen", "")
        try:
            edited = actions.edit_node(by=account, cycle=draft.cycle, code=node_code, fields=changed, seen=seen)
        except ValidationError as error:
            context |= {"fields": _fields(typed, texts), "problems": _both(error, typed)}
            return _refused(request, "planning/scheme_node_form.html", context, "#node-form")
        return body(request, account, code, edited.code)
    context["fields"] = _fields(texts, texts)
    return panel.show(request, "planning/scheme_node.html", context)


def _fields(texts: dict[str, str], now: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": cells.cell_label(name), "kind": kind, "text": texts[name], "now": now[name]}
        for name, kind in cells.CELLS.items()
    ]


def _both(error: ValidationError, typed: dict[str, str]) -> list[str]:
    """For a node that changed meanwhile: every field in which the two differ, with both texts."""
    if not isinstance(error, actions.StaleNodeError):
        return _told(error)
    said = _("{field}: now “{now}”, yours “{yours}”")
    differing = [
        said.format(field=cells.cell_label(name), now=cells.shown(error.now, name) or "—", yours=text or "—")
        for name, text in typed.items()
        if cells.shown(error.now, name).strip() != text.strip()
    ]
    return [_("Somebody else has changed this indicator. Save again to put yours there."), *differing]


@require_POST
@login_required
def scheme_reading(request: HttpRequest, code: str) -> HttpResponseBase:
    """Read a sentence while it is typed, and score what is tried out; nothing is written."""
    account = account_of(request)
    draft = draft_of(account, code)
    try:
        node = tree.find(plain(draft.document), request.POST.get("code", "")).node
    except tree.NodeError:
        node = {}
    text = request.POST.get("text") or request.POST.get("f-criterion", "")
    shown = reading.shown(text, reading.points_of(node), str(node.get("name", "")))
    points = reading.tried_at(node)
    values = [request.POST.get(f"value-{number}", "") for number in range(len(shown.fields))]
    precision = spec_of(draft.document).precision
    context = {
        "cycle": draft.cycle,
        "shown": shown,
        "fields": list(zip(shown.fields, values, strict=True)),
        "tried": reading.tried(shown.rule, values, points, precision) if shown.rule else None,
        "points": points,
    }
    is_part = request.headers.get("HX-Target") == "tried"
    return render(request, "planning/scheme_tried.html" if is_part else "planning/scheme_reading.html", context)


@require_POST
@login_required
def scheme_change(request: HttpRequest, code: str) -> HttpResponseBase:
    """Add, copy, move or remove an indicator."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    deed = _DEEDS.get(request.POST.get("deed", ""))
    if deed is None:
        raise Http404
    return _tree_after(request, account, code, partial(deed, account, cycle, request))


def _tree_after(request: HttpRequest, account: Account, code: str, deed: Callable[[], actions.Edited]) -> HttpResponse:
    """Do something and draw the tree; what was refused stands above it."""
    try:
        focus = deed().code
    except ValidationError as error:
        context = context_of(account, code, request.POST.get("code", "")) | {"problems": _told(error)}
        return render(request, "planning/scheme_body.html", context, status=422)
    return body(request, account, code, focus)


def _moved(way: str, by: Account, cycle: Cycle, request: HttpRequest) -> actions.Edited:
    return actions.move_node(by=by, cycle=cycle, code=request.POST.get("code", ""), way=way)


_DEEDS: dict[str, Callable[[Account, Cycle, HttpRequest], actions.Edited]] = {
    "add": lambda by, cycle, r: actions.add_node(by=by, cycle=cycle, beside=r.POST.get("code", "")),
    "add_under": lambda by, cycle, r: actions.add_node(by=by, cycle=cycle, under=r.POST.get("code", "")),
    "duplicate": lambda by, cycle, r: actions.duplicate_node(by=by, cycle=cycle, code=r.POST.get("code", "")),
    "remove": lambda by, cycle, r: actions.remove_node(
        by=by, cycle=cycle, code=r.POST.get("code", ""), seen=r.POST.get("seen", "")
    ),
    **{way: partial(_moved, way) for way in tree.MOVES},
}


@require_POST
@login_required
def scheme_undo(request: HttpRequest, code: str) -> HttpResponseBase:
    """Take the last edit back."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    edit = request.POST.get("edit", "")

    def undo() -> actions.Edited:
        draft = actions.undo_edit(by=account, cycle=cycle, edit=int(edit) if edit.isdecimal() else 0)
        return actions.Edited(draft, "")

    return _tree_after(request, account, code, undo)
