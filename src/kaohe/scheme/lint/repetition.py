"""K160, K163: the same figure asked twice, the same name twice at one level."""

from __future__ import annotations

import re
import unicodedata

from kaohe.criteria.model import Source
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.model import Indicator

_ = translator("scheme")

# What a heading adds to the name of a figure without making it another figure.
_DRESS = re.compile(r"(完成情况|任务完成率|目标完成率|完成率|完成数|完成量|工作情况|情况|任务|指标|目标|[\s\W_]+)")


def look(context: Context) -> None:
    """Find leaves that ask the same units for the same figure."""
    seen: dict[tuple[str, str], tuple[Path, Indicator]] = {}
    for path, _spec, node in context.leaves:
        key = (figure_name(node.name), node.unit or "")
        first = seen.setdefault(key, (path, node))
        if key[0] and first[1] is not node and _same_people(first[1], node) and _asks_figure(node):
            context.add(
                "K160",
                path,
                _("{name} is asked already as {code}").format(name=node.name, code=f"{first[1].code} {first[1].name}"),
                _("Collect it once: take one of the two out, or name them after what differs (amount, growth)."),
            )
    _twins(context)


def figure_name(name: str) -> str:
    """Reduce a name to the figure it stands for.

    Examples
    --------
    >>> figure_name("固定资产投资完成情况") == figure_name("固定资产投资（完成率）")
    True
    """
    return _DRESS.sub("", unicodedata.normalize("NFKC", name)).casefold()


def _same_people(one: Indicator, other: Indicator) -> bool:
    return bool(set(one.points) & set(other.points))


def _asks_figure(node: Indicator) -> bool:
    """A growth and an amount are taken from one report; judged leaves ask for no figure."""
    if node.rule is None:
        return node.text_only
    derived = {Source.GROWTH, Source.DECLINE, Source.RANK, Source.RANK_ASCENDING, Source.CHANGE}
    return not any(i.source in derived for i in node.rule.inputs)


def _twins(context: Context) -> None:
    seen: dict[tuple[str | None, str], str] = {}
    for path, _spec, node in context.nodes:
        key = (node.parent, node.name)
        if key in seen and not node.is_leaf:
            context.add(
                "K163",
                path,
                _("{code} beside it has the same name").format(code=seen[key]),
                _("Give each its own name, or make one of the two."),
            )
        seen.setdefault(key, node.code)
