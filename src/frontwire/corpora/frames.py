"""Sentence frames: sentences that differ in nothing but names and figures. Many of one frame betray a template.

A model that learns from templates learns the template; written articles are therefore checked for frames that come back.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from frontwire.schema import Document
from frontwire.text.sentences import sentence_spans

#: Shorter frames ("READ MORE:", "He gave no details.") are the stock of every newsroom.
MIN_WORDS: Final = 6

_WORD: Final = re.compile(r"<\w+>|[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d.,:]*")


def frames(document: Document) -> list[tuple[str, str]]:
    """``(frame, sentence)`` for every sentence of at least :data:`MIN_WORDS` words.

    In a frame each labelled span is its label, each number ``0`` and each capitalised word after the first ``X``; runs of
    these count as one. Words are lower-cased, punctuation is left out.
    """
    found = []
    for start, end in sentence_spans(document.text):
        sentence = document.text[start:end]
        pieces, last = [], start
        for mention in sorted(document.mentions, key=lambda m: m.start):
            if start <= mention.start and mention.end <= end:
                pieces += [document.text[last : mention.start], f" <{mention.label}> "]
                last = mention.end
        words = _WORD.findall("".join([*pieces, document.text[last:end]]))
        # In capitals every word would count as a name.
        shout = sentence.isupper()
        frame = [_slot(word, first=not number, shout=shout) for number, word in enumerate(words)]
        joined = [word for number, word in enumerate(frame) if not number or word != "X" or frame[number - 1] != "X"]
        if len(joined) >= MIN_WORDS:
            found.append((" ".join(joined), sentence))
    return found


def _slot(word: str, *, first: bool, shout: bool) -> str:
    if word.startswith("<"):
        return word
    if word[0].isdigit():
        return "0"
    if word[0].isupper() and not first and not shout:
        return "X"
    return word.lower()


def repeated_frames(documents: Iterable[Document], *, most: int = 3) -> dict[str, list[tuple[str, str]]]:
    """Frames used more than ``most`` times: frame → ``(document id, sentence)`` of each use, commonest first."""
    uses: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for document in documents:
        for frame, sentence in frames(document):
            uses[frame].append((document.id, sentence))
    over = {frame: found for frame, found in uses.items() if len(found) > most}
    return dict(sorted(over.items(), key=lambda item: (-len(item[1]), item[0])))
