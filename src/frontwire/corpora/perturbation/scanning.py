"""Faults of optical character recognition: letters taken for others, words torn apart or run together."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

from frontwire.corpora.perturbation.rewriting import Edit, rewrite
from frontwire.schema import Document

#: Share of the words that get a fault.
WORD_FAULTS: Final = 0.03

#: What is taken for what, letters and figures of like shape.
_CONFUSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "rn": ("m",), "m": ("rn",), "cl": ("d",), "d": ("cl",), "vv": ("w",), "w": ("vv",), "ri": ("n",), "nn": ("rm",),
    "li": ("h",), "ii": ("u",), "fi": ("h",), "l": ("1", "I"), "I": ("l", "1"), "i": ("l", "j"), "t": ("f",),
    "e": ("c",), "c": ("e",), "h": ("b",), "b": ("h",), "a": ("o",), "o": ("0", "a"), "u": ("n",), "n": ("u",),
    "s": ("5",), "g": ("q", "9"), "O": ("0",), "S": ("5",), "B": ("8",), "Z": ("2",), "G": ("6",), "D": ("O",),
    "E": ("F",), "M": ("N",), "V": ("Y",), "0": ("O",), "1": ("l",), "5": ("S",), "8": ("B",), "6": ("G",),
}  # fmt: skip
#: Kinds of fault and how often one of them strikes: a confusion is by far the commonest.
_KINDS: Final = {"confusion": 0.7, "broken at a line end": 0.12, "space lost": 0.09, "space too many": 0.09}
_WORD: Final = re.compile(r"[^\W_]+(?:['’.,-][^\W_]+)*")
_LETTERS: Final = re.compile(r"[^\W\d_]+")
#: A word is broken with at least this many letters on either side.
_SHORTEST_PART: Final = 2


def scanned(document: Document, *, seed: int = 0, rate: float = WORD_FAULTS) -> Document:
    """The text with faults in a share ``rate`` (0..1) of its words, drawn by ``seed`` and the document's id.

    Figures suffer as letters do ("10" → "lO"), so that some counts cannot be read any more, as in real scans.
    """
    drawn = random.Random(f"scanned/{seed}/{document.id}")
    return rewrite(document, _faults(document.text, drawn, rate))


def _faults(text: str, drawn: random.Random, rate: float) -> Iterator[Edit]:
    words = list(_WORD.finditer(text))
    for word, following in pairwise([*words, None]):
        if word is None or drawn.random() >= rate:
            continue
        kind = drawn.choices(list(_KINDS), list(_KINDS.values()))[0]
        if kind == "confusion":
            fault = _confusion(word, drawn)
        elif kind == "space lost":
            joined = following is not None and text[word.end() : following.start()] == " "
            fault = Edit(word.end(), word.end() + 1, "") if joined else None
        else:
            fault = _break(word, drawn, "-\n" if kind == "broken at a line end" else " ")
        if fault is not None:
            yield fault


def _confusion(word: re.Match[str], drawn: random.Random) -> Edit | None:
    written = word.group()
    places = [
        (at, shape)
        for at in range(len(written))
        for shape in {written[at : at + 2]: 0, written[at]: 0}
        if shape in _CONFUSIONS
    ]
    if not places:
        return None
    at, shape = drawn.choice(places)
    start = word.start() + at
    return Edit(start, start + len(shape), drawn.choice(_CONFUSIONS[shape]))


def _break(word: re.Match[str], drawn: random.Random, mark: str) -> Edit | None:
    places = [
        at
        for part in _LETTERS.finditer(word.group())
        for at in range(part.start() + _SHORTEST_PART, part.end() - _SHORTEST_PART + 1)
    ]
    if not places:
        return None
    at = word.start() + drawn.choice(places)
    return Edit(at, at, mark)
