"""Units: the smallest pieces that the linker moves as a whole.

A unit is one trigger with the mentions of its clause, or all mentions of a sentence that has no trigger.
"""

from __future__ import annotations

import bisect
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from frontwire.schema import Document, Mention
from frontwire.text.sentences import paragraph_spans, sentence_spans

#: How much of a sentence on either side of a clause is read with it, in characters: all of any that people write.
_LONGEST_CONTEXT: Final = 2000
#: Where one clause ends and the next begins, strongest first.
_BREAKS: Final = (
    re.compile(r"[.;:!?]\s|\n| - | -- | — "),
    re.compile(r"\b(?:while|whereas|when|after|before|but|as|during|following|who|which|in which)\b", re.IGNORECASE),
    re.compile(r",\s*(?:and\b)?|\band\b", re.IGNORECASE),
)


@dataclass(slots=True)
class Unit:
    """One trigger with its clause. ``sentence`` and ``paragraph`` count from 0.

    ``opening`` is the text up to the unit's last character: from the sentence's start for its first unit, else from the
    unit's own. ``sentence_text`` begins at ``sentence_start`` in the text and is cut where a sentence has thousands of
    characters.
    """

    mentions: list[Mention]
    sentence: int
    paragraph: int
    first_of_sentence: bool
    opening: str = ""
    before_trigger: str = ""
    sentence_text: str = ""
    sentence_start: int = 0
    labels: dict[str, list[Mention]] = field(default_factory=dict)

    def of(self, label: str) -> list[Mention]:
        return self.labels.get(label, [])


def units_of(document: Document) -> list[Unit]:
    """All mentions of a document in units, in text order; every mention stands in exactly one."""
    text = document.text
    mentions = sorted(document.mentions, key=lambda m: (m.start, m.end, m.label, m.id))
    sentences = sentence_spans(text) or [(0, len(text))]
    paragraphs = paragraph_spans(text) or [(0, len(text))]
    starts = [start for start, _ in sentences]
    paragraph_starts = [start for start, _ in paragraphs]
    by_sentence: dict[int, list[Mention]] = {}
    for mention in mentions:
        by_sentence.setdefault(max(0, bisect.bisect_right(starts, mention.start) - 1), []).append(mention)
    units = []
    for index in sorted(by_sentence):
        start, end = sentences[index]
        paragraph = max(0, bisect.bisect_right(paragraph_starts, by_sentence[index][0].start) - 1)
        for number, group in enumerate(split_at_triggers(text, by_sentence[index])):
            units.append(_unit(text, group, (start, end), sentence=index, paragraph=paragraph, first=number == 0))
    return units


def split_at_triggers(text: str, mentions: Sequence[Mention]) -> list[list[Mention]]:
    """The mentions of one sentence, in text order, grouped around its triggers."""
    triggers = [m for m in mentions if m.label == "EVENT"]
    if len(triggers) < 2:
        return [list(mentions)]
    groups: list[list[Mention]] = [[] for _ in triggers]
    borders = [_border(text, left.end, right.start) for left, right in pairwise(triggers)]
    for mention in mentions:
        groups[bisect.bisect_right(borders, mention.start)].append(mention)
    return groups


def _border(text: str, start: int, end: int) -> int:
    """Where between two triggers the second clause begins: at the last of the strongest breaks, else half way."""
    for pattern in _BREAKS:
        found = [match.start() for match in pattern.finditer(text, start, end)]
        if found:
            return max(start, found[-1])
    return (start + end) // 2


def _unit(
    text: str, group: list[Mention], sentence_span: tuple[int, int], *, sentence: int, paragraph: int, first: bool
) -> Unit:
    labels: dict[str, list[Mention]] = {}
    for mention in group:
        labels.setdefault(mention.label, []).append(mention)
    trigger = labels["EVENT"][0] if "EVENT" in labels else None
    start = min(sentence_span[0], group[0].start)
    end = max(sentence_span[1], group[-1].end)
    # In a text without full stops what is far from a clause says nothing of it, and would be read again for each.
    near, far = max(start, group[0].start - _LONGEST_CONTEXT), min(end, group[-1].end + _LONGEST_CONTEXT)
    return Unit(
        mentions=group,
        sentence=sentence,
        paragraph=paragraph,
        first_of_sentence=first,
        opening=text[start : group[-1].end] if first else text[group[0].start : group[-1].end],
        before_trigger=text[max(start, trigger.start - 40) : trigger.start] if trigger else "",
        sentence_text=text[near:far],
        sentence_start=near,
        labels=labels,
    )
