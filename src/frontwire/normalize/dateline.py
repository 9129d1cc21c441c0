"""The publication date that a text says of itself: in its dateline, behind "Published", or on a line of its own."""

from __future__ import annotations

import re
from typing import Final

from frontwire.normalize.date_assembly import assemble
from frontwire.normalize.date_points import Anchors
from frontwire.normalize.date_tokens import tokenize

#: How far into the text a dateline is looked for, in characters.
HEAD_CHARACTERS: Final = 300

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY: Final = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? )?"
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?"
_YEAR: Final = r"(?:1[89]|20)[0-9]{2}(?![0-9])"
_DATE: Final = re.compile(
    rf"(?<![\w/-]){_WEEKDAY}(?:{_DAY} (?:of )?{_MONTH},? (?:{_YEAR}|[0-9]{{2}}\b)"
    rf"|{_MONTH} {_DAY},? {_YEAR}|{_YEAR}-[0-9]{{2}}-[0-9]{{2}})",
    re.IGNORECASE,
)
# Place and date, as agencies open a story: capitalised words, a comma; behind the date the agency or a dash.
_PLACE: Final = re.compile(
    r"[^\W\d_a-z][\w.'’()-]*(?:(?:, |[ /])(?:de|del|la|el|al|of|[^\W\d_a-z(][\w.'’-]*|\([\w .'’-]{1,30}\))){0,7}, ?\Z"
)
_NO_PLACE: Final = re.compile(
    r"(?:on|in|at|the|by|since|from|until|after|before|between|this|that|a|an|as|published|posted|updated)\b",
    re.IGNORECASE,
)
_AFTER_PLACE: Final = re.compile(r" ?(?:\([^\[\]—–]{1,80}?\) ?(?:--|[—–:|[-]|\Z)|\[|--|[—–|:]|- )(?! ?[0-9])")
# "Published: 12 May 2016"; the words of a sentence ("Published on 3 May 2014, the report ...") do not follow.
_LABEL: Final = re.compile(
    r"(?:\A|[|•·●] ?)(?:(?:first|last|originally) )?(?:published|posted|updated|publication date|release date|date)"
    r"(?: (?:on|at|date|duration))? ?[:–—-]? ?\Z",
    re.IGNORECASE,
)
_AFTER_LABEL: Final = re.compile(r"(?:,? ?(?:\Z|[|•·●([–—-]|[0-9]{1,2}[:.][0-9]{2}|at [0-9]|by [A-Z])|[A-Z]| [A-Z])")
_SEPARATOR_BEFORE: Final = re.compile(r"(?:\A|.*[|•·●]) ?[\[(]?\Z")
_ENDS_LINE: Final = re.compile(r"[\])]? ?(?:\Z|[|•·●]|,? ?[0-9]{1,2}[:.][0-9]{2}|,? at [0-9])")
_DASH: Final = re.compile(r" ?(?:--|[—–]|- )(?! ?[0-9])")


def dateline_date(text: str) -> str | None:
    """The ISO publication date in dateline position in the first 300 characters; ``None`` where none surely is.

    Only full dates with a year count, and never one inside a sentence. Several lines that open with dates are a
    chronology, not a dateline.
    """
    head = text[:HEAD_CHARACTERS]
    if len(text) > HEAD_CHARACTERS:
        head = head[: max(head.rfind(" "), head.rfind("\n"), 0)]  # "12 May 20" may have been 2016
    lines = [" ".join(line.split()) for line in head.splitlines()]
    lines = [line for line in lines if line]
    openings = sum(1 for line in lines if _DATE.match(line))
    for number, line in enumerate(lines):
        for match in _DATE.finditer(line):
            before, after = line[: match.start()], line[match.end() :]
            if _is_dateline(before, after, first_line=number == 0, chronology=openings > 1):
                return _iso(match.group())
    return None


def _is_dateline(before: str, after: str, *, first_line: bool, chronology: bool) -> bool:
    if _DATE.match(after.lstrip(" -–—")):  # "3 May 2014 - 5 June 2014": a span
        return False
    if _PLACE.fullmatch(before) and not _NO_PLACE.match(before):
        return _AFTER_PLACE.match(after) is not None
    if _LABEL.search(before):
        return _AFTER_LABEL.match(after) is not None
    if chronology or not _SEPARATOR_BEFORE.fullmatch(before):
        return False
    return _ENDS_LINE.match(after) is not None or (first_line and not before and _DASH.match(after) is not None)


def _iso(words: str) -> str | None:
    try:
        period = assemble(tokenize(words), Anchors(None, None), onward=False)
    except (ValueError, OverflowError):
        return None
    return period.first.isoformat() if period is not None and period.year_known and period.days == 1 else None
