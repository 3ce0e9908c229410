"""K140-K142: wording that leaves the score open, and activity that must not be scored."""

from __future__ import annotations

from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.lint.context import Context
from kaohe.scheme.lint.vague import VAGUE, forbidden, proposal_for
from kaohe.scheme.spec_indicator import Criterial

_ = translator("scheme")


def look(context: Context) -> None:
    """Read every criterion for words that two assessors would read differently."""
    for path, spec, node in context.leaves:
        _sentence(context, path, spec, is_judged=node.rule is not None and node.rule.is_judged)
    for position, (spec_of, adjustment) in enumerate(
        zip(context.spec.adjustments, context.scheme.adjustments, strict=True)
    ):
        is_judged = adjustment.rule is not None and adjustment.rule.is_judged
        _sentence(context, ("adjustments", position), spec_of, is_judged=is_judged)
    _unbounded(context)


def _sentence(context: Context, path: Path, spec: Criterial, *, is_judged: bool) -> None:
    text = spec.criterion or ""
    found = [word for word in VAGUE if word in text]
    if found or is_judged:
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


def _unbounded(context: Context) -> None:
    """Judgement without bounds in points: nobody could recompute or contest such a score."""
    ruled = [((*path, "criterion"), node.rule) for path, _spec, node in context.leaves]
    ruled += [(("adjustments", i, "criterion"), a.rule) for i, a in enumerate(context.scheme.adjustments)]
    for path, rule in ruled:
        judged = [c for c in rule.clauses if c.op == "open" or c.op.startswith("judge")] if rule else []
        if any(i.high is None for clause in judged for i in clause.inputs() if i.name != "count"):
            context.add(
                "K141",
                path,
                _("the judgement has no bounds in points"),
                _("Write the bounds (酌情扣1～3分), or name what is counted (每缺1项扣1分)."),
            )
