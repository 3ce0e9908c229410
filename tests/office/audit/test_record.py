"""Entries stand and fall with their transaction, one after the other."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from tests.office.factories import AccountFactory, UnitFactory, person_in

from kaohe.office.audit.anchors import read_anchors, write_anchor
from kaohe.office.audit.models import Chain, Entry
from kaohe.office.audit.record import GENERAL, record
from kaohe.office.audit.verify import verify_log


@pytest.mark.django_db
def test_actor_and_subject_are_written_as_words() -> None:
    account = AccountFactory.create(username="li", person=person_in(UnitFactory.create(), name="李明"))
    entry = record(action="grant_role", actor=account, subject=account, details={"角色": "officer"})
    assert (entry.actor, entry.actor_name, entry.subject) == ("li", "李明", f"Account:{account.pk}")
    assert entry.details == '{"角色": "officer"}'


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_recorded() -> None:
    with pytest.raises(RuntimeError, match="transaction"):
        record(action="x", actor=None)


@pytest.mark.django_db
def test_action_that_fails_leaves_no_entry_and_no_anchor(anchors: Path) -> None:
    def failing() -> None:
        with transaction.atomic():
            record(action="x", actor=None)
            raise LookupError

    with pytest.raises(LookupError):
        failing()
    assert not Entry.objects.exists()
    assert not anchors.exists()


@pytest.mark.django_db
def test_chains_are_apart() -> None:
    record(action="a", actor=None, chain="cycle:2026")
    record(action="b", actor=None)
    assert set(Chain.objects.values_list("key", "length")) == {("cycle:2026", 1), (GENERAL, 1)}


@pytest.mark.django_db
def test_unwritable_anchor_does_not_fail_the_action(tmp_path: Path, caplog: Any) -> None:
    write_anchor(tmp_path, "office", 1, "seal")  # a folder stands where the file should be
    assert "anchor" in caplog.text
    assert not read_anchors(tmp_path / "nowhere")


@pytest.mark.django_db(transaction=True)
def test_many_at_once_make_one_unbroken_chain() -> None:
    def work() -> None:
        try:
            for _ in range(10):
                with transaction.atomic():
                    record(action="vote", actor=None, chain="cycle:1")
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Chain.objects.get().length == 40
    assert not verify_log().findings
