"""Addresses of the register."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import register as views

urlpatterns = [
    path("register/", views.index, name="register_list"),
    path("register/file/", views.file, name="register_file"),
    path("register/official/", views.official, name="register_official"),
    path("register/unit/<int:unit>/", views.of_unit, name="register_unit"),
    path("register/<int:pk>/", views.item_page, name="register_item"),
    path("register/<int:pk>/change/", views.change, name="register_change"),
    path("register/<int:pk>/approve/", views.approve, name="register_approve"),
    path("register/<int:pk>/refuse/", views.refuse, name="register_refuse"),
    path("register/<int:pk>/withdraw/", views.withdraw, name="register_withdraw"),
]
