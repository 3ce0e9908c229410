"""Addresses of the whole office; each app brings its own."""

from __future__ import annotations

from django.urls import include, path

from kaohe.office import health
from kaohe.office.api.interface import api

urlpatterns = [
    path("health/live", health.live, name="health-live"),
    path("health/ready", health.ready, name="health-ready"),
    path("", include("kaohe.office.ui.urls")),
    path("account/", include("kaohe.office.ui.entrance")),
    path("account/", include("allauth.urls")),
    path("people/", include("kaohe.office.people.urls")),
    path("audit/", include("kaohe.office.people.audit_urls")),
    path("planning/", include("kaohe.office.planning.urls")),
    path("monitoring/", include("kaohe.office.monitoring.urls")),
    path("scoring/", include("kaohe.office.scoring.urls")),
    path("boards/", include("kaohe.office.boards.urls")),
    path("account/", include("kaohe.office.api.urls")),
    path("api/v1/", api.urls),
]
