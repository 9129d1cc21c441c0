"""The Islamic lunar calendar and the Solar Hijri one of Iran and Afghanistan: names of months and feasts, arithmetic.

Lunar dates follow the tabular civil calendar (Dershowitz and Reingold, *Calendrical Calculations*, ch. 7). The month
begins where the crescent is seen, so that a day may be one off from what a country observed. Solar ones follow the
33-year rule, which gives the astronomical new year of 1178 to 1633 with few exceptions (K. M. Borkowski, "The Persian
calendar for 3000 years", *Earth, Moon, and Planets* 74, 1996).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final

_LUNAR_EPOCH: Final = 227015  # proleptic Gregorian ordinal of 1 Muharram 1
_SOLAR_EPOCH: Final = (
    226895  # of 1 Farvardin 1 by the rule, which is a day off so far from the years that it is made for
)
#: A year number from here on is a Gregorian one: the lunar year 1600 begins in 2173.
FIRST_GREGORIAN: Final = 1600

_THE: Final = r"[ -]?(?:al|ul|us|ath|el)?[ -]?"
_SECOND: Final = r"(?:th?ani(?:ya)?|sani|akh[ie]r(?:ah?)?)\b"
#: Spelling → number of the month.
_LUNAR_MONTHS: Final = (
    (r"m[uo]harram", 1),
    (r"safar", 2),
    (rf"rabi(?:{_THE}aww?[ae]l\b|[ -]i\b)", 3),
    (rf"rabi(?:{_THE}{_SECOND}|[ -]ii\b)", 4),
    (rf"jum[ai]d[ai]{_THE}(?:aww?[ae]l|ula)\b", 5),
    (rf"jum[ai]d[ai]{_THE}{_SECOND}", 6),
    (r"rajab", 7),
    (r"sha'?ban", 8),
    (r"rama(?:dh?|z)an|ramzan", 9),
    (r"shaww?al", 10),
    (r"(?:dh|z)[ui]l?(?:[ -]al)?[ -]?q[ai]'?a?dah?", 11),
    (r"(?:dh|z)[ui]l?(?:[ -]al)?[ -]?h[ai]jjah?", 12),
)
_LUNAR_FEASTS: Final = (
    (r"eid[ -](?:al|ul|el)[ -]?fit[re]", (10, 1)),
    (r"eid[ -](?:al|ul|el)[ -]?a[dz]ha", (12, 10)),
    (r"ashura|ashoura", (1, 10)),
    (r"arba'?een|chehlum", (2, 20)),
    (r"(?:eid[ -])?(?:mawlid|milad[ -]un[ -]nabi)", (3, 12)),
)
#: The names of Iran, then those of Afghanistan.
_SOLAR_MONTHS: Final = (
    "farvardin ordibehesht khordad tir mordad shahrivar mehr aban azar dey bahman esfand",
    "hamal saur jawza saratan asad sunbula mizan aqrab qaws jadi dalwa hoot",
)
_SOLAR_FEASTS: Final = ((r"n[oau]+[wv]?r[ou]+z|newroz", (1, 1)),)


def _names() -> tuple[tuple[str, str, int, int], ...]:
    rows: list[tuple[str, str, int, int]] = []
    rows += [(words, "lunar", month, day) for words, (month, day) in _LUNAR_FEASTS]
    rows += [(words, "solar", month, day) for words, (month, day) in _SOLAR_FEASTS]
    rows += [(words, "lunar", month, 0) for words, month in _LUNAR_MONTHS]
    rows += [(name, "solar", month, 0) for names in _SOLAR_MONTHS for month, name in enumerate(names.split(), start=1)]
    return tuple(rows)


_NAMES: Final = _names()
#: Matches every name of :func:`named`; bounded, without captures and, for verbose patterns, without bare spaces.
PATTERN: Final = "|".join(f"(?:{words})" for words, *_ in _NAMES)
_COMPILED: Final = tuple((re.compile(words), calendar, month, day) for words, calendar, month, day in _NAMES)


def named(words: str) -> tuple[str, int, int]:
    """Calendar (``lunar`` or ``solar``), month and day (0: the whole month) of a name that :data:`PATTERN` matches.

    Raises:
        ValueError: the words are no such name.
    """
    for pattern, calendar, month, day in _COMPILED:
        if pattern.fullmatch(words):
            return calendar, month, day
    raise ValueError(f"{words!r} is no month or feast of the Islamic calendars")


def lunar_day(year: int, month: int, day: int) -> date:
    """The Gregorian date of a tabular Islamic one; ``ValueError`` where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= 30 and year >= 1):
        raise ValueError(f"no day {day} of lunar month {month} in {year}")
    ordinal = day + 29 * (month - 1) + month // 2 + (year - 1) * 354 + (3 + 11 * year) // 30 + _LUNAR_EPOCH - 1
    return date.fromordinal(ordinal)


def solar_day(year: int, month: int, day: int) -> date:
    """The Gregorian date of a Solar Hijri one; ``ValueError`` where there is no such day."""
    if not (1 <= month <= 12 and 1 <= day <= (31 if month <= 6 else 30) and year >= 1):
        raise ValueError(f"no day {day} of solar month {month} in {year}")
    before = 31 * (month - 1) if month <= 7 else 30 * (month - 1) + 6
    return date.fromordinal(_SOLAR_EPOCH - 1 + 365 * (year - 1) + (8 * year + 21) // 33 + before + day)


_DAYS: Final[dict[str, Callable[[int, int, int], date]]] = {"lunar": lunar_day, "solar": solar_day}


def dates_of(calendar: str, year: int, month: int, day: int) -> tuple[date, date]:
    """First and last Gregorian day of a date of ``calendar``; ``day`` 0 is the whole month, ``month`` 0 the whole year."""
    convert = _DAYS[calendar]
    if day:
        found = convert(year, month, day)
        return found, found
    start = convert(year, month or 1, 1)
    after = convert(year + 1, 1, 1) if month in (0, 12) else convert(year, month + 1, 1)
    return start, date.fromordinal(after.toordinal() - 1)


def years_around(calendar: str, gregorian: int) -> range:
    """Years of ``calendar`` that may overlap a Gregorian year, in order."""
    first = (gregorian - 622) * 33 // 32 - 1 if calendar == "lunar" else gregorian - 622
    return range(max(first, 1), first + 5)
