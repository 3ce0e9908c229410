"""Parts of a scheme beside the tree as forms, and the whole document as YAML."""

from __future__ import annotations

from functools import partial

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe.office.planning.actions import schemes as actions
from kaohe.office.planning.document import parts
from kaohe.office.planning.document.store import plain, spec_of
from kaohe.office.planning.document.tree import NodeError
from kaohe.office.planning.forms import parts as forms
from kaohe.office.planning.moves import is_editable
from kaohe.office.planning.policies.cycles import cycles as policy
from kaohe.office.planning.views.frame import account_of, done
from kaohe.office.planning.views.schemes import draft_of
from kaohe.office.ui.forms import submit
from kaohe.scheme import Finding, SchemeSpec, read_yaml, write_yaml
from kaohe.scheme.check import check
from kaohe.scheme.findings import in_order


@require_http_methods(["GET", "POST"])
@login_required
def scheme_part(request: HttpRequest, code: str, part: str) -> HttpResponseBase:
    """Fill in the entries of one part."""
    account = account_of(request)
    draft = draft_of(account, code)
    known = parts.BY_KEY.get(part)
    if known is None:
        raise Http404(part)
    document = plain(draft.document)
    entries = forms.entry_forms(known, parts.entries(document, known), request.POST or None)
    problems: list[str] = []
    if request.method == "POST" and all(form.is_valid() for form in entries):
        try:
            actions.replace_part(
                by=account,
                cycle=draft.cycle,
                part=part,
                entries=forms.values(entries) or [{}] * (not known.is_list),
                seen=request.POST.get("seen", ""),
            )
        except NodeError as error:
            problems = [str(error)]
        except ValidationError as error:
            problems = [line for message in error.messages for line in message.split("\n")]
        else:
            return done(request, _("Saved."), "planning:scheme_part", code=code, part=part)
    context = {
        "cycle": draft.cycle,
        "part": known,
        "parts": parts.PARTS,
        "entries": entries,
        "problems": problems,
        "seen": parts.seen(document, known),
        "may_edit": policy.may_keep(account, draft.cycle) and is_editable(draft.cycle),
    }
    return render(request, "planning/scheme_part.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@login_required
def scheme_yaml(request: HttpRequest, code: str) -> HttpResponseBase:
    """Edit the whole document as YAML, with what is found in it by line."""
    account = account_of(request)
    draft = draft_of(account, code)
    initial = {"text": write_yaml(spec_of(draft.document)), "seen": draft.revision}
    form = forms.WholeDocument(request.POST or None, initial=initial)
    findings: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        spec, findings = _read(form.cleaned_data["text"])
        if spec is not None and "check" not in request.POST:
            action = partial(
                actions.replace_document, by=account, cycle=draft.cycle, scheme=spec, what=_("edited as YAML")
            )
            if submit(request, form, lambda text, seen: action(seen=seen)) is not None:
                return done(request, _("Saved."), "planning:scheme_edit", code=code)
    context = {
        "cycle": draft.cycle,
        "form": form,
        "findings": findings,
        "is_checked": request.method == "POST" and not findings and not form.errors,
        "parts": parts.PARTS,
        "may_edit": policy.may_keep(account, draft.cycle) and is_editable(draft.cycle),
    }
    return render(request, "planning/scheme_yaml.html", context, status=422 if request.method == "POST" else 200)


def _read(text: str) -> tuple[SchemeSpec | None, tuple[Finding, ...]]:
    """Read the text: the spec when its shape is right, and everything that is found in it, by line."""
    reading = read_yaml(text)
    if reading.spec is None:
        return None, reading.findings
    return reading.spec, in_order((*reading.findings, *check(reading.spec, reading.places)[1]))
