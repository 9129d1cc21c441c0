"""Rules for words that count from the publication day or from the day that the text refers to."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Final

from frontwire.normalize.date_points import UNKNOWN, Anchors, Groups, Point
from frontwire.normalize.date_words import Token
from frontwire.normalize.period_arithmetic import calendar_unit, count_from, hull, weekend_of
from frontwire.normalize.periods import Period, single_day

#: What half of a unit is.
_HALVES: Final = {"decade": ("year", 5), "year": ("month", 6), "hour": ("minute", 30)}


def counted(groups: Groups, anchors: Anchors) -> Point:
    """Read "two weeks ago", "half a year earlier", "more than a month ago", "15-20 minutes ago", "the day before"."""
    unit, direction = groups["unit"][0], groups["direction"][0].symbol
    numbers = [token.number for token in groups["count"] if token.symbol in "nd"]
    if groups["half"]:
        if unit.name not in _HALVES:
            return UNKNOWN
        smaller, factor = _HALVES[unit.name]
        unit, numbers = Token("U", 1, smaller), [factor]
    elif not numbers and not groups["article"] and unit.number > 1 and unit.name not in ("minute", "hour"):
        return UNKNOWN  # "days later" says no number; "hours later" is the day itself or the next: the day itself
    numbers = numbers or [1]
    sign = 1 if direction in "rC" else -1
    bound = groups["bound"][0].symbol if groups["bound"] else ""
    exact = bound == "="
    if direction in "cC":
        return Point(symbol="D", kind="relative", distance=(sign * numbers[0], unit.name, exact))
    anchor = anchors.published if direction == "a" else anchors.reference
    if anchor is None:
        return UNKNOWN
    near = count_from(anchor, sign * numbers[0], unit.name, exact=exact)
    far = count_from(anchor, sign * numbers[-1], unit.name, exact=exact)
    if bound == ">":  # strictly further than N units: from the unit beyond up to N units to the day
        near = count_from(anchor, sign * numbers[0], unit.name, exact=True)
        far = count_from(anchor, sign * (numbers[0] + 1), unit.name)
    elif bound == "<":
        near, far = anchor, count_from(anchor, sign * numbers[0], unit.name, exact=True)
    weeks = not bound and direction in "ab" and unit.name in ("week", "fortnight")
    return Point(hull(near, far), "weeks" if weeks else "relative")


def anniversary(groups: Groups, anchors: Anchors) -> Point | None:
    """Read "40 years ago today", "two years ago on Monday", "40 years ago this week": counted to the day.

    A weekday beside months or weeks is no anniversary: "a week ago on Monday".
    """
    unit, published = groups["unit"][0].name, anchors.published
    number = next((token.number for token in groups["count"] if token.symbol in "nd"), 1)
    if published is None or unit in ("minute", "hour") or (not groups["count"] and groups["unit"][0].number > 1):
        return None
    if groups["week"]:
        around = groups["week"][0]
        if around.name not in ("week", "month") or around.number > 1 or not published.year_known:
            return None
        return Point(calendar_unit(count_from(published, -number, unit, exact=True), around.name, 0), "relative")
    day = groups["day"][0]
    if day.symbol == "W" and unit not in ("year", "decade"):
        return None
    point = weekday({**groups, "weekday": [day]}, anchors) if day.symbol == "W" else deictic_day(groups, anchors)
    told = point.period
    return None if told is None else Point(count_from(told, -number, unit, exact=True))


def in_other_year(groups: Groups, anchors: Anchors) -> Point | None:
    """Read "this day in 1984", "this week in 1984": that of the publication in another year."""
    unit = groups["unit"][0]
    if unit.name not in ("day", "week", "month") or unit.number > 1:
        return None
    if anchors.published is None:
        return UNKNOWN
    then = replace(anchors.published.in_year(groups["year"][0].number), year_known=True)
    return Point(calendar_unit(then, unit.name, 0))


def nights(groups: Groups, anchors: Anchors) -> Point:
    """Read "past two nights": the last of them is that before the publication day, as "last night" is."""
    number, published = groups["count"][0].number, anchors.published
    if published is None or number < 1:
        return UNKNOWN
    first, last = (published.first - timedelta(days=back) for back in (number, 1))
    return Point(Period(first, last, "day" if first == last else "range", published.year_known), "relative")


def span_of_units(groups: Groups, anchors: Anchors) -> Point:
    """Read "past 24 hours", "last three months", "past year": back from the publication day to it."""
    published, unit = anchors.published, groups["unit"][0]
    if published is None or (groups["vague"] and unit.name not in ("minute", "hour")):
        return UNKNOWN
    number = next((token.number for token in groups["count"] if token.symbol in "nd"), 1)
    if not groups["count"] and unit.number > 1 and unit.name not in ("minute", "hour"):
        return UNKNOWN  # "past weeks"
    if unit.name in ("minute", "hour"):
        days = max(1, -(-number // 24)) if unit.name == "hour" else 1
        start = published.first - timedelta(days=days)
    elif unit.name == "weekend":
        return Point(calendar_unit(published, "weekend", -1), "relative")
    else:
        start = count_from(published, -number, unit.name, exact=True).first
    return Point(Period(start, published.last, "range", published.year_known), "relative")


def within_calendar(groups: Groups, anchors: Anchors) -> Point:
    """Read "this week", "last year", "the following day", "same month", "previous night"."""
    which, unit = groups["which"][0].symbol, groups["unit"][0]
    name = "day" if unit.symbol == "P" else unit.name
    small = name in ("day", "hour", "minute")
    shift = {"l": -1, "v": -1, "h": 0, "m": 0, "f": 1, "g": 1}[which]
    if which in "gm" or (which in "fv" and small):
        anchor = anchors.reference
    elif which == "v":
        anchor = anchors.reference or anchors.published
    else:
        anchor = anchors.published
    if anchor is None:
        return UNKNOWN
    period = calendar_unit(anchor, name, shift)
    if which == "h" and period.last is not None and anchor.last is not None and name not in ("weekend", "day"):
        period = replace(period, last=min(period.last, anchor.last))  # the running week, month or year ends with P
    return Point(period, "relative")


def running_unit(groups: Groups, anchors: Anchors) -> Point | None:
    """Read "earlier in the week" as this week up to P, and the year of "the start of the year", "first half of the year"."""
    unit = (groups["bare"] or groups["unit"])[0]
    published = anchors.published
    if unit.number > 1 or unit.name not in ("week", "month", "year", "decade"):
        return None
    if published is None:
        return UNKNOWN
    if groups["unit"] or unit.name == "week":
        return within_calendar({**groups, "which": [Token("h")], "unit": [unit]}, anchors)
    return Point(calendar_unit(published, unit.name, 0), "relative")


def weekend(groups: Groups, anchors: Anchors) -> Point | None:
    """Read "the weekend"; other bare units ("the early hours") say nothing."""
    if groups["unit"][0].name != "weekend":
        return None
    return UNKNOWN if anchors.published is None else Point(weekend_of(anchors.published), "relative")


def night_before(groups: Groups, anchors: Anchors) -> Point:
    return counted({**groups, "unit": [Token("U", 1, "day")]}, anchors)


def part_of_day(groups: Groups, anchors: Anchors) -> Point:
    """Read "last night" (and "past night"), "this morning", "the previous evening", "that night"."""
    past = groups["which"][0].symbol == "p"
    return within_calendar({**groups, "which": [Token("l")]} if past else groups, anchors)


def before_last(groups: Groups, anchors: Anchors) -> Point:
    """Read "the week before last", "the night before last"."""
    unit = groups["unit"][0]
    if anchors.published is None:
        return UNKNOWN
    return Point(calendar_unit(anchors.published, "day" if unit.symbol == "P" else unit.name, -2), "relative")


def deictic_day(groups: Groups, anchors: Anchors) -> Point:
    token, published = groups["day"][0], anchors.published
    if published is None:
        return Point(kind="overnight") if token.symbol == "O" else UNKNOWN
    if token.symbol == "O":
        eve = published.first - timedelta(days=1)
        return Point(Period(eve, published.last, "range", published.year_known), "overnight")
    return Point(count_from(published, token.number, "day"), "relative")


def weekday(groups: Groups, anchors: Anchors) -> Point:
    """Read "Tuesday": the latest on or before P (in the future reading the first on or after it); "last", "next" exclude P.

    "previous", "following" and "that" count from the reference.
    """
    which = groups["which"][0].symbol if groups["which"] else ""
    weekday = groups["weekday"][0].number
    anchor = anchors.published
    if which in ("g", "v", "m"):
        anchor = anchors.reference or (None if which == "g" else anchors.published)
    if anchor is None or not anchor.year_known:
        return Point(kind="weekday")
    day = anchor.first
    if which in ("f", "g"):
        found = day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)
    elif which in ("l", "v", "p"):
        found = day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)
    elif anchors.future:
        found = day + timedelta(days=(weekday - day.weekday()) % 7)
    else:
        found = day - timedelta(days=(day.weekday() - weekday) % 7)
    return Point(single_day(found), "weekday")


def weekday_before(groups: Groups, anchors: Anchors) -> Point:
    """Read "the Friday before", counted like "the previous Friday", and "the Friday before last"."""
    if not groups["before"]:
        return weekday({**groups, "which": [Token("v")]}, anchors)
    last = weekday({**groups, "which": [Token("l")]}, anchors)
    return last if last.period is None else replace(last, period=count_from(last.period, -1, "week"))
