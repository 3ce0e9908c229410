"""Rows of units, people, accounts and the calendar."""

from kaohe.office.people.models.access import Account, Charge, Delegation, Grant
from kaohe.office.people.models.calendar import SpecialDay
from kaohe.office.people.models.classes import Membership, UnitClass
from kaohe.office.people.models.jobs import Import, ImportKind, ImportState
from kaohe.office.people.models.notifications import Notification
from kaohe.office.people.models.staff import Appointment, Person, Post, Section
from kaohe.office.people.models.units import Succession, Unit, UnitKind, UnitVersion

__all__ = [
    "Account",
    "Appointment",
    "Charge",
    "Delegation",
    "Grant",
    "Import",
    "ImportKind",
    "ImportState",
    "Membership",
    "Notification",
    "Person",
    "Post",
    "Section",
    "SpecialDay",
    "Succession",
    "Unit",
    "UnitClass",
    "UnitKind",
    "UnitVersion",
]
