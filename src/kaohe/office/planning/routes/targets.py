"""Addresses of targets and their adjustments."""

from __future__ import annotations

from django.urls import path

from kaohe.office.planning.views import adjustments, target_import, target_review, target_unit, targets

urlpatterns = [
    path("targets/", targets.target_cycles, name="target_cycles"),
    path("targets/<int:pk>/", targets.target_detail, name="target"),
    path("targets/<int:pk>/return/", target_review.target_return, name="target_return"),
    path("targets/<int:pk>/adjust/", adjustments.adjustment_ask, name="adjustment_ask"),
    path("targets/lists/<int:pk>/", target_import.target_batch, name="target_batch"),
    path("targets/lists/<int:pk>/store/", target_import.target_batch_store, name="target_batch_store"),
    path("targets/lists/<int:pk>/drop/", target_import.target_batch_drop, name="target_batch_drop"),
    path("adjustments/", adjustments.adjustment_list, name="adjustment_list"),
    path("adjustments/<int:pk>/", adjustments.adjustment_detail, name="adjustment"),
    path("adjustments/<int:pk>/decide/", adjustments.adjustment_decide, name="adjustment_decide"),
    path("adjustments/<int:pk>/withdraw/", adjustments.adjustment_withdraw, name="adjustment_withdraw"),
    path("targets/in/<slug:cycle>/", targets.target_list, name="target_list"),
    path("targets/in/<slug:cycle>/approve/", target_review.target_approve, name="target_approve"),
    path("targets/in/<slug:cycle>/locking/", target_review.target_locking, name="target_locking"),
    path("targets/in/<slug:cycle>/lock/", target_review.target_lock, name="target_lock"),
    path("targets/in/<slug:cycle>/units/", target_review.target_progress, name="target_progress"),
    path("targets/in/<slug:cycle>/units/<int:unit>/", target_unit.target_unit, name="target_unit"),
    path("targets/in/<slug:cycle>/indicators/<str:indicator>/", targets.target_indicator, name="target_indicator"),
    path("targets/in/<slug:cycle>/lists/", target_import.target_import, name="target_import"),
    path("targets/in/<slug:cycle>/lists/template/", target_import.target_template, name="target_template"),
    path("targets/in/<slug:cycle>/history/", target_import.target_history, name="target_history"),
]
