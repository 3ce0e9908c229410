"""Addresses of this app."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from kaohe.office.boards.views import board, burden, leader, office, person, unit

app_name = "boards"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path("waiting", board.waiting_here, name="waiting"),
    path("office/", office.office, name="office"),
    path("leader/", leader.leader, name="leader"),
    path("unit/", unit.unit, name="unit"),
    path("person/", person.person, name="person"),
    path("burden/", burden.burden, name="burden"),
]
