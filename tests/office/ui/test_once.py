from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from pytest_django import Settings
from tests.office.factories import UnitFactory, account_with
from tests.office.ui import urls

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.ui import once

FILLED = {"title": "春耕", "once": "a-token"}


@pytest.fixture(autouse=True)
def _nothing_done() -> Iterator[None]:
    urls.DONE.clear()
    yield
    urls.DONE.clear()


@pytest.mark.django_db
def test_a_second_post_does_nothing_and_arrives_at_the_same_page(office: Client) -> None:
    first, second = office.post("/plan", FILLED), office.post("/plan", FILLED)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == "/units"
    assert len(urls.DONE) == 1
    assert first.cookies["kaohe-done"].value == second.cookies["kaohe-done"].value == "a-token"


@pytest.mark.django_db
def test_another_token_or_none_acts_again(office: Client) -> None:
    for token in ("one", "two", ""):
        office.post("/plan", FILLED | {"once": token})
    assert len(urls.DONE) == 3


@pytest.mark.django_db
def test_a_refused_form_may_be_sent_again_with_its_token(office: Client) -> None:
    assert office.post("/plan", FILLED | {"title": "refused"}).status_code == 200
    assert office.post("/plan", FILLED).status_code == 302
    assert len(urls.DONE) == 1


@pytest.mark.django_db
def test_tokens_of_two_accounts_do_not_meet(office: Client, root: Unit) -> None:
    office.post("/plan", FILLED)
    office.force_login(account_with(Role.OFFICER, root))
    office.post("/plan", FILLED)
    assert len(urls.DONE) == 2


@pytest.mark.django_db
def test_a_broken_action_leaves_neither_rows_nor_a_note(office: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_and_break(**fields: object) -> None:
        UnitFactory.create(code="HALF")
        raise RuntimeError

    monkeypatch.setattr(urls, "keep_plan", write_and_break)
    with pytest.raises(RuntimeError):
        office.post("/plan", FILLED)
    assert not Unit.objects.filter(code="HALF").exists()
    monkeypatch.undo()
    office.post("/plan", FILLED)
    assert len(urls.DONE) == 1


@pytest.mark.django_db
def test_the_note_is_no_way_in(office: Client, officer: Account) -> None:
    before = set(Session.objects.values_list("pk", flat=True))
    office.post("/plan", FILLED)
    (note,) = set(Session.objects.values_list("pk", flat=True)) - before
    stranger = Client()
    stranger.cookies["kaohe"] = note
    assert stranger.get("/units").status_code == 302


@pytest.mark.django_db
def test_htmx_is_told_to_go_there(office: Client) -> None:
    asked = {"HX-Request": "true"}
    first, second = office.post("/plan", FILLED, headers=asked), office.post("/plan", FILLED, headers=asked)
    assert first.status_code == second.status_code == 204
    assert first["HX-Redirect"] == second["HX-Redirect"] == "/units"
    assert len(urls.DONE) == 1


@pytest.mark.django_db(transaction=True)
def test_posts_at_the_same_moment_act_once(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = "tests.office.ui.urls"
    account = account_with(Role.OFFICER, UnitFactory.create())
    began, go_on, statuses = threading.Event(), threading.Event(), []

    def slow(**fields: object) -> None:
        began.set()
        go_on.wait(10)
        urls.DONE.append(fields)

    monkeypatch.setattr(urls, "keep_plan", slow)

    def send() -> None:
        client = Client()
        client.force_login(account)
        statuses.append(client.post("/plan", FILLED)["Location"])
        connection.close()

    senders = [threading.Thread(target=send) for _ in range(4)]
    senders[0].start()
    assert began.wait(10)
    for sender in senders[1:]:
        sender.start()
    waiting = _waiting_for_a_lock(3)
    go_on.set()
    for sender in senders:
        sender.join(20)
    assert waiting == 3
    assert len(urls.DONE) == 1
    assert statuses == ["/units"] * 4


def _waiting_for_a_lock(wanted: int) -> int:
    """Count who waits for an advisory lock, once all do or ten seconds have gone."""
    count = 0
    for _ in range(100):
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
            (count,) = cursor.fetchone()
        if count >= wanted:
            break
        time.sleep(0.1)
    return int(count)


def test_tokens_are_not_guessed() -> None:
    assert len({once.new_token() for _ in range(100)}) == 100
    assert len(once.new_token()) >= 20
