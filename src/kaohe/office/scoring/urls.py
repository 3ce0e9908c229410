"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kaohe.office.scoring.views import analysis, cards, fragments, imports, ranking, runs, what_if

app_name = "scoring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ranking.cycles, name="cycles"),
    path("fragments/adjustments/<int:key>/", fragments.adjustment_effect, name="adjustment_effect"),
    path("<slug:code>/fragments/units/<int:key>/", fragments.unit_score, name="unit_score"),
    path("<slug:code>/", ranking.ranking, name="ranking"),
    path("<slug:code>/indicators/", analysis.indicators, name="indicators"),
    path("<slug:code>/losses/", analysis.lost_points, name="losses"),
    path("<slug:code>/stability/", analysis.stability, name="stability"),
    path("<slug:code>/weights/", what_if.weights, name="weights"),
    path("<slug:code>/units/<int:key>/", cards.unit, name="unit"),
    path("<slug:code>/units/<int:key>/derivation/", cards.derivation, name="derivation"),
    path("<slug:code>/units/<int:key>/next-points/", analysis.next_points, name="next-points"),
    path("<slug:code>/units/<int:key>/what-if/", what_if.of_unit, name="what-if"),
    path("<slug:code>/units/<int:key>/indicators/<str:indicator>/", cards.indicator, name="indicator"),
    path("<slug:code>/runs/", runs.listed, name="runs"),
    path("<slug:code>/runs/make/", runs.make, name="make-run"),
    path("<slug:code>/runs/compare/", runs.compared, name="compare-runs"),
    path("<slug:code>/runs/<int:number>/", runs.run, name="run"),
    path("<slug:code>/runs/<int:number>/again/", runs.again, name="rerun"),
    path("<slug:code>/runs/<int:number>/folder/", runs.folder, name="run-folder"),
    path("<slug:code>/figures/", imports.hand_in, name="hand-in"),
    path("<slug:code>/figures/<int:key>/", imports.facts_file, name="facts-file"),
]
