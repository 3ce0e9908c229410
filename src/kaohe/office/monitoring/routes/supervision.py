"""Addresses of supervision."""

from __future__ import annotations

from django.urls import path

from kaohe.office.monitoring.views import supervised, supervision

urlpatterns = [
    path("supervision/", supervision.supervision_list, name="supervision_list"),
    path("supervision/new", supervision.supervision_new, name="supervision_new"),
    path("supervision/new/<slug:code>", supervision.supervision_file, name="supervision_file"),
    path("supervision/<int:pk>", supervision.supervision, name="supervision"),
    path("supervision/<int:pk>/<slug:step>", supervision.supervision_step, name="supervision_step"),
    path("supervised/<int:pk>", supervised.supervised, name="supervised"),
    path("supervised/<int:pk>/<slug:step>", supervised.supervised_step, name="supervised_step"),
    path("objections/<int:pk>", supervised.objection_decide, name="objection_decide"),
    path("nodes/<int:pk>", supervised.node_meet, name="node_meet"),
]
