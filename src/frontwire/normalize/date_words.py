"""The vocabulary of date expressions: each word gets a one-letter symbol, in which ``date_rules`` are written.

======  ==========================================  ======  ==========================================
symbol  words                                       symbol  words
======  ==========================================  ======  ==========================================
``d``   number 1–31                                 ``l``   last
``o``   ordinal (3rd, third)                        ``p``   past
``n``   any other number, number word               ``v``   previous, preceding
``A``   a, an                                       ``h``   this, current
``y``   year                                        ``f``   next, coming
``Y``   two years (2009-10)                         ``g``   following
``x``   decade                                      ``m``   same, that
``i``   numeric date                                ``a``   ago, back
``M``   month                                       ``b``   earlier
``W``   weekday                                     ``r``   later
``S``   season                                      ``c``   before
``H``   feast, named day or war                     ``C``   after
``U``   unit (day, week …)                          ``s``   since
``P``   part of the day                             ``F``   from
``t``   time of the clock                           ``B``   between
``T``   today, yesterday, tomorrow, tonight         ``-``   to, until, dash
``O``   overnight                                   ``&``   and, or
``N``   now                                         ``>``   more than
``e``   early, mid, late                            ``<``   less than
``q``   half, quarter                               ``=``   exactly
``V``   few, several, recent                        ``!``   makes the date unknowable (Eid)
``J``   month or feast of the Islamic calendars     ``E``   Hijri
\\       \\                                           ``?``   any other word
======  ==========================================  ======  ==========================================

Prepositions, articles, approximators and punctuation are dropped.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from frontwire.normalize.periods import SEASON_STARTS


@dataclass(frozen=True, slots=True)
class Token:
    """``number`` and ``name`` hold the value, ``parts`` year, month, day of a numeric date (0: not given)."""

    symbol: str
    number: int = 0
    name: str = ""
    parts: tuple[int, int, int] = (0, 0, 0)


_MONTHS: Final = "january february march april may june july august september october november december"
_WEEKDAYS: Final = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_UNITS: Final = ("minute", "hour", "day", "week", "fortnight", "month", "year", "decade", "weekend")
_PARTS_OF_DAY: Final = (
    "morning mornings noon midday afternoon evening evenings nightfall midnight dawn daybreak dusk sunrise "
    "sunset predawn daylight sunup sundown lunchtime cockcrow daytime"
)
_FILLERS: Final = (
    "of the on in at during around about approximately roughly nearly almost some circa shortly just very local "
    "time times gmt utc est edt ist pst s ad so far by as pre hrs intervening it only "
    "fiscal financial calendar"
)
_UNKNOWABLE: Final = "eid bc bce bloody black"


#: Words that say nothing of the date.
FILLERS: Final = frozenset(_FILLERS.split())


def _lexicon() -> dict[str, Token]:
    words: dict[str, Token] = {}

    def put(symbol: str, spellings: str, number: int = 0, name: str = "") -> None:
        words.update(dict.fromkeys(spellings.split(), Token(symbol, number, name)))

    for number, month in enumerate(_MONTHS.split(), start=1):
        put("M", f"{month} {month[:3]}", number)
    put("M", "sept", 9)
    for number, weekday in enumerate(_WEEKDAYS):
        put("W", f"{weekday} {weekday}s {weekday[:3]}", number)
    put("W", "tues", 1)
    put("W", "weds", 2)
    put("W", "thur thurs", 3)
    for unit in _UNITS:
        put("U", unit, 1, unit)
        put("U", f"{unit}s", 2, unit)  # the number tells singular from plural: "day later", "days later"
    for season in SEASON_STARTS:
        put("S", season, name=season)
    put("S", "fall", name="autumn")
    put("P", _PARTS_OF_DAY)
    put("P", "night nights nighttime", name="night")
    for offset, spellings in enumerate(("yesterday", "today tonight", "tomorrow"), start=-1):
        put("T", spellings, offset)
    for which, spellings in enumerate(
        ("early beginning start wee small", "mid middle", "late end ending closing"), start=1
    ):
        put("e", spellings, which)
    put("q", "half", 2)
    put("q", "quarter", 4)
    put("A", "a an", 1)
    put("n", "couple", 2)
    for symbol, spellings in {
        "O": "overnight",
        "N": "now presently currently present",
        "V": "few several recent recently many numerous lately various",
        "l": "last",
        "p": "past",
        "v": "previous preceding prior",
        "h": "this current",
        "f": "next coming",
        "g": "following subsequent ensuing",
        "m": "same that",
        "a": "ago back",
        "b": "earlier",
        "r": "later afterwards",
        "c": "before",
        "C": "after",
        "s": "since",
        "F": "from",
        "B": "between",
        "-": "to until till through into -",
        "&": "and or & /",
        ">": "over",
        "<": "under within",
        "=": "exactly precisely",
        "E": "ah hijri",
        "!": _UNKNOWABLE,
    }.items():
        put(symbol, spellings)
    return words


LEXICON: Final = _lexicon()

#: Days with a name: month and day, or days after Easter Sunday (month 0).
FEASTS: Final = {
    "christmas eve": (12, 24),
    "christmas day": (12, 25),
    "christmas": (12, 25),
    "boxing day": (12, 26),
    "new year's eve": (12, 31),
    "new year's day": (1, 1),
    "new years eve": (12, 31),
    "new years day": (1, 1),
    "new year": (1, 1),
    "valentine's day": (2, 14),
    "may day": (5, 1),
    "bastille day": (7, 14),
    "halloween": (10, 31),
    "palm sunday": (0, -7),
    "good friday": (0, -2),
    "easter sunday": (0, 0),
    "easter monday": (0, 1),
    "easter": (0, 0),
}
#: What the news calls by a name alone: first and last day.
NAMED: Final = {
    "9/11": ("2001-09-11", "2001-09-11"),
    "26/11": ("2008-11-26", "2008-11-29"),
    "d-day": ("1944-06-06", "1944-06-06"),
    "d - day": ("1944-06-06", "1944-06-06"),
    "first world war": ("1914-07-28", "1918-11-11"),
    "world war i": ("1914-07-28", "1918-11-11"),
    "world war one": ("1914-07-28", "1918-11-11"),
    "second world war": ("1939-09-01", "1945-09-02"),
    "world war ii": ("1939-09-01", "1945-09-02"),
    "world war two": ("1939-09-01", "1945-09-02"),
}
