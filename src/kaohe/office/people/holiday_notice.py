"""Read the notice of the State Council on the holidays of a year, as it is published, and check it against itself."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

_ITEM = re.compile(r"^\s*[一二三四五六七八九十]+、(?P<names>[^:：]{1,30})[:：](?P<text>.+)$", re.M)
_DAY = r"(?:(\d{1,2})月)?(\d{1,2})日(?:\(([^()]*)\))?"
_SPAN = re.compile(rf"{_DAY}(?:至{_DAY})?")
_COUNT = re.compile(r"共(\d+)天")
_WEEKDAYS = "一二三四五六日"
_FRIDAY = 4


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday: its days off, and the Saturdays and Sundays worked to make up for it."""

    name: str
    off: tuple[date, ...]
    worked: tuple[date, ...]


def read_notice(text: str, year: int) -> list[Holiday]:
    """Read the numbered paragraphs of a notice.

    Raises
    ------
    ValidationError
        With everything that does not fit: no paragraph found, a day that does not exist, a weekday or a number of days
        that the notice gives otherwise, a worked day that is none of a week-end, a day named twice.

    Examples
    --------
    >>> read_notice("一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。", 2026)[0].worked
    (datetime.date(2026, 1, 4),)
    """
    plain = unicodedata.normalize("NFKC", text)
    problems: list[str] = []
    holidays = [_holiday(item, year, problems) for item in _ITEM.finditer(plain)]
    if not holidays:
        problems.append(_("No paragraph like “一、元旦：1月1日…放假…” was found: paste the whole text of the notice."))
    problems += _repeated(holidays)
    if problems:
        raise ValidationError(problems)
    return holidays


def net_days_off(holidays: list[Holiday]) -> int:
    """Count the working days that a notice takes away: days off from Monday to Friday less week-ends worked.

    It equals the holidays of the law (全国年节及纪念日放假办法), 11 a year until 2024 and 13 from 2025 on, for those
    on a week-end are made up for.
    """
    off = sum(day.weekday() <= _FRIDAY for holiday in holidays for day in holiday.off)
    return off - sum(len(holiday.worked) for holiday in holidays)


def statutory_days(year: int) -> int:
    """Give the number of holidays that the law fixes for everybody."""
    return 13 if year >= 2025 else 11


def _holiday(item: re.Match[str], year: int, problems: list[str]) -> Holiday:
    name = item["names"].strip()
    before, _sep, after = item["text"].partition("放假")
    spans = list(_SPAN.finditer(before))
    off = [day for span in spans for day in _days(span, year, problems, name)]
    worked = [day for span in _SPAN.finditer(_worked(after)) for day in _days(span, year, problems, name)]
    counted = _COUNT.search(item["text"])
    if not off:
        problems.append(_("{name}: no day off was found.").format(name=name))
    if counted and int(counted[1]) != len(off):
        message = _("{name}: the notice says {said} days, its dates make {found}.")
        problems.append(message.format(name=name, said=counted[1], found=len(off)))
    problems += [
        _("{name}: {day} is no Saturday or Sunday.").format(name=name, day=d) for d in worked if d.weekday() <= _FRIDAY
    ]
    return Holiday(name, tuple(off), tuple(worked))


def _worked(text: str) -> str:
    """Cut the sentences that name days to work."""
    return "".join(part for part in text.split("。") if "上班" in part)


def _days(span: re.Match[str], year: int, problems: list[str], name: str) -> Iterator[date]:
    first_month, first_day, first_note, last_month, last_day, last_note = span.groups()
    if first_month is None:
        return  # a bare 「9日」 belongs to a span that was read already
    try:
        first = date(year, int(first_month), int(first_day))
        last = date(year, int(last_month or first_month), int(last_day)) if last_day else first
    except ValueError:
        problems.append(_("{name}: {text} is no date.").format(name=name, text=span[0]))
        return
    for day, note in ((first, first_note), (last, last_note)):
        said = re.search(r"(?:周|星期)([一二三四五六日天])", note or "")
        if said and said[1].replace("天", "日") != _WEEKDAYS[day.weekday()]:
            problems.append(_("{name}: {day} is no {weekday}.").format(name=name, day=day, weekday=said[0]))
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)


def _repeated(holidays: list[Holiday]) -> list[str]:
    days = [day for holiday in holidays for day in (*holiday.off, *holiday.worked)]
    return [_("{day} is named twice.").format(day=day) for day in sorted({d for d in days if days.count(d) > 1})]
