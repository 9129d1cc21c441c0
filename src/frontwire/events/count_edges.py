"""What stands at the edges of a count mention and belongs to it, or makes it an age."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from frontwire.events.sentence_lookup import Span
from frontwire.schema import Mention

#: Bounds that a count mention may have lost at its edge, and the second half of a number with a spaced hyphen.
_BOUND_BEFORE: Final = re.compile(
    r"\b(?:at least|more than|no (?:fewer|less) than|as many as|"
    r"(?<!gone )(?<!goes )(?<!went )(?<!owned )(?<!owns )up to|"
    r"(?:fewer|less) than)\s+$",
    re.IGNORECASE,
)
#: "between [80 and 100]", and what is left of a count that a tagger cut in two: "[another] [63]".
_BETWEEN_BEFORE: Final = re.compile(r"\bbetween\s+$", re.IGNORECASE)
_RANGE: Final = re.compile(r"\S+\s+and\s+\S+$", re.IGNORECASE)
_FIRST_HALF: Final = re.compile(
    r"another|between|at least|about|around|some|nearly|over|more than|up to", re.IGNORECASE
)
_UNITS_AFTER: Final = re.compile(r"\s?-\s?(?:one|two|three|four|five|six|seven|eight|nine)\b", re.IGNORECASE)
_TENS: Final = re.compile(r"(?:twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)$", re.IGNORECASE)
_RANGE_AFTER: Final = re.compile(r"\s?[-–]\s?[0-9]{1,4}\b(?!\s?-?\s?(?:year|month|day))")
_RANGE_BEFORE: Final = re.compile(r"[0-9]\s?[-–]\s?$")
_AGE_BEFORE: Final = re.compile(r"\s*([0-9]{1,3})[- ]{1,3}years?[- ]{1,3}old\b", re.IGNORECASE)
#: "[2]-year-old Ana": the tagger took an age for a count.
_AGED: Final = re.compile(r"(?:-[a-z]+)?\s?-?\s?(?:years?|months?|weeks?|days?)\s?-?\s?old\b", re.IGNORECASE)
#: "two teenagers, one [16] and the other [17], were hurt": digits behind one person are an age.
_ONE_PERSON: Final = re.compile(r"\b(?:one|the other|ages?|aged)\s+$", re.IGNORECASE)
_BARE_AGE: Final = re.compile(r"[0-9]{1,2}")
_NO_NOUN: Final = re.compile(r"\s*(?:[,.;:)]|and\b|$)", re.IGNORECASE)
_AGE_BEHIND: Final = re.compile(r"\s*,\s*(?:aged\s+)?([0-9]{1,3})\b")
#: How far in front of a count a bound of it may begin, in characters.
_REACH: Final = 160


def whole_words(text: str, mention: Mention, sentence: Span) -> str:
    """The mention's words with what a tagger may have cut off at their edges: "at least", "-seven" of "twenty-seven"."""
    words = mention.text
    if (bound := _BOUND_BEFORE.search(text, max(sentence[0], mention.start - _REACH), mention.start)) is not None:
        words = bound.group() + words
    if _RANGE.match(words) and (begin := _BETWEEN_BEFORE.search(text, sentence[0], mention.start)) is not None:
        words = begin.group() + words
    if words[-1:].isdigit() and (end := _RANGE_AFTER.match(text, mention.end, sentence[1])) is not None:
        words += end.group()
    if _TENS.search(words) and (units := _UNITS_AFTER.match(text, mention.end, sentence[1])) is not None:
        words += units.group().replace(" ", "")
    return words


def ends_range(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a tagger cut "[4]-[6]" in two and this is the second half."""
    begins = _RANGE_BEFORE.search(text, max(0, mention.start - 4), mention.start)
    return begins is not None and any(m.label == mention.label and m.end == begins.start() + 1 for m in mentions)


def begins_number(text: str, mention: Mention, mentions: Sequence[Mention]) -> bool:
    """Whether a mention is the first half of a count that a tagger cut in two: "[Another] [63]"."""
    return _FIRST_HALF.fullmatch(mention.text) is not None and any(
        m.label == mention.label and m.start == mention.end + 1 and text[mention.end] == " " for m in mentions
    )


def is_age(after: str) -> bool:
    """Whether the words behind a count make it an age: "[2]-year-old Ana" is one person."""
    return _AGED.match(after) is not None


def is_bare_age(before: str, count: str, after: str) -> bool:
    """Whether a count is the age of a person told in front of it: "one [16] and the other [17]" counts nobody anew."""
    return (
        _BARE_AGE.fullmatch(count) is not None
        and _ONE_PERSON.search(before) is not None
        and _NO_NOUN.match(after) is not None
    )


def age_of(text: str, count_end: int, noun_end: int) -> int | None:
    """The age in years of a person counted by an article or name, ``None`` where it is not told: "a 40-year-old man",
    "a man, 40".
    """
    found = _AGE_BEFORE.match(text, count_end) or _AGE_BEHIND.match(text, noun_end)
    return int(found.group(1)) if found is not None else None
