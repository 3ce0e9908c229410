"""What a published table leaves unsaid, filled in where it follows, and said where it does not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from pathlib import PurePath
from typing import Any

from kaohe.exact import show_decimal, to_decimal
from kaohe.i18n import translator
from kaohe.scheme.codes import finding
from kaohe.scheme.draft import Draft, Forest
from kaohe.scheme.findings import Finding
from kaohe.scheme.reading import is_readable

_ = translator("scheme")

_YEAR = re.compile(r"(?<!\d)(19|20)\d\d(?!\d)")


def complete(root: dict[str, Any], forest: Forest, file: str, titles: Sequence[str]) -> list[Finding]:
    """Complete a document that came without settings.

    Title, id and year come from the heading and the file name; points of the only leaf without any from what its
    parent has left; a sentence that no rule can be read from is scored by a person, which is said.
    """
    stem = PurePath(file).stem or "scheme"
    root.setdefault("id", re.sub(r"[^\w.-]+", "-", stem).strip("-") or "scheme")
    root.setdefault("title", max(titles, key=len) if titles else stem)
    year = _YEAR.search(" ".join([*titles, stem]))
    if year:
        root.setdefault("cycle", {"year": year[0]})
    for draft in forest.walk():
        _remainder(draft)
    return [said for draft in forest.walk() if (said := _by_hand(draft)) is not None]


def _remainder(draft: Draft) -> None:
    """One leaf without points under a node with points has what the others leave."""
    open_leaves = [
        c for c in draft.children if not c.children and "points" not in c.fields and "weight" not in c.fields
    ]
    total = _number(draft.fields.get("points"))
    if len(open_leaves) != 1 or total is None:
        return
    others = [_number(c.fields.get("points")) for c in draft.children if c is not open_leaves[0]]
    if all(n is not None for n in others):
        rest = total - sum((n for n in others if n is not None), Decimal(0))
        if rest > 0:
            open_leaves[0].fields |= {
                "points": show_decimal(rest),
                "assumed": True,
                "note": "分值为上级指标分值减去同级其他指标分值所得",
            }


def _number(value: Any) -> Decimal | None:
    try:
        return to_decimal(value)
    except (TypeError, ValueError):
        return None


def _by_hand(draft: Draft) -> Finding | None:
    text = draft.fields.get("criterion")
    if draft.children or text is None or is_readable(text, _number(draft.fields.get("points"))):
        return None
    draft.fields["text_only"] = True
    place = draft.places.get("criterion", draft.places[""])
    return finding(
        "K063",
        place,
        _("no rule can be read from {text}: a person scores by it").format(text=repr(text)),
        _("Write what is counted or measured and what it does to the score, then take `text_only` away."),
    )
