"""What changed between two versions of a scheme, in words an officer can publish."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import BaseModel

from kaohe.i18n import translator
from kaohe.scheme.labels import field_label, part_label
from kaohe.scheme.spec import SchemeSpec
from kaohe.scheme.spec_fields import written_order
from kaohe.scheme.spec_indicator import IndicatorSpec
from kaohe.scheme.wording import value_text

_ = translator("scheme")


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes
    ----------
    kind
        ``moved``: to another parent or place; ``recoded``: another code for the same indicator.
    part
        List of the scheme it belongs to (``indicators``); empty for the scheme itself.
    key
        Code, id or name of the entry.
    name
        Its name, as in the newer version.
    field
        Field that changed, for ``changed`` and ``renamed``.
    old, new
        Values in words; for ``moved`` the parents.
    """

    kind: Literal["added", "removed", "changed", "renamed", "moved", "recoded"]
    part: str
    key: str
    name: str = ""
    field: str = ""
    old: str = ""
    new: str = ""

    def __str__(self) -> str:
        what = " ".join(dict.fromkeys(w for w in (self.key, self.name) if w))
        subject = f"{part_label(self.part)} {what}".strip() if self.part else _("scheme")
        match self.kind:
            case "added":
                return _("{subject} added{details}").format(subject=subject, details=self._details())
            case "removed":
                return _("{subject} removed").format(subject=subject)
            case "moved" if not self.key:
                return _("{subject}: order {old} → {new}").format(subject=subject, old=self.old, new=self.new)
            case "moved":
                return _("{subject} moved: {old} → {new}").format(subject=subject, old=self.old, new=self.new)
            case "recoded":
                return _("{subject}: code {old} → {new}").format(subject=subject, old=self.old, new=self.new)
            case "renamed":
                return _("{subject} renamed: {old} → {new}").format(subject=subject, old=self.old, new=self.new)
        return _("{subject}: {field} {old} → {new}").format(
            subject=subject, field=field_label(self.field), old=self.old or _("none"), new=self.new or _("none")
        )

    def _details(self) -> str:
        return _(" ({what})").format(what=self.new) if self.new else ""

    def to_json(self) -> dict[str, str]:
        """Write the change as ``kaohe scheme diff --json`` prints it."""
        return {
            "kind": self.kind,
            "part": self.part,
            "key": self.key,
            "name": self.name,
            "field": self.field,
            "old": self.old,
            "new": self.new,
            "text": str(self),
        }


_KEYED = ("adjustments", "adjustment_groups", "coefficients", "ballots", "vetoes", "grades", "classes")
_LISTED = ("basis", "exclusions", "couplings", "consequences", "floors", "ceilings")


def diff(old: SchemeSpec, new: SchemeSpec) -> list[Change]:
    """Compare two versions of a scheme.

    Parameters
    ----------
    old, new
        Both as written; comments and layout play no part, so equal hashes give no change.

    Returns
    -------
    list of Change
        First the scheme's own fields, then indicators in the order of the newer version, then the other parts.

    Examples
    --------
    >>> one = {"id": "a", "title": "A", "cycle": {"year": 2026}}
    >>> leaf = {"code": "A", "name": "甲", "criterion": "按完成比例得分"}
    >>> old, new = (SchemeSpec.model_validate({**one, "indicators": [{**leaf, "points": p}]}) for p in (20, 30))
    >>> [(c.key, c.field, c.old, c.new) for c in diff(old, new)]
    [('A', 'points', '20', '30')]
    """
    changes = list(_fields("", "", "", old, new, skip=("indicators", *_KEYED, *_LISTED)))
    changes += _indicators(old, new)
    for part in _KEYED:
        changes += _entries(part, getattr(old, part), getattr(new, part))
    for part in _LISTED:
        changes += _lines(part, getattr(old, part), getattr(new, part))
    return changes


def _fields(
    part: str, key: str, name: str, old: BaseModel, new: BaseModel, skip: Sequence[str] = ()
) -> Iterator[Change]:
    """Give the fields of one entry that differ."""
    for field in written_order(type(new)):
        before, after = getattr(old, field, None), getattr(new, field)
        if field in skip or before == after:
            continue
        kind: Literal["renamed", "changed"] = "renamed" if field == "name" else "changed"
        yield Change(kind, part, key, name if kind == "changed" else "", field, value_text(before), value_text(after))


@dataclass(frozen=True, slots=True)
class _Standing:
    """Where an indicator stands in its tree."""

    node: IndicatorSpec
    parent: str
    before: tuple[str, ...]


def _standings(spec: SchemeSpec) -> dict[str, _Standing]:
    out: dict[str, _Standing] = {}
    siblings: dict[str, tuple[str, ...]] = {}
    for _path, node, parent in spec.walk():
        above = parent.code if parent else ""
        out[node.code] = _Standing(node, above, siblings.get(above, ()))
        siblings[above] = (*siblings.get(above, ()), node.code)
    return out


def _indicators(old: SchemeSpec, new: SchemeSpec) -> Iterator[Change]:
    before, after = _standings(old), _standings(new)
    recoded = _recoded(before, after)
    for code, standing in after.items():
        was = before.get(recoded.get(code, code))
        if was is None:
            yield Change("added", "indicators", code, standing.node.name, new=_gist(standing.node))
            continue
        stayed = {c for c in before.keys() & after.keys() if before[c].parent == after[c].parent}
        yield from _indicator(code, was, standing, recoded, stayed)
    for code, standing in before.items():
        if code not in after and code not in recoded.values():
            yield Change("removed", "indicators", code, standing.node.name)


def _indicator(
    code: str, was: _Standing, now: _Standing, recoded: dict[str, str], stayed: set[str]
) -> Iterator[Change]:
    if was.node.code != code:
        yield Change("recoded", "indicators", code, now.node.name, "code", was.node.code, code)
    if recoded.get(now.parent, now.parent) != was.parent:
        top = _("top level")
        yield Change("moved", "indicators", code, now.node.name, "parent", was.parent or top, now.parent or top)
    elif _overtakes(was, now, stayed):
        after = next((c for c in reversed(now.before) if c in stayed), "")
        place = _("after {code}").format(code=after) if after else _("first")
        yield Change("moved", "indicators", code, now.node.name, "order", was.parent or _("top level"), place)
    yield from _fields("indicators", code, now.node.name, was.node, now.node, skip=("children", "code"))


def _overtakes(was: _Standing, now: _Standing, stayed: set[str]) -> bool:
    """True when the indicator has come to stand before a sibling that stood before it."""
    return bool({c for c in was.before if c in stayed} - set(now.before))


def _recoded(before: dict[str, _Standing], after: dict[str, _Standing]) -> dict[str, str]:
    """New code → old code, for indicators that keep name and sentence and stand for one that is gone."""
    gone = {c: s for c, s in before.items() if c not in after}
    found: dict[str, str] = {}
    for code, standing in after.items():
        if code in before:
            continue
        same = [c for c, s in gone.items() if c not in found.values() and _is_same(s.node, standing.node)]
        if same:
            found[code] = same[0]
    return found


def _is_same(one: IndicatorSpec, other: IndicatorSpec) -> bool:
    return (one.name, one.criterion, bool(one.children)) == (other.name, other.criterion, bool(other.children))


def _gist(node: IndicatorSpec) -> str:
    parts = [value_text(node.points), value_text(node.weight), node.criterion or ""]
    return ", ".join(p for p in parts if p)


def _key(entry: BaseModel) -> str:
    return str(next(getattr(entry, k) for k in ("code", "id", "name") if hasattr(entry, k)))


def _entries(part: str, old: Sequence[BaseModel], new: Sequence[BaseModel]) -> Iterator[Change]:
    """Compare a list whose entries have a code, an id or a name."""
    before, after = {_key(e): e for e in old}, {_key(e): e for e in new}
    for key, entry in after.items():
        name = str(getattr(entry, "name", ""))
        if key in before:
            yield from _fields(part, key, name, before[key], entry)
        else:
            yield Change("added", part, key, name)
    for key, entry in before.items():
        if key not in after:
            yield Change("removed", part, key, str(getattr(entry, "name", "")))
    kept_old, kept_new = [k for k in before if k in after], [k for k in after if k in before]
    if kept_old != kept_new:
        yield Change("moved", part, "", "", "order", ", ".join(kept_old), ", ".join(kept_new))


def _lines(part: str, old: Sequence[Any], new: Sequence[Any]) -> Iterator[Change]:
    """Compare a list whose entries have no name: an entry is the same or it is not."""
    for entry in new:
        if entry not in old:
            yield Change("added", part, value_text(entry))
    for entry in old:
        if entry not in new:
            yield Change("removed", part, value_text(entry))
