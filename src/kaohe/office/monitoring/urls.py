"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

from kaohe.office.monitoring.routes import events, notices, rectification, reports, supervision

app_name = "monitoring"
urlpatterns: list[URLPattern | URLResolver] = [
    *reports.urlpatterns,
    *events.urlpatterns,
    *supervision.urlpatterns,
    *rectification.urlpatterns,
    *notices.urlpatterns,
]
