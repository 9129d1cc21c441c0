"""What holds for linking and filling over any text and any mentions."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from document_strategies import texts
from frontwire import ontology
from frontwire.events.linking import link
from frontwire.events.records import RecordFiller
from frontwire.normalize.tolls import totals
from frontwire.schema import Document, Mention, Place
from gold_links import linked_document

PHRASES = (
    "Gunmen attacked", "a bus in Herat on Monday.", "At least six", "soldiers", "were killed", "including two children",
    "In a separate incident,", "no casualties", "dozens of attacks since 2014", "police said", "Karim Wali was shot dead",
    "according to the ministry", "the blast", "another 12", "airstrikes", ".", ",", "\n\n", "2019", "yesterday", "suicide bomber",
)  # fmt: skip
news = st.lists(st.sampled_from(PHRASES), max_size=14).map(" ".join)


class AnyResolver:
    def resolve(self, names: Sequence[str], text: str, title: str | None = None) -> list[Place]:
        return [Place(name, "AF" if len(name) % 2 else None, precision="city") for name in names]

    def story_country(self, text: str, title: str | None = None) -> str | None:
        return "AF" if text else None


@st.composite
def tagged(draw: st.DrawFn) -> Document:
    """A text with any flat spans on it, as a tagger might set them, and no events."""
    text = draw(texts | news | news.map(str.upper))
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=24)))
    mentions = [
        Mention(f"m{n}", draw(st.sampled_from(ontology.LABELS)), start, end, text[start:end], draw(st.floats(0, 1)))
        for n, (start, end) in enumerate(zip(cuts[::2], cuts[1::2], strict=False), start=1)
    ]
    return Document("d", text, date=draw(st.none() | st.just("2020-05-19")), mentions=mentions)


def processed(document: Document) -> Document:
    copy = Document.from_dict(document.to_dict())
    link(copy)
    RecordFiller(AnyResolver()).fill(copy)
    return copy


@settings(deadline=None)
@given(tagged())
def test_any_mentions_give_a_valid_document(document: Document) -> None:
    result = processed(document)
    result.check()
    assert Document.from_dict(result.to_dict()).to_dict() == result.to_dict()
    assert [(m.id, m.label, m.start, m.end) for m in result.mentions] == [
        (m.id, m.label, m.start, m.end) for m in document.mentions
    ]


@settings(deadline=None)
@given(tagged())
def test_every_mention_has_an_event_and_every_event_a_mention(document: Document) -> None:
    result = processed(document)
    for mention in result.mentions:
        assert mention.events
        assert len(set(mention.events)) == len(mention.events)
    for event in result.events:
        assert result.mentions_of(event)
        assert event.type in ontology.EVENT_TYPES
        assert event.kind in ontology.KINDS


@settings(deadline=None)
@given(tagged())
def test_values_taken_from_words_have_their_words(document: Document) -> None:
    result = processed(document)
    for event in result.events:
        if event.date is not None and event.date.basis == "mention":
            assert result.mentions_of(event, "DATE")
        if event.place is not None and event.place.basis == "mention":
            assert event.place.name in {m.text for m in result.mentions_of(event, "LOCATION")}
        for side, label in (("attacker", "ATTACKER"), ("target", "TARGET")):
            assert side not in event.actors or result.mentions_of(event, label)
        for toll in event.tolls:
            assert toll.mention is None or toll.mention in {m.id for m in result.mentions_of(event)}


@settings(deadline=None)
@given(tagged())
def test_ranges_are_ordered_and_agree_with_the_tolls(document: Document) -> None:
    for event in processed(document).events:
        total = totals(event.tolls)
        assert (event.killed, event.wounded) == (total.killed, total.wounded)
        for counts in (*event.tolls, *(r for r in (event.killed, event.wounded) if r is not None)):
            assert counts.low >= 0
            assert counts.high is None or counts.low <= counts.high


@settings(deadline=None)
@given(tagged())
def test_the_same_article_twice_gives_the_same_record(document: Document) -> None:
    assert processed(document).to_dict() == processed(document).to_dict()
    assert processed(processed(document)).to_dict() == processed(document).to_dict()


@settings(deadline=None)
@given(tagged())
def test_dates_are_ordered_and_every_value_says_where_it_comes_from(document: Document) -> None:
    for event in processed(document).events:
        if event.date is not None:
            assert event.date.basis in ontology.BASES
            if event.date.end is not None and event.date.start[:1].isdigit() and event.date.end[:1].isdigit():
                assert event.date.start <= event.date.end
        assert event.place is None or event.place.basis in ontology.BASES
        for toll in event.tolls:
            # "No casualties" has no mention of its own; a nought that was counted has.
            assert toll.mention is not None or (toll.low == toll.high == 0 and toll.victims is None)


REPORTS = (
    "[[ATTACKER:N|Gunmen]] [[EVENT:N|shot]] [[KILLED:N|two]] [[TARGET:N|clerks]] dead in [[LOCATION:N|Herat]] on "
    "[[DATE:N|3 May]].",
    "A [[WEAPON:N|car bomb]] [[EVENT:N|went off]] in [[LOCATION:N|Khost]] on [[DATE:N|Monday]], killing [[KILLED:N|at least "
    "six]] [[TARGET:N|people]] and wounding [[WOUNDED:N|nine]], the mayor said.",
    "On [[DATE:N|12 May]] [[ATTACKER:N|men]] [[EVENT:N|kidnapped]] a [[TARGET:N|nurse]] near [[LOCATION:N|Gardez]].",
)


def values(marked: str) -> list[object]:
    document = linked_document(marked)
    RecordFiller(AnyResolver()).fill(document)
    return [
        (event.date, event.place, event.killed, event.wounded, [t.claimed_by for t in event.tolls], event.actors)
        for event in document.events
    ]


@pytest.mark.parametrize("order", list(itertools.permutations(range(len(REPORTS)))), ids=str)
def test_sentence_order_does_not_change_an_events_own_values(order: tuple[int, ...]) -> None:
    alone = [values(report.replace(":N|", ":1|"))[0] for report in REPORTS]
    text = " ".join(REPORTS[number].replace(":N|", f":{number + 1}|") for number in order)
    assert values(text) == alone


@pytest.mark.parametrize(
    "paragraph",
    [
        "The council met for the third time this week.",
        "Wheat rose by 12 per cent, the ministry said, and 40 traders were fined.",
        "Nobody was hurt when a roof fell in at the bazaar, a teacher said.",
    ],
)
@pytest.mark.parametrize("report", REPORTS, ids=["shooting", "bombing", "abduction"])
def test_unrelated_paragraphs_do_not_change_an_events_own_values(report: str, paragraph: str) -> None:
    marked = report.replace(":N|", ":1|")
    padding = "The road is closed. The weather is fair. The fair opens in June."
    assert values(f"{marked}\n\n{padding}\n\n{paragraph}") == values(marked)
    assert values(f"{paragraph}\n\n{padding}\n\n{marked}") == values(marked)
