"""An indicator tree growing row by row out of a published table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.findings import Finding, Path, Place
from kaohe.scheme.settings import Setting

_ = translator("scheme")


@dataclass(eq=False)
class Draft:
    """One indicator as far as the rows read have told about it.

    Attributes
    ----------
    code
        Empty until `number` gives one, when the table has no codes.
    fields
        Fields of the document; ``name`` among them.
    places
        Field → the cell it was read from; the empty field is the row.
    rows
        How many rows have told about it as a leaf.
    """

    code: str
    fields: dict[str, Any]
    places: dict[str, Place]
    children: list[Draft] = field(default_factory=list)
    rows: int = 0

    def put(self, name: str, value: Any, place: Place) -> None:
        """Set a field that a cell has told; the first cell counts."""
        if value not in ("", None) and name not in self.fields:
            self.fields[name], self.places[name] = value, place

    def plain(self, path: Path, places: dict[Path, Place]) -> dict[str, Any]:
        """Give the node as a plain mapping, and note its places."""
        places.update({(*path, name) if name else path: place for name, place in self.places.items()})
        out = {"code": self.code, **self.fields}
        if self.children:
            out["children"] = [c.plain((*path, "children", i), places) for i, c in enumerate(self.children)]
        return out

    def walk(self) -> Iterator[Draft]:
        """This node and everything below it."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass
class Forest:
    """The whole tree: its roots, and every node by the way to it (codes, or names where there are no codes)."""

    roots: list[Draft] = field(default_factory=list)
    by_way: dict[tuple[str, ...], Draft] = field(default_factory=dict)

    def grow(self, way: tuple[str, ...], code: str, name: str, place: Place) -> Draft:
        """Give the node at the end of a way, made now if it is new; the way above it exists."""
        if way not in self.by_way:
            draft = Draft(code, {"name": name}, {"": place, "name": place})
            self.by_way[way] = draft
            (self.by_way[way[:-1]].children if way[:-1] else self.roots).append(draft)
        return self.by_way[way]

    def walk(self) -> Iterator[Draft]:
        """Every node, parents first."""
        for root in self.roots:
            yield from root.walk()

    def number(self) -> None:
        """Give codes to nodes that have none: 1, 1.2, 1.2.3 by their place in the tree."""
        taken = {draft.code for draft in self.walk() if draft.code}
        _number("", self.roots, taken)

    def set_fields(self, settings: Iterable[Setting]) -> list[Finding]:
        """Put the settings of indicators onto their nodes; gives those that name no node."""
        by_code = {draft.code: draft for draft in self.walk()}
        found = []
        for s in settings:
            if s.part == "indicators" and s.key in by_code:
                by_code[s.key].fields[s.field], by_code[s.key].places[s.field] = s.value, s.place
            elif s.part == "indicators":
                found.append(_unknown(s))
        return found


def _number(prefix: str, drafts: list[Draft], taken: set[str]) -> None:
    for position, draft in enumerate(drafts, 1):
        if not draft.code:
            draft.code = f"{prefix}{position}"
            while draft.code in taken:
                draft.code += "'"
            taken.add(draft.code)
        _number(f"{draft.code}.", draft.children, taken)


def _unknown(setting: Setting) -> Finding:
    return finding(
        "K041",
        setting.place,
        _("there is no indicator {found}").format(found=repr(setting.key)),
        _("The column 编号 of the settings holds the code of an indicator of the table."),
    )
