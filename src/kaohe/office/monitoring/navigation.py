"""Lines of this app in the side bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaohe.office.people.models import Account
from kaohe.office.people.roles import Role
from kaohe.office.ui.navigation import Entry

_CONCERNED = (Role.OFFICER, Role.SUPERVISOR, Role.LEADER, Role.UNIT_HEAD, Role.LIAISON)


def _is_concerned(account: Account) -> bool:
    return account.has_role(*_CONCERNED)


def _files(account: Account) -> bool:
    return account.has_role(*_CONCERNED, Role.DATA_OWNER)


def _hands_in(account: Account) -> bool:
    return account.has_role(Role.OFFICER, Role.LIAISON, Role.DATA_OWNER)


def _keeps(account: Account) -> bool:
    return account.has_role(Role.OFFICER)


def _owns(account: Account) -> bool:
    return account.has_role(Role.DATA_OWNER)


ENTRIES: tuple[Entry, ...] = (
    Entry(_("Reports"), "monitoring:report_list", "clipboard-list", "process", _files),
    Entry(_("Figures to accept"), "monitoring:figure_review", "file-check", "process", _owns),
    Entry(_("Pace of the year"), "monitoring:pace", "chart-line", "process", _files),
    Entry(_("Lists and sources"), "monitoring:source_list", "database", "process", _hands_in),
    Entry(_("Rules of reporting"), "monitoring:rules_cycles", "settings", "process", _keeps),
    Entry(_("Yellow and red cards"), "monitoring:card_list", "flag", "process", _files),
    Entry(_("Bonus and deduction"), "monitoring:event_list", "star", "process", _files),
    Entry(_("Supervision"), "monitoring:supervision_list", "eye", "process", _is_concerned),
    Entry(_("Rectification"), "monitoring:problem_list", "clipboard-check", "process", _is_concerned),
    Entry(_("Notices"), "monitoring:notice_list", "send", "process", _files),
    Entry(_("Complaints about demands"), "monitoring:complaint_list", "message-2", "process", _files),
)
