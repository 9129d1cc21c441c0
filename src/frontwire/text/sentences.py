"""Sentences and paragraphs as character spans.

The sentence rules come from Wikimedia's ``sentencex``; this module decides what a line break means, which the library
leaves to its caller: news text uses a single newline for a new paragraph, scraped or mailed text for a wrapped line.
"""

from __future__ import annotations

import itertools
import re
from typing import Final

from frontwire.text.casing import is_of_one_case, with_initials

_LINE_BREAK: Final = re.compile(r"\r\n|[\n\r\x0b\x0c\x85\u2028\u2029]")
_ENDS_SENTENCE: Final = re.compile(r"[.!?:;\"'”’)\]…]\s*\Z")
_BREAKS_WORD: Final = re.compile(r"[^\W\d_]-\Z")
#: Widths between which hard-wrapped lines lie; longer lines are paragraphs of their own.
_WRAP_WIDTHS: Final = (40, 100)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the text's paragraphs in order, trimmed of white space.

    A blank line always separates. A single line break separates unless the text is hard-wrapped there: a word is broken
    by a hyphen; the next line goes on in lower case without the line before having ended a sentence; or nearly all lines
    fill one column width. Where the whole text is in lower case, that sign is none.
    """
    lines = _lines(text)
    wrapped = _is_hard_wrapped(text, lines)
    cased = not is_of_one_case(text)
    spans: list[tuple[int, int]] = []
    previous_blank = True
    for start, end in lines:
        if start == end:
            previous_blank = True
            continue
        if not previous_blank and spans and (wrapped or _continues(text, spans[-1], start, cased=cased)):
            spans[-1] = (spans[-1][0], end)
        else:
            spans.append((start, end))
        previous_blank = False
    return spans


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Spans of the text's sentences in order, trimmed of white space; none crosses a paragraph's edge."""
    from sentencex import segment  # a compiled library: loaded when first needed

    spans: list[tuple[int, int]] = []
    for start, end in paragraph_spans(text):
        # Breaks inside a wrapped paragraph become spaces of the same length, so that offsets stand.
        paragraph = _LINE_BREAK.sub(lambda match: " " * len(match.group()), text[start:end])
        if is_of_one_case(paragraph):
            # The library looks for a capital behind a full stop; with one on every word only its other signs decide.
            paragraph = with_initials(paragraph)
        pieces = segment("en", paragraph)
        if sum(map(len, pieces)) != len(paragraph):  # a library that drops characters would shift every offset
            pieces = [paragraph]
        position = start
        for piece in pieces:
            span = _trim(text, position, position + len(piece))
            if span[0] < span[1]:
                spans.append(span)
            position += len(piece)
    return spans


def _lines(text: str) -> list[tuple[int, int]]:
    spans, position = [], 0
    for match in _LINE_BREAK.finditer(text):
        spans.append(_trim(text, position, match.start()))
        position = match.end()
    spans.append(_trim(text, position, len(text)))
    return spans


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return (start + left, start + len(piece.rstrip())) if left < len(piece) else (start, start)


def _continues(text: str, before: tuple[int, int], start: int, *, cased: bool) -> bool:
    ending = text[max(before[0], before[1] - 4) : before[1]]
    if _BREAKS_WORD.search(ending) and text[start].isalpha():
        return True
    return cased and text[start].islower() and not _ENDS_SENTENCE.search(ending)


def _is_hard_wrapped(text: str, lines: list[tuple[int, int]]) -> bool:
    """Whether line breaks are typesetting: most lines inside a paragraph end near one width and in mid-sentence."""
    inner = [line for line, after in itertools.pairwise(lines) if line[0] < line[1] and after[0] < after[1]]
    if len(inner) < 4:
        return False
    low, high = _WRAP_WIDTHS
    open_ended = [
        (start, end)
        for start, end in inner
        if low <= end - start <= high and not _ENDS_SENTENCE.search(text[max(start, end - 4) : end])
    ]
    return len(open_ended) >= 0.6 * len(inner)
