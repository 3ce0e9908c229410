"""Addresses of notices and complaints."""

from __future__ import annotations

from django.urls import path

from kaohe.office.monitoring.views import complaints, notices

urlpatterns = [
    path("notices/", notices.notice_list, name="notice_list"),
    path("notices/new", notices.notice_new, name="notice_new"),
    path("notices/new/<slug:code>", notices.notice_compose, name="notice_compose"),
    path("notices/<int:pk>", notices.notice, name="notice"),
    path("notices/<int:pk>/change", notices.notice_change, name="notice_change"),
    path("notices/<int:pk>/<slug:step>", notices.notice_step, name="notice_step"),
    path("complaints/", complaints.complaint_list, name="complaint_list"),
    path("complaints/about/<slug:kind>/<int:pk>", complaints.complain, name="complain"),
    path("complaints/<int:pk>", complaints.complaint, name="complaint"),
    path("complaints/<int:pk>/<slug:step>", complaints.complaint_step, name="complaint_step"),
]
