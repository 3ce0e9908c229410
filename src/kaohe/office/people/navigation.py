"""Lines of the side bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaohe.office.people import policies
from kaohe.office.people.models import Account
from kaohe.office.people.roles import UNITS_SEEN
from kaohe.office.ui.navigation import Entry


def _sees_units(account: Account) -> bool:
    reach = account.reach(UNITS_SEEN)
    return reach.is_all or bool(reach.paths) or account.person_id is not None


ENTRIES = [
    Entry(_("Units"), "people:units", "sitemap", "organisation", _sees_units),
    Entry(_("People"), "people:people", "users", "organisation", _sees_units),
    Entry(_("Classes of units"), "people:latest-classes", "stack-2", "organisation", _sees_units),
    Entry(_("Working days"), "people:calendar", "calendar", "organisation"),
    Entry(_("Who stands in for me"), "people:delegations", "user", "organisation"),
    Entry(_("Accounts"), "people:accounts", "id-badge-2", "system", policies.accounts.may_view),
    Entry(_("Roles of accounts"), "people:roles", "shield-lock", "system", policies.accounts.may_view),
    Entry(_("Audit log"), "audit:log", "file-check", "system", policies.audit_log.may_view),
]
