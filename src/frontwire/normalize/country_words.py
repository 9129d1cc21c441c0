"""Country names and words of nationality, found in running text by one dictionary of word sequences."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from frontwire.normalize.place_names import name_key
from frontwire.normalize.tables import read_table
from frontwire.text.casing import is_of_one_case

_WORD: Final = re.compile(r"[^\W_]+(?:['’`ʼ][^\W_]+)*")
_POSSESSIVE: Final = re.compile(r"['’`ʼ][sS]?$")

#: Spelt in capitals only: lower-case and all-capital texts have the common words "us" and "car".
_CASED: Final = {"us": "US", "car": "CAR", "uk": "UK"}

#: Short names that mostly stand before a noun, as nationalities do ("U.S. forces").
ATTRIBUTIVE: Final = frozenset({"us", "u s", "uk", "u k"})


@dataclass(frozen=True, slots=True)
class WordHit:
    """A known word sequence at ``text[start:end]`` with its dictionary key."""

    start: int
    end: int
    key: str


@cache
def country_names() -> Mapping[str, str]:
    """Key → alpha-2 of every country name and alias."""
    return {
        name_key(name): row[0] for row in reversed(read_table("countries.tsv")) for name in row[1].split("|") if name
    }


@cache
def nationality_words() -> Mapping[str, str]:
    """Key → alpha-2 of demonyms and adjectives ("Afghan", "Salvadorans")."""
    return {
        name_key(word): row[0] for row in reversed(read_table("countries.tsv")) for word in row[2].split("|") if word
    }


@cache
def display_names() -> Mapping[str, str]:
    """Alpha-2 → the readable English name."""
    return {row[0]: row[1].split("|")[0] for row in read_table("countries.tsv")}


class WordFinder:
    """Finds the keys of a dictionary as word sequences in running text.

    Words must begin with a capital letter or a digit, so that "turkey" and "chad" stay words of their own; in a text all in
    capitals or small letters that tells nothing and everything counts. Linear in the text: a word is looked up at most as often as the
    longest key that begins with it has words.
    """

    def __init__(self, keys: Iterable[str]) -> None:
        self._keys = frozenset(keys)
        self._longest: dict[str, int] = {}
        for key in self._keys:
            first, size = key.partition(" ")[0], key.count(" ") + 1
            if size > self._longest.get(first, 0):
                self._longest[first] = size

    def find(self, text: str) -> Iterator[WordHit]:
        """Longest known sequences, left to right, without overlaps."""
        uncased = is_of_one_case(text)
        words = [(m.start(), m.end(), m.group()) for m in _WORD.finditer(text)]
        keys = [_word_key(word) for _, _, word in words]
        at = 0
        while at < len(words):
            hit = None
            if uncased or not words[at][2][0].islower():
                bare = _bare_key(words[at][2], keys[at])
                longest = max(self._longest.get(keys[at], 0), self._longest.get(bare, 0))
                for last in range(min(at + longest, len(words)) - 1, at - 1, -1):
                    hit = self._match(text, words, keys, at, last, uncased)
                    if hit is not None:
                        at = last
                        break
            if hit is not None:
                yield hit
            at += 1

    def _match(
        self, text: str, words: list[tuple[int, int, str]], keys: list[str], first: int, last: int, uncased: bool
    ) -> WordHit | None:
        head = keys[first:last]
        for tail in {keys[last]: 0, _bare_key(words[last][2], keys[last]): 0}:
            key = " ".join([*head, tail])
            if key in self._keys and _case_fits(key, words[first][2], uncased) and _adjoining(text, words, first, last):
                return WordHit(words[first][0], words[last][1], key)
        return None


def _word_key(word: str) -> str:
    return word.lower() if word.isascii() and word.isalnum() else name_key(word)


def _bare_key(word: str, key: str) -> str:
    """The key without a possessive ending: "Pakistan's" → "pakistan"."""
    return key if word.isalnum() else _word_key(_POSSESSIVE.sub("", word))


def _case_fits(key: str, word: str, uncased: bool) -> bool:
    wanted = _CASED.get(key)
    return wanted is None or (not uncased and _POSSESSIVE.sub("", word) == wanted)


def _adjoining(text: str, words: list[tuple[int, int, str]], first: int, last: int) -> bool:
    """A name does not run on over a full stop and a space, a comma or a line break ("in Niger. Republic …")."""
    for left, right in zip(words[first:last], words[first + 1 : last + 1], strict=True):
        gap = text[left[1] : right[0]]
        if "\n\n" in gap or len(gap) > 3 or any(c in gap for c in ',;:()[]"') or (len(left[2]) > 2 and "." in gap):
            return False
    return True
