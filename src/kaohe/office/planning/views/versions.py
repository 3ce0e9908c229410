"""Pages of versions: list, comparison in words, restoring, files to take away; the scheme as units read it."""

from __future__ import annotations

import io
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import versions as actions
from kaohe.office.planning.document import table
from kaohe.office.planning.document.in_force import version_in_force
from kaohe.office.planning.document.parts import PARTS, Part, entries, fields, label, typed
from kaohe.office.planning.document.store import Plain, plain, spec_of
from kaohe.office.planning.forms.cycles import SaveVersion
from kaohe.office.planning.models import Cycle, SchemeVersion
from kaohe.office.planning.moves import is_editable
from kaohe.office.planning.policies.cycles import cycles as policy
from kaohe.office.planning.views.cycles import seen_cycle
from kaohe.office.planning.views.frame import account_of, done, press
from kaohe.office.ui import downloads
from kaohe.office.ui.forms import submit
from kaohe.scheme import write_spec
from kaohe.scheme.diff import Change, diff
from kaohe.scheme.labels import field_label, part_label

DRAFT = "draft"
FORMATS = ("yaml", "xlsx", "docx")


@require_http_methods(["GET", "POST"])
@login_required
def version_list(request: HttpRequest, code: str) -> HttpResponseBase:
    """List the versions; save the draft as the next one."""
    account = account_of(request)
    cycle = _inside(account, code)
    form = SaveVersion(request.POST or None)
    if request.method == "POST":
        action = partial(actions.save_version, by=account, cycle=cycle)
        if submit(request, form, action) is not None:
            return done(request, _("The version is saved."), "planning:version_list", code=code)
    versions = list(cycle.versions.select_related("made_by__person").defer("document"))
    context = {
        "cycle": cycle,
        "form": form,
        "versions": versions,
        "in_force": version_in_force(cycle),
        "may_keep": policy.may_keep(account, cycle),
        "may_edit": policy.may_keep(account, cycle) and is_editable(cycle),
        "sides": [(DRAFT, _("draft as it stands")), *((str(v.number), f"{v.number} {v.note}") for v in versions)],
    }
    return render(request, "planning/version_list.html", context, status=422 if request.method == "POST" else 200)


def _inside(account: Account, code: str) -> Cycle:
    cycle = seen_cycle(account, code)
    require(policy.may_see_draft(account, cycle))
    return cycle


@require_safe
@login_required
def version_diff(request: HttpRequest, code: str) -> HttpResponseBase:
    """Compare two versions in words."""
    cycle = _inside(account_of(request), code)
    old, new = request.GET.get("old", ""), request.GET.get("new", DRAFT)
    before, after = _document(cycle, old), _document(cycle, new)
    changes = diff(spec_of(before), spec_of(after))
    header = [_("part"), _("item"), _("field"), _("before"), _("after"), _("in words")]
    if request.GET.get("format") == "xlsx":
        rows = [[*_sides(change), str(change)] for change in changes]
        return downloads.xlsx(_("Comparison of versions"), header, rows)
    context = {
        "cycle": cycle,
        "old": old,
        "new": new,
        "changes": [(_sides(change), str(change)) for change in changes],
        "header": header,
    }
    return render(request, "planning/version_diff.html", context)


def _sides(change: Change) -> list[str]:
    part = part_label(change.part) if change.part else _("scheme")
    item = " ".join(dict.fromkeys(w for w in (change.key, change.name) if w))
    field = (
        field_label(change.field)
        if change.field
        else {"added": _("added"), "removed": _("removed")}.get(change.kind, _("moved"))
    )
    return [part, item, field, change.old, change.new]


def _document(cycle: Cycle, side: str) -> str:
    if side == DRAFT:
        return str(cycle.draft.document)
    return str(get_object_or_404(cycle.versions.all(), number=int(side) if side.isdecimal() else 0).document)


@require_POST
@login_required
def version_restore(request: HttpRequest, code: str, number: int) -> HttpResponseBase:
    """Make the draft what a version says."""
    account = account_of(request)
    cycle = _inside(account, code)
    version = get_object_or_404(cycle.versions.all(), number=number)
    seen = request.POST.get("seen", "")
    action = partial(actions.restore_version, by=account, version=version, seen=int(seen) if seen.isdecimal() else None)
    return press(request, action, _("The draft is what the version says."), "planning:version_list", code=code)


@require_safe
@login_required
def version_export(request: HttpRequest, code: str, side: str, ending: str) -> HttpResponseBase:
    """Give a version, the draft, or the scheme in force as a file."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    if ending not in FORMATS:
        raise Http404(ending)
    if side == "in-force":
        document = _readable(account, cycle).document
    else:
        require(policy.may_see_draft(account, cycle))
        document = _document(cycle, side)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"scheme.{ending}"
        write_spec(spec_of(document), path)
        return downloads.file(io.BytesIO(path.read_bytes()), f"{cycle.title}.{ending}")


@require_safe
@login_required
def scheme_published(request: HttpRequest, code: str) -> HttpResponseBase:
    """Show the scheme to everybody it concerns: the one in force, in consultation the version that was opened."""
    account = account_of(request)
    cycle = seen_cycle(account, code)
    version = _readable(account, cycle)
    document = plain(version.document)
    context = {
        "cycle": cycle,
        "version": version,
        "rows": table.rows(version.document),
        "headings": [(field, name) for field, name in table.headings() if field != "missing"],
        "totals": table.points_by_class(version.document),
        "parts": [(part, shown) for part in PARTS if (shown := _shown(document, part))],
        "may_comment": cycle.state == "consultation",
    }
    return render(request, "planning/scheme_published.html", context)


def _readable(account: Account, cycle: Cycle) -> SchemeVersion:
    """Give the version that stands for the cycle: published, else the last that was opened for comments."""
    version = version_in_force(cycle) or (cycle.versions.first() if cycle.state != "draft" else None)
    if version is None:
        raise Http404
    return version


def _shown(document: Plain, part: Part) -> list[tuple[str, list[tuple[str, str]]]]:
    """Give the entries of a part: heading, then label and text of each field that says something."""
    out = []
    for entry in entries(document, part):
        said = [(label(f), typed(f, entry[f.name])) for f in fields(part) if f.name in entry]
        if said:
            out.append((str(entry.get("name") or entry.get("effect") or ""), said))
    return out
