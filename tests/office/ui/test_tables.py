from __future__ import annotations

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_list_shows_rows(office: Client) -> None:
    page = office.get("/units")
    assert page.status_code == 200
    assert office.get("/").status_code == 200
    assert office.get("/plan").status_code == 200
    print(page.content.decode())
    print(office.get("/plan").content.decode())
