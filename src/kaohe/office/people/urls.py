"""Addresses of units and people."""

from __future__ import annotations

from django.urls import path, register_converter

from kaohe.office.people.views import (
    access,
    accounts,
    calendar,
    classes,
    imports,
    inbox,
    persons,
    places,
    proposals,
    unit_changes,
    units,
)

app_name = "people"


class OneOf:
    """What an address may name."""

    regex = ""

    def to_python(self, value: str) -> str:
        """Give the word."""
        return value

    def to_url(self, value: str) -> str:
        """Write the word."""
        return str(value)


class Proposed(OneOf):
    """What is proposed while somebody types."""

    regex = "unit|person|account"


class Listed(OneOf):
    """What a list is of."""

    regex = "units|people"


register_converter(Proposed, "proposed")
register_converter(Listed, "listed")

urlpatterns = [
    path("units/", units.tree, name="units"),
    path("units/list", units.listed, name="unit-list"),
    path("units/open", unit_changes.open_unit, name="open-unit"),
    path("units/<int:pk>", units.unit, name="unit"),
    path("units/<int:pk>/below", units.level, name="level"),
    path("units/<int:pk>/rename", unit_changes.rename, name="rename-unit"),
    path("units/<int:pk>/move", unit_changes.move, name="move-unit"),
    path("units/<int:pk>/merge", unit_changes.merge, name="merge-units"),
    path("units/<int:pk>/divide", unit_changes.divide, name="divide-unit"),
    path("units/<int:pk>/close", unit_changes.close, name="close-unit"),
    path("units/<int:pk>/correct", unit_changes.correct, name="correct-unit"),
    path("units/<int:pk>/withdraw", unit_changes.withdraw, name="withdraw-version"),
    path("units/<int:pk>/reopen", unit_changes.reopen, name="reopen-unit"),
    path("units/<int:pk>/sections/open", places.open_section, name="open-section"),
    path("units/<int:pk>/posts/open", places.open_post, name="open-post"),
    path("units/<int:pk>/charge", places.put_in_charge, name="put-in-charge"),
    path("units/<int:pk>/register", persons.register, name="register"),
    path("sections/<int:pk>/close", places.close_section, name="close-section"),
    path("posts/<int:pk>/close", places.close_post, name="close-post"),
    path("charges/<int:pk>/end", places.end_charge, name="end-charge"),
    path("proposals/<proposed:kind>", proposals.proposals, name="proposals"),
    path("persons/", persons.people, name="people"),
    path("persons/<int:pk>", persons.person, name="person"),
    path("persons/<int:pk>/correct", persons.correct, name="correct-person"),
    path("persons/<int:pk>/appoint", persons.appoint, name="appoint"),
    path("persons/<int:pk>/depart", persons.depart, name="depart"),
    path("places/<int:pk>/end", persons.end_place, name="end-place"),
    path("classes/", classes.latest, name="latest-classes"),
    path("classes/<int:year>", classes.classes, name="classes"),
    path("classes/<int:year>/open", classes.open_class, name="open-class"),
    path("classes/<int:year>/assign", classes.assign, name="assign-class"),
    path("classes/<int:year>/upload", classes.upload, name="upload-classes"),
    path("classes/<int:year>/list", classes.as_list, name="classes-list"),
    path("classes/<int:year>/copy", classes.copy, name="copy-classes"),
    path("imports/", imports.imports, name="imports"),
    path("imports/<int:pk>", imports.one_import, name="import"),
    path("imports/<int:pk>/problems", imports.import_problems, name="import-problems"),
    path("imports/<listed:kind>/new", imports.hand_in, name="hand-in"),
    path("imports/<listed:kind>/model", imports.model, name="import-model"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("calendar/enter", calendar.enter, name="enter-notice"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("accounts/open", accounts.open_account, name="open-account"),
    path("accounts/<int:pk>", accounts.account, name="account"),
    path("accounts/<int:pk>/disable", accounts.disable, name="disable-account"),
    path("accounts/<int:pk>/password", accounts.reset, name="reset-password"),
    path("accounts/<int:pk>/reopen", accounts.reopen, name="reopen-account"),
    path("accounts/<int:pk>/unlock", accounts.unlock, name="unlock-account"),
    path("roles/", access.roles, name="roles"),
    path("roles/grant", access.grant, name="grant-role"),
    path("roles/<int:pk>/revoke", access.revoke, name="revoke-role"),
    path("delegations/", access.delegations, name="delegations"),
    path("delegations/new", access.delegate, name="delegate-role"),
    path("delegations/<int:pk>/end", access.end_delegation, name="end-delegation"),
    path("notifications", inbox.bell, name="notifications"),
    path("inbox/", inbox.inbox, name="inbox"),
    path("inbox/read", inbox.read_all, name="read-all"),
    path("inbox/<int:pk>", inbox.follow, name="follow"),
    path("me", inbox.own_account, name="own-account"),
]
