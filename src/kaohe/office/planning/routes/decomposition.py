"""Addresses of decomposition."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import decomposition as views

_UNIT = "decomposition/<slug:code>/<int:unit>/"
_INDICATOR = f"{_UNIT}indicator/<str:indicator>/"

urlpatterns = [
    path("decomposition/", views.units, name="decomposition_list"),
    path("decomposition/share/<int:share>/successor/", views.successor, name="decomposition_successor"),
    path(_UNIT, views.unit_page, name="decomposition_unit"),
    path(f"{_UNIT}matrix/", views.overview, name="decomposition_matrix"),
    path(f"{_UNIT}export/", views.export, name="decomposition_export"),
    path(f"{_UNIT}import/", views.upload, name="decomposition_import"),
    path(f"{_UNIT}last-year/", views.last_year, name="decomposition_last_year"),
    path(_INDICATOR, views.edit, name="decomposition_edit"),
    path(f"{_INDICATOR}confirm/", views.confirm, name="decomposition_confirm"),
    path(f"{_INDICATOR}copy/", views.copy, name="decomposition_copy"),
]
