"""Pages of responsibility letters."""

from __future__ import annotations

import json
from functools import partial
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.people.roles import Role
from kaohe.office.planning.actions import letters as actions
from kaohe.office.planning.forms.letters import SignForm
from kaohe.office.planning.forms.register import ChoiceOfCycleForm
from kaohe.office.planning.letter_check import check_letter
from kaohe.office.planning.models import Cycle, Letter
from kaohe.office.planning.policies.undertakings import letters as policy
from kaohe.office.planning.querysets.undertakings import LETTERS_SEEN
from kaohe.office.planning.views.frame import account_of, done
from kaohe.office.ui.forms import submit
from kaohe.office.ui.tables import Choice, Column, Empty, Table, UnitWithin, show_table
from kaohe.office.ui.tones import Badge

STANDINGS = {
    "unsigned": gettext_lazy("not signed yet"),
    "issuer": gettext_lazy("the appraising side has to sign"),
    "unit": gettext_lazy("the unit has to sign"),
    "signed": gettext_lazy("signed by both sides"),
    "outdated": gettext_lazy("outdated"),
    "replaced": gettext_lazy("replaced"),
}
_TONES = {"signed": "ok", "outdated": "risk", "replaced": "neutral"}
MOST_AT_ONCE = 500
"""Letters that are signed with one password; more are signed in a second go."""


def standing(letter: Any) -> Badge:
    """Draw where a letter stands."""
    return Badge(str(STANDINGS[letter.standing]), _TONES.get(letter.standing, "action"))


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponseBase:
    """List the letters that the account may read; the versions that were replaced are found by the filter."""
    account = account_of(request)
    require(account.has_role(*LETTERS_SEEN))
    rows = Letter.objects.visible_to(account).with_standing().select_related("unit", "cycle").defer("content")
    if request.GET.get("standing") != "replaced":
        rows = rows.current()
    table = Table(
        "letters",
        [
            Column("unit", gettext_lazy("unit"), "unit.name", sort="unit__code"),
            Column("cycle", gettext_lazy("cycle"), "cycle.title", sort="cycle__code"),
            Column("number", gettext_lazy("version"), kind="number", sort="number"),
            Column("standing", gettext_lazy("standing"), standing, kind="badge", sort="standing"),
            Column("made_at", gettext_lazy("made at"), kind="date", sort="made_at", phone=False),
            Column("hash", gettext_lazy("hash"), lambda letter: letter.hash[:12], phone=False),
        ],
        rows=rows,
        filters=[
            Choice("cycle", gettext_lazy("cycle"), partial(_cycles, account), "cycle"),
            Choice("standing", gettext_lazy("standing"), STANDINGS.items(), "standing"),
            UnitWithin("within", gettext_lazy("within the area"), "unit__path"),
        ],
        search=("unit__name", "unit__code", "hash"),
        default_sort="unit",
        row_link=lambda letter: reverse("planning:letter_detail", args=[letter.pk]),
        empty=Empty(_("No letter yet. The office makes them once the targets of a published cycle are locked.")),
        title=_("Responsibility letters"),
    )
    shown = {
        "title": _("Responsibility letters"),
        "may_make": bool(_makes(account)),
        "may_issue": account.has_role(*_ISSUERS),
    }
    return show_table(request, table, template="planning/letter/list.html", **shown)


_ISSUERS = (Role.LEADER,)


def _cycles(account: Account) -> list[tuple[int, str]]:
    return list(Cycle.objects.visible_to(account).public().values_list("pk", "title"))


def _makes(account: Account) -> list[int]:
    """Give the cycles whose letters an account makes."""
    cycles = Cycle.objects.visible_to(account).filter(state__in=actions.OPEN_STATES).select_related("root")
    return [cycle.pk for cycle in cycles if policy.may_make(account, cycle)]


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def make(request: HttpRequest) -> HttpResponseBase:
    """Make the letters of a cycle that are missing or outdated."""
    account = account_of(request)
    cycles = Cycle.objects.filter(pk__in=_makes(account))
    require(account.has_role(Role.OFFICER))
    form = ChoiceOfCycleForm(request.POST or None, cycles=cycles)
    if (
        request.method == "POST"
        and (new := submit(request, form, partial(actions.make_letters, by=account))) is not None
    ):
        text = _("{count} letters were made.") if new else _("Every letter still says what scheme and targets say.")
        return done(request, text.format(count=len(new)), "planning:letter_list")
    shown = {
        "form": form,
        "title": _("Make responsibility letters"),
        "intro": _("Letters that are missing or outdated are made anew; what still holds stays with its signatures."),
        "button": _("Make the letters"),
        "back": reverse("planning:letter_list"),
    }
    return render(request, "planning/undertaking_form.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show a letter as it is printed; who has to sign it signs it here."""
    account, letter = account_of(request), _letter(request, pk)
    signed = {signature.side: signature for signature in letter.signatures.all()}
    side = _side(account, letter)
    may_sign = bool(side) and side not in signed and letter.standing not in ("outdated", "replaced")
    form = SignForm(request.POST or None) if may_sign else None
    if request.method == "POST":
        require(form is not None)
        assert form is not None  # noqa: S101  (required just before; for the type checker)
        seen = {letter.pk: request.POST.get("hash", "")}
        if submit(request, form, partial(actions.sign_letters, by=account, letters=[letter], seen=seen)):
            return done(request, _("Signed."), "planning:letter_detail", pk=pk)
    shown = {
        "letter": letter,
        "standing": standing(letter),
        "content": json.loads(letter.content),
        "issuer": signed.get("issuer"),
        "accepted": signed.get("unit"),
        "before": Letter.objects.filter(replaced_by=letter).first(),
        "form": form,
        "may_make": policy.may_make(account, letter.cycle),
    }
    return render(request, "planning/letter/detail.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def sign_all(request: HttpRequest) -> HttpResponseBase:
    """Sign all letters that wait for the appraising side with one password."""
    account = account_of(request)
    require(account.has_role(*_ISSUERS))
    waiting = _waiting(account)
    form = SignForm(request.POST or None)
    if request.method == "POST":
        sent = {letter.pk: request.POST.get(f"hash-{letter.pk}", "") for letter in waiting}
        chosen = [letter for letter in waiting if sent[letter.pk]]
        action = partial(actions.sign_letters, by=account, letters=chosen, seen=sent)
        if (count := submit(request, form, action)) is not None:
            return done(request, _("{count} letters were signed.").format(count=count), "planning:letter_list")
    return render(request, "planning/letter/sign_all.html", {"letters": waiting, "form": form})


@require_safe
@login_required
def verify(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Recompute the hash of a letter and compare it with signatures and log."""
    letter = _letter(request, pk)
    return render(request, "planning/letter/verify.html", {"letter": letter, "verdict": check_letter(letter)})


def _letter(request: HttpRequest, pk: int) -> Any:
    rows = Letter.objects.visible_to(account_of(request)).with_standing()
    return get_object_or_404(rows.select_related("unit", "cycle__root", "replaced_by"), pk=pk)


def _side(account: Account, letter: Letter) -> str:
    """Give the side for which the account may sign a letter, if any."""
    if policy.may_issue(account, letter):
        return "issuer"
    return "unit" if policy.may_accept(account, letter) else ""


def _waiting(account: Account) -> list[Any]:
    rows = Letter.objects.visible_to(account).current().with_standing().filter(standing__in=["unsigned", "issuer"])
    found = list(rows.select_related("unit", "cycle__root").defer("content").order_by("cycle", "unit__code"))
    reach = {cycle: policy.issued_by(account, cycle) for cycle in {letter.cycle for letter in found}}
    return [letter for letter in found if reach[letter.cycle].covers(letter.unit.path)][:MOST_AT_ONCE]
