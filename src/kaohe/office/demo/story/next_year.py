"""The scheme of next year, as a draft in which lint still finds something."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from kaohe.office.demo.story.scheme import YEAR, this_cycle
from kaohe.office.demo.story.stage import Stage
from kaohe.office.planning.actions.cycles import create_cycle
from kaohe.office.planning.document.store import spec_of
from kaohe.scheme import SchemeSpec

CHANGES: dict[str, dict[str, Any]] = {
    "A14": {"owner": None},  # nobody supplies the figure
    "A15": {"criterion": "群众评价较差的，酌情扣分"},  # vague, without bounds
    "B13": {"points": {"industrial": Decimal(8)}},  # the points of the class no longer add up
    "B42": {"criterion": "完成任务得满分，每少1个百分点扣0.5分，扣完为止"},  # sound: a change for the comparison
}
"""What next year's draft says otherwise."""


def draft_next(stage: Stage) -> None:
    """Open next year's cycle after this year's scheme."""
    stage.clock.set(date(YEAR, 11, 9))
    cycle = this_cycle()
    version = cycle.versions.filter(published_at__isnull=False).latest("number")
    create_cycle(
        by=stage.accounts["kaohe"],
        code=f"qinghe-{YEAR + 1}",
        title=cycle.title.replace(str(YEAR), str(YEAR + 1)),
        year=YEAR + 1,
        root=cycle.root,
        scheme=changed(spec_of(version.document)),
        previous=cycle,
        origin=cycle.code,
    )


def changed(spec: SchemeSpec) -> SchemeSpec:
    """Give the scheme with the changes of next year."""
    return spec.model_copy(update={"indicators": tuple(_changed(node) for node in spec.indicators)})


def _changed(node: Any) -> Any:
    update = dict(CHANGES.get(node.code, {}))
    if node.children:
        update["children"] = tuple(_changed(child) for child in node.children)
    return node.model_copy(update=update) if update else node
