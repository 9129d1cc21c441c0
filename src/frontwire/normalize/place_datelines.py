"""Where a text opens with the place it was filed from: "QUETTA: Armed men …", "CALI, Colombia (AP) — A soldier …"."""

from __future__ import annotations

import re
from typing import Final

from frontwire.text.casing import is_of_one_case

#: The longest dateline, in characters.
_LONGEST: Final = 90

_WORD: Final = (
    r"(?:[^\W\d_a-z](?:[\w.'’]|-(?=\w)){0,24}|[0-9]{1,4}(?:st|nd|rd|th)?|(?:de|del|la|las|el|al|of|and|by)\b"
    r"|\([^()\n]{1,40}\))"
)
#: Names, date, agency and reporter, without a word in small letters, up to a colon or a dash with room around it: "10:30" is
#: a time of day, "Al-Shabaab" a name.
_DATELINE: Final = re.compile(
    rf"(?=[^\W\d_])(?P<words>{_WORD}(?:[ ,/]{{1,3}}{_WORD}){{0,11}},?)(?:\s?:(?=\s)|\s?(?:--|[—–])|\s-(?=\s))"
)
#: A dateline behind a headline on the same line: "Five rebels dead in Cauca. CALI, Colombia - A soldier".
_AFTER_HEADLINE: Final = re.compile(r"[.!?] (?=[A-ZÀ-Þ]{3})")
#: What tells a dateline from other words in a text all in capitals: a date or an agency.
_DATED: Final = re.compile(r"[0-9(]")


def dateline_end(text: str, start: int = 0) -> int:
    """Where the dateline that begins at ``start`` ends, behind its colon or dash; ``start`` where none does."""
    found = _DATELINE.match(text, start, start + _LONGEST)
    if found is None or (_DATED.search(found["words"]) is None and is_of_one_case(text)):
        return start
    return found.end()


def in_dateline(text: str, start: int) -> bool:
    """Whether the name at ``start`` stands in a dateline, at the head of its paragraph or behind a headline.

    Where the paragraph before or behind opens so as well, it is a list of events by place: its heads say where.
    """
    reach = max(0, start - _LONGEST)
    openings = [found.end() for found in _AFTER_HEADLINE.finditer(text, reach, start + 3) if found.end() <= start]
    if any(dateline_end(text, opening) > start for opening in openings):
        return True
    line = text.rfind("\n", reach, start) + 1
    if reach and not line:
        return False
    opening = _first_letter(text, line)
    return dateline_end(text, opening) > start and not _is_listed(text, opening)


def _is_listed(text: str, opening: int) -> bool:
    before = text[:opening].rstrip()
    previous = _first_letter(before, before.rfind("\n") + 1)
    behind = text.find("\n", opening)
    heads = [previous] if before else []
    heads += [_first_letter(text, behind)] if behind >= 0 else []
    return any(dateline_end(text, head) > head for head in heads)


def _first_letter(text: str, start: int) -> int:
    while start < len(text) and text[start].isspace():
        start += 1
    return start
