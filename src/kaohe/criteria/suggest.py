"""What to write instead, when a sentence was not read."""

from __future__ import annotations

from kaohe.i18n import translator

_ = translator("criteria")


def suggest(code: str) -> str:
    """Give the nearest form that would be read, for a reason why a sentence was not.

    Parameters
    ----------
    code
        Reason, as in `kaohe.criteria.parse.Problem`.
    """
    return _advice().get(code) or _(
        "This part bears on the score and is not understood. "
        "Write one condition and one effect for each clause: 迟报的，每次扣0.5分；扣完为止"
    )


def _advice() -> dict[str, str]:
    return {
        "no_effect": _("No clause says what happens to the score. Write for instance: 迟报的，每次扣0.5分"),
        "no_amount": _("The points are missing. Write how many: 迟报的，扣2分, or give the bounds: 视情节扣1－3分"),
        "count": _("It is not said whether the points are for each or once. Write 每3次扣1分, or 3次以上的，扣1分"),
        "count_differs": _(
            "There are not as many amounts as cases. Write one amount for each: 获国家级、省级表彰的，分别加5分、3分"
        ),
        "threshold": _(
            "It is not said whether the first ones count. Write 超过3次的部分，每次扣1分, or 达到3次的，扣1分"
        ),
        "tiers": _("A table by number needs one row for each number: 0次得10分，1次得7分，2次以上不得分"),
        "direction": _("It is not said in which direction. Write 每低1个百分点扣1分 or 每超1个百分点扣1分"),
        "target": _(
            "Several numbers may be the target. Name it in the same clause: 满意度低于90%的，每低1个百分点扣1分"
        ),
        "scores": _(
            "Whether these scores add up or exclude each other cannot be told from the points. "
            "Write 另得1分 for parts that add up, 只得3分 for alternatives"
        ),
        "bases": _("Each part with a score of its own may have one deduction. Make each part an indicator of its own"),
        "part_points": _("A part of the item has limits of its own. Make each numbered part an indicator of its own"),
        "remark": _("This remark changes how the score is made. Put it into a clause of its own, or into the scheme"),
        "limit": _("It is not said what this limit holds for. Put it directly behind its clause: 每次加1分，最多加3分"),
        "tariff": _("It is not said whether the points are for each. Write 每次扣2分 instead of (-2分)"),
        "ambiguous": _("The places can be read in two ways. Name each: 倒数第1名、倒数第2名的，分别扣3分、2分"),
        "overlap": _("The bands overlap. Say at each end whether it is in: 90%（含）以上得10分，80%（含）至90%得8分"),
        "period": _("It is not said how many periods count. Write 每发生1天扣1分, or 当月发生的，扣1分"),
        "cases": _("These are several criteria in one. Make each an indicator of its own"),
        "same_figure": _(
            "One figure seems to be asked for twice. Name it alike in each clause: "
            "满意度90%以上得10分；满意度不满80%的，不得分"
        ),
        "left_over": _(
            "A word that changes the score would become part of a name. "
            "Write one condition and one effect for each clause: 迟报的，每次扣0.5分；扣完为止"
        ),
        "too_long": _("This is a document, not a criterion. Give one criterion at a time"),
    }
