"""Mail to those who report: reminders and cards. Mail is a courtesy: when it fails, the pages still say it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from enum import StrEnum

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from kaohe.office.monitoring.models import Report, Side
from kaohe.office.people.models import Grant
from kaohe.office.people.roles import Role

log = logging.getLogger(__name__)

ROLES = {Side.UNIT: (Role.LIAISON, Role.UNIT_HEAD), Side.OWNER: (Role.DATA_OWNER,)}


class Occasion(StrEnum):
    """Why a letter is written."""

    REMINDER = "reminder"
    YELLOW = "yellow"
    RED = "red"


def write_to_reporters(reports: Sequence[Report], occasion: Occasion) -> int:
    """Write to whoever reports for the units, each in the own language; says how many letters went out."""
    letters = [letter for report, accounts in _reporters(reports) for letter in _letters(report, accounts, occasion)]
    try:
        return get_connection().send_messages(letters) or 0 if letters else 0
    except OSError:  # the mail server is away: cards and reminders stand on the pages
        log.warning("mail server unreachable: %s letters about reports were not sent", len(letters))
        return 0


def _reporters(reports: Sequence[Report]) -> list[tuple[Report, list[Grant]]]:
    grants = Grant.objects.in_force_on(timezone.localdate()).filter(
        unit__in={report.unit_id for report in reports}, role__in=[r for roles in ROLES.values() for r in roles]
    )
    found: dict[tuple[int, str], list[Grant]] = {}
    for grant in grants.exclude(account__email="").filter(account__is_active=True).select_related("account"):
        found.setdefault((grant.unit_id, grant.role), []).append(grant)
    return [
        (report, [grant for role in ROLES[Side(report.side)] for grant in found.get((report.unit_id, role), [])])
        for report in reports
    ]


def _letters(report: Report, grants: Sequence[Grant], occasion: Occasion) -> list[EmailMessage]:
    letters = []
    for account in {grant.account for grant in grants}:
        with translation.override(account.language):
            letters.append(
                EmailMessage(_subject(report, occasion), _text(report), settings.DEFAULT_FROM_EMAIL, [account.email])
            )
    return letters


def _subject(report: Report, occasion: Occasion) -> str:
    words = {
        Occasion.REMINDER: _("Report {period} of {unit} is due on {day}"),
        Occasion.YELLOW: _("Yellow card: report {period} of {unit} was due on {day}"),
        Occasion.RED: _("Red card: report {period} of {unit} was due on {day}"),
    }[occasion]
    return words.format(period=report.period, unit=report.unit.name, day=report.due_on)


def _text(report: Report) -> str:
    return _(
        "Open “What is due” in the platform, fill the report {period}, and have it signed. A nil report is a report."
    ).format(period=report.period)
