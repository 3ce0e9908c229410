"""Tables that write the tree with a column for the parent: 编号 | 上级编号 | 名称 | 分值 | 评分标准 …"""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.draft import Draft, Forest
from kaohe.scheme.findings import Finding, Place
from kaohe.scheme.layout import ALIASES

_ = translator("scheme")

PARENT_ALIASES = {
    "code": ALIASES["code"],
    "parent": (
        "上级编号",
        "上级",
        "上级代码",
        "上级指标编号",
        "上级编码",
        "上级指标编码",
        "父级编码",
        "父编码",
        "上级指标",
        "parent",
    ),
}
FLAT_ALIASES = {
    **{key: names for key, names in ALIASES.items() if not key.startswith("level")},
    **PARENT_ALIASES,
    "name": ("名称", "指标名称", "指标", "考核指标", "name"),
}


def plant(forest: Forest, rows: Iterable[tuple[Draft, str]]) -> list[Finding]:
    """Hang every indicator below its parent.

    Parameters
    ----------
    rows
        Indicators in the order of the table, each with the code of its parent; empty: top level.

    Returns
    -------
    list of Finding
        Codes used twice, parents that do not exist, and circles; what is in a circle is left out of the tree.
    """
    found: list[Finding] = []
    drafts: dict[str, tuple[Draft, str]] = {}
    for draft, parent in rows:
        if draft.code in drafts:
            found.append(_twice(draft, drafts[draft.code][0]))
        else:
            drafts[draft.code] = (draft, parent)
    circles = {code for code in drafts if _is_in_circle(code, drafts)}
    found += [_circle(drafts[code][0], code, drafts) for code in drafts if code in circles]
    for code, (draft, parent) in drafts.items():
        forest.by_way[(code,)] = draft
        if not parent:
            forest.roots.append(draft)
        elif parent not in drafts:
            found.append(_orphan(draft, parent))
        elif code not in circles:
            drafts[parent][0].children.append(draft)
    return found


def _above(code: str, drafts: dict[str, tuple[Draft, str]]) -> list[str]:
    """Codes met on the way up, until the top, an unknown parent, or a code met before."""
    way: list[str] = []
    while code in drafts and code not in way:
        way.append(code)
        code = drafts[code][1]
    return [*way, code]


def _is_in_circle(code: str, drafts: dict[str, tuple[Draft, str]]) -> bool:
    return _above(code, drafts)[-1] == code


def _circle(draft: Draft, code: str, drafts: dict[str, tuple[Draft, str]]) -> Finding:
    return finding(
        "K043",
        _cell(draft),
        _("the tree goes in a circle: {way}").format(way=" → ".join(_above(code, drafts))),
        _("Give one of them another parent, or none for the top level."),
    )


def _orphan(draft: Draft, parent: str) -> Finding:
    return finding(
        "K044",
        _cell(draft),
        _("the parent {parent} of {code} is not in the table").format(parent=repr(parent), code=draft.code),
        _("Add the parent as a row of its own, or leave the cell empty for the top level."),
    )


def _twice(draft: Draft, first: Draft) -> Finding:
    before = _(" (first in line {line})").format(line=first.places[""].line)
    return finding(
        "K040",
        draft.places[""],
        _("{key} is used twice{before}").format(key=repr(draft.code), before=before),
        _("Give each its own: data, events and decisions name items by it."),
    )


def _cell(draft: Draft) -> Place:
    return draft.places.get("parent", draft.places[""])
