"""Every number in words: figure → sentence → clause → score → roll-up → adjustment → coefficient → place → grade."""

from __future__ import annotations

from kaohe.exact import show, show_decimal
from kaohe.i18n import translator
from kaohe.scheme.model import Aggregate, Indicator, Scheme
from kaohe.scoring.cells import CoefficientScore, CorrectionScore, IndicatorScore, NodeScore, UnitScore
from kaohe.scoring.explain_ballot import ballot_lines
from kaohe.scoring.explain_leaf import explain_adjustment, explain_leaf
from kaohe.scoring.lines import Explanation
from kaohe.scoring.sheet import ScoreSheet
from kaohe.scoring.words import say_note, say_ratio, say_signed

_ = translator("scoring")


def explain(sheet: ScoreSheet, unit: str, indicator: str | None = None) -> Explanation:
    """Explain a unit's result, or one of its indicators or adjustments, in the current language.

    Parameters
    ----------
    sheet
        A run with derivations; without them the clauses are missing.
    unit
        Unit id or name.
    indicator
        Code or name of an indicator or adjustment; None: the whole result.

    Raises
    ------
    KeyError
        With a message that names what there is, when unit or indicator are unknown or do not apply.
    """
    told = _Telling(sheet, _find_unit(sheet, unit))
    return told.whole() if indicator is None else told.part(indicator)


def _find_unit(sheet: ScoreSheet, wanted: str) -> UnitScore:
    found = sheet.by_unit.get(wanted) or next((u for u in sheet.units if u.name == wanted), None)
    if found is None:
        some = _(", ").join(u.name for u in sheet.units[:8])
        raise KeyError(_("there is no unit “{unit}”; units are {some} …").format(unit=wanted, some=some))
    return found


class _Telling:
    """Tells one unit's result."""

    def __init__(self, sheet: ScoreSheet, unit: UnitScore) -> None:
        self.scheme: Scheme = sheet.scheme
        self.sheet, self.unit = sheet, unit
        self.parts: dict[str, IndicatorScore | NodeScore] = {i.code: i for i in unit.indicators}
        self.parts |= {n.code: n for n in unit.nodes}

    def part(self, wanted: str) -> Explanation:
        """Tell one indicator or adjustment, by code or name."""
        items = {a.code: a for a in self.scheme.adjustments}
        for score in self.unit.adjustments:
            if wanted in (score.code, items[score.code].name):
                return explain_adjustment(self.scheme, items[score.code], score)
        for code in self.parts:
            if wanted in (code, self.scheme.by_code[code].name):
                return self._indicator(code)
        known = _(", ").join([*self.parts, *(a.code for a in self.unit.adjustments)])
        raise KeyError(
            _("“{code}” has no score for {unit}; there are {known}").format(
                code=wanted, unit=self.unit.name, known=known
            )
        )

    def whole(self) -> Explanation:
        """Tell the whole result."""
        unit = self.unit
        roots = [self._indicator(i.code) for i in self.scheme.roots if i.code in self.parts]
        lines = [*roots, self._base(), *self._adjustments(), *self._coefficients(), *self._sum(), *self._correction()]
        lines += [self._rank(), *self._grade()]
        text = _("{name}: total {total}").format(name=unit.name, total=self._shown(unit.total))
        return Explanation("total", text, unit.unit, self.sheet.show(unit.total), lines=tuple(lines))

    # The tree

    def _indicator(self, code: str) -> Explanation:
        score = self.parts[code]
        if isinstance(score, IndicatorScore):
            told = explain_leaf(self.scheme, score)
            votes = ballot_lines(self.sheet, self.unit.unit, code)
            extra = self._changes(code, score.own, score.score)
            return Explanation(told.kind, told.text, told.code, told.score, told.source, (*votes, *told.lines, *extra))
        node = self.scheme.by_code[code]
        below = [self._indicator(c) for c in node.children if c in self.parts]
        how = self._how(node.aggregate, score.used, score.excluded, score.own, score.exact)
        periods = [
            Explanation("period", _("{period}: {score}").format(period=p, score=self._shown(s)))
            for p, s in score.periods
        ]
        return Explanation(
            "node",
            self._headline(node, score),
            code,
            self.sheet.show(score.score),
            lines=(*below, *periods, *how, *self._changes(code, score.own, score.score)),
        )

    def _headline(self, node: Indicator, score: NodeScore) -> str:
        if score.points is None:
            return _("{code} {name}: {score}").format(code=node.code, name=node.name, score=self._shown(score.score))
        return _("{code} {name}: {score} of {points} points").format(
            code=node.code, name=node.name, score=self._shown(score.score), points=show_decimal(score.points)
        )

    def _how(
        self,
        aggregate: Aggregate,
        used: tuple[str, ...],
        excluded: tuple[str, ...],
        own: int | None,
        exact: tuple[int, int] | None,
    ) -> list[Explanation]:
        """Tell how a node's score comes from its children."""
        if own is None or exact is None:
            return [Explanation("roll-up", _("nothing below was scored: left out"))]
        terms = [self._term(aggregate, code) for code in used]
        told = {
            Aggregate.SUM: lambda: " + ".join(terms),
            Aggregate.WEIGHTED: lambda: " + ".join(terms),
            Aggregate.MEAN: lambda: _("mean of {terms}").format(terms=_(", ").join(terms)),
            Aggregate.GEOMETRIC: lambda: _("geometric mean of {terms}").format(terms=_(", ").join(terms)),
            Aggregate.MIN: lambda: _("least of {terms}").format(terms=_(", ").join(terms)),
        }[aggregate]()
        lines = [Explanation("roll-up", f"{told} = {self._shown(own)}")]
        if excluded:
            text = _("left out: {codes}; the rest is brought to the full scale").format(codes=_(", ").join(excluded))
            lines.append(Explanation("note", text))
        if exact[0] * 10**self.scheme.precision != own * exact[1]:
            text = _("{exact} is rounded to {score}").format(exact=say_ratio(exact), score=self._shown(own))
            lines.append(Explanation("rounding", text))
        return lines

    def _term(self, aggregate: Aggregate, code: str) -> str:
        shown = self._shown(self.parts[code].score)
        if aggregate is Aggregate.WEIGHTED:
            weight = self.scheme.by_code[code].weights[self.unit.class_id]
            return f"{shown}×{show_decimal(weight)}%"
        return shown

    def _changes(self, code: str, own: int | None, final: int | None) -> list[Explanation]:
        """Tell what adjustments and coefficients of one indicator did to it."""
        lines = self._adjustments(code) + self._coefficients(code)
        if lines and final is not None:
            text = _("{own} becomes {final}").format(own=self._shown(own), final=self._shown(final))
            lines.append(Explanation("change", text))
        return lines

    def _base(self) -> Explanation:
        unit, used = self.unit, tuple(i.code for i in self.scheme.roots if i.code in self.parts)
        here = tuple(c for c in used if c not in unit.excluded)
        if unit.period_totals:
            terms = _(", ").join(f"{p} {self._shown(s)}" for p, s in unit.period_totals)
            told = _("periods composed: {terms}").format(terms=terms)
            return Explanation("base", f"{told} = {self._shown(unit.base)}", score=self.sheet.show(unit.base))
        lines = self._how(self.scheme.aggregate, here, unit.excluded, unit.base, unit.base_exact)
        text = _("all indicators together: {how}").format(how=lines[0].text)
        return Explanation("base", text, score=self.sheet.show(unit.base), lines=tuple(lines[1:]))

    # What comes after the tree

    def _adjustments(self, code: str | None = None) -> list[Explanation]:
        items = {a.code: a for a in self.scheme.adjustments}
        return [explain_adjustment(self.scheme, items[a.code], a) for a in self.unit.adjustments if a.of == code]

    def _coefficients(self, code: str | None = None) -> list[Explanation]:
        found = [c for c in self.unit.coefficients if (code in c.of if code is not None else not c.of)]
        lines = []
        for c in found:
            text = _("{name}: {value} gives × {factor}").format(
                name=c.name, value=show_decimal(c.value), factor=show_decimal(c.factor)
            )
            if c.base_only:
                text += _(" (before bonus and deduction)")
            lines.append(Explanation("coefficient", text))
        return lines

    def _sum(self) -> list[Explanation]:
        """Tell how bonus, deduction and coefficients change the tree's total."""
        unit = self.unit
        amounts = [a.counted for a in unit.adjustments if a.of is None]
        early = [c for c in unit.coefficients if not c.of and c.base_only]
        late = [c for c in unit.coefficients if not c.of and not c.base_only]
        if unit.base is None or not (amounts or early or late):
            return []
        scale = 10**self.scheme.precision
        told = self._times(self._shown(unit.base), early)
        told += "".join(f" {'+' if a >= 0 else '−'} {say_ratio((abs(a), scale))}" for a in amounts)
        if amounts and late:
            told = f"({told})"
        before = say_ratio((unit.correction.before[0], unit.correction.before[1] * scale)) if unit.correction else None
        result = before or self._shown(unit.total)
        return [Explanation("sum", f"{self._times(told, late)} = {result}", score=result)]

    @staticmethod
    def _times(told: str, coefficients: list[CoefficientScore]) -> str:
        return "".join([told, *(f" × {show_decimal(c.factor)}" for c in coefficients)])

    def _correction(self) -> list[Explanation]:
        correction = self.unit.correction
        if correction is None:
            return []
        scale = 10**self.scheme.precision
        own, overall = (say_ratio((n, d * scale)) for n, d in (correction.group_mean, correction.overall_mean))
        text = _CORRECTIONS[correction.method]().format(
            before=say_ratio((correction.before[0], correction.before[1] * scale)),
            group=correction.group,
            own=own,
            overall=overall,
            amount=self._amount(correction, scale),
            total=self._shown(self.unit.total),
        )
        notes = [Explanation("note", _("cut to the bounds of the scheme"))] if correction.is_bounded else []
        return [Explanation("correction", text, lines=tuple(notes))]

    def _amount(self, correction: CorrectionScore, scale: int) -> str:
        n, d = correction.amount
        return say_signed((n, d * scale)) if correction.method == "mean_shift" else say_ratio((n, d))

    def _rank(self) -> Explanation:
        unit = self.unit
        if unit.rank is None:
            return Explanation("rank", _("not ranked"), lines=tuple(self._exclusions()))
        name = next(c.name for c in self.scheme.classes if c.id == unit.class_id)
        scope = _("all units") if self.scheme.ranking.within == "all" else name
        tied = sum(u.rank == unit.rank for u in self.sheet.units if self._is_compared(u)) - 1
        text = _("place {rank} of {among} among {scope}").format(rank=unit.rank, among=unit.ranked_among, scope=scope)
        if tied:
            text += _(", shared with {count} others").format(count=tied)
        return Explanation("rank", text, score=str(unit.rank))

    def _is_compared(self, other: UnitScore) -> bool:
        return self.scheme.ranking.within == "all" or other.class_id == self.unit.class_id

    def _exclusions(self) -> list[Explanation]:
        return [
            Explanation("note", _("{reason} ({effect})").format(reason=e.reason or "-", effect=e.effect))
            for e in self.unit.exclusions
        ]

    def _grade(self) -> list[Explanation]:
        unit = self.unit
        notes = [Explanation("note", say_note(note)) for note in unit.notes]
        for veto in unit.vetoes:
            text = _("veto {name} by decision of {by}: {reason}").format(
                name=veto.name, by=veto.decision.by or "-", reason=veto.decision.reason or "-"
            )
            notes.append(Explanation("veto", text))
        lines = []
        if self.scheme.grades:
            proposed = unit.proposed_grade or _("none")
            reasons = (*notes, *self._threshold())
            text = _("proposed grade: {grade}").format(grade=proposed)
            lines.append(Explanation("grade", text, score=unit.proposed_grade, lines=reasons))
        else:
            lines += notes
        if unit.decision is not None:
            text = _("decided grade: {grade}, by {by}: {reason}").format(
                grade=unit.decided_grade, by=unit.decision.by or "-", reason=unit.decision.reason or "-"
            )
            lines.append(Explanation("decision", text, score=unit.decided_grade))
        return lines

    def _threshold(self) -> tuple[Explanation, ...]:
        """Tell the threshold that the proposed grade reaches."""
        grade = next((g for g in self.scheme.grades if g.name == self.unit.proposed_grade), None)
        if grade is None or grade.at_least is None:
            return ()
        text = _("{grade} from {points} points").format(grade=grade.name, points=show_decimal(grade.at_least))
        return (Explanation("threshold", text),)

    def _shown(self, units: int | None) -> str:
        return _("left out") if units is None else show(units, self.scheme.precision)


_CORRECTIONS = {
    "mean_ratio": lambda: _("{before} × {overall} (mean of all) ÷ {own} (mean of {group}), factor {amount} = {total}"),
    "mean_shift": lambda: _("{before} {amount} (mean of all {overall} − mean of {group} {own}) = {total}"),
    "unit_result": lambda: _(
        "{before} × {own} (score of {group}) ÷ {overall} (mean of units), factor {amount} = {total}"
    ),
}
