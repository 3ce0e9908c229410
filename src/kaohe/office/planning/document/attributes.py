"""Which attributes of units a scheme asks for."""

from __future__ import annotations

from kaohe.scheme import SchemeSpec


def attribute_names(spec: SchemeSpec) -> list[str]:
    """Give the columns that coefficients, corrections and exclusions look at, each once."""
    names = [c.by for c in spec.coefficients]
    names += [spec.correction.by] if spec.correction else []
    names += [e.column for e in spec.exclusions]
    return list(dict.fromkeys(names))
