"""What becomes of the totals: vetoes, ranking, grades, exclusions, couplings, consequences, share bounds."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kaohe.exact import show_decimal
from kaohe.i18n import translator
from kaohe.scheme.findings import Path
from kaohe.scheme.model import (
    Consequence,
    Coupling,
    Exclusion,
    Grade,
    Ranking,
    ShareBound,
    Veto,
)
from kaohe.scheme.percent import Percent
from kaohe.scheme.references import known_grade, known_indicator
from kaohe.scheme.report import Report
from kaohe.scheme.spec_outcome import GradeSpec, LimitCoupling, QuotaCoupling, ScoreCoupling, ShareBoundSpec

_ = translator("scheme")


@dataclass(frozen=True)
class OutcomeCheck:
    """Checks each part of the outcome and gives its checked form."""

    report: Report

    def vetoes(self) -> tuple[Veto, ...]:
        """Vetoes that may be applied: one without basis, level or expiry stays off, and lint says so."""
        out = []
        for position, spec in enumerate(self.report.spec.vetoes):
            known_grade(self.report, ("vetoes", position, "effect"), spec.effect, effects=True)
            if spec.basis and spec.level and spec.expires:
                out.append(Veto(spec.code, spec.name, spec.basis.document, spec.level, spec.expires, spec.effect))
        return tuple(out)

    def ranking(self) -> Ranking:
        """Tie-breakers must be indicators."""
        spec = self.report.spec.ranking
        for code in spec.tie_break:
            known_indicator(self.report, ("ranking", "tie_break"), code)
        return Ranking(spec.method, spec.within, spec.tie_break)

    def grades(self) -> tuple[Grade, ...]:
        """Grades stand best first; the quota couplings are added to theirs."""
        self._falling()
        return tuple(self._grade(("grades", i), spec) for i, spec in enumerate(self.report.spec.grades))

    def _grade(self, path: Path, spec: GradeSpec) -> Grade:
        share = spec.quota if isinstance(spec.quota, Percent) else None
        if share is not None and not 0 <= share.value <= 100:
            self.report.add(
                "K026",
                (*path, "quota"),
                _("the quota {found} is no share of a class").format(found=share),
                _("Write 0% to 100%, or a number of places without the sign."),
            )
        by_unit = {
            grade: shares.value
            for c in self.report.spec.couplings
            if isinstance(c, QuotaCoupling) and c.grade == spec.name
            for grade, shares in c.shares.items()
        }
        return Grade(
            name=spec.name,
            at_least=spec.at_least,
            quota_pct=share.value if share else None,
            quota_count=spec.quota if isinstance(spec.quota, int) else None,
            quota_rounding=spec.quota_rounding,
            quota_by_unit_grade=by_unit,
            min_rank_pct=spec.min_rank.value if spec.min_rank else None,
        )

    def _falling(self) -> None:
        last: Decimal | None = None
        for position, grade in enumerate(self.report.spec.grades):
            if grade.at_least is None:
                continue
            if last is not None and grade.at_least >= last:
                self.report.add(
                    "K058",
                    ("grades", position, "at_least"),
                    _("{found} is not below the threshold of the grade before it, {before}").format(
                        found=show_decimal(grade.at_least), before=show_decimal(last)
                    ),
                    _("Write grades from the best to the worst with falling thresholds."),
                )
            last = grade.at_least

    def exclusions(self) -> tuple[Exclusion, ...]:
        """Exclusions as written, and those that follow from the unit's grade."""
        out = []
        for position, spec in enumerate(self.report.spec.exclusions):
            known_grade(self.report, ("exclusions", position, "effect"), spec.effect, effects=True)
            out.append(Exclusion(spec.column, spec.value, spec.effect, spec.reason))
        for position, coupling in enumerate(self.report.spec.couplings):
            if isinstance(coupling, LimitCoupling):
                known_grade(self.report, ("couplings", position, "effect"), coupling.effect, effects=True)
                reason = coupling.note or _("the unit's grade is {grade}").format(grade=coupling.when)
                out.append(Exclusion(coupling.column, coupling.when, coupling.effect, reason))
        return tuple(out)

    def couplings(self) -> tuple[Coupling, ...]:
        """Results of other schemes that enter a leaf."""
        out = []
        for position, spec in enumerate(self.report.spec.couplings):
            if isinstance(spec, QuotaCoupling):
                known_grade(self.report, ("couplings", position, "grade"), spec.grade)
            elif isinstance(spec, ScoreCoupling):
                known_indicator(self.report, ("couplings", position, "feeds"), spec.feeds, leaf=True)
                out.append(Coupling(spec.feeds, spec.scheme, spec.result, spec.by))
        return tuple(out)

    def consequences(self) -> tuple[Consequence, ...]:
        """Consequences name grades of this scheme."""
        out = []
        for position, spec in enumerate(self.report.spec.consequences):
            if spec.grade is not None:
                known_grade(self.report, ("consequences", position, "grade"), spec.grade)
            out.append(
                Consequence(
                    spec.effect,
                    spec.grade,
                    spec.rank_from,
                    spec.rank_to,
                    spec.years_running,
                    spec.amount,
                    spec.basis.document if spec.basis else None,
                )
            )
        return tuple(out)

    def share_bounds(self) -> tuple[ShareBound, ...]:
        """Floors need a least share, ceilings a greatest one."""
        spec = self.report.spec
        floors = [self._bound(("floors", i), s, "at_least") for i, s in enumerate(spec.floors)]
        return (*floors, *(self._bound(("ceilings", i), s, "at_most") for i, s in enumerate(spec.ceilings)))

    def _bound(self, path: Path, spec: ShareBoundSpec, needed: str) -> ShareBound:
        for code in spec.indicators:
            known_indicator(self.report, (*path, "indicators"), code)
        if getattr(spec, needed) is None:
            self.report.add(
                "K021",
                path,
                _("the field {name} is missing").format(name=needed),
                _("Add `{name}: 20%`.").format(name=needed),
            )
        return ShareBound(
            spec.indicators,
            spec.at_least.value if spec.at_least else None,
            spec.at_most.value if spec.at_most else None,
            spec.name,
        )
