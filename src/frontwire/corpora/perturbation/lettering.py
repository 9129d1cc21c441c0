"""Case and punctuation taken from a text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from frontwire.corpora.perturbation.rewriting import Edit, between_edges, rewrite
from frontwire.schema import Document

#: Marks that go. Kept are marks inside a word or a number ("al-Shabaab", "Qur'an", "1,200", "7.62", "3:30"), slashes, signs
#: of money, per cent and the like: without them the words would be others.
_MARK: Final = r"[.,;:!?¡¿…\"“”„«»()\[\]{}<>|*#_~=‘’'`´–—―-]"
_INSIDE_WORD: Final = r"(?<=[^\W_])['’‘-](?=[^\W_])"
_INSIDE_NUMBER: Final = r"(?<=\d)[.,:](?=\d)"
_RUN: Final = re.compile(rf"[ \t]*(?:(?!{_INSIDE_WORD}|{_INSIDE_NUMBER}){_MARK}[ \t]*)+")
_LETTER: Final = re.compile(r"[^\W\d_]")


def in_capitals(document: Document) -> Document:
    """The text and the title in capitals, as older wires sent them."""
    return _recased(document, str.upper)


def in_lower_case(document: Document) -> Document:
    """The text and the title in lower case."""
    return _recased(document, str.lower)


def without_punctuation(document: Document) -> Document:
    """The text without punctuation, as a speech recogniser writes it; line breaks and case stay.

    Full stops, commas, colons, quotes, brackets and dashes go, also the hyphen between spaces. Where a mark parted two
    words without a space, a space takes its place; the stops of an abbreviation leave none ("U.S." → "US").
    """
    text = document.text
    return rewrite(
        document, [Edit(found.start(), found.end(), _left_over(text, found)) for found in _RUN.finditer(text)]
    )


def _left_over(text: str, run: re.Match[str]) -> str:
    before, behind = text[: run.start()][-2:], text[run.end() : run.end() + 1]
    if not before or not behind or before[-1].isspace() or behind.isspace():
        return ""
    spaced = " " in run.group() or "\t" in run.group()
    if spaced or not (_is_initial(before) and run.group() == "." and _LETTER.match(behind)):
        return " "
    return ""


def _is_initial(words: str) -> bool:
    """Whether a text that ends like this ends in a word of one letter."""
    return _LETTER.match(words[-1]) is not None and (len(words) < 2 or not words[-2].isalnum())


def _recased(document: Document, convert: Callable[[str], str]) -> Document:
    # Letter by letter: some letters change in number ("ß" → "SS"), and the last one of a word must not depend on where a
    # mention ends.
    edits = [
        Edit(start, end, "".join(map(convert, document.text[start:end]))) for start, end in between_edges(document)
    ]
    return rewrite(document, edits, title=document.title and convert(document.title))
