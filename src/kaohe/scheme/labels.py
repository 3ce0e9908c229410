"""What the fields and parts of a scheme are called in sentences for people."""

from __future__ import annotations

from kaohe.i18n import translator

_ = translator("scheme")


def field_label(name: str) -> str:
    """Name a field as an officer does; an unknown one by its own name."""
    return {
        "adjustments": _("adjustments"),
        "aggregate": _("way of adding up"),
        "amount": _("amount"),
        "article": _("article"),
        "assumed": _("assumed"),
        "at_least": _("lowest score"),
        "bands": _("bands"),
        "basis": _("basis"),
        "by": _("by"),
        "cap": _("cap"),
        "cap_add": _("cap on additions"),
        "cap_deduct": _("cap on deductions"),
        "classes": _("classes"),
        "code": _("code"),
        "column": _("column"),
        "composition": _("composition of periods"),
        "correction": _("cross-group correction"),
        "criterion": _("criterion"),
        "cycle": _("cycle"),
        "effect": _("effect"),
        "expires": _("expiry"),
        "feeds": _("feeds"),
        "floor": _("most that is deducted"),
        "frequency": _("frequency"),
        "grade": _("grade"),
        "group": _("group"),
        "indicators": _("indicators"),
        "items": _("questions"),
        "lead": _("lead department"),
        "leniency": _("leniency correction"),
        "level": _("approving level"),
        "method": _("method"),
        "min_rank": _("lowest rank"),
        "min_turnout": _("smallest turnout"),
        "missing": _("meaning of a missing figure"),
        "name": _("name"),
        "note": _("note"),
        "of": _("what it applies to"),
        "owner": _("data owner"),
        "points": _("points"),
        "precision": _("decimal places"),
        "quota": _("quota"),
        "quota_rounding": _("rounding of the quota"),
        "ranking": _("ranking"),
        "reason": _("reason"),
        "round": _("rounding"),
        "rule": _("structured rule"),
        "scale": _("scale"),
        "shares": _("shares"),
        "smaller_is_better": _("smaller is better"),
        "superior": _("superior's indicator"),
        "target": _("target"),
        "text_only": _("scored by a person"),
        "tie_break": _("tie-breakers"),
        "title": _("title"),
        "trim": _("trimming"),
        "unit": _("unit"),
        "value": _("value"),
        "voter_classes": _("voter classes"),
        "weight": _("weight"),
        "within": _("ranked within"),
    }.get(name, name)


def part_label(name: str) -> str:
    """Name one entry of a list of the scheme."""
    return {
        "indicators": _("indicator"),
        "adjustments": _("adjustment"),
        "adjustment_groups": _("adjustment group"),
        "classes": _("class"),
        "coefficients": _("coefficient"),
        "ballots": _("campaign"),
        "vetoes": _("veto item"),
        "grades": _("grade"),
        "exclusions": _("exclusion"),
        "couplings": _("coupling"),
        "consequences": _("consequence"),
        "floors": _("least share"),
        "ceilings": _("greatest share"),
        "basis": _("basis"),
    }.get(name, name)
