"""What the worker does by itself, and what it is given."""

from __future__ import annotations

from procrastinate.contrib.django import app

from kaohe.office.people.actions import accounts, lists


@app.periodic(cron="5 0 * * *")
@app.task(queueing_lock="disable_leavers")
def disable_leavers(timestamp: int) -> None:
    """Shut, each night, the accounts of those who no longer work here from this day on."""
    accounts.disable_leavers()


@app.task
def take_in_list(key: int) -> None:
    """Take in a list that was handed in."""
    lists.run_import(key=key)
