"""Make responsibility letters, and sign them off by both sides."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.office.audit.record import record
from kaohe.office.people.models import Account
from kaohe.office.people.policies import require
from kaohe.office.planning.actions import telling
from kaohe.office.planning.letter_text import LetterTexts, hash_of, terms_in
from kaohe.office.planning.models import (
    AppraisedUnit,
    Cycle,
    CycleState,
    Letter,
    RegisterItem,
    SchemeVersion,
    Signature,
)
from kaohe.office.planning.policies.undertakings import letters as policy

OPEN_STATES = (CycleState.PUBLISHED, CycleState.RUNNING)
"""Letters are made once the scheme is published, and anew in mid-year."""

Side = Signature.Side


@transaction.atomic
def make_letters(*, by: Account, cycle: Cycle, units: Sequence[AppraisedUnit] | None = None) -> list[Letter]:
    """Make the letters of a cycle that are missing or outdated; what still holds is left as it is.

    The content is frozen with its hash. An outdated version stays and says what replaced it.

    Parameters
    ----------
    units
        Units wanted; None: all that are appraised today.

    Returns
    -------
    The new letters.

    Raises
    ------
    PermissionDenied
        Unless the office of the area.
    ValidationError
        Before publication; while the register does not allow the appraisal; with every target that is not locked.
    """
    require(policy.may_make(by, cycle))
    cycle = Cycle.objects.select_for_update().select_related("root").get(pk=cycle.pk)  # two makers wait for each other
    texts = _texts(cycle, units)
    _check_register(cycle)
    _check_locked(texts)
    current = {letter.unit_id: letter for letter in Letter.objects.filter(cycle=cycle, unit__in=texts.units).current()}
    new = _new_letters(by, texts, current)
    _note_compared(current, {letter.unit_id for letter in new})
    if new:
        details = {"letters": {letter.unit.code: letter.hash for letter in new}}
        telling.letters_wait(cycle, new, by)
        record(action="make_letters", actor=by, subject=cycle, details=details, chain=cycle.chain)
    return new


def sign_letters(*, by: Account, letters: Iterable[Letter], seen: Mapping[int, str], password: str) -> int:
    """Sign off letters for the side for which the account speaks; says how many.

    The password is asked for outside the transaction: a wrong one counts towards the lock of the account even though
    nothing is signed.

    Parameters
    ----------
    seen
        Key of the letter → hash that was shown to the person who signs.

    Raises
    ------
    PermissionDenied
        When a letter is neither the account's to issue nor to accept.
    ValidationError
        With a wrong password; for a letter that was changed, replaced, outdated or signed for this side already.
    """
    if authenticate(None, username=by.username, password=password) is None:
        raise ValidationError({"password": _("The password is wrong, or the account is locked. Nothing was signed.")})
    wanted = list(letters)
    if not wanted:
        raise ValidationError(_("Mark at least one letter."))
    return _sign(by, sorted(wanted, key=lambda letter: letter.pk), seen)


@transaction.atomic
def _sign(by: Account, letters: Sequence[Letter], seen: Mapping[int, str]) -> int:
    keys = [letter.pk for letter in letters]
    rows = Letter.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    held = list(rows.select_related("unit", "cycle__root"))
    issued = {cycle: policy.issued_by(by, cycle) for cycle in {letter.cycle for letter in held}}
    sides = {letter.pk: _side(by, letter, is_issuer=issued[letter.cycle].covers(letter.unit.path)) for letter in held}
    for cycle in issued:
        _check_signable([letter for letter in held if letter.cycle == cycle], seen)
    for letter in held:
        _sign_one(by, letter, sides[letter.pk])
    return len(held)


def _sign_one(by: Account, letter: Letter, side: str) -> None:
    others = dict(letter.signatures.values_list("side", "account"))
    if side in others:
        raise ValidationError(_("The letter of {unit} is signed for this side already.").format(unit=letter.unit.name))
    if by.pk in others.values():
        raise ValidationError(_("Nobody signs one letter for both sides."))
    try:
        with transaction.atomic():
            Signature.objects.create(
                letter=letter,
                side=side,
                account=by,
                name=by.get_full_name(),
                hash=letter.hash,
                signed_at=timezone.now(),
            )
    except IntegrityError as error:
        message = _("The letter of {unit} is signed for this side already.")
        raise ValidationError(message.format(unit=letter.unit.name)) from error
    details = {"unit": letter.unit.code, "side": side, "hash": letter.hash}
    telling.letter_signed(letter, by)
    record(action="sign_letter", actor=by, subject=letter, details=details, chain=letter.cycle.chain)


def _side(by: Account, letter: Letter, *, is_issuer: bool) -> str:
    require(is_issuer or policy.may_accept(by, letter))
    return Side.ISSUER if is_issuer else Side.UNIT


def _check_signable(letters: Sequence[Letter], seen: Mapping[int, str]) -> None:
    """Raise with every letter that is not what was shown, or no longer what scheme and targets say."""
    units = AppraisedUnit.objects.filter(cycle=letters[0].cycle, unit__in=[letter.unit_id for letter in letters])
    texts = LetterTexts(letters[0].cycle, _version(letters[0].cycle), units.select_related("unit"))
    problems = []
    for letter in letters:
        if seen.get(letter.pk) != letter.hash or not letter.is_whole:
            problems.append(_("{unit}: the letter is not the one that was shown; open it again."))
        elif letter.replaced_by_id or not _still_holds(letter, texts):
            problems.append(_("{unit}: scheme or target changed since; the office makes a new version first."))
        else:
            continue
        problems[-1] = problems[-1].format(unit=letter.unit.name)
    if problems:
        raise ValidationError(problems)


def _texts(cycle: Cycle, units: Sequence[AppraisedUnit] | None) -> LetterTexts:
    if cycle.state not in OPEN_STATES:
        raise ValidationError(_("Letters are made from publication until the assessment begins."))
    appraised = AppraisedUnit.objects.filter(cycle=cycle).on(timezone.localdate()).select_related("unit")
    if units is not None:
        appraised = appraised.filter(pk__in=[row.pk for row in units])
    return LetterTexts(cycle, _version(cycle), appraised)


def _version(cycle: Cycle) -> SchemeVersion:
    found = cycle.versions.filter(published_at__isnull=False).order_by("-published_at", "-number").first()
    if found is None:
        raise ValidationError(_("The cycle has no published scheme."))
    return found


def _check_register(cycle: Cycle) -> None:
    """A letter is signed only for an appraisal with basis and approval: 责任状 are off unless recorded."""
    items = RegisterItem.objects.in_force(timezone.localdate())
    if not items.filter(cycle=cycle, kind=RegisterItem.Kind.APPRAISAL).exists():
        message = _("{cycle} is not approved in the register; letters are made once it is.")
        raise ValidationError(message.format(cycle=cycle.title))


def _check_locked(texts: LetterTexts) -> None:
    problems = []
    for unit, row in texts.units.items():
        if missing := texts.without_lock(unit):
            message = _("{unit}: {count} targets are not locked yet, first {first}.")
            problems.append(message.format(unit=row.unit.name, count=len(missing), first=missing[0]))
    if problems:
        raise ValidationError(problems)


def _new_letters(by: Account, texts: LetterTexts, current: Mapping[int, Letter]) -> list[Letter]:
    new = []
    for unit, row in texts.units.items():
        before = current.get(unit)
        if before is not None and _still_holds(before, texts):
            continue
        number = before.number + 1 if before else 1
        content = texts.content(unit, number)
        new.append(
            Letter(cycle=texts.cycle, unit=row.unit, number=number, content=content, hash=hash_of(content), made_by=by)
        )
    Letter.objects.bulk_create(new, batch_size=500)
    replaced = [current[letter.unit_id] for letter in new if letter.unit_id in current]
    by_unit = {letter.unit_id: letter for letter in new}
    for letter in replaced:
        letter.replaced_by = by_unit[letter.unit_id]
    Letter.objects.bulk_update(replaced, ["replaced_by"], batch_size=500)
    return new


def _note_compared(current: Mapping[int, Letter], renewed: set[int]) -> None:
    """Note that what was not renewed still says what scheme and targets say."""
    still = [letter.pk for unit, letter in current.items() if unit not in renewed]
    Letter.objects.filter(pk__in=still).update(checked_at=timezone.now())


def _still_holds(letter: Letter, texts: LetterTexts) -> bool:
    return letter.unit_id in texts.units and terms_in(letter.content) == texts.terms(letter.unit_id)
