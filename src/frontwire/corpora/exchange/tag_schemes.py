"""Schemes of span tags in column files: which one a file has, and the way to IOB2.

IOB2 opens every span with B-. IOB1 (Ramshaw and Marcus, 1995; the files of CoNLL-2003) opens it with I- and takes B-
only right behind another span of the same label. BIOES and its twin BILOU also mark the last token (E- or L-) and a span
of one token (S- or U-).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Final, Literal, get_args

from frontwire import ontology

Scheme = Literal["IOB2", "IOB1", "BIOES", "BILOU"]
SCHEMES: Final[tuple[Scheme, ...]] = get_args(Scheme)

#: Prefix in a scheme with ends → (its prefix in IOB2, whether the span goes on behind it).
_WITH_ENDS: Final[dict[Scheme, dict[str, tuple[str, bool]]]] = {
    "BIOES": {"B": ("B", True), "I": ("I", True), "E": ("I", False), "S": ("B", False)},
    "BILOU": {"B": ("B", True), "I": ("I", True), "L": ("I", False), "U": ("B", False)},
}


class TagError(ValueError):
    """A tag that its scheme does not allow. ``position`` is that of the tag in its sentence, from 0."""

    def __init__(self, position: int, reason: str) -> None:
        self.position = position
        super().__init__(reason)


def scheme_of(sentences: Iterable[Sequence[str]]) -> Scheme:
    """The scheme of a file. IOB1 only where some I- opens a span and every B- stands right behind its own label.

    A file with I- that opens a span and with B- that does too is IOB2 with mistakes in it.
    """
    opening_inside = opening_begin = False
    prefixes: set[str] = set()
    for tags in sentences:
        for before, tag in pairwise([ontology.OUTSIDE, *tags]):
            prefix, label = ontology.split_tag(tag)
            if label is None:
                continue
            prefixes.add(prefix)
            if ontology.split_tag(before)[1] != label:
                opening_inside |= prefix == "I"
                opening_begin |= prefix == "B"
    if prefixes & {"E", "S"}:
        return "BIOES"
    if prefixes & {"L", "U"}:
        return "BILOU"
    return "IOB1" if opening_inside and not opening_begin else "IOB2"


def to_iob2(tags: Sequence[str], scheme: Scheme) -> list[str]:
    """The tags of one sentence in IOB2. Raises :class:`TagError` at the first that the scheme does not allow."""
    if scheme in _WITH_ENDS:
        return _without_ends(tags, scheme)
    converted: list[str] = []
    for position, (before, tag) in enumerate(pairwise([ontology.OUTSIDE, *tags])):
        prefix, label = ontology.split_tag(tag)
        opens = prefix == "I" and ontology.split_tag(before)[1] != label
        is_tag = tag == ontology.OUTSIDE or (prefix in ("B", "I") and label)
        if not is_tag or (opens and scheme == "IOB2"):
            allowed = "O, B-LABEL, or I-LABEL behind the same label" if scheme == "IOB2" else "O, I-LABEL or B-LABEL"
            raise TagError(position, f"tag {tag!r} after {before!r}; expected {scheme}: {allowed}")
        converted.append(f"B-{label}" if opens else tag)
    return converted


def _without_ends(tags: Sequence[str], scheme: Scheme) -> list[str]:
    table = _WITH_ENDS[scheme]
    converted: list[str] = []
    open_label: str | None = None  # of a span that is not at its end
    for position, (before, tag) in enumerate(pairwise([ontology.OUTSIDE, *tags])):
        prefix, label = ontology.split_tag(tag)
        target, goes_on = table.get(prefix, (ontology.OUTSIDE, False)) if label else (ontology.OUTSIDE, False)
        if (target == ontology.OUTSIDE and tag != ontology.OUTSIDE) or open_label != (label if target == "I" else None):
            raise TagError(position, f"tag {tag!r} after {before!r}; expected {scheme}: {_sequence(table)}")
        open_label = label if goes_on else None
        converted.append(f"{target}-{label}" if label else tag)
    if open_label is not None:
        raise TagError(
            len(tags) - 1, f"tag {tags[-1]!r} at the end of a sentence; expected {scheme}: {_sequence(table)}"
        )
    return converted


def _sequence(table: dict[str, tuple[str, bool]]) -> str:
    begin, inside, end, single = table
    return f"O, {single}-LABEL for one token, {begin}-LABEL, {inside}-LABEL …, {end}-LABEL for several"
