"""Forms of supervision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.office.monitoring.forms.words import SeenForm, text
from kaohe.office.monitoring.models import SupervisionTask
from kaohe.office.people.models import Account, Unit
from kaohe.office.planning.models import Cycle, Indicator, RegisterItem
from kaohe.office.ui.forms import Form


class TaskForm(Form):
    """A task to be approved."""

    title = forms.CharField(label=_("title"), max_length=200)
    register_item = forms.ModelChoiceField(
        queryset=RegisterItem.objects.none(),
        label=_("register item"),
        help_text=_("Only registered and approved supervision can begin."),
    )
    kind = forms.ChoiceField(label=_("kind of matter"), choices=SupervisionTask.Kind)
    basis = forms.CharField(label=_("basis"), max_length=300)
    organiser = forms.ModelChoiceField(queryset=Unit.objects.none(), label=_("organiser"))
    units = forms.ModelMultipleChoiceField(  # type: ignore[assignment]  # the metaclass takes fields out of the class
        queryset=Unit.objects.none(), label=_("units concerned"), widget=forms.SelectMultiple(attrs={"size": 10})
    )
    indicator = forms.ModelChoiceField(queryset=Indicator.objects.none(), label=_("indicator"), required=False)
    is_hard = forms.BooleanField(
        label=_("hard to settle"), required=False, help_text=_("A month to settle it instead of seven days.")
    )

    def __init__(self, *args: Any, cycle: Cycle, by: Account, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        allowed = Q(kind__in=(RegisterItem.Kind.SUPERVISION, RegisterItem.Kind.INSPECTION))
        within = Unit.objects.visible_to(by).open_on(today)
        self._offer("register_item", RegisterItem.objects.in_force(today).filter(allowed))
        self._offer("organiser", within.filter(Q(pk=cycle.root_id) | Q(parent=cycle.root_id)).order_by("code"))
        self._offer("units", Unit.objects.filter(appraisals__cycle=cycle, appraisals__left_on=None).order_by("code"))
        self._offer("indicator", Indicator.objects.filter(cycle=cycle, is_leaf=True))

    def _offer(self, name: str, rows: Any) -> None:
        self.fields[name].queryset = rows  # type: ignore[attr-defined]


class PlanForm(SeenForm):
    """What is looked at, and where."""

    content = text(_("content of supervision"))
    scope = forms.CharField(label=_("scope"), max_length=200)


class ConclusionForm(SeenForm):
    """The conclusion."""

    conclusion = text(_("conclusion"), rows=6)


class HandOverForm(SeenForm):
    """The document by which the conclusion is handed over."""

    document = forms.CharField(label=_("document"), max_length=200, required=False)


class CheckForm(SeenForm):
    """What the check found."""

    text = text(_("text"), required=False)


class UseForm(SeenForm):
    """What the result is used for."""

    use = text(_("use of the result"))
    document = forms.CharField(label=_("document"), max_length=200, required=False)


class ArrangementForm(SeenForm):
    """How the unit goes about it."""

    arrangement = text(_("arrangement"), help_text=_("Who does what until when."))


class ReportForm(SeenForm):
    """What was done."""

    report = text(_("report"), rows=5)


class ObjectionForm(Form):
    """An objection."""

    text = text(_("objection"), rows=5)


class DecisionForm(Form):
    """What is decided on an objection."""

    is_upheld = forms.TypedChoiceField(
        label=_("decision"),
        choices=[("1", _("objection upheld")), ("0", _("objection not upheld"))],
        coerce=lambda chosen: chosen == "1",
        widget=forms.RadioSelect,
    )
    answer = text(_("Reasons"))


class NodeForm(Form):
    """The day on which a node was reached."""

    on = forms.DateField(label=_("done on"), initial=timezone.localdate)
    remarks = forms.CharField(label=_("remarks"), max_length=200, required=False)
