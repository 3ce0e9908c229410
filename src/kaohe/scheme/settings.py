"""The settings table: every part of a scheme that the published table has no column for, one field a row.

部分 | 编号 | 字段 | 内容 | 说明: part, number or code of the entry, field, value as YAML on one line, and a remark.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from kaohe.i18n import translator, use_language
from kaohe.scheme.codes import finding
from kaohe.scheme.findings import NOWHERE, Finding, Path, Place
from kaohe.scheme.labels import field_label
from kaohe.scheme.layout import Sheet
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.yaml_read import read_events
from kaohe.scheme.yaml_write import flow_text, ordered

_ = translator("scheme")

TITLE = "设置"
HEADER = ("部分", "编号", "字段", "内容", "说明")
ALIASES = {"part": ("部分",), "key": ("编号",), "field": ("字段",), "content": ("内容",)}

SCHEME = "scheme"
PARTS = {
    SCHEME: "考核办法",
    "basis": "依据",
    "classes": "类别",
    "indicators": "指标",
    "adjustments": "加分扣分",
    "adjustment_groups": "加分扣分组",
    "coefficients": "系数",
    "ballots": "测评",
    "vetoes": "一票否决",
    "grades": "等次",
    "exclusions": "不参与排名",
    "couplings": "挂钩",
    "consequences": "结果运用",
    "floors": "占比下限",
    "ceilings": "占比上限",
}
"""Part of the scheme → its name in the table."""

_PART_OF = {name: part for part, name in PARTS.items()} | {part: part for part in PARTS}


@dataclass(frozen=True, slots=True)
class Setting:
    """One row: the value of one field of one entry, and where it was written."""

    part: str
    key: str
    field: str
    value: Any
    place: Place = NOWHERE


def settings_of(spec: SchemeSpec) -> list[Setting]:
    """Give everything but the indicators."""
    out: list[Setting] = []
    for name, value in ordered(spec).items():
        if name == "indicators":
            continue
        if name in PARTS:
            out += [Setting(name, str(n), f, v) for n, entry in enumerate(value, 1) for f, v in entry.items()]
        else:
            out.append(Setting(SCHEME, "", name, value))
    return out


def settings_sheet(settings: Iterable[Setting]) -> Sheet:
    """Write settings as a table."""
    sheet = Sheet(TITLE, [list(HEADER)], wide=frozenset({3}))
    with use_language("zh"):
        for s in settings:
            sheet.body.append([PARTS[s.part], s.key, s.field, flow_text(s.value), field_label(s.field)])
    return sheet


@dataclass
class SettingsRead:
    """Settings as read, with everything that is wrong with them."""

    settings: list[Setting] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    def take(self, cells: Sequence[str], place: Place) -> None:
        """Take one row: part, key, field, content; ``place`` is that of the content."""
        part = _PART_OF.get(cells[0])
        if part is None:
            self.findings.append(
                finding(
                    "K024",
                    place,
                    _("there is no part {found}").format(found=repr(cells[0])),
                    _("Use one of: {known}.").format(known=", ".join(PARTS.values())),
                )
            )
            return
        content = read_events(cells[3], place.file)
        self.findings += [finding(f.code, place, f.message, f.proposal) for f in content.findings]
        self.settings.append(Setting(part, cells[1], cells[2], content.root, place))


def apply(settings: Iterable[Setting], root: dict[str, Any], places: dict[Path, Place]) -> list[Finding]:
    """Put settings, other than those of indicators, into the plain document; gives what does not fit."""
    found: list[Finding] = []
    numbers: dict[tuple[str, str], int] = {}
    for s in settings:
        if s.part == "indicators":
            continue
        if s.part == SCHEME:
            root[s.field], places[(s.field,)] = s.value, s.place
            continue
        entries = root.setdefault(s.part, [])
        at = numbers.setdefault((s.part, s.key), len(entries))
        if at == len(entries):
            entries.append({})
            places[(s.part, at)] = s.place
        if s.field in entries[at]:
            found.append(_twice(s))
        entries[at][s.field], places[(s.part, at, s.field)] = s.value, s.place
    return found


def _twice(setting: Setting) -> Finding:
    return finding(
        "K006",
        setting.place,
        _("the field {key} of {entry} stands twice").format(key=repr(setting.field), entry=repr(setting.key)),
        _("Keep one of the two rows; each entry has its own number in 编号."),
    )
