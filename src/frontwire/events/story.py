"""How an event without a day of its own is told: as part of the same news, as going on now, or as background."""

from __future__ import annotations

import re
from typing import Final

from frontwire.events.document_index import DocumentIndex
from frontwire.events.sentence_lookup import sentence_of
from frontwire.schema import Event

_SAME_NEWS: Final = re.compile(
    r"\b(?:meanwhile|separate(?:ly)?|another (?:\w+ )?(?:incident|attack|blast|explosion|clash|encounter|operation|"
    r"raid)|also|elsewhere|"
    r"second|similar(?:ly)?|simultaneous(?:ly)?|soon after|shortly after)\b",
    re.IGNORECASE,
)
_BACKGROUND: Final = re.compile(
    r"\b(?:ago|earlier (?:this|in)|previous(?:ly)?|last (?:year|month|week)|(?:19|20)\d\d|since|recent(?:ly)?|past|"
    r"history|had been|years?|months?)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"\b(?:is|are|continues?|still|now|currently|under way|ongoing)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
_REACH: Final = 60


def told_with_main(index: DocumentIndex, event: Event) -> bool:
    """Whether the sentence that brings the event in ties it to the news before it and gives no sign of an older
    story.
    """
    mentions = index.mentions_of(event)
    if not mentions or any(m.label == "DATE" for m in mentions):
        return False
    start, end = sentence_of(index.sentences, mentions[0])
    words = index.text[start:end]
    return bool(_SAME_NEWS.search(words)) and not _BACKGROUND.search(words)


def goes_on_now(index: DocumentIndex, event: Event) -> bool:
    """Whether a trigger stands in the present ("are fighting")."""
    return any(
        _NOW.search(index.text[max(0, m.start - _REACH) : m.start]) is not None
        for m in index.mentions_of(event, "EVENT")
    )
