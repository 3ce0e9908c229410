"""Tampering is found in every single-row case, done as the database's administrator could do it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from kaohe.office.audit.models import Chain, Entry
from kaohe.office.audit.record import record
from kaohe.office.audit.verify import verify_log

pytestmark = pytest.mark.django_db
ROWS = 5


@pytest.fixture
def log(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        for number in range(1, ROWS + 1):
            record(action="approve_target", actor=None, subject=f"Target:{number}", details={"value": number})
    settle()


def settle() -> None:
    """Do now what a commit would do: deferred checks of keys stand in the way of ALTER TABLE."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


@contextmanager
def administrator() -> Iterator[Any]:
    """The owner of the table: takes the guard off, and puts it back to leave no trace."""
    with connection.cursor() as cursor:
        for name in ("audit_entry_keep_rows", "audit_entry_keep_table"):
            cursor.execute(f"ALTER TABLE audit_entry DISABLE TRIGGER {name}")
        yield cursor
        for name in ("audit_entry_keep_rows", "audit_entry_keep_table"):
            cursor.execute(f"ALTER TABLE audit_entry ENABLE ALWAYS TRIGGER {name}")


def codes(anchors: Path | None = None) -> set[str]:
    return {finding.code for finding in verify_log(anchors).findings}


def codes_by_seals(tmp_path: Path) -> set[str]:
    """What is found without any anchor: the seals alone must show every change of a single row."""
    return codes(tmp_path / "no-anchors")


@pytest.mark.usefixtures("log")
def test_whole_log_has_no_findings() -> None:
    report = verify_log()
    assert (report.entries, report.chains, report.findings) == (ROWS, 1, ())


COLUMNS = {
    "recorded_at": "recorded_at + interval '1 second'",
    "actor": "'somebody'",
    "actor_name": "'Somebody'",
    "on_behalf_of": "'somebody'",
    "address": "'10.0.0.1'",
    "action": "'return_target'",
    "subject": "'Target:99'",
    "details": "'{}'",
    "previous": "repeat('0', 64)",
    "seal": "repeat('0', 64)",
    "serial": "serial + 100",
}


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("serial", range(1, ROWS + 1))
@pytest.mark.parametrize("column", COLUMNS)
def test_change_of_any_column_of_any_row_is_found(serial: int, column: str, tmp_path: Path) -> None:
    with administrator() as cursor:
        cursor.execute(f"UPDATE audit_entry SET {column} = {COLUMNS[column]} WHERE serial = %s", [serial])
    assert codes_by_seals(tmp_path)


def test_every_column_of_an_entry_is_sealed() -> None:
    names = {f.name for f in Entry._meta.fields} - {"id", "chain"}
    assert names == set(COLUMNS)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("serial", range(1, ROWS + 1))
def test_removal_of_any_row_is_found(serial: int, tmp_path: Path) -> None:
    with administrator() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE serial = %s", [serial])
    assert codes_by_seals(tmp_path)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("serial", range(1, ROWS + 1))
def test_removal_with_renumbering_is_found(serial: int, tmp_path: Path) -> None:
    with administrator() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE serial = %s", [serial])
        for later in range(serial + 1, ROWS + 1):
            cursor.execute("UPDATE audit_entry SET serial = %s WHERE serial = %s", [later - 1, later])
        cursor.execute("UPDATE audit_chain SET length = length - 1")
    assert codes_by_seals(tmp_path)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("serial", range(1, ROWS + 2))
def test_insertion_before_any_row_or_at_the_end_is_found(serial: int, tmp_path: Path) -> None:
    with administrator() as cursor:
        for later in range(ROWS, serial - 1, -1):
            cursor.execute("UPDATE audit_entry SET serial = %s WHERE serial = %s", [later + 1, later])
        cursor.execute(
            "INSERT INTO audit_entry (chain_id, serial, recorded_at, actor, actor_name, on_behalf_of, address, action,"
            " subject, details, previous, seal) SELECT chain_id, %s, recorded_at, actor, actor_name, on_behalf_of,"
            " address, 'forged', subject, details, previous, seal FROM audit_entry LIMIT 1",
            [serial],
        )
    assert codes_by_seals(tmp_path)


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize("first", range(1, ROWS + 1))
@pytest.mark.parametrize("second", range(1, ROWS + 1))
def test_two_rows_swapped_are_found(first: int, second: int, tmp_path: Path) -> None:
    if first < second:
        with administrator() as cursor:
            cursor.execute("UPDATE audit_entry SET serial = 1000 WHERE serial = %s", [first])
            cursor.execute("UPDATE audit_entry SET serial = %s WHERE serial = %s", [first, second])
            cursor.execute("UPDATE audit_entry SET serial = %s WHERE serial = 1000", [second])
        assert codes_by_seals(tmp_path)
    else:
        assert not codes_by_seals(tmp_path)


@pytest.mark.usefixtures("log")
def test_last_row_removed_and_old_end_put_back_is_found_by_the_anchor(django_capture_on_commit_callbacks: Any) -> None:
    before = Chain.objects.values("length", "head", "seal").get()
    with django_capture_on_commit_callbacks(execute=True):
        record(action="approve_target", actor=None, subject="Target:6")
    settle()
    with administrator() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE serial = %s", [ROWS + 1])
    Chain.objects.update(**before)
    assert codes() == {"anchor"}


@pytest.mark.usefixtures("log")
def test_chain_removed_as_a_whole_is_found_by_the_anchor() -> None:
    with administrator() as cursor:
        cursor.execute("DELETE FROM audit_entry")
        cursor.execute("DELETE FROM audit_chain")
    assert codes() == {"anchor"}


@pytest.mark.usefixtures("log")
def test_last_row_rewritten_with_a_wrong_key_is_found(settings: Any, anchors: Path) -> None:
    anchors.unlink()  # the seals alone must tell
    settings.KAOHE_AUDIT_KEY, key = "guessed", settings.KAOHE_AUDIT_KEY
    with administrator() as cursor:
        cursor.execute("DELETE FROM audit_entry WHERE serial = %s", [ROWS])
    last = Entry.objects.get(serial=ROWS - 1)
    Chain.objects.update(length=ROWS - 1, head=last.seal)
    record(action="forged", actor=None)
    settings.KAOHE_AUDIT_KEY = key
    assert codes() == {"changed", "end"}


@pytest.mark.usefixtures("log")
def test_guard_taken_off_is_found() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_keep_rows")
    assert codes() == {"guard"}


@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry", "TRUNCATE audit_entry"],
)
def test_database_refuses_changes(statement: str) -> None:
    with (
        pytest.raises(ProgrammingError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert not codes()


def test_missing_file_of_anchors_is_no_alarm(log: None, anchors: Path) -> None:
    anchors.unlink()
    assert not codes()


def test_anchor_cut_short_by_a_crash_is_passed_over(log: None, anchors: Path) -> None:
    with anchors.open("a") as out:
        out.write('{"chain": "offi')
    assert not codes()
