"""Addresses of personal plans."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import personal_plans as views

urlpatterns = [
    path("plans/", views.index, name="personal_plan_list"),
    path("plans/own/", views.own, name="personal_plan_own"),
    path("plans/own/<slug:code>/<int:unit>/open/", views.open_own, name="personal_plan_open"),
    path("plans/unit/<slug:code>/<int:unit>/draw-up/", views.draw_up, name="personal_plan_draw_up"),
    path("plans/<int:pk>/", views.detail, name="personal_plan_detail"),
    path("plans/<int:pk>/agree/", views.agree, name="personal_plan_agree"),
    path("plans/<int:pk>/return/", views.send_back, name="personal_plan_return"),
]
