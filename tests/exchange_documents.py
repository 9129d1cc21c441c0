"""Documents for tests of the exchange forms."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

import document_strategies
from frontwire.schema import CountRange, DateRange, Document, Event, Mention, Place, Toll
from inline_documents import inline_document

scores = st.none() | st.floats(0, 1)


def rich() -> Document:
    """An event with two triggers, one without, one without any mention; emoji, combining marks, CRLF in a mention."""
    text = "💥 Cafe\u0301 hit: raiders\r\nfrom the hills fired, fired again.\n37 people hurt last year 👨🏻‍🚒.\tEnd"
    events = [
        Event(
            "e1", type="armed_assault", date=DateRange("2020-05-18", None, "day", "mention"), place=Place("Dosso", "NE")
        ),
        Event("e2", kind="aggregate", tolls=[Toll("casualties", 37, None, victims="people\tall", mention="m5")]),
        Event("e3", killed=CountRange(0, 0)),
    ]
    spans = [
        ("TARGET", "Cafe\u0301", ["e1"]),
        ("ATTACKER", "raiders\r\nfrom the hills", ["e1"]),
        ("EVENT", "fired", ["e1"]),
        ("EVENT", "fired again", ["e1"]),
        ("CASUALTIES", "37", ["e2"]),
        ("DATE", "last year 👨🏻‍🚒", ["e2"]),
        ("EVENT", "End", []),
    ]
    mentions, position = [], 0
    for number, (label, words, ids) in enumerate(spans, start=1):
        position = text.index(words, position)
        mentions.append(Mention(f"m{number}", label, position, position + len(words), words, events=ids))
        position += len(words)
    document = Document(
        "a/b \u00fc: 1",
        text,
        "2020-05-19",
        "A title\n\u2028of two lines",
        "wire",
        "en",
        mentions,
        events,
        extra={"a": [1, None]},
    )
    document.assign_roles()
    document.check()
    return document


def predicted() -> Document:
    """The same with scores and a model."""
    document = rich()
    document.mentions = [replace(m, score=0.5 + number / 100) for number, m in enumerate(document.mentions)]
    document.events[0].score = 0.75
    document.model = {"name": "small", "version": "1.0"}
    return document


def raid(document_id: str = "own-1") -> Document:
    """A plain document of one sentence."""
    return inline_document(
        "[[ATTACKER:1|Raiders]] [[EVENT:1|burned]] a [[TARGET:1|mill]] at [[LOCATION:1|Dosso]].",
        "1|incident|arson|2020-05-18..2020-05-18|Dosso|NE",
        document_id=document_id,
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Documents full of characters that formats trip on, with title, language and extra."""
    document = draw(document_strategies.documents())
    document.title = draw(st.none() | document_strategies.texts.filter(bool))
    document.language = draw(st.sampled_from([None, "en"]))
    document.extra = draw(st.dictionaries(document_strategies.words, document_strategies.texts, max_size=2))
    return document


def normal(document: Document) -> Document:
    """The document with mentions in text order and the ids of their events in the order of events: neither means a thing."""
    order = [event.id for event in document.events]
    mentions = sorted(
        (replace(m, events=sorted(m.events, key=order.index)) for m in document.mentions), key=lambda m: m.start
    )
    same = replace(document, mentions=mentions)
    same.assign_roles()
    return same
