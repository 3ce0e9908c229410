"""An office with the pages that only these tests have."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role


@pytest.fixture
def pages(settings: Settings) -> None:
    settings.ROOT_URLCONF = "tests.office.ui.urls"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates


@pytest.fixture
def root() -> Unit:
    root: Unit = UnitFactory.create(name="旬阳县")
    return root


@pytest.fixture
def officer(root: Unit) -> Account:
    return account_with(Role.OFFICER, root)


@pytest.fixture
def office(client: Client, officer: Account, pages: None) -> Client:
    client.force_login(officer)
    return client
