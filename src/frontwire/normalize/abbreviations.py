"""Abbreviations that a text explains: "Union of Coast Fishers (UCF)"."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Final

_BRACKET: Final = re.compile(r"\(\s*([A-Z][A-Za-z]?[A-Z][A-Za-z/&-]{0,9}|[A-Z]{2})\s*\)")
_BEFORE: Final = re.compile(r"[^\W_][\w'’./-]*")
_BREAK: Final = re.compile(r"[!?;:,()\"“”\n]|\.\s")
#: Small words of names that give the abbreviation no letter, or may give one.
_SMALL: Final = frozenset(
    "of for the and in on to de del la las los le les du des di da do dos e y i al el ul wa wal ash as".split()  # noqa: SIM905
)
#: Characters looked at before a bracket, and words that a name has at most.
_REACH: Final = 120
_MOST_WORDS: Final = 10
#: Capitalised words that a name of other initials needs at least ("Fuerzas …" behind an English name).
_OTHER_LANGUAGE_WORDS: Final = 3


@lru_cache(maxsize=8)
def explained_abbreviations(text: str) -> Mapping[str, str]:
    """Abbreviation → the name before its bracket, for the first explanation of each.

    A name is the shortest run of words whose initials are the abbreviation, else, of an abbreviation in another language,
    the run of at least three capitalised words right before the bracket.
    """
    found: dict[str, str] = {}
    for bracket in _BRACKET.finditer(text):
        start = max(0, bracket.start() - _REACH)
        before = text[start : bracket.start()]
        before = _BREAK.split(before)[-1]
        words = list(_BEFORE.finditer(before))[-_MOST_WORDS:]
        name = _name(before, words, bracket.group(1))
        if name is not None:
            found.setdefault(bracket.group(1), name)
    return found


def _name(before: str, words: Sequence[re.Match[str]], short: str) -> str | None:
    letters = "".join(c for c in short if c.isalpha()).upper()
    for first in range(len(words) - 1, -1, -1):
        run = words[first:]
        parts = sum(word.group().count("-") + 1 for word in run)
        if parts > 1 and run[0].group()[0].isupper() and letters in _initials([word.group() for word in run]):
            return before[run[0].start() : run[-1].end()]
    run = _capitalised_run(words)
    if short.isupper() and len(short) >= _OTHER_LANGUAGE_WORDS and run:
        return before[run[0].start() : run[-1].end()]
    return None


def _initials(words: Sequence[str]) -> set[str]:
    """Of all words and of all but the small ones; parts of hyphenated words have initials of their own."""
    parts = [part for word in words for part in re.split(r"[-/]", word) if part]
    return {
        "".join(part[0] for part in parts).upper(),
        "".join(part[0] for part in parts if part.lower() not in _SMALL).upper(),
        "".join(word[0] for word in words if word.lower() not in _SMALL).upper(),
    }


def _capitalised_run(words: Sequence[re.Match[str]]) -> Sequence[re.Match[str]]:
    first = len(words)
    while first > 0 and (words[first - 1].group()[0].isupper() or words[first - 1].group().lower() in _SMALL):
        first -= 1
    run = list(words[first:])
    while run and (run[0].group().lower() in _SMALL):
        run.pop(0)
    capitals = sum(word.group()[0].isupper() for word in run)
    return run if capitals >= _OTHER_LANGUAGE_WORDS else []
