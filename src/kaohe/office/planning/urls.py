"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from kaohe.office.planning.routes import cycles, decomposition, letters, mappings, personal_plans, register, targets

app_name = "planning"
urlpatterns: list[URLPattern | URLResolver] = [
    *cycles.urlpatterns,
    *targets.urlpatterns,
    *decomposition.urlpatterns,
    *personal_plans.urlpatterns,
    *mappings.urlpatterns,
    *letters.urlpatterns,
    *register.urlpatterns,
]
