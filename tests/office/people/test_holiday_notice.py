"""Notices of the State Council: the shipped years against their texts and the law, and what is wrong is said."""

from __future__ import annotations

from itertools import groupby

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from tests.office.factories import UnitFactory, account_with

from kaohe.office.people.actions.calendar import STATUTORY, enter_notice, load_statutory_days, special_days
from kaohe.office.people.holiday_notice import Holiday, net_days_off, read_notice, statutory_days
from kaohe.office.people.models import SpecialDay
from kaohe.office.people.roles import Role

# The dates of the notices as published (国办发明电〔2023〕7号, 〔2024〕12号, and the notice of 2025-11-04).
NOTICES = {
    2024: """
一、元旦：1月1日放假，与周末连休。
二、春节：2月10日至17日放假调休，共8天。2月4日（星期日）、2月18日（星期日）上班。安排职工在除夕（2月9日）休息。
三、清明节：4月4日至6日放假调休，共3天。4月7日（星期日）上班。
四、劳动节：5月1日至5日放假调休，共5天。4月28日（星期日）、5月11日（星期六）上班。
五、端午节：6月10日放假，与周末连休。
六、中秋节：9月15日至17日放假调休，共3天。9月14日（星期六）上班。
七、国庆节：10月1日至7日放假调休，共7天。9月29日（星期日）、10月12日（星期六）上班。
""",
    2025: """
一、元旦：1月1日（周三）放假1天，不调休。
二、春节：1月28日（农历除夕、周二）至2月4日（农历正月初七、周二）放假调休，共8天。1月26日（周日）、2月8日（周六）上班。
三、清明节：4月4日（周五）至6日（周日）放假，共3天。
四、劳动节：5月1日（周四）至5日（周一）放假调休，共5天。4月27日（周日）上班。
五、端午节：5月31日（周六）至6月2日（周一）放假，共3天。
六、国庆节、中秋节：10月1日（周三）至8日（周三）放假调休，共8天。9月28日（周日）、10月11日（周六）上班。
""",
    2026: """
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
""",
}


def shipped(year: int) -> dict[str, Holiday]:
    days = sorted((d for d in special_days(STATUTORY) if d.day.year == year), key=lambda d: d.name)
    found = {}
    for name, group in groupby(days, key=lambda d: d.name):
        rows = list(group)
        off = tuple(d.day for d in rows if not d.is_working)
        found[name] = Holiday(name, off, tuple(d.day for d in rows if d.is_working))
    return found


@pytest.mark.parametrize("year", NOTICES)
def test_shipped_days_are_those_of_the_notice(year: int) -> None:
    assert {h.name: h for h in read_notice(NOTICES[year], year)} == shipped(year)


@pytest.mark.parametrize("year", NOTICES)
def test_days_off_are_those_of_the_law(year: int) -> None:
    assert net_days_off(list(shipped(year).values())) == statutory_days(year)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("一、元旦：1月1日（周三）放假。", "2026-01-01"),
        ("一、元旦：1月1日至3日放假，共4天。", "4"),
        ("一、元旦：1月1日放假。1月5日上班。", "2026-01-05"),
        ("一、元旦：2月30日放假。", "2月30日"),
        ("一、元旦：放假。", "元旦"),
        ("一、元旦：1月1日放假。\n二、春节：1月1日放假。", "2026-01-01"),
        ("放假", "一、"),
    ],
)
def test_what_does_not_fit_is_said(text: str, said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        read_notice(text, 2026)


@pytest.mark.django_db
def test_notice_takes_the_place_of_the_year() -> None:
    officer = account_with(Role.OFFICER)
    load_statutory_days()
    others = SpecialDay.objects.exclude(day__year=2026).count()
    count = enter_notice(by=officer, year=2026, source="更正通知", text="一、元旦：1月1日放假。")
    assert (count, SpecialDay.objects.count()) == (1, others + 1)


@pytest.mark.django_db
@pytest.mark.parametrize("role", Role)
def test_only_an_officer_for_everything_enters_a_notice(role: Role) -> None:
    with pytest.raises(PermissionDenied):
        enter_notice(by=account_with(role, UnitFactory.create()), year=2026, source="x", text=NOTICES[2026])
