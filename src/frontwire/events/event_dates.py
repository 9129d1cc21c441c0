"""When the events of a document were: from their own words, the story around them or the day of publication."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from frontwire.events.document_index import DocumentIndex
from frontwire.events.sentence_lookup import sentence_of
from frontwire.events.story import Story, goes_on_now, told_with_main
from frontwire.normalize import date_context
from frontwire.normalize.dates import dateline_date, in_year, parse_date, parse_dates, says_a_day
from frontwire.normalize.periods import period_of_range
from frontwire.schema import DateRange, Event, Mention

_MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)"
)
_DAY: Final = r"[0-9]{1,2}(?:st|nd|rd|th)?"
#: A full date: "12 May 2014", "May 12, 2014", "2014-05-12". A year alone, or with a month, is often of the background.
_FULL_DATE: Final = re.compile(
    rf"\b(?:{_DAY}\s(?:of\s)?{_MONTH}\.?,?\s|{_MONTH}\.?\s{_DAY},?\s)((?:19|20)[0-9]{{2}})\b|"
    r"\b((?:19|20)[0-9]{2})-[0-9]{2}-[0-9]{2}\b",
    re.IGNORECASE,
)
#: How far into the text a full date may be that of the news, in characters.
_HEAD: Final = 500
_PAIR: Final = 2
#: How long the time of a statistic that is the news of a text may be, and how long ago, in days.
_FEW_DAYS: Final = 3


def fill_dates(index: DocumentIndex) -> None:
    """Write ``date`` of every event: from its own words, else the story's, else the day of publication."""
    document = index.document
    published = document.date or dateline_date(document.text)
    told: DateRange | None = None
    counted_from: dict[str, DateRange | None] = {}
    for event in document.events:
        dates = index.mentions_of(event, "DATE")
        # "the previous evening" said once for two acts counts from the same day for both
        reference = counted_from.setdefault(dates[0].id, told) if dates else told
        event.date = _own_date(index, event, published, reference)
        if event.date is not None and (event.kind == "incident" or event.date.start == event.date.end):
            told = event.date
    _lend_years(index, document.events)
    _fill_from_story(index, document.events, published)


def _fill_from_story(index: DocumentIndex, events: Sequence[Event], published: str | None) -> None:
    """Date the incidents that have no day of their own from the news that they are told in, in the text's order."""
    main, story = _main_date(events, published), Story(index, published)
    incidents = [event for event in events if event.kind == "incident"]
    for event in incidents:
        story.add(event)
    undated = [event for event in incidents if event.date is None and index.mentions_of(event)]
    for event in sorted(undated, key=lambda event: index.mentions_of(event)[0].start):
        day = story.day_of(event, main)
        if day is not None and day.basis == "publication":
            event.date = day
        elif main is not None and told_with_main(index, event):
            event.date = replace(main, basis="story")
        elif day is not None:
            event.date = replace(day, basis="story")
        elif event is incidents[0] and published is not None and goes_on_now(index, event):
            event.date = DateRange(published, published, "day", "publication")
        story.add(event)


def _main_date(events: Sequence[Event], published: str | None) -> DateRange | None:
    """The day of the first dated incident; without one that of a statistic that opens the news ("strikes on Monday").

    The statistic must be fresh: an offensive launched weeks ago does not date what is told beside it.
    """
    dated = next((event.date for event in events if event.kind == "incident" and event.date is not None), None)
    if dated is not None or not events or events[0].date is None:
        return dated
    opening, news = period_of_range(events[0].date), published and period_of_range(DateRange(published, published))
    if opening is None or (opening.days or _FEW_DAYS + 1) > _FEW_DAYS:
        return None
    fresh = not news or (news.first - opening.first).days <= _FEW_DAYS or not (news.year_known and opening.year_known)
    return events[0].date if fresh else None


def _lend_years(index: DocumentIndex, events: Sequence[Event]) -> None:
    """Give days without a year the one of the full dates at the text's head, where these name only one."""
    years = {"".join(found) for found in _FULL_DATE.findall(index.text[:_HEAD])}
    if len(years) != 1:
        return
    year = int(years.pop())
    for event in events:
        if event.date is not None:
            event.date = in_year(event.date, year)


def _own_date(index: DocumentIndex, event: Event, published: str | None, told: DateRange | None) -> DateRange | None:
    """What an event's DATE mentions say together; "the following day" is counted from the event ``told`` before."""
    mentions = index.mentions_of(event, "DATE")
    if not mentions:
        return _date_by_offset(index, event, published)
    mentions, reference = _of_the_act(index, mentions), _reference(index, mentions, published, told)
    date = _span_of_mentions(index, event, mentions, published, reference)
    if date is None:
        spans = _spoken(index, event, mentions)
        date = parse_dates(spans, published=published, reference=reference)
    return replace(date, basis="mention") if date is not None else None


def _of_the_act(index: DocumentIndex, mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions but for the day of a statement ("on Monday police said"), where others say a day."""
    if len(mentions) < _PAIR:
        return list(mentions)
    said = {date_context.statement_day(index.text, *sentence_of(index.sentences, mention)) for mention in mentions}
    acts = [m for m in mentions if not any(day and m.start < day[1] and day[0] < m.end for day in said)]
    return acts if any(says_a_day(mention.text) for mention in acts) else list(mentions)


def _reference(
    index: DocumentIndex, mentions: Sequence[Mention], published: str | None, told: DateRange | None
) -> DateRange | None:
    """The day that relative words count from: the event's told before, for "the previous evening" also others.

    That is the day of the statement that tells of the event ("police said on Monday") where there is one, and where
    there is no event before, the day of publication.
    """
    counting = (m for m in mentions if date_context.counts_back(index.text, m.start, m.end))
    back = next(counting, None)
    if back is None:
        return told
    said = date_context.statement_day(index.text, *sentence_of(index.sentences, back))
    named = said is not None and (said[1] <= back.start or back.end <= said[0])
    day = parse_date(index.text[slice(*said)], published=published) if said is not None and named else None
    return day or told or (DateRange(published, published, "day") if published is not None else None)


def _span_of_mentions(
    index: DocumentIndex, event: Event, mentions: Sequence[Mention], published: str | None, told: DateRange | None
) -> DateRange | None:
    """The time between two days where the text makes them ends of one span; ``None`` where it does not."""
    days = [mention for mention in mentions if says_a_day(mention.text)]
    pairs: list[str | None] = []
    for earlier, later in pairwise(days):
        first, second = (earlier.start, earlier.end), (later.start, later.end)
        pairs.append(date_context.joined_words(index.text, first, second))
        if date_context.ends_a_span(index.text, later.start):
            pairs.append(f"{days[0].text} to {later.text}")
    if event.kind == "incident":
        # "captured the town on Sunday, ending a battle that had gone on since Thursday": in one sentence
        since = [mention for mention in days if _lasts_since(index, event, mention)]
        sentence = sentence_of(index.sentences, since[0]) if since else (0, 0)
        beside = [mention for mention in days if sentence[0] <= mention.start < sentence[1] and mention not in since]
        pairs += [f"{since[0].text} to {other.text}" for other in beside]
    for words in pairs:
        date = parse_date(words, published=published, reference=told) if words is not None else None
        if date is not None and date.start != date.end:
            return date
    return None


def _lasts_since(index: DocumentIndex, event: Event, mention: Mention) -> bool:
    """Whether an event that the sentence has named is said to last since the day of ``mention``."""
    start, _ = sentence_of(index.sentences, mention)
    named = any(start <= m.start < mention.start for m in index.mentions_of(event, "EVENT"))
    return named and date_context.lasts_since(index.text, start, mention.start, mention.end)


def _spoken(index: DocumentIndex, event: Event, mentions: Sequence[Mention]) -> list[str]:
    """The words of an event's dates; two that are one expression ("[Ten years ago] [today]") are joined."""
    spans = [_date_words(index, event, mention) for mention in mentions]
    for place, (earlier, later) in enumerate(pairwise(mentions)):
        first, second = (earlier.start, earlier.end), (later.start, later.end)
        joined = date_context.anniversary_words(index.text, first, second)
        if joined is not None:
            spans[place] = spans[place + 1] = joined
    return spans


def _date_words(index: DocumentIndex, event: Event, mention: Mention) -> str:
    """The words of a date; a "since", which is no part of the span, makes its range run to the present."""
    if event.kind == "aggregate":
        since = date_context.begins_what_goes_on(index.text, mention.start)
    else:
        since = _lasts_since(index, event, mention)
    if since:
        return f"since {mention.text}"
    more = date_context.second_day(index.text, mention.start, mention.end)
    behind = mention.end, mention.end + len(more)
    # "on June 4 and 5" of two acts: the second day is a mention of its own
    taken = more and any(behind[0] <= other.start < behind[1] for other in index.document.mentions)
    return mention.text if taken else mention.text + more


def _date_by_offset(index: DocumentIndex, event: Event, published: str | None) -> DateRange | None:
    """The day of an event told only as "a day after" or "before" another, counted from the other's.

    That is the day that the sentence names, else that of the first incident ("the attack came a day after").
    """
    trigger = next(iter(index.mentions_of(event, "EVENT")), None)
    if trigger is None:
        return None
    start, end = sentence_of(index.sentences, trigger)
    offset = date_context.offset_from_other(index.text, start, trigger.start)
    if offset is None:
        return None
    position, distance = offset
    near = [m for m in index.document.mentions if start <= m.start < end and event.id not in m.events]
    if any(m.label == "EVENT" and position < m.start < trigger.start for m in near):
        return None  # the words belong to another act of the clause
    dates = sorted((m for m in near if m.label == "DATE"), key=lambda m: m.start)
    before = [m for m in dates if m.end <= position]
    named = before[-1:] or [m for m in dates if m.start >= trigger.end][:1]
    said = date_context.statement_day(index.text, start, position)
    if named:
        anchor = parse_date(named[0].text, published=published)
        if anchor is not None and anchor.precision != "day":
            # "Since January 214 people have died, the UN said on Tuesday, a day after gunmen shot two"
            anchor = parse_date(index.text[slice(*said)], published=published) if said is not None else None
    else:
        first = next((e for e in index.document.events if e.kind == "incident"), event)
        anchor = None if first is event else first.date
    date = None if anchor is None else parse_date(distance, published=published, reference=anchor)
    return replace(date, basis="story") if date is not None else None
