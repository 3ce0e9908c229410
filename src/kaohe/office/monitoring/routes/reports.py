"""Addresses of reports, figures, evidence, cards."""

from __future__ import annotations

from django.urls import path

from kaohe.office.monitoring.views import cards, collection, evidence, figures, pace, reports, rules

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
    path("rules/", rules.rules_cycles, name="rules_cycles"),
    path("rules/<slug:code>/", rules.rules, name="rules"),
    path("rules/<slug:code>/due/", rules.due_rule, name="due_rule"),
    path("rules/<slug:code>/indicators/", rules.reporting_list, name="reporting_list"),
    path("rules/<slug:code>/indicators/<str:indicator>/", rules.reporting_change, name="reporting"),
    path("rules/<slug:code>/dictionary/", rules.dictionary, name="dictionary"),
    path("rules/<slug:code>/dictionary/<int:pk>/part/", rules.dictionary_part, name="dictionary_part"),
    path("lists/", collection.list_new, name="list_new"),
    path("lists/<slug:code>/", collection.list_upload, name="list_upload"),
    path("lists/<slug:code>/template/", collection.list_template, name="list_template"),
    path("batches/<int:pk>/", collection.batch, name="batch"),
    path("sources/", collection.source_list, name="source_list"),
    path("sources/new/", collection.source_cycles, name="source_cycles"),
    path("sources/new/<slug:code>/", collection.source_new, name="source_new"),
    path("sources/<int:pk>/read/", collection.source_read, name="source_read"),
    path("sources/<int:pk>/switch/", collection.source_switch, name="source_switch"),
    path("pace/", pace.pace_cycles, name="pace"),
    path("pace/<slug:code>/", pace.pace_list, name="pace_list"),
    path("pace/<slug:code>/board/", pace.pace_board, name="pace_board"),
    path("pace/<slug:code>/units/<int:unit>/", pace.pace_unit, name="pace_unit"),
    path("pace/<slug:code>/indicators/<str:indicator>/", pace.pace_indicator, name="pace_indicator"),
    path("cards/", cards.card_list, name="card_list"),
    path("cards/<int:pk>/", cards.card, name="card"),
]
