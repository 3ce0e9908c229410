"""Who keeps cycles and schemes, who comments, who approves."""

from __future__ import annotations

from kaohe.office.people.models import Account, Unit
from kaohe.office.people.roles import Role
from kaohe.office.planning.models import Comment, Cycle, SchemeVersion


class CyclePolicy:
    """Cycles: kept by the appraisal office of the area, approved by its leading group."""

    def may_view(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may see a cycle."""
        return Cycle.objects.visible_to(account).filter(pk=cycle.pk).exists()

    def may_open(self, account: Account, root: Unit) -> bool:
        """Tell whether an account may create cycles for the units below one."""
        return account.holds(Role.OFFICER, over=root)

    def may_keep(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may edit the scheme and move the year on."""
        return account.holds(Role.OFFICER, over=cycle.root)

    def may_decide(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account speaks for the leading group of the area: a leader of the whole, not of a part."""
        return account.holds(Role.LEADER, over=cycle.root)

    def may_see_draft(self, account: Account, cycle: Cycle) -> bool:
        """Tell whether an account may see what is not published yet, and the way there."""
        return account.holds(Role.OFFICER, Role.LEADER, Role.SUPERVISOR, over=cycle.root)


class VersionPolicy:
    """Versions: approved by somebody who did not write them."""

    def may_approve(self, account: Account, version: SchemeVersion) -> bool:
        """Tell whether an account may approve or send back a version.

        Neither who saved the version nor who wrote the last change of the draft it came from.
        """
        writers = {version.made_by_id, version.cycle.draft.changed_by_id}
        return cycles.may_decide(account, version.cycle) and account.pk not in writers


class CommentPolicy:
    """Comments: of the units concerned, answered by the office."""

    def may_write(self, account: Account, cycle: Cycle, unit: Unit) -> bool:
        """Tell whether an account may comment for a unit of the area."""
        is_inside = unit.path.startswith(cycle.root.path) and unit.pk != cycle.root_id
        return is_inside and account.holds(Role.LIAISON, Role.UNIT_HEAD, over=unit)

    def may_answer(self, account: Account, comment: Comment) -> bool:
        """Tell whether an account may answer; nobody answers the own comment."""
        return comment.author_id != account.pk and cycles.may_keep(account, comment.cycle)


cycles = CyclePolicy()
versions = VersionPolicy()
comments = CommentPolicy()
