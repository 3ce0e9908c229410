"""Addresses of the superior's indicators."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import mappings as views

urlpatterns = [
    path("superior/", views.index, name="superior_list"),
    path("superior/coverage/", views.coverage, name="superior_coverage"),
    path("superior/deadlines/", views.deadlines, name="superior_deadlines"),
    path("superior/enter/", views.choose, name="superior_choose"),
    path("superior/enter/<slug:code>/", views.add, name="superior_add"),
    path("superior/import/<slug:code>/", views.upload, name="superior_import"),
    path("superior/<int:pk>/", views.detail, name="superior_detail"),
    path("superior/<int:pk>/change/", views.change, name="superior_change"),
    path("superior/<int:pk>/remove/", views.remove, name="superior_remove"),
    path("superior/mapping/<int:pk>/remove/", views.unmap, name="superior_unmap"),
]
