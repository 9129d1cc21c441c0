"""Hypothesis strategies: annotated documents over texts full of characters that file formats trip on."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from frontwire import ontology
from frontwire.schema import Actor, CountRange, DateRange, Document, Event, Mention, Place, Toll

#: Brackets, escapes, separators, line ends of all kinds, an emoji, a combining accent, a Hebrew letter, no-break space.
NASTY = "[]\\|#:,=\"' \t\n\r\u2028\x85\x0b\ufeffae1XÉ😀e\u0301ש\u00a0"
PIECES = ("[[", "]]", "\\[[", "\\r", "#doc ", "#events", "#text", "[[KILLED:1|", "\r\n", "\n#", "toll|", "null", "..")

texts = st.lists(st.one_of(st.sampled_from(NASTY), st.sampled_from(PIECES)), max_size=40).map("".join)
#: A value that stands on a line of its own or in a field: no line feed, not blank at its ends, not the word null.
words = texts.map(lambda text: text.replace("\n", " ").strip()[:30].strip()).filter(
    lambda text: text not in ("", "null")
)

counts = st.builds(
    lambda low, more: CountRange(low, None if more is None else low + more),
    st.integers(0, 500),
    st.none() | st.integers(0, 500),
)
dates = st.builds(
    DateRange,
    st.sampled_from(["2019-03-01", "XXXX-02-29"]),
    st.none() | st.sampled_from(["2019-03-02", "XXXX-12-31"]),
    st.none() | st.sampled_from(ontology.DATE_PRECISIONS),
    st.none() | st.sampled_from(ontology.BASES),
)
places = st.builds(
    Place,
    name=st.none() | words,
    country=st.none() | st.sampled_from(["ML", "NE"]),
    admin1=st.none() | words,
    lat=st.none() | st.floats(-90, 90),
    lon=st.none() | st.floats(-180, 180),
    geonames_id=st.none() | st.integers(1, 10**8),
    precision=st.none() | st.sampled_from(ontology.PLACE_PRECISIONS),
    basis=st.none() | st.sampled_from(ontology.BASES),
).filter(lambda place: place != Place())
actors = st.dictionaries(
    st.sampled_from(ontology.SIDES[:2]), st.builds(Actor, st.none() | words, st.sampled_from(ontology.ACTOR_TYPES))
)


@st.composite
def documents(draw: st.DrawFn, *, every_mention_in_an_event: bool = False) -> Document:
    """A document that passes :meth:`Document.check`, with ids as readers give them (m1 … in text order, e1 …)."""
    text = draw(texts)
    events = [
        Event(
            id=f"e{number}",
            kind=draw(st.sampled_from(ontology.KINDS)),
            type=draw(st.sampled_from(ontology.EVENT_TYPES)),
            date=draw(st.none() | dates),
            place=draw(st.none() | places),
            killed=draw(st.none() | counts),
            wounded=draw(st.none() | counts),
            actors=draw(actors),
        )
        for number in range(1, draw(st.integers(0, 3)) + 1)
    ]
    mentions: list[Mention] = []
    if events or not every_mention_in_an_event:
        cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
        for start, end in pairwise(cuts):
            if draw(st.booleans()) and text[start:end].strip():
                ids = draw(st.lists(st.sampled_from([e.id for e in events]), unique=True)) if events else []
                if every_mention_in_an_event and not ids:
                    ids = ["e1"]
                label = draw(st.sampled_from(ontology.LABELS))
                mentions.append(Mention(f"m{len(mentions) + 1}", label, start, end, text[start:end], events=ids))
    tolls = st.builds(
        lambda outcome, figures, side, victims, mention, claimant: Toll(
            outcome, figures.low, figures.high, side, victims, mention, claimant
        ),
        st.sampled_from(ontology.OUTCOMES),
        counts,
        st.sampled_from(ontology.SIDES),
        st.none() | words,
        st.none() | st.sampled_from([m.id for m in mentions]) if mentions else st.none(),
        st.none() | words,
    )
    for event in events:
        event.tolls = draw(st.lists(tolls, max_size=2))
    document = Document(
        id=draw(words),
        text=text,
        date=draw(st.none() | st.just("2019-03-02")),
        source=draw(st.none() | words),
        mentions=mentions,
        events=events,
    )
    document.assign_roles()
    document.check()
    return document
