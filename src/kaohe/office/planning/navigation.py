"""Lines of this app in the side bar."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from kaohe.office.planning.querysets.decomposition import DIVISIONS_SEEN, PLANS_SEEN
from kaohe.office.planning.querysets.targets import OWN_SEEN, TARGETS_SEEN
from kaohe.office.planning.querysets.undertakings import LETTERS_SEEN, SUPERIOR_SEEN
from kaohe.office.ui.navigation import Entry


def _sees_divisions(account: Any) -> bool:
    return bool(account.has_role(*DIVISIONS_SEEN))


def _sees_plans(account: Any) -> bool:
    return bool(account.has_role(*PLANS_SEEN))


def _sees_superior(account: Any) -> bool:
    return bool(account.has_role(*SUPERIOR_SEEN))


def _sees_letters(account: Any) -> bool:
    return bool(account.has_role(*LETTERS_SEEN))


def _is_person(account: Any) -> bool:
    return account.person_id is not None


def _sees_targets(account: Any) -> bool:
    return bool(account.has_role(*TARGETS_SEEN, *OWN_SEEN))


ENTRIES: tuple[Entry, ...] = (
    Entry(_("Cycles"), "planning:cycle_list", "calendar", "planning"),
    Entry(_("Targets"), "planning:target_cycles", "target", "planning", _sees_targets),
    Entry(
        _("Adjustments of targets"),
        "planning:adjustment_list",
        "adjustments-horizontal",
        "planning",
        _sees_targets,
    ),
    Entry(_("Responsibility letters"), "planning:letter_list", "file-check", "planning", _sees_letters),
    Entry(_("Decomposition of indicators"), "planning:decomposition_list", "sitemap", "planning", _sees_divisions),
    Entry(_("Personal plans"), "planning:personal_plan_list", "clipboard-list", "planning", _sees_plans),
    Entry(_("The superior's indicators"), "planning:superior_list", "affiliate", "planning", _sees_superior),
    Entry(_("Register of inspections and appraisals"), "planning:register_list", "clipboard-check", "planning"),
    Entry(_("My plan"), "planning:personal_plan_own", "id-badge-2", "home", _is_person),
)
