"""Lines of this app in the side bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaohe.office.boards.burden import SEEN
from kaohe.office.boards.views.board import OFFICE, UNIT
from kaohe.office.people.models import Account
from kaohe.office.people.roles import ADMINISTRATORS, Role
from kaohe.office.ui.navigation import Entry


def _office(account: Account) -> bool:
    return account.has_role(*OFFICE)


def _leads(account: Account) -> bool:
    return account.has_role(Role.LEADER)


def _unit(account: Account) -> bool:
    return account.has_role(*UNIT)


def _person(account: Account) -> bool:
    return account.person_id is not None and not account.has_role(*ADMINISTRATORS)


def _bears(account: Account) -> bool:
    return account.has_role(*SEEN)


ENTRIES: tuple[Entry, ...] = (
    Entry(_("Board of the office"), "boards:office", "chart-bar", "home", _office),
    Entry(_("My field"), "boards:leader", "sitemap", "home", _leads),
    Entry(_("My unit"), "boards:unit", "building", "home", _unit),
    Entry(_("My share"), "boards:person", "target", "home", _person),
    Entry(_("Burden on units"), "boards:burden", "hourglass", "process", _bears),
)
