"""Addresses of the ledger of events."""

from __future__ import annotations

from django.urls import path

from kaohe.office.monitoring.views import events

urlpatterns = [
    path("events/", events.event_list, name="event_list"),
    path("events/new", events.event_new, name="event_new"),
    path("events/new/<slug:code>", events.event_file, name="event_file"),
    path("events/<int:pk>", events.event, name="event"),
    path("events/<int:pk>/<slug:step>", events.event_step, name="event_step"),
]
