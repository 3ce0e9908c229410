"""Check a letter: does its content give its hash, did both sides sign that hash, does the log say the same?"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from kaohe.office.audit.models import Entry
from kaohe.office.planning.letter_text import hash_of
from kaohe.office.planning.models import Letter, Signature


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a check.

    Attributes
    ----------
    hash
        Recomputed from the content as it stands.
    problems
        What does not fit, in words; empty: the letter is whole.
    """

    hash: str
    problems: tuple[str, ...]

    @property
    def is_whole(self) -> bool:
        """True when nothing was touched."""
        return not self.problems


def check_letter(letter: Letter) -> Verdict:
    """Recompute the hash and compare it with the letter, its signatures and the sealed log.

    Who changes content, hash and signatures in the database alike is found by the log, whose seals need a key that is
    not in the database.
    """
    found = hash_of(letter.content)
    problems = []
    if found != letter.hash:
        problems.append(_("The content does not give the hash of the letter: it was changed after it was made."))
    entries = Entry.objects.filter(chain__key=letter.cycle.chain)
    if not entries.filter(action="make_letters", details__contains=found).exists():
        problems.append(_("The log knows no letter of this hash."))
    for signature in letter.signatures.order_by("signed_at"):
        problems += _signature_problems(letter, signature, found)
    return Verdict(found, tuple(problems))


def _signature_problems(letter: Letter, signature: Signature, found: str) -> list[str]:
    name = signature.name
    if signature.hash != found:
        return [_("{name} signed another hash than that of the content.").format(name=name)]
    entries = Entry.objects.filter(chain__key=letter.cycle.chain, action="sign_letter", subject=f"Letter:{letter.pk}")
    if not entries.filter(actor=signature.account.username, details__contains=found).exists():
        return [_("The log knows no signature of {name} under this hash.").format(name=name)]
    return []
