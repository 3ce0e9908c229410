"""K150-K153: veto items without basis, approving level or expiry."""

from __future__ import annotations

from datetime import date

from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.spec_outcome import VetoSpec

_ = translator("scheme")


def look(context: Context) -> None:
    """A veto stays off until it names its basis, who approved it, and until when."""
    for position, veto in enumerate(context.spec.vetoes):
        path: Path = ("vetoes", position)
        if veto.basis is None:
            context.add(
                "K150",
                path,
                _("the veto names no basis document and stays off"),
                _("Add `basis:` with the law, regulation or document that allows it, or take the veto out."),
            )
        if veto.level is None:
            context.add(
                "K151",
                path,
                _("the veto names no approving level and stays off"),
                _("Add `level:` (national, provincial …): who may set a veto is limited."),
            )
        _expiry(context, path, veto)


def _expiry(context: Context, path: Path, veto: VetoSpec) -> None:
    if veto.expires is None:
        context.add(
            "K152",
            path,
            _("the veto has no expiry and stays off"),
            _("Add `expires: {year}-12-31`: each veto is renewed or lapses.").format(year=context.spec.cycle.year),
        )
        return
    try:
        ends = date.fromisoformat(veto.expires)
    except ValueError:
        context.add(
            "K152",
            (*path, "expires"),
            _("the expiry {found} is no date").format(found=repr(veto.expires)),
            _("Write it as 2026-12-31."),
        )
        return
    if ends.year < context.spec.cycle.year:
        context.add(
            "K153",
            (*path, "expires"),
            _("the veto expired on {date}, before this cycle").format(date=veto.expires),
            _("Take it out, or renew it with its basis."),
        )
