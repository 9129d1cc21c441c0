"""Words that take a part of a date, or the week around it: "late 2014", "first half of May", "the week of 3 May"."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from frontwire.normalize import periods
from frontwire.normalize.date_words import Token
from frontwire.normalize.period_arithmetic import part_of, third_of, units_of
from frontwire.normalize.periods import Period


def _fraction(whole: Period, tokens: list[Token]) -> Period | None:
    """Read "first half of 2016", "last quarter of 1989"."""
    return part_of(whole, tokens[1].number, _place(tokens[0]))


def _units(whole: Period, tokens: list[Token]) -> Period | None:
    """Read "first week of May", "first two weeks of May", "last three months of 2014"."""
    number = tokens[1].number if len(tokens) == 3 else 1
    return units_of(whole, _place(tokens[0]), number, tokens[-1].name)


def _day_of_month(whole: Period, tokens: list[Token]) -> Period | None:
    """Read "the 5th of last month"."""
    if whole.precision != "month":
        return whole
    return periods.single_day(whole.first.replace(day=tokens[0].number), year_known=whole.year_known)


def _week_around(whole: Period, tokens: list[Token]) -> Period | None:
    """Read "the week of May 3"; other units in front of a day ("the early hours of Monday") say nothing."""
    weekly = (tokens[0].name, tokens[0].number) == ("week", 1)
    return periods.week_period(whole.first) if weekly and whole.precision == "day" and whole.year_known else whole


def _third(whole: Period, tokens: list[Token]) -> Period | None:
    """Read "late 2014", "mid-May"."""
    return third_of(whole, tokens[0].number)


def _place(token: Token) -> int:
    """First is 1, second 2; last is -1."""
    return -1 if token.symbol == "l" else token.number


#: The symbols of such words in front of a date, and what they make of it; tried in this order.
PARTS: Final[tuple[tuple[re.Pattern[str], Callable[[Period, list[Token]], Period | None]], ...]] = (
    (re.compile(r"[ol]qX"), _fraction),
    (re.compile(r"[ol][nd]?UX"), _units),
    (re.compile(r"oX"), _day_of_month),
    (re.compile(r"UX"), _week_around),
    (re.compile(r"e-?[UPt]*X"), _third),
)
