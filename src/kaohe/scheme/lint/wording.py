"""K140-K142: wording that leaves the score open, and activity that must not be scored."""

from __future__ import annotations

from kaohe.criteria.model import Rule
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.lint.vague import VAGUE, forbidden, proposal_for
from kaohe.scheme.spec_indicator import Criterial

_ = translator("scheme")


def look(context: Context) -> None:
    """Read every criterion for words that two assessors would read differently."""
    items: list[tuple[Path, Criterial, Rule | None]] = [(path, spec, node.rule) for path, spec, node in context.leaves]
    adjustments = zip(context.spec.adjustments, context.scheme.adjustments, strict=True)
    items += [(("adjustments", i), spec, checked.rule) for i, (spec, checked) in enumerate(adjustments)]
    for path, spec, rule in items:
        judged = [c for c in rule.clauses if c.op == "open" or c.op.startswith("judge")] if rule else []
        is_open = any(clause.op == "open" or clause.inputs()[-1].high is None for clause in judged)
        if is_open:
            _unbounded(context, path)
        _sentence(context, path, spec, is_bounded=bool(judged) and not is_open)


def _sentence(context: Context, path: Path, spec: Criterial, *, is_bounded: bool) -> None:
    text = spec.criterion or ""
    found = [word for word in VAGUE if word in text]
    if found or is_bounded:
        context.add(
            "K140",
            (*path, "criterion"),
            _("{words}: two assessors would score this differently").format(words="、".join(found))
            if found
            else _("the score is left to judgement"),
            proposal_for(found[0] if found else ""),
        )
    for word in forbidden(f"{getattr(spec, 'name', '')} {text}"):
        context.add(
            "K142",
            (*path, "criterion"),
            _("{word} counts activity, not results").format(word=word),
            _("Score what was achieved: check-ins, time online, likes and rankings of activity are not to be a basis."),
        )


def _unbounded(context: Context, path: Path) -> None:
    """Judgement without bounds in points: nobody could recompute or contest such a score."""
    context.add(
        "K141",
        (*path, "criterion"),
        _("the judgement has no bounds in points"),
        _("Write the bounds (酌情扣1～3分), or name what is counted (每缺1项扣1分)."),
    )
