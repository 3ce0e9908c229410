"""Collects the findings of a check with the place and name of the node they belong to."""

from __future__ import annotations

from dataclasses import dataclass, field

from kaohe.scheme.codes import finding
from kaohe.scheme.findings import Finding, Path, Places
from kaohe.scheme.naming import node_name
from kaohe.scheme.spec import SchemeSpec


@dataclass
class Report:
    """Findings about one spec."""

    spec: SchemeSpec
    places: Places = field(default_factory=Places)
    findings: list[Finding] = field(default_factory=list)

    def add(self, code: str, path: Path, message: str, proposal: str = "") -> None:
        """Note a finding at the node of a path."""
        place = self.places.at(path, node_name(self.spec, path))
        self.findings.append(finding(code, place, message, proposal))
