"""Hand in, look at and take back evidence."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from kaohe.office.monitoring.actions.evidence import add_evidence, delete_evidence, reuse_evidence
from kaohe.office.monitoring.data_dates import rules_of
from kaohe.office.monitoring.file_store import place_of
from kaohe.office.monitoring.models import Evidence, Figure
from kaohe.office.people.signed_in import Request, signed_in
from kaohe.office.ui import downloads
from kaohe.office.ui.uploads import checked

INLINE = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
"""Kinds that a browser shows by itself; everything else is saved, never opened."""
_POLICY = "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'none'"


@require_POST
@signed_in
def evidence_add(request: Request, pk: int) -> HttpResponseBase:
    """Hand in a file for a figure."""
    figure = get_object_or_404(Figure.objects.visible_to(request.user).select_related("cycle"), pk=pk)
    upload = request.FILES.get("file")
    try:
        if not isinstance(upload, UploadedFile):
            raise ValidationError(_("Choose a file."))
        rules = rules_of(figure.cycle)
        path = checked(upload, rules.kinds, rules.evidence_mb)
        add_evidence(by=request.user, figure=figure, path=path, name=upload.name or path.name)
        messages.success(request, _("The file was kept."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("monitoring:figure", figure.pk)


@require_POST
@signed_in
def evidence_reuse(request: Request, pk: int) -> HttpResponseBase:
    """Use a file again that the unit handed in before."""
    figure = get_object_or_404(Figure.objects.visible_to(request.user), pk=pk)
    key = request.POST.get("evidence", "")
    rows = Evidence.objects.visible_to(request.user).select_related("file")
    evidence = get_object_or_404(rows, pk=key if key.isdecimal() else 0)
    try:
        reuse_evidence(by=request.user, figure=figure, evidence=evidence)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("monitoring:figure", figure.pk)


@require_POST
@signed_in
def evidence_delete(request: Request, pk: int) -> HttpResponseBase:
    """Take a file away before the figure is handed in."""
    rows = Evidence.objects.visible_to(request.user).select_related("file", "figure")
    evidence = get_object_or_404(rows, pk=pk)
    try:
        delete_evidence(by=request.user, evidence=evidence)
        messages.success(request, _("The evidence was deleted."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("monitoring:figure", evidence.figure_id)


@signed_in
def evidence(request: Request, pk: int) -> HttpResponseBase:
    """Show a file in the browser when it is a picture or a PDF, else hand it over to be saved."""
    rows = Evidence.objects.visible_to(request.user).select_related("file")
    found = get_object_or_404(rows, pk=pk)
    path = place_of(found.file.sha256)
    if not path.exists():
        raise Http404
    kind = INLINE.get(found.file.kind)
    if kind is None:
        return downloads.file(path, found.name)
    response = FileResponse(path.open("rb"), filename=f"{found.pk}.{found.file.kind}", content_type=kind)
    response["Content-Security-Policy"] = _POLICY
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
