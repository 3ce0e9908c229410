"""Whoever has to do something first is led there, and the parts of that page do not lead to it for ever."""

from __future__ import annotations

import pytest
from django.test import RequestFactory

from kaohe.office.people.leading import led_to


def test_a_browser_is_redirected() -> None:
    answer = led_to(RequestFactory().get("/planning/"), "/account/2fa/")
    assert (answer.status_code, answer["Location"]) == (302, "/account/2fa/")


@pytest.mark.parametrize(("page", "goes"), [("/planning/", True), ("/account/password/change/", False)])
def test_a_part_leads_the_whole_page_unless_it_stands_there(page: str, goes: bool) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": f"http://testserver{page}"}
    answer = led_to(RequestFactory().get("/people/notifications", headers=headers), "/account/2fa/")
    assert answer.status_code == 204
    assert answer.headers.get("HX-Redirect") == ("/account/2fa/" if goes else None)
