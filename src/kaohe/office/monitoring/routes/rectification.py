"""Addresses of rectification."""

from __future__ import annotations

from django.urls import path

from kaohe.office.monitoring.views import rectification

urlpatterns = [
    path("problems/", rectification.problem_list, name="problem_list"),
    path("problems/new", rectification.problem_new, name="problem_new"),
    path("problems/new/<slug:code>", rectification.problem_file, name="problem_file"),
    path("problems/<int:pk>", rectification.problem, name="problem"),
    path("problems/<int:pk>/<slug:step>", rectification.problem_step, name="problem_step"),
    path("measures/<int:pk>", rectification.measure_done, name="measure_done"),
]
