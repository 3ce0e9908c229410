"""K110-K111: nobody supplies the figure, or nobody knows when."""

from __future__ import annotations

from kaohe.i18n import translator
from kaohe.scheme.lint.context import Context
from kaohe.scheme.spec_outcome import ScoreCoupling

_ = translator("scheme")


def look(context: Context) -> None:
    """Ask every leaf for its data owner and its frequency; results of ballots and couplings need neither."""
    fed = {b.feeds for b in context.spec.ballots}
    fed |= {c.feeds for c in context.spec.couplings if isinstance(c, ScoreCoupling)}
    for path, _spec, node in context.leaves:
        if node.code in fed:
            continue
        if node.owner is None:
            context.add(
                "K110",
                path,
                _("no data owner: nobody is named who supplies or signs off the figure"),
                _("Add `owner:` (数据责任部门), here or on the indicator above."),
            )
        if node.frequency is None:
            context.add(
                "K111",
                path,
                _("no frequency: it is open when the figure is due"),
                _("Add `frequency: quarterly` (monthly, half-yearly, yearly), here, above, or `cycle: {reports: …}`."),
            )
