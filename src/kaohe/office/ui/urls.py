"""Addresses of the frame."""

from __future__ import annotations

from django.urls import path

from kaohe.office.ui import pages

urlpatterns = [
    path("", pages.home, name="home"),
    path("account/language", pages.language, name="choose-language"),
    path("problems/<slug:key>.xlsx", pages.problems_workbook, name="problems-workbook"),
]
