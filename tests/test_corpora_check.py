"""Faults of annotated documents, all at once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from document_strategies import documents
from frontwire.corpora.check import check_document, check_record
from frontwire.corpora.check_files import check_file
from frontwire.corpora.jsonl import write_jsonl, write_records
from frontwire.corpora.standoff import write_standoff
from frontwire.errors import DataError
from frontwire.schema import Actor, CountRange, DateRange, Document, Event, Mention, Place, Toll
from inline_documents import inline_document


def clean() -> Document:
    return inline_document(
        "[[ATTACKER:1|Raiders]] [[EVENT:1|burned]] the [[TARGET:1|mill]] at [[LOCATION:1|Dosso]], "
        "killing [[KILLED:1|two]].",
        "1|incident|arson|2020-05-18..2020-05-18|Dosso|NE|killed=2..2|wounded=null",
    )


def test_clean_document_has_no_fault() -> None:
    assert check_document(clean()) == []


def changed_mention(number: int = 0, **change: Any) -> Document:
    document = clean()
    document.mentions[number] = replace(document.mentions[number], **change)
    document.assign_roles()
    return document


def changed_event(**change: Any) -> Document:
    document = clean()
    document.events[0] = replace(document.events[0], **change)
    return document


def marked(text: str) -> Document:
    return inline_document(f"{text} [[EVENT:1|shot]]", "1|incident|armed_assault")


@pytest.mark.parametrize(
    ("document", "severity", "where", "message"),
    [
        pytest.param(replace(clean(), id=" "), "error", "id", "empty", id="blank-id"),
        pytest.param(Document("d", " \n"), "error", "text", "empty", id="blank-text"),
        pytest.param(replace(clean(), date="19 May"), "error", "date", "expected an existing day", id="date"),
        pytest.param(
            replace(clean(), date="XXXX-05-19"), "error", "date", "expected an existing day", id="date-no-year"
        ),
        pytest.param(changed_mention(id="m2"), "error", "mention m2", "2 times", id="mention-id-twice"),
        pytest.param(replace(clean(), events=clean().events * 2), "error", "event e1", "2 times", id="event-id-twice"),
        pytest.param(changed_mention(events=[]), "error", "mention m1", "belongs to no event", id="no-event"),
        pytest.param(
            changed_mention(events=["e1", "e9"]), "error", "mention m1", "names events ['e9']", id="lost-event"
        ),
        pytest.param(
            changed_mention(events=["e1", "e1"]), "error", "mention m1", "names an event twice", id="event-twice"
        ),
        pytest.param(changed_mention(label="VERB"), "error", "mention m1", "label 'VERB'", id="label"),
        pytest.param(changed_mention(end=900), "error", "mention m1", "end=900 in a text of", id="past-the-end"),
        pytest.param(changed_mention(start=-1), "error", "mention m1", "start=-1", id="negative-start"),
        pytest.param(changed_mention(text="Raider"), "error", "mention m1", "is 'Raiders'", id="other-words"),
        pytest.param(changed_mention(end=8, text="Raiders "), "error", "mention m1", "white space", id="white-space"),
        pytest.param(
            changed_mention(end=10, text="Raiders bu"), "error", "mention m2", "overlaps mention m1", id="overlap"
        ),
        pytest.param(changed_mention(end=5, text="Raide"), "warning", "mention m1", "inside a word", id="half-a-word"),
        pytest.param(marked("[[TARGET:1|the mill]]"), "warning", "mention m1", "begins with 'the'", id="article"),
        pytest.param(marked("[[WEAPON:1|A mine]]"), "warning", "mention m1", "begins with 'A'", id="capital-article"),
        pytest.param(marked("[[TARGET:1|his house]]"), "warning", "mention m1", "begins with 'his'", id="possessive"),
        pytest.param(marked("[[TARGET:1|Him]]"), "warning", "mention m1", "pronoun", id="pronoun"),
        pytest.param(marked("[[TARGET:1|mill,]]"), "warning", "mention m1", "punctuation", id="comma"),
        pytest.param(marked("[[TARGET:1|old\nmill]]"), "warning", "mention m1", "line break", id="line-break"),
        pytest.param(changed_event(kind="rumour"), "error", "event e1", "kind 'rumour'", id="kind"),
        pytest.param(changed_event(type="fire"), "error", "event e1", "type 'fire'", id="type"),
        pytest.param(
            replace(clean(), events=[*clean().events, Event("e2")]),
            "error",
            "event e2",
            "has no mention",
            id="no-mention",
        ),
        pytest.param(changed_event(targets=[]), "error", "event e1", "mention.events gives ['m3']", id="role-missing"),
        pytest.param(changed_event(weapons=["m3"]), "error", "event e1", "weapons is ['m3']", id="role-too-much"),
        pytest.param(changed_mention(1, label="TARGET"), "warning", "event e1", "without an EVENT", id="no-trigger"),
        pytest.param(
            changed_event(place=Place("Dosso", "Niger")), "error", "event e1", "two capital letters", id="country"
        ),
        pytest.param(
            changed_event(place=Place("Dosso", "QQ")), "error", "event e1", "no ISO 3166", id="no-such-country"
        ),
        pytest.param(changed_event(place=Place("")), "error", "event e1", "place name is empty", id="empty-place"),
        pytest.param(
            changed_event(place=Place("Doso")), "warning", "event e1", "not stand so in the text", id="misspelt"
        ),
        pytest.param(changed_event(place=Place("Dosso", lat=91, lon=0)), "error", "event e1", "lat is 91", id="lat"),
        pytest.param(changed_event(place=Place("Dosso", lat=9)), "error", "event e1", "lat and lon", id="lat-alone"),
        pytest.param(changed_event(killed=None), "warning", "event e1", "KILLED mentions give 'two'", id="killed-null"),
        pytest.param(
            changed_event(tolls=[Toll("killed", 3, 3)]),
            "warning",
            "event e1",
            "a toll gives at least 3",
            id="toll-above",
        ),
        pytest.param(
            changed_event(tolls=[Toll("wounded", 3, 3)]), "warning", "event e1", "a toll gives 3..3", id="toll-of-null"
        ),
        pytest.param(changed_event(tolls=[Toll("hurt", 1, 1)]), "error", "event e1", "outcome 'hurt'", id="outcome"),
        pytest.param(
            changed_event(tolls=[Toll("killed", 2, 2, "both")]), "error", "event e1", "side 'both'", id="side"
        ),
        pytest.param(changed_event(tolls=[Toll("killed", 2, 1)]), "error", "event e1", "low <= high", id="toll-range"),
        pytest.param(
            changed_event(tolls=[Toll("killed", 2, 2, mention="m9")]), "error", "event e1", "'m9'", id="toll-mention"
        ),
        pytest.param(
            changed_event(tolls=[Toll("killed", 2, 2, victims="")]),
            "error",
            "event e1",
            "empty string",
            id="toll-victims",
        ),
        pytest.param(
            changed_event(actors={"victim": Actor(None)}), "error", "event e1", "side 'victim'", id="actor-side"
        ),
        pytest.param(
            changed_event(actors={"target": Actor(None, "army")}), "error", "event e1", "type 'army'", id="actor-type"
        ),
    ],
)
def test_fault(document: Document, severity: str, where: str, message: str) -> None:
    found = [f for f in check_document(document) if message in f.message]
    assert [(f.severity, f.where.startswith(where)) for f in found] == [(severity, True)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("[[LOCATION:1|The Hague]]", "a name that begins with its article"),
        ("[[DATE:1|this morning]]", "a date keeps its demonstrative"),
        ("[[KILLED:1|a]] killed=1", "an article may be the count"),
        ("[[ATTACKER:1|US]]", "a country, no pronoun"),
        ("[[WEAPON:1|A-10 jets]]", "a type, no article"),
        ("[[DATE:1|5 p.m.]]", "a full stop may belong to it"),
    ],
)
def test_no_warning_for(text: str, why: str) -> None:
    document = marked(text)
    document.events[0].killed = CountRange(1, 1)
    assert check_document(document) == [], why


@pytest.mark.parametrize(
    ("start", "end", "message"),
    [
        pytest.param("2020-05-18", "2020-05-18", None, id="one-day"),
        pytest.param("XXXX-02-29", "XXXX-02-29", None, id="leap-day-of-no-year"),
        pytest.param("XXXX-12-31", "XXXX-01-02", None, id="over-new-year"),
        pytest.param("2020-05-18", None, None, id="open"),
        pytest.param("2020-05-19", "2020-05-18", "last day is before the first", id="order"),
        pytest.param("2019-02-29", "2019-03-01", "existing day", id="no-leap-year"),
        pytest.param("XXXX-04-31", "XXXX-05-01", "existing day", id="no-such-day"),
        pytest.param("2020-05", "2020-05", "existing day", id="month"),
        pytest.param("20XX-05-01", "20XX-05-01", "existing day", id="half-a-year"),
        pytest.param("0000-05-01", "0000-05-01", "existing day", id="year-nought"),
        pytest.param("2020-5-18", "2020-5-18", "existing day", id="one-digit"),
        pytest.param("٢٠٢٠-05-18", None, "existing day", id="other-digits"),
        pytest.param("2019-11-01", "XXXX-02-16", "on both days or on neither", id="one-year"),
        pytest.param("2020-05-20", "2020-05-20", "after the publication", id="future"),
    ],
)
def test_dates(start: str, end: str | None, message: str | None) -> None:
    faults = check_document(changed_event(date=DateRange(start, end)))
    assert [message in f.message for f in faults] == ([True] if message else [])


def test_all_faults_come_at_once_and_errors_first() -> None:
    document = clean()
    document.mentions[0] = replace(document.mentions[0], end=5, text="Raide")
    document.mentions[2] = replace(document.mentions[2], label="THING")
    document.events[0].killed = None
    faults = check_document(document)
    assert [fault.severity for fault in faults] == ["error", "error", "warning", "warning"]
    assert str(faults[0]).startswith("d1: error: mention m3 'mill': label 'THING'")


@given(documents())
def test_no_error_of_form_is_seen_in_a_sound_document(document: Document) -> None:
    said = {fault.message for fault in check_document(document) if fault.severity == "error"}
    assert not [m for m in said if "overlaps" in m or "characters from 0" in m or "the text at" in m or "gives [" in m]


@pytest.mark.parametrize("broken", [m.id for m in clean().mentions])
def test_whatever_check_refuses_is_an_error_here_too(broken: str) -> None:
    document = clean()
    document.mentions = [replace(m, start=m.start + 1) if m.id == broken else m for m in document.mentions]
    with pytest.raises(DataError):
        document.check()
    assert any(fault.severity == "error" for fault in check_document(document))


def test_record_goes_on_past_what_cannot_be_read() -> None:
    record = clean().to_dict()
    record["mentions"][0]["label"] = "VERB"
    record["mentions"].append("mention")
    record["mentions"].append(Mention("m9", "TARGET", 0, 700, "x", events=["e1"]).to_dict())
    record["events"][0]["attackers"] = ["m9"]
    faults = [f"{fault.where}: {fault.message}" for fault in check_record(record)]
    assert len([f for f in faults if f.startswith("mentions[0]: ") and "VERB" in f]) == 1
    assert "mentions[5]: found str; expected an object" in faults
    assert len([f for f in faults if "end=700" in f]) == 1
    assert len([f for f in faults if "attackers is ['m9']" in f]) == 1


@pytest.mark.parametrize(
    ("record", "message"),
    [
        pytest.param({"id": "d", "text": 5}, "text is int", id="text"),
        pytest.param({"id": "d", "text": "a", "mentions": {"m": 1}}, "found dict", id="mentions-no-list"),
        pytest.param({"id": "d", "text": "a", "schema_version": 9}, "schema_version is 9", id="version"),
    ],
)
def test_record_of_another_form_is_an_error(record: dict[str, Any], message: str) -> None:
    assert [message in fault.message for fault in check_record(record)] == [True]


def test_record_without_role_lists_is_clean() -> None:
    record = clean().to_dict()
    for role in ("triggers", "attackers", "targets", "weapons", "locations", "dates"):
        del record["events"][0][role]
    assert check_record(record) == []


def test_files_of_every_form_report_every_document(tmp_path: Path) -> None:
    bad = changed_mention(end=8, text="Raiders ")
    write_jsonl([clean(), bad], tmp_path / "a.jsonl")
    write_standoff([clean(), bad, replace(clean(), id="lost")], tmp_path / "b.jsonl")
    (tmp_path / "c.txt").write_text(
        "#doc a\n#text\n[[EVENT:1|b]]\n#events\n\n#doc b\n#text\n[[TARGET:1| x]]\n#events\n"
        "1|incident|other|null|null|null|killed=null|wounded=null\n",
        encoding="utf-8",
    )
    texts = {"d1": clean().article()}
    found = {
        name: [
            (i, [f.message for f in faults if f.severity == "error"])
            for i, faults in check_file(tmp_path / name, texts=texts)
        ]
        for name in ("a.jsonl", "b.jsonl", "c.txt")
    }
    space = "begins or ends with white space"
    assert found["a.jsonl"] == [("d1", []), ("d1", [space])]
    assert found["b.jsonl"][:2] == [("d1", []), ("d1", [space])]
    assert [(i, len(messages)) for i, messages in found["b.jsonl"][2:]] == [("lost", 1)]
    assert "no text at hand" in found["b.jsonl"][2][1][0]
    assert [i for i, _ in found["c.txt"]] == ["a", "b"]
    assert "line 1" in found["c.txt"][0][1][0]
    assert found["c.txt"][1][1] == [space]


def test_faulty_record_in_a_file_does_not_stop_the_check(tmp_path: Path) -> None:
    record = clean().to_dict()
    write_records([{"text": "no id"}, record], tmp_path / "a.jsonl")
    assert [(i, len(faults)) for i, faults in check_file(tmp_path / "a.jsonl")] == [("line 1", 1), ("d1", 0)]
