"""References of one part of a scheme to another."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.report import Report

_ = translator("scheme")

EFFECTS = ("no_excellent", "no_grade", "not_ranked", "lowest_grade")


def known_indicator(report: Report, path: Path, code: str, *, leaf: bool = False) -> None:
    """Find that a code names an indicator (a leaf, where one is needed)."""
    nodes = {node.code: node for _path, node, _parent in report.spec.walk()}
    if code not in nodes:
        report.add(
            "K041",
            path,
            _("there is no indicator {found}").format(found=repr(code)),
            nearest(code, nodes),
        )
    elif leaf and nodes[code].children:
        report.add(
            "K041",
            path,
            _("{found} has children; a result can only enter a leaf").format(found=repr(code)),
            _("Name one of its children, or give it a leaf for the result."),
        )


def known_class(report: Report, path: Path, class_id: str, classes: tuple[str, ...]) -> None:
    """Find that an id names a class."""
    if class_id not in classes:
        report.add(
            "K042", path, _("there is no class {found}").format(found=repr(class_id)), nearest(class_id, classes)
        )


def known_grade(report: Report, path: Path, name: str, *, effects: bool = False) -> None:
    """Find that a word names a grade of the scheme, or one of the fixed effects where they are allowed."""
    grades = [g.name for g in report.spec.grades]
    allowed = [*EFFECTS, *grades] if effects else grades
    if name not in allowed:
        report.add("K054", path, _("there is no grade {found}").format(found=repr(name)), nearest(name, allowed))


def nearest(word: str, known: Iterable[str]) -> str:
    """Propose the known word that looks most like it, or name them all."""
    listed = list(known)
    near = difflib.get_close_matches(word, listed, n=1)
    if near:
        return _("Did you mean `{near}`?").format(near=near[0])
    shown = ", ".join(listed[:12]) + (" …" if len(listed) > 12 else "")
    return _("Use one of: {known}.").format(known=shown) if listed else _("The scheme has none yet: add it first.")
