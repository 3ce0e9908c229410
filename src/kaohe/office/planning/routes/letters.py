"""Addresses of responsibility letters."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import letters as views

urlpatterns = [
    path("letters/", views.index, name="letter_list"),
    path("letters/make/", views.make, name="letter_make"),
    path("letters/sign/", views.sign_all, name="letter_sign_all"),
    path("letters/<int:pk>/", views.detail, name="letter_detail"),
    path("letters/<int:pk>/verify/", views.verify, name="letter_verify"),
]
