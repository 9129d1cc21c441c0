"""What the words around a date say of it: a span's other end, "since", the day of a statement, "a day after" an act.

Texts are read in windows of bounded length, so that time does not grow with the length of a sentence.
"""

from __future__ import annotations

import re
from typing import Final

_WINDOW: Final = 160
_BEGAN: Final = r"(?:began|begun|beginning|started|erupted|broke out|resumed|flared)"

# --- one span in two mentions: "between [Saturday] and [Monday]", "began on [Saturday] and lasted until [Monday]"

_BETWEEN: Final = re.compile(r"\bbetween\s+(?:the\s+)?\Z", re.IGNORECASE)
_AND: Final = re.compile(r",?\s+and\s+(?:on\s+|in\s+)?(?:the\s+)?", re.IGNORECASE)
_TO: Final = re.compile(r",?\s+(?:and\s+)?(?:to|until|till|through|into)\s+(?:on\s+|in\s+)?(?:the\s+)?", re.IGNORECASE)
_LASTS: Final = re.compile(
    r"\b(?:(?:last(?:ed|ing)|continu(?:ed|ing)|rag(?:ed|ing)|went on|going on)\b[^.;]{0,40}\b(?:to|until|till|through|into)"
    r"|(?:and|but|before)\s+(?:ended|ending)(?:\s+(?:on|in|early|late)){0,2})\s+(?:the\s+)?\Z",
    re.IGNORECASE,
)
_UNTIL: Final = re.compile(r"(?<!not )\b(?:until|till|through)\s+(?:the\s+)?\Z", re.IGNORECASE)
_LONGEST_LINK: Final = 90

# --- an expression in two mentions, or cut: "[Ten years ago] [today]", "[January 12] and 13"

_ON: Final = re.compile(r",?\s(?:on\s)?(?:the\s)?", re.IGNORECASE)
_ANNIVERSARY: Final = re.compile(
    r"\bago\s(?:on\s)?(?:today|this week|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\Z", re.IGNORECASE
)
_DAYS_OF_MONTH: Final = 31
_SECOND_DAY: Final = re.compile(
    r"(?P<words>\s(?:and|or)\s(?P<day>[0-9]{1,2})(?:,\s(?:19|20)[0-9]{2}\b)?)(?=\Z|[.,;:)](?![0-9])"
    r"|\s(?:in|at|near|when|by|during|as)\b)",
    re.IGNORECASE,
)

# --- "since [Friday]", "since fighting began on [Sept. 9]", "the war, which began in [April 2023]"

_SINCE: Final = re.compile(r"\bsince\s+(?:the\s+)?\Z", re.IGNORECASE)
_SINCE_BEGAN: Final = re.compile(rf"\bsince\b[^.;]{{0,90}}\b{_BEGAN}\b[^.;,]{{0,40}}\Z", re.IGNORECASE)
_WHICH_BEGAN: Final = re.compile(
    rf"\b(?:which|that)\s+(?:\w{{1,12}}\s+)?{_BEGAN}\s+(?:(?:in|on|at|the|around)\s+){{0,3}}\Z", re.IGNORECASE
)
#: "the deadliest attack since Friday" happened after it, "the third since Friday" is one of several.
_COMPARED: Final = re.compile(
    r"\b(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|[0-9]{1,3}(?:st|nd|rd|th)|worst|biggest"
    r"|largest|\w{3,12}iest)\b",
    re.IGNORECASE,
)
_NOT_THE_DAY_ITSELF: Final = re.compile(r"(?:,?\s+when|\s?['’]\s?s)\b", re.IGNORECASE)

# --- the day of a statement: "police said on [Monday] that"

_MONTH: Final = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?"
)
_DAY: Final = (
    rf"(?P<day>(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|yesterday|{_MONTH} [0-9]{{1,2}}|[0-9]{{1,2}} {_MONTH})\b)"
)
#: "January 12", whose list of days may go on behind the span.
_DAY_AT_END: Final = re.compile(rf"\b{_MONTH}\s(?P<day>[0-9]{{1,2}})\Z", re.IGNORECASE)
_PART_OF: Final = r"(?:(?:the\s)?(?:morning|afternoon|evening|night)\sof\s)?"
_SAID: Final = r"(?:said|told|announced|reported|confirmed|stated|says|claimed|declared|disclosed)"
_SPOKEN_TO: Final = (
    r"(?:\s(?:reporters|journalists|AFP|Reuters|The Associated Press|in a statement|by (?:tele)?phone))?"
)
_STATEMENT: Final = (
    r"(?:statement|report|briefing|news conference|press conference)(?:\s(?:released|issued|published))?"
)
_SAID_ON: Final = re.compile(
    rf"\b(?:{_SAID}{_SPOKEN_TO}|{_STATEMENT}),?\s(?:(?:early|late)\s)?(?:on\s)?{_PART_OF}{_DAY}", re.IGNORECASE
)
_ON_SAID: Final = re.compile(
    rf"(?:\A|[,;]\s)(?:on\s)?{_PART_OF}{_DAY},?\s(?:[\w'’.-]{{1,20}}\s){{0,5}}{_SAID}\b", re.IGNORECASE
)
_ON_A_DAY: Final = re.compile(rf"\b[Oo]n\s(?:the\s(?:morning|evening|night)\sof\s)?{_DAY}", re.IGNORECASE)
_COUNTS_BACK: Final = re.compile(
    r"\b(?:previous|preceding|prior|"
    r"(?:day|night|evening|morning|afternoon|week|weekend|fortnight|month|year)s?\s(?:before|earlier)(?!\s*\w)|"
    r"earlier\s(?:in\sthe|that|the\ssame)\sday)\b",
    re.IGNORECASE,
)

_CLAUSE: Final = re.compile(r"\s(?:the|an?|his|her|its|their|he|she|it|they)\s", re.IGNORECASE)

# --- "on Sunday, a day after bandits killed nine"

_NUMBER: Final = r"(?:an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[0-9]{1,3})"
_OFFSET: Final = re.compile(
    rf"\b(?P<bound>(?:(?:more|less)\sthan\s)?)(?P<count>(?:{_NUMBER}\s)?)(?P<unit>day|week|month|year)(?P<plural>s?)\s"
    r"(?P<way>after|before)\b(?P<rest>[^.;,]*)\Z",
    re.IGNORECASE,
)
_DIRECTION: Final = {"after": "earlier", "before": "later"}


def joined_words(text: str, first: tuple[int, int], second: tuple[int, int]) -> str | None:
    """Two dates as the words of one span where the text makes them its ends, else ``None``."""
    between = text[first[1] : second[0]]
    if len(between) > _LONGEST_LINK:
        return None
    bracket = (
        _BETWEEN.search(text[max(0, first[0] - 20) : first[0]]) is not None and _AND.fullmatch(between) is not None
    )
    if bracket or _TO.fullmatch(between) or _LASTS.search(between):
        return f"{text[slice(*first)]} to {text[slice(*second)]}"
    return None


def anniversary_words(text: str, first: tuple[int, int], second: tuple[int, int]) -> str | None:
    """Two dates as one expression where the second says from when the first counts: "[Ten years ago] [today]"."""
    link = text[first[1] : second[0]]
    if len(link) > _LONGEST_LINK or not _ON.fullmatch(link):
        return None
    joined = f"{text[slice(*first)]} {text[slice(*second)]}"
    return joined if _ANNIVERSARY.search(joined[-_LONGEST_LINK:]) else None


def second_day(text: str, start: int, end: int) -> str:
    """The rest of a list of days that a date's span was cut from: " and 13" behind "[January 12]", else nothing.

    Not in "on January 12 and 13 soldiers": the number must end its phrase.
    """
    day = _DAY_AT_END.search(text[start:end])
    more = _SECOND_DAY.match(text[end : end + _LONGEST_LINK]) if day is not None else None
    return more["words"] if day and more and int(day["day"]) < int(more["day"]) <= _DAYS_OF_MONTH else ""


def ends_a_span(text: str, start: int) -> bool:
    """Whether "until" stands in front of a date."""
    return _UNTIL.search(text[max(0, start - 20) : start]) is not None


def begins_what_goes_on(text: str, start: int) -> bool:
    """Whether a statistic's date is its beginning: "since", "since fighting began on", "the war, which began in"."""
    before = text[max(0, start - _WINDOW) : start]
    return any(pattern.search(before) is not None for pattern in (_SINCE, _SINCE_BEGAN, _WHICH_BEGAN))


def lasts_since(text: str, sentence: int, start: int, end: int) -> bool:
    """Whether one act is said to last since a date: "have been fighting since [Friday]".

    Not in "the worst attack since Friday" or "quiet since Friday, when".

    Args:
        text: The document's text.
        sentence: Where the sentence begins.
        start: Where the date begins.
        end: Where it ends.
    """
    before = text[max(sentence, start - _WINDOW) : start]
    if _NOT_THE_DAY_ITSELF.match(text[end : end + 10]) or _COMPARED.search(before):
        return False
    return _SINCE.search(before) is not None or _SINCE_BEGAN.search(before) is not None


def counts_back(text: str, start: int, end: int) -> bool:
    """Whether a date counts back from a day told elsewhere: "the previous evening", "two days earlier".

    Not where an act follows that it counts from: "the day before the general was murdered".
    """
    return _COUNTS_BACK.search(text[start:end]) is not None and _CLAUSE.match(text[end : end + 10]) is None


def statement_day(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Where a sentence names the day on which somebody said what it tells, ``None`` where it does not."""
    sentence = text[start : min(end, start + 4 * _WINDOW)]
    match = _SAID_ON.search(sentence) or _ON_SAID.search(sentence)
    return None if match is None else (start + match.start("day"), start + match.end("day"))


def names_other_day(text: str, start: int, end: int) -> bool:
    """Whether a sentence says of some day what it tells, beside the day of a statement ("On Monday a bomb hit a convoy")."""
    said = statement_day(text, start, end)
    days = _ON_A_DAY.finditer(text, start, min(end, start + 4 * _WINDOW))
    return any(said is None or not said[0] <= day.start("day") < said[1] for day in days)


def offset_from_other(text: str, start: int, trigger: int) -> tuple[int, str] | None:
    """Where "a day after" stands in front of an act, and what it makes of the day of the other ("a day earlier").

    ``None`` where it does not, or where a clause ends between.
    """
    begin = max(start, trigger - _WINDOW)
    match = _OFFSET.search(text[begin:trigger])
    if match is None:
        return None
    distance = f"{match['bound']}{match['count']}{match['unit']}{match['plural']}"
    return begin + match.start(), f"{distance} {_DIRECTION[match['way'].lower()]}"
