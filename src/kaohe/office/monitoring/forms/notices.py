"""The form of a notice."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.forms.words import SeenForm, text
from kaohe.office.monitoring.notice_sections import SECTIONS, Section


class NoticeForm(SeenForm):
    """Title, period, words of introduction, and the tables wanted."""

    title = forms.CharField(label=_("title"), max_length=200)
    period = forms.RegexField(
        r"^\d{4}(H[12]|Q[1-4]|-(0[1-9]|1[0-2]))?$", label=_("period"), help_text=_("2026, 2026H1, 2026Q1 or 2026-01")
    )
    words = text(_("Introduction"), required=False, rows=4)
    kinds = forms.MultipleChoiceField(
        label=_("Tables"),
        required=False,
        choices=lambda: [(kind, title) for kind, (title, _fill) in SECTIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Filled from what stands on the day of issue."),
    )
    demand = text(_("What is demanded"), required=False, rows=3)

    def clean(self) -> dict[str, Any]:
        """Put the sections together in the order of the page."""
        cleaned = super().clean() or self.cleaned_data
        sections = [Section("text", gettext("Introduction"), cleaned["words"])] if cleaned.get("words") else []
        sections += [Section(kind, str(SECTIONS[kind][0])) for kind in cleaned.get("kinds", [])]
        if cleaned.get("demand"):
            sections.append(Section("text", gettext("What is demanded"), cleaned["demand"]))
        if not sections:
            raise ValidationError(gettext("Write an introduction or choose a table."))
        kept = {name: cleaned[name] for name in ("title", "period", "seen") if name in cleaned}
        return kept | {"sections": sections}
