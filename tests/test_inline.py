"""The inline form: marks in the text, one line per event."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from document_strategies import documents, words
from frontwire.corpora.inline import (
    format_inline,
    lost_in_inline,
    parse_inline,
    read_inline,
    split_blocks,
    write_inline,
)
from frontwire.corpora.jsonl import read_jsonl
from frontwire.errors import RecordError
from frontwire.schema import CountRange, DateRange, Document, Event, Mention, Place, Toll

EXAMPLE = """\
#doc own-1
#date 2019-03-04
#title Raid near Ansongo
#text
[[ATTACKER:1|Gunmen]] [[EVENT:1|stormed]] a [[TARGET:1|customs post]] near [[LOCATION:1,2|Ansongo]] on \
[[DATE:1|Sunday]].

[[KILLED:1|Two]] [[TARGET:1|officers]] died. A [[WEAPON:2|mine]] [[EVENT:2|went off]] later.
#events
1|incident|armed_assault|2019-03-03..2019-03-03|Ansongo|ML|killed=2..2|wounded=null|attacker_type=unknown
toll|1|killed|2..2|target|officers|the governor|mention=m6
2|incident|bombing|2019-03-03..|Ansongo|ML|killed=null|wounded=3..
"""


def one(text: str) -> Document:
    (document,) = parse_inline(text)
    return document


EVENT_LINE = "1|incident|bombing|null|null|null|killed=null|wounded=null"


def marked(text: str, events: str = EVENT_LINE) -> str:
    return f"#doc d\n#text\n{text}\n#events\n{events}\n"


def test_example_is_read_in_full() -> None:
    document = one(EXAMPLE)
    assert document.text == (
        "Gunmen stormed a customs post near Ansongo on Sunday.\n\nTwo officers died. A mine went off later."
    )
    assert (document.id, document.date, document.title, document.source) == (
        "own-1",
        "2019-03-04",
        "Raid near Ansongo",
        None,
    )
    assert [(m.id, m.label, m.text, m.events) for m in document.mentions] == [
        ("m1", "ATTACKER", "Gunmen", ["e1"]),
        ("m2", "EVENT", "stormed", ["e1"]),
        ("m3", "TARGET", "customs post", ["e1"]),
        ("m4", "LOCATION", "Ansongo", ["e1", "e2"]),
        ("m5", "DATE", "Sunday", ["e1"]),
        ("m6", "KILLED", "Two", ["e1"]),
        ("m7", "TARGET", "officers", ["e1"]),
        ("m8", "WEAPON", "mine", ["e2"]),
        ("m9", "EVENT", "went off", ["e2"]),
    ]
    first, second = document.events
    assert (first.triggers, first.targets, first.locations, second.locations) == (["m2"], ["m3", "m7"], ["m4"], ["m4"])
    assert first.date == DateRange("2019-03-03", "2019-03-03")
    assert second.date == DateRange("2019-03-03", None)
    assert second.wounded == CountRange(3, None)
    assert first.tolls == [Toll("killed", 2, 2, "target", "officers", "m6", "the governor")]
    assert first.actors["attacker"].type == "unknown"


def test_example_is_written_as_it_was_read() -> None:
    assert format_inline(one(EXAMPLE)) == EXAMPLE


@pytest.mark.parametrize(
    ("marks", "text", "mentions"),
    [
        pytest.param(r"a \[[KILLED:1|b\]]", "a [[KILLED:1|b]]", [], id="escaped-mark"),
        pytest.param(r"\\[[KILLED:1|b]]", "\\b", ["b"], id="backslash-before-mark"),
        pytest.param(r"[[TARGET:1|b\\]]", "b\\", ["b\\"], id="backslash-at-end-of-mark"),
        pytest.param(r"[[TARGET:1|a \]] b]]", "a ]] b", ["a ]] b"], id="closing-pair-inside-mark"),
        pytest.param(r"[[TARGET:1|a\]]]]", "a]]", ["a]]"], id="closing-pair-at-end-of-mark"),
        pytest.param(r"[[TARGET:1|a\]]]", "a]", ["a]"], id="one-bracket-at-end-of-mark"),
        pytest.param("[[TARGET:1|a]]]", "a]", ["a"], id="bracket-behind-mark"),
        pytest.param("[[[TARGET:1|a]]]", "[a]", ["a"], id="mark-in-brackets"),
        pytest.param("[[TARGET:1|a]][[EVENT:1|b]]", "ab", ["a", "b"], id="adjacent-marks"),
        pytest.param("[REPORT] [TEXT] a[1]", "[REPORT] [TEXT] a[1]", [], id="single-brackets"),
        pytest.param("\\#1 in\n\\#doc x\n#other", "#1 in\n#doc x\n#other", [], id="hash-at-line-start"),
        pytest.param("a\\r\n[[EVENT:1|b]]", "a\r\nb", ["b"], id="carriage-return"),
        pytest.param("x|y [[TARGET:1|p|q]]", "x|y p|q", ["p|q"], id="pipes"),
        pytest.param("😀 [[TARGET:1|e\u0301]]", "😀 e\u0301", ["e\u0301"], id="emoji-and-combining-mark"),
        pytest.param("", "", [], id="empty"),
        pytest.param("\n", "\n", [], id="blank-lines"),
    ],
)
def test_text_and_spans_of_marks(marks: str, text: str, mentions: list[str]) -> None:
    document = one(marked(marks))
    assert document.text == text
    assert [m.text for m in document.mentions] == mentions
    assert one(format_inline(document)) == document


@given(documents(every_mention_in_an_event=True), st.none() | words)
def test_any_document_survives_the_inline_form(document: Document, title: str | None) -> None:
    document.title = title
    document.extra = {"note": document.text}
    assert one(format_inline(document)) == document


@given(st.lists(documents(every_mention_in_an_event=True), max_size=3))
def test_a_file_of_documents_survives(tmp_path_factory: pytest.TempPathFactory, written: list[Document]) -> None:
    path = tmp_path_factory.mktemp("inline") / "documents.txt"
    assert write_inline(written, path) == len(written)
    assert read_inline(path) == written


def test_marks_taken_away_give_back_the_text() -> None:
    text = EXAMPLE.split("#text\n")[1].split("\n#events")[0]
    assert re.sub(r"\[\[[A-Z]+:[\d,]+\||\]\]", "", text) == one(EXAMPLE).text


def test_crlf_file_is_an_editors_habit() -> None:
    assert one(EXAMPLE.replace("\n", "\r\n")) == one(EXAMPLE)


def test_byte_order_mark_is_skipped(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"\xef\xbb\xbf" + EXAMPLE.encode())
    assert read_inline(path) == [one(EXAMPLE)]


def test_not_utf8_names_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"#doc x\n#text\n\xff\n#events\n")
    with pytest.raises(RecordError, match=r"a\.txt.*not UTF-8 at byte 13"):
        read_inline(path)


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        pytest.param(marked("a\n[[EVENT:1|x"), 4, "never closed", id="open-mark"),
        pytest.param(marked("[[EVENT:1|a [[TARGET:1|b]]]]"), 3, "inside the mark EVENT", id="nested"),
        pytest.param(marked("[[EVENTS:1|a]]"), 3, "label 'EVENTS'", id="unknown-label"),
        pytest.param(marked("a\n[[EVENT:e1|a]]"), 4, "looks like a mark", id="event-id-in-letters"),
        pytest.param(marked("[[event:1|a]]"), 3, "looks like a mark", id="lower-case-label"),
        pytest.param(marked("[[EVENT:1| ]]"), 3, "is empty", id="blank-mark"),
        pytest.param(marked("a\\b"), 3, "backslash before 'b'", id="stray-backslash"),
        pytest.param(marked("a\\"), 3, "backslash before ''", id="backslash-at-end"),
        pytest.param(marked("[[EVENT:2|a]]"), 1, r"names events \['e2'\]", id="event-without-line"),
        pytest.param("#doc d\n#text\na\n", 1, "no #events line", id="no-events-line"),
        pytest.param("#text\na\n#events\n", 1, "starts with '#doc ID'", id="no-doc-line"),
        pytest.param("#doc d\n#lang en\n#text\na\n#events\n", 2, "found '#lang en'", id="unknown-header"),
        pytest.param("#doc d\n#date x\n#date y\n#text\na\n#events\n", 3, "found '#date y'", id="header-twice"),
        pytest.param("#doc d\n#extra [1]\n#text\na\n#events\n", 1, "expected one JSON object", id="extra-no-object"),
        pytest.param("#doc d\n#extra {\n#text\na\n#events\n", 1, "no JSON", id="extra-no-json"),
    ],
)
def test_faulty_text_names_its_line(text: str, line: int, reason: str) -> None:
    with pytest.raises(RecordError, match=reason) as caught:
        one(text)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        pytest.param("2|incident|bombing|null|null|null|killed=null", "7 fields", id="too-few"),
        pytest.param("x|incident|bombing|null|null|null|killed=null|wounded=null", "event number 'x'", id="number"),
        pytest.param("²|incident|bombing|null|null|null|killed=null|wounded=null", "event number", id="superscript"),
        pytest.param("2|rumour|bombing|null|null|null|killed=null|wounded=null", "kind is 'rumour'", id="kind"),
        pytest.param("2|incident|bomb|null|null|null|killed=null|wounded=null", "type is 'bomb'", id="type"),
        pytest.param("2|incident|bombing|Sunday|null|null|killed=null|wounded=null", "dates 'Sunday'", id="dates"),
        pytest.param("2|incident|bombing|null|null|null|wounded=1..1|killed=1..1", "expected killed=", id="order"),
        pytest.param("2|incident|bombing|null|null|null|killed=8|wounded=null", "range '8'", id="range"),
        pytest.param(
            "2|incident|bombing|null|null|null|killed=9..8|wounded=null", "count range 9..8", id="high-below-low"
        ),
        pytest.param("2|incident|bombing|null|null|null|killed=null|wounded=null|x=1", "field 'x=1'", id="unknown-key"),
        pytest.param("2|incident|bombing|null|X|null|killed=null|wounded=null|lat=north", "lat is 'north'", id="lat"),
        pytest.param(
            "2|incident|bombing|null|null|null|killed=null|wounded=null|date_basis=story",
            "the date is null",
            id="no-date",
        ),
        pytest.param("toll|3|killed|1..1|target||", "toll of event 3", id="toll-of-no-event"),
        pytest.param("toll|1|killed|null|target||", "a toll with the range", id="toll-without-range"),
        pytest.param("toll|1|killed|1..1|both||", "side is 'both'", id="toll-side"),
        pytest.param("toll|1|killed|1..1|target", "5 fields", id="toll-too-short"),
        pytest.param("toll|1|killed|1..1|target|||note=x", "toll field 'note'", id="toll-key"),
        pytest.param(EVENT_LINE, "event 1 stands twice", id="twice"),
    ],
)
def test_faulty_event_line_names_its_line(line: str, reason: str) -> None:
    with pytest.raises(RecordError, match=re.escape(reason)) as caught:
        one(marked("a", f"{EVENT_LINE}\n{line}"))
    assert caught.value.line == 6


def test_place_known_by_its_district_alone_survives() -> None:
    document = Document("d", "x", events=[Event("e1", place=Place(admin1="Gao", lat=16.5, lon=0.0))])
    assert one(format_inline(document)) == document


def test_toll_keeps_its_mention_when_ids_change() -> None:
    document = one(EXAMPLE)
    names = {mention.id: f"x{i}" for i, mention in enumerate(reversed(document.mentions))}
    document.mentions = [replace(m, id=names[m.id]) for m in reversed(document.mentions)]
    document.events[0].tolls = [replace(document.events[0].tolls[0], mention=names["m6"])]
    assert one(format_inline(document)) == one(EXAMPLE)


def test_mention_without_event_is_left_out_and_named() -> None:
    document = one(EXAMPLE)
    document.mentions[0].events = []
    again = one(format_inline(document))
    assert lost_in_inline(document) == ["mentions without an event"]
    assert again.text == document.text
    assert [m.text for m in again.mentions] == [m.text for m in document.mentions[1:]]
    # The toll still points at the same words although every number moved by one.
    assert [m.text for m in again.mentions if m.id == again.events[0].tolls[0].mention] == ["Two"]


def test_losses_are_named() -> None:
    document = one(EXAMPLE)
    assert lost_in_inline(document) == []
    document.mentions[0].score = 0.5
    document.model, document.language = {"name": "m"}, "en"
    assert lost_in_inline(document) == ["scores", "model", "language"]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"title": "two\nlines"}, "title", id="title-of-two-lines"),
        pytest.param({"title": "null"}, "title", id="title-null"),
        pytest.param({"source": " padded"}, "source", id="padded-source"),
        pytest.param({"id": "a\nb"}, "id", id="id-of-two-lines"),
        pytest.param({"events": [Event("e1", place=Place("null"))]}, "place name 'null'", id="place-null"),
        pytest.param({"events": [Event("e1", place=Place("a\nb"))]}, "line break", id="place-of-two-lines"),
        pytest.param({"events": [Event("e1", tolls=[Toll("killed", 1, 1, victims="")])]}, "empty victims", id="empty"),
        pytest.param(
            {
                "mentions": [Mention("m1", "KILLED", 0, 1, "x")],
                "events": [Event("e1", tolls=[Toll("killed", 1, 1, mention="m1")])],
            },
            "belongs to no event",
            id="toll-of-a-dropped-mention",
        ),
    ],
)
def test_what_would_read_back_as_something_else_is_refused(change: dict[str, object], reason: str) -> None:
    with pytest.raises(RecordError, match=reason):
        format_inline(replace(Document("d", "x y"), **change))  # type: ignore[arg-type]


def test_blocks_know_their_first_line() -> None:
    assert [first for first, _ in split_blocks(f"\n{EXAMPLE}\n\n{EXAMPLE}")] == [2, 15]


@pytest.mark.shared
def test_every_real_document_survives(shared: Path) -> None:
    read = [d for name in ("annotated/train", "gold/gold") for d in read_jsonl(shared / f"{name}.jsonl")]
    assert len(read) > 600
    for document in read:
        document.title = None
        assert one(format_inline(document)) == document
