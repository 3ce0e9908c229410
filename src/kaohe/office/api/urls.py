"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kaohe.office.api.views import tokens

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("tokens/", tokens.token_list, name="token_list"),
    path("tokens/new", tokens.token_new, name="token_new"),
    path("tokens/<int:pk>/revoke", tokens.token_revoke, name="token_revoke"),
]
