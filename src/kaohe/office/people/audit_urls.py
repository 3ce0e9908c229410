"""Addresses of the audit log. Its pages stand in this app: the log itself knows neither accounts nor pages."""

from __future__ import annotations

from django.urls import path

from kaohe.office.people.views import audit_log

app_name = "audit"

urlpatterns = [
    path("", audit_log.log, name="log"),
    path("<int:pk>", audit_log.entry, name="entry"),
    path("verify", audit_log.verify, name="verify"),
]
