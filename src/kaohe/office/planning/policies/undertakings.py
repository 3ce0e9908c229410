"""Who keeps the superior's indicators, makes and signs letters, files and approves what stands in the register."""

from __future__ import annotations

from django.utils import timezone

from kaohe.office.people.models import Account, Charge, Unit
from kaohe.office.people.roles import Reach, Role, View
from kaohe.office.planning.models import Cycle, Letter, RegisterItem
from kaohe.office.planning.querysets.undertakings import LETTERS_SEEN

_FILES = {
    Role.OFFICER: View.SCOPE,
    Role.SUPERVISOR: View.SCOPE,
    Role.UNIT_HEAD: View.SCOPE,
    Role.LIAISON: View.SCOPE,
}


class SuperiorPolicy:
    """The superior's indicators and who answers them."""

    def may_change(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may enter and map them: the office of the area."""
        return account.reach({Role.OFFICER: View.SCOPE}).covers(cycle.root.path)


class LetterPolicy:
    """Responsibility letters."""

    def may_make(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may make the letters of a cycle: the office of the area."""
        return account.reach({Role.OFFICER: View.SCOPE}).covers(cycle.root.path)

    def may_view(self, account: Account, letter: Letter) -> bool:
        """Tell whether an account may read a letter."""
        return account.reach(LETTERS_SEEN).covers(letter.unit.path)

    def issued_by(self, account: Account, cycle: Cycle) -> Reach:
        """Give the units whose letters an account signs for the appraising side.

        A leader of the whole area signs all of them, another one those of the units in charge of.
        """
        if account.holds(Role.LEADER, over=cycle.root):
            return Reach(paths=(cycle.root.path,))
        if not account.has_role(Role.LEADER):
            return Reach()
        charges = Charge.objects.in_force_on(timezone.localdate()).filter(person=account.person_id or 0)
        return Reach(paths=tuple(charges.values_list("unit__path", flat=True)))

    def may_issue(self, account: Account, letter: Letter) -> bool:
        """Tell whether an account may sign a letter for the appraising side."""
        return self.issued_by(account, letter.cycle).covers(letter.unit.path)

    def may_accept(self, account: Account, letter: Letter) -> bool:
        """Tell whether an account may sign a letter for the unit: its head, not a head of the whole area."""
        root, unit = letter.cycle.root.path, letter.unit.path
        heads = [s.path for s in account.scopes() if s.role is Role.UNIT_HEAD and s.path is not None]
        return any(unit.startswith(path) and path.startswith(root) and path != root for path in heads)


class RegisterPolicy:
    """The register of appraisals, inspections and vetoes."""

    def may_file(self, account: Account, organiser: Unit) -> bool:
        """Tell whether an account may file, change and withdraw items of an organiser."""
        return account.reach(_FILES).covers(organiser.path)

    def may_file_any(self, account: Account) -> bool:
        """Tell whether an account may file items of some unit."""
        return account.has_role(*_FILES)

    def reach_of_filing(self, account: Account) -> Reach:
        """Give the units in whose name an account may file."""
        return account.reach(_FILES)

    def may_decide(self, account: Account, item: RegisterItem) -> bool:
        """Tell whether an account may approve or refuse an item: a leader over the organiser who did not file it."""
        return account.holds(Role.LEADER, over=item.organiser) and item.filed_by_id != account.pk


superior = SuperiorPolicy()
letters = LetterPolicy()
register = RegisterPolicy()
