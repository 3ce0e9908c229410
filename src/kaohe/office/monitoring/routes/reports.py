"""Addresses of reports, figures, evidence, cards."""

from __future__ import annotations

from django.urls import path

from kaohe.office.monitoring.views import cards, evidence, figures, pace, reports

urlpatterns = [
    path("due/", reports.due, name="due"),
    path("reports/", reports.report_list, name="report_list"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/sign/", reports.report_sign, name="report_sign"),
    path("reports/<int:pk>/send-back/", reports.report_send_back, name="report_send_back"),
    path("figures/", figures.figure_review, name="figure_review"),
    path("figures/decide/", figures.figure_decide, name="figure_decide"),
    path("figures/<int:pk>/", figures.figure, name="figure"),
    path("figures/<int:pk>/correct/", figures.figure_correct, name="figure_correct"),
    path("figures/<int:pk>/evidence/", evidence.evidence_add, name="evidence_add"),
    path("figures/<int:pk>/evidence/reuse/", evidence.evidence_reuse, name="evidence_reuse"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("evidence/<int:pk>/delete/", evidence.evidence_delete, name="evidence_delete"),
    path("pace/", pace.pace_cycles, name="pace"),
    path("pace/<slug:code>/", pace.pace_list, name="pace_list"),
    path("pace/<slug:code>/board/", pace.pace_board, name="pace_board"),
    path("pace/<slug:code>/units/<int:unit>/", pace.pace_unit, name="pace_unit"),
    path("pace/<slug:code>/indicators/<str:indicator>/", pace.pace_indicator, name="pace_indicator"),
    path("cards/", cards.card_list, name="card_list"),
    path("cards/<int:pk>/", cards.card, name="card"),
]
