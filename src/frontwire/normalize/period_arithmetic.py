"""Parts of periods, distances from them, their neighbours in the calendar, and Easter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from frontwire.normalize.periods import (
    Period,
    add_months,
    decade_period,
    last_of_month,
    single_day,
    week_period,
    year_period,
)


def third_of(period: Period, which: int) -> Period:
    """Early (1), mid (2) or late (3) of a month, year or decade; other periods have no thirds and stay as they are.

    Months are cut as the guidelines say (1–10, 11–20, 21–end); years into first quarter, middle half, last quarter;
    decades into years 0–3, 4–6, 7–9.
    """
    first, known = period.first, period.year_known
    if period.precision == "month":
        start = first.replace(day=(1, 11, 21)[which - 1])
        return Period(start, last_of_month(first) if which == 3 else first.replace(day=10 * which), "range", known)
    if period.precision == "year":
        start_month, months = ((0, 3), (3, 6), (9, 3))[which - 1]
    elif period.precision == "decade":
        start_month, months = ((0, 48), (48, 36), (84, 36))[which - 1]
    else:
        return period
    start = add_months(first.replace(month=1, day=1), start_month)
    return Period(start, last_of_month(start, months - 1), "range", known)


def part_of(period: Period, parts: int, index: int) -> Period | None:
    """Part ``index`` (from 1; -1 is the last) of a year in halves or quarters, or of a month in halves."""
    index = parts if index == -1 else index
    if not 1 <= index <= parts:
        return None
    if period.precision == "year":
        start = period.first.replace(month=1 + (index - 1) * 12 // parts, day=1)
        return Period(start, last_of_month(start, 12 // parts - 1), "range", period.year_known)
    if period.precision == "month" and parts == 2:
        start, middle = period.first, period.first.replace(day=15)
        edges = (start, middle) if index == 1 else (middle.replace(day=16), last_of_month(start))
        return Period(*edges, "range", period.year_known)
    return None


def units_of(whole: Period, place: int, number: int, unit: str) -> Period | None:
    """The ``place``-th ``number`` days, weeks or months of a period (-1: the last); ``None`` where they do not fit.

    Weeks count from the first day of the period, not from a Monday: the first week of May is 1 to 7 May.
    """
    if whole.last is None or unit not in ("day", "week", "month"):
        return None
    if unit == "month":
        first = add_months(whole.last.replace(day=1), 1 - number) if place == -1 else whole.first
        first = first if place == -1 else add_months(first, (place - 1) * number)
        last = last_of_month(first, number - 1)
    else:
        days = number * (7 if unit == "week" else 1)
        back = timedelta(days=days - 1)
        first = whole.last - back if place == -1 else whole.first + timedelta(days=(place - 1) * days)
        last = first + back
    part = Period(first, last, "day" if first == last else "range", whole.year_known)
    return part if whole.contains(part) else None


def easter_sunday(year: int) -> date:
    """Western Easter, after the anonymous Gregorian computus (Meeus, Astronomical Algorithms, ch. 8)."""
    golden, century, rest = year % 19, year // 100, year % 100
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    weekday = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    shift = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)


def latest_year_of(period: Period, day: date, *, whole: bool = False) -> Period:
    """The latest recurrence that begins on or before ``day``, or that ends before it if ``whole``.

    Raises:
        ValueError: there is none within nine years (which covers 29 February).
    """
    for year in range(day.year, max(day.year - 9, 0), -1):
        try:
            placed = period.in_year(year)
        except ValueError:
            continue
        if (placed.last or placed.first) < day if whole else placed.first <= day:
            return placed
    raise ValueError(f"no such day before {day}")


def next_year_of(period: Period, day: date) -> Period:
    """The first recurrence that ends on or after ``day``.

    Raises:
        ValueError: there is none within nine years (which covers 29 February).
    """
    for year in range(day.year - 1, day.year + 9):
        try:
            placed = period.in_year(year)
        except ValueError:
            continue
        if (placed.last or placed.first) >= day:
            return placed
    raise ValueError(f"no such day after {day}")


def count_from(anchor: Period, distance: int, unit: str, *, exact: bool = False) -> Period:
    """``distance`` units from ``anchor``: a day for days and weeks, the whole month or year for months and years.

    Years from a month give a month. ``exact`` ("exactly a month ago") gives the day.
    """
    day = anchor.last or anchor.first if distance >= 0 and anchor.precision == "range" else anchor.first
    known = anchor.year_known
    if unit in ("minute", "hour"):
        days = abs(distance) // 24 if unit == "hour" else 0
        return single_day(day + timedelta(days=days if distance > 0 else -days), year_known=known)
    if unit in ("day", "week", "fortnight", "weekend"):
        size = {"day": 1, "fortnight": 14}.get(unit, 7)
        then = single_day(day + timedelta(days=distance * size), year_known=known)
        return weekend_of(then) if unit == "weekend" else then
    months = {"month": 1, "year": 12, "decade": 120}[unit] * distance
    then_day = add_months(day, months)
    if exact:
        return single_day(then_day, year_known=known)
    if unit == "month" or anchor.precision == "month":
        return Period(then_day.replace(day=1), last_of_month(then_day), "month", known)
    return replace(year_period(then_day.year), year_known=known)


def weekend_of(anchor: Period) -> Period:
    """The latest Saturday and Sunday whose Saturday is not after ``anchor``."""
    saturday = anchor.first - timedelta(days=(anchor.first.weekday() - 5) % 7)
    return Period(saturday, saturday + timedelta(days=1), "range", anchor.year_known)


def calendar_unit(anchor: Period, unit: str, shift: int) -> Period:
    """The calendar unit around ``anchor`` (0), or that many units before or after it."""
    day, known = anchor.first, anchor.year_known
    if unit == "week":
        return week_period(day + timedelta(days=7 * shift), year_known=known)
    if unit == "month":
        first = add_months(day.replace(day=1), shift)
        return Period(first, last_of_month(first), "month", known)
    if unit == "year":
        return replace(year_period(day.year + shift), year_known=known)
    if unit == "decade":
        return replace(decade_period(day.year - day.year % 10 + 10 * shift), year_known=known)
    if unit == "weekend":
        weekend = weekend_of(anchor)
        if shift < 0 and weekend.last is not None and weekend.last < day:
            shift += 1  # the latest one is over and counts as the last
        return weekend_of(single_day(weekend.first + timedelta(days=7 * shift), year_known=known))
    return count_from(anchor, shift, unit)


def hull(one: Period, other: Period) -> Period:
    """The smallest period that holds both; open when one is.

    Its precision is that of the part that fills it, else ``range``.
    """
    first = min(one.first, other.first)
    last = None if one.last is None or other.last is None else max(one.last, other.last)
    for part in (one, other):
        if (part.first, part.last) == (first, last):
            return part
    return Period(first, last, "range", one.year_known and other.year_known)
