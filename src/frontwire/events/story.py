"""How an event without a day of its own is told: as part of the same news, as going on now, or as background."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from math import inf
from operator import itemgetter
from typing import Final

from frontwire.events.document_index import DocumentIndex
from frontwire.events.sentence_lookup import sentence_of
from frontwire.normalize.date_context import names_other_day
from frontwire.normalize.periods import period_of_range
from frontwire.schema import DateRange, Event, Mention

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
#: What goes on from the act told before it, or adds another to it.
_SEQUEL: Final = re.compile(
    r"\b(?:later|afterwards?|then|respond(?:ed|ing)|retaliat\w{2,4}|in response|hours? after|nearby|neighbou?ring|"
    r"in addition|at the same time|during the (?:attack|battle|blackout|clash|fighting)|others?|however|third|fourth)\b",
    re.IGNORECASE,
)
#: Another day, or an act that is told of only because of a trial, a motive or a life.
_OLDER: Final = re.compile(
    r"\b(?:had|last|earlier|before|days?|weeks?|accus\w{2,4}|alleged(?:ly)?|charged|confess\w{2,4}|condemn\w{2,4}|"
    r"convicted|demand\w{2,4}|former|investigat\w{3,4}|once|pleaded|revenge|avenge|sentenced|suspected of|trial|video|"
    r"led to|whose)\b",
    re.IGNORECASE,
)
_NOW: Final = re.compile(
    r"\b(?:is|are|continues?|still|now|currently|under way|ongoing)\s+(?:\w+ly\s+)?$", re.IGNORECASE
)
#: An entry of a live report ("18.55 A shooting in Jaffa") or of a list of the day's acts ("MOSUL - Gunmen shot").
_ENTRY: Final = re.compile(
    r"^[ \t]?[*•-]?[ \t]?(?:(?:[01]?[0-9]|2[0-3])[.:h][0-5][0-9](?!\.?[0-9%])"
    r"|[A-Z][A-Z'’ .]{2,40} [-–—] (?:[0-9]|A [a-z]|[A-Z][a-z.]))",
    re.MULTILINE,
)
_ENTRIES: Final = 2
_LONGEST_ENTRY: Final = 2000
_REACH: Final = 60
#: How many sentences after a dated act a text still tells of the same day.
_NEAR: Final = 2
#: How long the time of an act that lends its day may be, and how long ago, in days.
_LONGEST: Final = 3
_OLDEST: Final = 7


class Story:
    """The dated incidents of a document, which lend their days to those told beside them without one."""

    def __init__(self, index: DocumentIndex, published: str | None) -> None:
        self._index = index
        self._published = None if published is None else DateRange(published, published, "day", "publication")
        self._entries = _lines_of_entries(index.text)
        self._told: list[tuple[int, DateRange]] = []

    def add(self, event: Event) -> None:
        """Let a dated incident lend its day to what the text tells after its mentions."""
        if event.date is not None and self._is_fresh(event.date):
            for mention in self._index.mentions_of(event):
                insort(self._told, (mention.start, event.date), key=itemgetter(0))

    def day_of(self, event: Event, main: DateRange | None) -> DateRange | None:
        """The day of an undated incident: that of its entry, of the act it follows on, else the ``main`` one's.

        An entry of a live report, or of a list of the day's acts, is of the day of publication; the main day holds for
        an act at a place of its own soon after a dated one.
        """
        mentions = self._index.mentions_of(event)
        if not mentions:
            return None
        start, end = sentence_of(self._index.sentences, mentions[0])
        words = self._index.text[start:end]
        if _BACKGROUND.search(words):
            return None
        if self._published is not None and self._in_entry(mentions[0]):
            return self._published
        if _OLDER.search(words) or any(mention.label == "DATE" for mention in mentions):
            return None
        if names_other_day(self._index.text, start, end):
            return None  # a day that nobody has labelled
        near = self._told_before(mentions[0])
        if near is None or _SEQUEL.search(words):
            return near
        placed = any(mention.label == "LOCATION" for mention in mentions)
        return main if placed and main is not None and self._is_fresh(main) else None

    def _in_entry(self, mention: Mention) -> bool:
        window = max(0, mention.start - _LONGEST_ENTRY)
        line = self._index.text.rfind("\n", window, mention.start) + 1
        return line >= window and line in self._entries

    def _told_before(self, mention: Mention) -> DateRange | None:
        """The day of the last dated act before a mention, where it is told at most :data:`_NEAR` sentences before."""
        place = bisect_left(self._told, mention.start, key=itemgetter(0)) - 1
        if place < 0:
            return None
        start, date = self._told[place]
        sentences = self._index.sentences
        between = bisect_right(sentences, (mention.start, inf)) - bisect_right(sentences, (start, inf))
        return date if between <= _NEAR else None

    def _is_fresh(self, date: DateRange) -> bool:
        """Whether a day is short and, as far as is known, of the week before publication: one of the news."""
        period, news = period_of_range(date), self._published and period_of_range(self._published)
        if period is None or period.last is None or (period.days or _LONGEST + 1) > _LONGEST:
            return False
        if not news or not (news.year_known and period.year_known):
            return True
        return (news.first - period.last).days <= _OLDEST


def _lines_of_entries(text: str) -> frozenset[int]:
    """Where the lines begin that are entries, in a text of several."""
    lines = [match.start() for match in _ENTRY.finditer(text)]
    return frozenset(lines if len(lines) >= _ENTRIES else ())


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
