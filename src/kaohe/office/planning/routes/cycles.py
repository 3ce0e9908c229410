"""Addresses of cycles, schemes, versions, comments and units."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import consultation, cycles, membership, scheme_parts, schemes, versions

_CYCLE = "cycles/<slug:code>/"
_SCHEME = f"{_CYCLE}scheme/"

urlpatterns = [
    path("cycles/", cycles.cycle_list, name="cycle_list"),
    path("cycles/new/", cycles.cycle_new, name="cycle_new"),
    path(_CYCLE, cycles.cycle_detail, name="cycle_detail"),
    path(f"{_CYCLE}change/", cycles.cycle_change, name="cycle_change"),
    path(f"{_CYCLE}delete/", cycles.cycle_delete, name="cycle_delete"),
    path(f"{_CYCLE}step/<str:name>/", cycles.cycle_move, name="cycle_move"),
    path(_SCHEME, versions.scheme_published, name="scheme_published"),
    path(f"{_SCHEME}edit/", schemes.scheme_edit, name="scheme_edit"),
    path(f"{_SCHEME}cell/", schemes.scheme_cell, name="scheme_cell"),
    path(f"{_SCHEME}node/", schemes.scheme_node, name="scheme_node"),
    path(f"{_SCHEME}reading/", schemes.scheme_reading, name="scheme_reading"),
    path(f"{_SCHEME}change/", schemes.scheme_change, name="scheme_change"),
    path(f"{_SCHEME}undo/", schemes.scheme_undo, name="scheme_undo"),
    path(f"{_SCHEME}yaml/", scheme_parts.scheme_yaml, name="scheme_yaml"),
    path(f"{_SCHEME}part/<str:part>/", scheme_parts.scheme_part, name="scheme_part"),
    path(f"{_CYCLE}versions/", versions.version_list, name="version_list"),
    path(f"{_CYCLE}versions/compare/", versions.version_diff, name="version_diff"),
    path(f"{_CYCLE}versions/<int:number>/restore/", versions.version_restore, name="version_restore"),
    path(f"{_CYCLE}versions/<str:side>/scheme.<str:ending>", versions.version_export, name="version_export"),
    path(f"{_CYCLE}comments/", consultation.comment_list, name="comment_list"),
    path(f"{_CYCLE}comments/write/", consultation.comment_write, name="comment_write"),
    path(f"{_CYCLE}comments/<int:key>/", consultation.comment_detail, name="comment_detail"),
    path(f"{_CYCLE}units/", membership.unit_list, name="unit_list"),
    path(f"{_CYCLE}units/add/", membership.unit_add, name="unit_add"),
    path(f"{_CYCLE}units/attributes/", membership.attribute_import, name="attribute_import"),
    path(f"{_CYCLE}units/<int:key>/", membership.unit_detail, name="unit_detail"),
    path(f"{_CYCLE}units/<int:key>/<str:name>/", membership.unit_change, name="unit_change"),
    path(f"{_CYCLE}owners/", membership.owner_list, name="owner_list"),
    path(f"{_CYCLE}owners/<path:indicator>/", membership.owner_change, name="owner_change"),
]
