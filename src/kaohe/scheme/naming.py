"""How a node of a scheme document is called in findings, before and after it has become a model."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from kaohe.scheme.findings import Path


def node_name(root: Any, path: Path) -> str:
    """Name a node as the document does: ``A1 烤烟面积: points``.

    Parameters
    ----------
    root
        The document as plain values or as a `SchemeSpec`.
    path
        Way from the root to the node.
    """
    words: list[str] = []
    value = root
    for step in path:
        value = below(value, step)
        if isinstance(step, int):
            words = _own_words(value, step, words)
        elif step not in {"children", "*"}:
            words.append(step)
    return ": ".join(words)


def _own_words(value: Any, step: int, words: list[str]) -> list[str]:
    """An entry of a list is called by its code and name; without them by its number in the list."""
    own = [str(below(value, k)) for k in ("code", "id", "name") if isinstance(below(value, k), str) and below(value, k)]
    if own:
        return [" ".join(dict.fromkeys(own))]
    return [*words[:-1], f"{words[-1]} [{step + 1}]"] if words else [f"[{step + 1}]"]


def below(value: Any, step: str | int) -> Any:
    """One step down; None when there is nothing."""
    if isinstance(value, BaseModel) and isinstance(step, str):
        return getattr(value, step, None)
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list | tuple) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
