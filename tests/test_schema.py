from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frontwire import ontology
from frontwire.errors import OntologyError, RecordError, SpanError
from frontwire.schema import (
    Actor,
    Article,
    CountRange,
    DateRange,
    Document,
    Event,
    Mention,
    Place,
    RejectedArticle,
    Toll,
)

TEXT = "Gunmen killed two guards in Herat on Tuesday."


def a_record() -> dict[str, Any]:
    """A complete document in the contract's form."""

    def mention(number: int, label: str, words: str, score: float = 0.5) -> dict[str, Any]:
        start = TEXT.index(words)
        return {
            "id": f"m{number}",
            "label": label,
            "start": start,
            "end": start + len(words),
            "text": words,
            "score": score,
            "events": ["e1"],
        }

    return {
        "schema_version": 1,
        "id": "d1",
        "date": "2020-05-19",
        "title": "Two die",
        "source": "an agency",
        "language": "en",
        "text": TEXT,
        "mentions": [
            mention(1, "ATTACKER", "Gunmen"),
            mention(2, "EVENT", "killed"),
            mention(3, "KILLED", "two"),
            mention(4, "TARGET", "guards"),
            mention(5, "LOCATION", "Herat"),
            mention(6, "DATE", "Tuesday"),
        ],
        "events": [
            {
                "id": "e1",
                "kind": "incident",
                "type": "armed_assault",
                "score": 0.75,
                "triggers": ["m2"],
                "attackers": ["m1"],
                "targets": ["m4"],
                "weapons": [],
                "locations": ["m5"],
                "dates": ["m6"],
                "date": {"start": "2020-05-19", "end": None, "precision": "day", "basis": "mention"},
                "place": {
                    "name": "Herat",
                    "country": "AF",
                    "admin1": "Herat",
                    "lat": 34.34,
                    "lon": 62.2,
                    "geonames_id": 1140026,
                    "precision": "city",
                    "basis": "mention",
                },
                "killed": {"low": 2, "high": 2},
                "wounded": {"low": 0, "high": None},
                "actors": {
                    "attacker": {"name": None, "type": "unknown"},
                    "target": {"name": "guards", "type": "civilians"},
                },
                "tolls": [
                    {
                        "outcome": "killed",
                        "low": 2,
                        "high": 2,
                        "side": "target",
                        "victims": "guards",
                        "mention": "m3",
                        "claimed_by": None,
                    }
                ],
            }
        ],
        "model": {"name": "tagger", "version": "1"},
        "extra": {"url": "https://example.org", "rank": 3},
    }


def test_complete_document_round_trip() -> None:
    record = a_record()
    document = Document.from_dict(record)
    assert document.to_dict() == record
    assert document.events[0].place is not None
    assert document.events[0].place.geonames_id == 1140026
    assert record == a_record()  # reading changes nothing in what was read


@st.composite
def documents(draw: st.DrawFn) -> Document:
    text = draw(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40))
    edges = sorted(draw(st.sets(st.integers(0, len(text)), max_size=8)))
    spans = list(zip(edges[::2], edges[1::2], strict=False))
    words = st.none() | st.text(max_size=5)
    scores = st.none() | st.floats(0, 1)
    event_ids = [f"e{i}" for i in range(draw(st.integers(0, 3)))]
    belonging = st.lists(st.sampled_from(event_ids), unique=True) if event_ids else st.just([])
    mentions = [
        Mention(
            id=f"m{i}",
            label=draw(st.sampled_from(ontology.LABELS)),
            start=start,
            end=end,
            text=text[start:end],
            score=draw(scores),
            events=draw(belonging),
        )
        for i, (start, end) in enumerate(spans)
    ]
    exact = st.integers(0).map(lambda low: CountRange(low, low))
    counts = exact | st.builds(lambda low, more: CountRange(low, low + more), st.integers(0), st.integers(0))
    counts |= st.integers(0).map(lambda low: CountRange(low, None))
    dates = st.builds(
        DateRange,
        start=st.dates().map(str) | st.just("XXXX-04-14"),
        end=st.none() | st.dates().map(str),
        precision=st.none() | st.sampled_from(ontology.DATE_PRECISIONS),
        basis=st.none() | st.sampled_from(ontology.BASES),
    )
    places = st.builds(
        Place,
        name=words,
        country=words,
        admin1=words,
        lat=st.none() | st.floats(-90, 90),
        lon=st.none() | st.floats(-180, 180),
        geonames_id=st.none() | st.integers(1),
        precision=st.none() | st.sampled_from(ontology.PLACE_PRECISIONS),
        basis=st.none() | st.sampled_from(ontology.BASES),
    )
    tolls = st.builds(
        lambda outcome, counts, side, victims, mention, claimed_by: Toll(
            outcome, counts.low, counts.high, side, victims, mention, claimed_by
        ),
        st.sampled_from(ontology.OUTCOMES),
        counts,
        st.sampled_from(ontology.SIDES),
        words,
        st.none() | st.sampled_from([m.id for m in mentions]) if mentions else st.none(),
        words,
    )
    actors = st.dictionaries(
        st.sampled_from(["attacker", "target"]), st.builds(Actor, words, st.sampled_from(ontology.ACTOR_TYPES))
    )
    events = [
        Event(
            id=event_id,
            kind=draw(st.sampled_from(ontology.KINDS)),
            type=draw(st.sampled_from(ontology.EVENT_TYPES)),
            score=draw(scores),
            date=draw(st.none() | dates),
            place=draw(st.none() | places),
            killed=draw(st.none() | counts),
            wounded=draw(st.none() | counts),
            actors=draw(actors),
            tolls=draw(st.lists(tolls, max_size=2)),
        )
        for event_id in event_ids
    ]
    return Document(
        id=draw(st.text(min_size=1, max_size=5)),
        text=text,
        date=draw(st.none() | st.dates().map(str)),
        title=draw(words),
        source=draw(words),
        language=draw(words),
        mentions=draw(st.permutations(mentions)),
        events=events,
        model=draw(st.none() | st.just({"name": "n", "version": "v"})),
        extra=draw(st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=3), max_size=2)),
    )


@given(document=documents())
def test_round_trip_through_json(document: Document) -> None:
    record = json.loads(json.dumps(document.to_dict(), allow_nan=False))
    again = Document.from_dict(record)
    assert again == document
    assert again.to_dict() == record


def test_smallest_document() -> None:
    document = Document.from_dict({"id": "d", "text": ""})
    assert document == Document(id="d", text="")
    assert document.to_dict()["extra"] == {}


def test_optional_parts_left_out() -> None:
    record = {
        "id": "d",
        "text": "attack",
        "mentions": [{"id": "m1", "label": "EVENT", "start": 0, "end": 6, "text": "attack", "events": ["e1"]}],
        "events": [{"id": "e1", "type": "other", "date": {"start": "2020-05-19"}, "wounded": {"low": 3}}],
    }
    (event,) = Document.from_dict(record).events
    assert event.kind == "incident"
    assert event.triggers == ["m1"]
    assert event.date == DateRange("2020-05-19", "2020-05-19")  # no "end" is the same day; "end": null is open
    assert event.wounded == CountRange(3, None)
    written = event.to_dict()
    assert "score" not in written
    assert written["actors"] == {}
    assert written["killed"] is None


def change(path: str, value: Any) -> dict[str, Any]:
    """The complete record with the value at a path like ``mentions.0.start`` replaced; ``...`` takes it out."""
    record = a_record()
    *parents, last = path.split(".")
    target: Any = record
    for step in parents:
        target = target[int(step) if isinstance(target, list) else step]
    key = int(last) if isinstance(target, list) else last
    if value is ...:
        del target[key]
    else:
        target[key] = value
    return record


WRONG_TYPES = [
    ("schema_version", "1", "document: schema_version", "int"),
    ("id", 7, "document 7: id", "str"),
    ("text", ["x"], "document 'd1': text", "str"),
    ("date", 2020, "document 'd1': date", "str"),
    ("title", {}, "document 'd1': title", "str"),
    ("model", "m", "document 'd1': model", "dict"),
    ("extra", [], "document 'd1': extra", "dict"),
    ("mentions", {}, "document 'd1': mentions", "list"),
    ("mentions.0", "m1", "document 'd1': mentions", "dict"),
    ("mentions.0.start", "0", "mention 'm1': start", "int"),
    ("mentions.0.start", 0.0, "mention 'm1': start", "int"),
    ("mentions.0.start", False, "mention 'm1': start", "int"),
    ("mentions.0.end", [6], "mention 'm1': end", "int"),
    ("mentions.0.score", "high", "mention 'm1': score", "float"),
    ("mentions.0.score", True, "mention 'm1': score", "float"),
    ("mentions.0.events", "e1", "mention 'm1': events", "list"),
    ("mentions.0.events.0", 1, "mention 'm1': events", "str"),
    ("events.0", [], "document 'd1': events", "dict"),
    ("events.0.type", 1, "event 'e1': type", "str"),
    ("events.0.date", "2020", "event 'e1': date", "dict"),
    ("events.0.date.start", 2020, "date: start", "str"),
    ("events.0.date.end", 2020, "date: end", "str"),
    ("events.0.place", "Herat", "event 'e1': place", "dict"),
    ("events.0.place.lat", "34", "place: lat", "float"),
    ("events.0.place.geonames_id", 1.5, "place: geonames_id", "int"),
    ("events.0.killed", 2, "event 'e1': killed", "dict"),
    ("events.0.killed.low", True, "count range: low", "int"),
    ("events.0.wounded.high", "many", "count range: high", "int"),
    ("events.0.actors", [], "event 'e1': actors", "dict"),
    ("events.0.actors.attacker", "x", "event 'e1': actors", "dict"),
    ("events.0.tolls", {}, "event 'e1': tolls", "list"),
    ("events.0.tolls.0", 2, "event 'e1': tolls", "dict"),
    ("events.0.tolls.0.low", 2.0, "toll: low", "int"),
    ("events.0.triggers", "m2", "event 'e1': triggers", "list"),
]


@pytest.mark.parametrize(
    ("path", "value", "where", "expected"),
    WRONG_TYPES,
    ids=lambda value: None if isinstance(value, str) else repr(value),
)
def test_wrong_types(path: str, value: Any, where: str, expected: str) -> None:
    with pytest.raises(RecordError) as caught:
        Document.from_dict(change(path, value))
    assert str(caught.value) == f"{where} is {type(value).__name__} ({value!r}); expected {expected}"


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("id", "document None: id is missing; expected str"),
        ("text", "document 'd1': text is missing; expected str"),
        ("mentions.0.id", "mention None: id is missing; expected str"),
        ("mentions.0.label", "mention 'm1': label is missing; expected str"),
        ("mentions.0.end", "mention 'm1': end is missing; expected int"),
        ("mentions.0.text", "mention 'm1': text is missing; expected str"),
        ("events.0.id", "event None: id is missing; expected str"),
        ("events.0.type", "event 'e1': type is missing; expected str"),
        ("events.0.date.start", "date: start is missing; expected str"),
        ("events.0.killed.low", "count range: low is missing; expected int"),
        ("events.0.tolls.0.outcome", "toll: outcome is missing; expected str"),
        ("events.0.tolls.0.low", "toll: low is missing; expected int"),
    ],
)
@pytest.mark.parametrize("value", [..., None], ids=["left out", "null"])
def test_missing_fields(path: str, value: Any, message: str) -> None:
    with pytest.raises(RecordError) as caught:
        Document.from_dict(change(path, value))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("path", "value", "where", "allowed"),
    [
        ("mentions.0.label", "VICTIM", "mention 'm1': label", ontology.LABELS),
        ("mentions.0.label", "target", "mention 'm1': label", ontology.LABELS),
        ("mentions.0.label", "", "mention 'm1': label", ontology.LABELS),
        ("events.0.type", "war", "event 'e1': type", ontology.EVENT_TYPES),
        ("events.0.kind", "rumour", "event 'e1': kind", ontology.KINDS),
        ("events.0.date.precision", "hour", "date: precision", ontology.DATE_PRECISIONS),
        ("events.0.date.basis", "guess", "date: basis", ontology.BASES),
        ("events.0.place.precision", "street", "place: precision", ontology.PLACE_PRECISIONS),
        ("events.0.place.basis", "guess", "place: basis", ontology.BASES),
        ("events.0.actors.target.type", "army", "actor: type", ontology.ACTOR_TYPES),
        ("events.0.tolls.0.outcome", "dead", "toll: outcome", ontology.OUTCOMES),
        ("events.0.tolls.0.side", "both", "toll: side", ontology.SIDES),
    ],
)
def test_unknown_words(path: str, value: str, where: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(OntologyError) as caught:
        Document.from_dict(change(path, value))
    assert str(caught.value) == f"{where} is {value!r}; expected one of {', '.join(allowed)}"


def test_an_actor_of_an_unknown_side_is_refused() -> None:
    with pytest.raises(OntologyError, match=r"side is 'victim'; expected one of attacker, target$"):
        Document.from_dict(change("events.0.actors.victim", {"name": None}))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        pytest.param("mentions.5.end", 46, "start=37, end=46 in a text of 45 characters", id="beyond the text"),
        pytest.param("mentions.0.start", -6, "start=-6, end=6 in a text of 45 characters", id="negative"),
        pytest.param("mentions.0.end", 0, "start=0, end=0 in a text", id="empty span"),
        pytest.param("mentions.1.start", 14, "start=14, end=13 in a text", id="end before start"),
        pytest.param("mentions.0.text", "Men", "the text at 0..6 is 'Gunmen', the mention says 'Men'", id="words"),
        pytest.param("mentions.0.text", "gunmen", "the text at 0..6 is 'Gunmen', the mention says 'gunmen'", id="case"),
    ],
)
def test_wrong_offsets(path: str, value: Any, message: str) -> None:
    with pytest.raises(SpanError, match=re.escape(message)):
        Document.from_dict(change(path, value))


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        pytest.param("schema_version", 2, "schema_version is 2; this version of frontwire reads 1", id="version"),
        pytest.param("events.0.killed.low", 3, "count range 3..2; expected 0 <= low <= high", id="low above high"),
        pytest.param("events.0.killed.low", -1, "count range -1..2; expected 0 <= low <= high", id="negative count"),
        pytest.param("events.0.tolls.0.low", 9, "count range 9..2; expected 0 <= low <= high", id="toll range"),
        pytest.param("events.0.tolls.0.mention", "m9", "a toll names mention 'm9', which is not there", id="toll"),
        pytest.param("mentions.2.events", ["e2"], "names events ['e2']; the document has ['e1']", id="dangling event"),
        pytest.param("mentions.0.events", [], "attackers is ['m1'], but mention.events gives []", id="unlinked"),
        pytest.param("events.0.targets", [], "targets is [], but mention.events gives ['m4']", id="role emptied"),
        pytest.param("events.0.weapons", ["m4"], "weapons is ['m4'], but mention.events gives []", id="other role"),
        pytest.param("events.0.dates", ["m6", "m6"], "dates is ['m6', 'm6'], but mention.events", id="role twice"),
        pytest.param("events.0.dates", ["m6", "m9"], "dates is ['m6', 'm9'], but mention.events", id="dangling id"),
    ],
)
def test_contradictions(path: str, value: Any, message: str) -> None:
    with pytest.raises(RecordError, match=re.escape(message)):
        Document.from_dict(change(path, value))


def test_ids_that_stand_twice_are_refused() -> None:
    mention = {"id": "m1", "label": "TARGET", "events": []}
    mentions = [{**mention, "start": 0, "end": 1, "text": "a"}, {**mention, "start": 2, "end": 3, "text": "b"}]
    with pytest.raises(RecordError, match="'m1': the id stands twice; mention ids are unique in a document"):
        Document.from_dict({"id": "d", "text": "a b", "mentions": mentions})
    with pytest.raises(RecordError, match=r"event ids are not unique: \['e1', 'e1'\]"):
        Document.from_dict({"id": "d", "text": "", "events": [{"id": "e1", "type": "other"}] * 2})


def test_a_document_that_is_no_object() -> None:
    with pytest.raises(RecordError, match=r"document is list \(\[\]\); expected dict"):
        Document.from_dict([])  # type: ignore[arg-type]


def test_overlapping_spans_are_refused_and_adjacent_ones_are_fine() -> None:
    def pair(end: int) -> dict[str, Any]:
        mention = {"label": "TARGET", "events": []}
        return {
            "id": "d",
            "text": "guardhouse",
            "mentions": [
                {**mention, "id": "b", "start": 5, "end": 10, "text": "house"},
                {**mention, "id": "a", "start": 0, "end": end, "text": "guardhouse"[:end]},
            ],
        }

    assert len(Document.from_dict(pair(5)).mentions) == 2
    with pytest.raises(SpanError, match=r"mentions 'a' \('guardh'\) and 'b' \('house'\) overlap; spans are flat"):
        Document.from_dict(pair(6))


def test_offsets_count_code_points() -> None:
    text = "💥 at café"
    record = {
        "id": "d",
        "text": text,
        "mentions": [{"id": "m", "label": "TARGET", "start": 5, "end": 9, "text": "café", "events": []}],
    }
    assert Document.from_dict(record).mentions[0].text == "café"


def test_whole_numbers_are_fine_as_floats() -> None:
    score = Document.from_dict(change("mentions.0.score", 1)).mentions[0].score
    assert isinstance(score, float)
    assert score == 1.0


def test_role_lists_may_stand_in_any_order() -> None:
    record = a_record()
    record["mentions"][2]["label"] = "TARGET"
    record["events"][0]["targets"] = ["m4", "m3"]
    assert Document.from_dict(record).events[0].targets == ["m3", "m4"]  # text order


def test_assign_roles_follows_the_mentions() -> None:
    document = Document.from_dict(a_record())
    document.events[0].attackers = ["m4", "zombie"]
    document.mentions[3].events = []
    document.assign_roles()
    assert document.events[0].attackers == ["m1"]
    assert document.events[0].targets == []


def test_mentions_of_an_event_in_text_order() -> None:
    document = Document.from_dict(a_record())
    document.mentions.reverse()
    assert [m.id for m in document.mentions_of("e1")] == ["m1", "m2", "m3", "m4", "m5", "m6"]
    assert document.mentions_of(document.events[0], "TARGET")[0].id == "m4"
    assert document.mentions_of("e2") == []


def test_article_carries_nothing_that_was_found() -> None:
    document = Document.from_dict(a_record())
    article = document.article()
    assert article == Article("d1", TEXT, "2020-05-19", "Two die", "an agency", document.extra)
    assert article.extra is not document.extra
    bare = Document("d1", TEXT, "2020-05-19", "Two die", "an agency", extra=document.extra)
    assert Document.from_article(article) == bare


def test_count_range_is_checked_when_made() -> None:
    assert CountRange(0, 0).to_dict() == {"low": 0, "high": 0}
    with pytest.raises(RecordError, match=r"count range 5\.\.4"):
        CountRange(5, 4)


def test_rejected_article_as_json() -> None:
    rejected = RejectedArticle(source="news.jsonl", reason="no text", line=3)
    assert rejected.to_dict() == {"source": "news.jsonl", "line": 3, "id": None, "reason": "no text"}


def test_defaults_are_not_shared_between_documents() -> None:
    first, second = Document.from_dict({"id": "a", "text": ""}), Document.from_dict({"id": "b", "text": ""})
    first.extra["k"] = 1
    first.mentions.append(Mention("m", "EVENT", 0, 1, "x"))
    assert second.extra == {}
    assert second.mentions == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        pytest.param("mentions.0.score", float("nan"), id="score that is no number"),
        pytest.param("events.0.place.lon", float("inf"), id="endless longitude"),
        pytest.param("mentions.0.score", 10**400, id="whole number beyond a float"),
        pytest.param("events.0.triggers", [2, "m2"], id="role list of mixed types"),
        pytest.param("mentions.2.events", ["e1", "e1"], id="one event twice"),
        pytest.param("mentions.0.score", 1.5, id="score above 1"),
        pytest.param("events.0.place.lat", 91, id="latitude beyond the pole"),
    ],
)
def test_more_refusals(path: str, value: Any) -> None:
    with pytest.raises(RecordError):
        Document.from_dict(change(path, value))
