"""Lines of this app in the side bar."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from kaohe.office.scoring.policies import sees_scores
from kaohe.office.ui.navigation import Entry

ENTRIES: tuple[Entry, ...] = (Entry(_("Scores and ranking"), "scoring:cycles", "trophy", "results", sees_scores),)
