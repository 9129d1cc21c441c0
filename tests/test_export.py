"""Rows of events, the three table formats, and what a terminal shows."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from frontwire.errors import UsageError
from frontwire.export import (
    COLUMNS,
    document_line,
    event_rows,
    format_evidence,
    format_of_name,
    format_table,
    rejection_line,
    write_csv,
    write_geojson,
    write_parquet,
    write_table,
)
from frontwire.schema import Actor, CountRange, DateRange, Document, Event, Mention, Place, RejectedArticle, Toll

TEXT = (
    "Harbour guards fought off raiders.\r\nRed Column fighters and fighters of the Red Column stormed\tPort Amber "
    'at dawn, killing eight guards; "nine", said a nurse. Two raiders died.'
)

CONTRACT_COLUMNS = """document_id, event_id, kind, type, date_start, date_end, date_precision, year, month, day, place,
country, admin1, lat, lon, place_precision, attacker, attacker_type, target, target_type, weapons,
killed_low, killed_high, killed_attackers_low, killed_attackers_high, killed_targets_low, killed_targets_high,
wounded_low, wounded_high, disputed, score, trigger, sentence, source, title, publication_date, schema_version"""


def mention(id: str, label: str, words: str, *events: str, nth: int = 0) -> Mention:
    start = -1
    for _ in range(nth + 1):
        start = TEXT.index(words, start + 1)
    return Mention(id, label, start, start + len(words), words, 0.9, list(events))


def document(**changes: Any) -> Document:
    event = Event(
        "e1",
        type="armed_assault",
        score=0.81,
        date=DateRange("2020-05-19", "2020-05-19", "day", "mention"),
        place=Place("Port Amber", "XX", "Coast", 10.5, -20.25, 7, "city", "mention"),
        killed=CountRange(10, 11),
        wounded=CountRange(3, None),
        actors={"attacker": Actor("Red Column", "rebel"), "target": Actor(None, "state_forces")},
        tolls=[
            Toll("killed", 8, 8, "target", "guards", "m6", "the governor"),
            Toll("killed", 9, 9, "target", "guards", "m7", "a nurse"),
            Toll("killed", 2, 2, "attacker", "raiders", "m8"),
            Toll("wounded", 3, None, "unknown"),
        ],
    )
    found = Document(
        "port-1",
        TEXT,
        date="2020-05-20",
        title="Raid, again",
        source="Harbour Post",
        mentions=[
            mention("m1", "TARGET", "Harbour guards", "e1"),
            mention("m2", "ATTACKER", "Red Column fighters", "e1"),
            mention("m3", "ATTACKER", "fighters of the Red Column", "e1"),
            mention("m4", "EVENT", "stormed", "e1"),
            mention("m5", "LOCATION", "Port Amber", "e1"),
            mention("m6", "KILLED", "eight", "e1"),
            mention("m7", "KILLED", "nine", "e1"),
            mention("m8", "KILLED", "Two", "e1"),
            mention("m9", "TARGET", "guards", "e1", nth=1),
        ],
        events=[event],
    )
    for name, value in changes.items():
        setattr(event, name, value)
    found.assign_roles()
    found.check()
    return found


def row(**changes: Any) -> dict[str, Any]:
    (only,) = event_rows(document(**changes))
    return only


# --- rows


def test_the_columns_are_those_of_the_contract() -> None:
    assert ", ".join(COLUMNS) == " ".join(CONTRACT_COLUMNS.split())
    assert list(row()) == list(COLUMNS)


def test_a_full_row() -> None:
    assert row() == {
        "document_id": "port-1",
        "event_id": "e1",
        "kind": "incident",
        "type": "armed_assault",
        "date_start": "2020-05-19",
        "date_end": "2020-05-19",
        "date_precision": "day",
        "year": 2020,
        "month": 5,
        "day": 19,
        "place": "Port Amber",
        "country": "XX",
        "admin1": "Coast",
        "lat": 10.5,
        "lon": -20.25,
        "place_precision": "city",
        "attacker": "Red Column",
        "attacker_type": "rebel",
        "target": "Harbour guards; guards",
        "target_type": "state_forces",
        "weapons": None,
        "killed_low": 10,
        "killed_high": 11,
        "killed_attackers_low": 2,
        "killed_attackers_high": 2,
        "killed_targets_low": 8,
        "killed_targets_high": 9,
        "wounded_low": 3,
        "wounded_high": None,
        "disputed": True,
        "score": 0.81,
        "trigger": "stormed",
        "sentence": row()["sentence"],
        "source": "Harbour Post",
        "title": "Raid, again",
        "publication_date": "2020-05-20",
        "schema_version": 1,
    }
    assert row()["sentence"].startswith("Red Column fighters and")


def test_every_value_has_the_type_of_its_column() -> None:
    for name, value in row().items():
        assert value is None or type(value) is COLUMNS[name], name


def test_nothing_known_is_null() -> None:
    bare = Document("d", "It happened.", events=[Event("e1")])
    (found,) = event_rows(bare)
    known = {"document_id", "event_id", "kind", "type", "disputed", "schema_version"}
    assert {name for name, value in found.items() if value is not None} == known
    assert found["disputed"] is False


def test_documents_without_events_have_no_row() -> None:
    assert list(event_rows(Document("d", "Nothing happened."))) == []


@pytest.mark.parametrize(
    ("start", "end", "parts"),
    [
        ("2020-05-19", "2020-05-19", (2020, 5, 19)),
        ("2020-05-01", "2020-05-10", (2020, 5, None)),
        ("2020-05-31", "2020-06-01", (2020, None, None)),
        ("2019-12-31", "2020-01-01", (None, None, None)),
        ("2019-05-19", "2020-05-19", (None, None, None)),
        ("XXXX-04-14", "XXXX-04-14", (None, 4, 14)),
        ("XXXX-04-01", "XXXX-04-30", (None, 4, None)),
        ("2020-05-19", None, (None, None, None)),
    ],
)
def test_year_month_and_day_are_what_the_whole_span_shares(
    start: str, end: str | None, parts: tuple[int | None, ...]
) -> None:
    found = row(date=DateRange(start, end, "range"))
    assert (found["year"], found["month"], found["day"]) == parts
    assert (found["date_start"], found["date_end"]) == (start, end)


def test_words_of_a_role_stand_once_whatever_their_capitals() -> None:
    found = document(actors={})
    (only,) = event_rows(found)
    assert only["attacker"] == "Red Column fighters; fighters of the Red Column"
    assert only["attacker_type"] is None
    found.mentions.append(mention("m10", "WEAPON", "dawn", "e1"))
    found.mentions.append(mention("m11", "WEAPON", "nurse", "e1"))
    (only,) = event_rows(found)
    assert only["weapons"] == "dawn; nurse"


def test_line_breaks_inside_a_mention_become_spaces_in_joined_words() -> None:
    text = "Red\r\nColumn men raided it."
    found = Document(
        "d", text, mentions=[Mention("m1", "ATTACKER", 0, 15, text[:15], None, ["e1"])], events=[Event("e1")]
    )
    (only,) = event_rows(found)
    assert only["attacker"] == "Red Column men"


@pytest.mark.parametrize(
    ("tolls", "disputed"),
    [
        ([], False),
        ([Toll("killed", 8, 8, "target", "guards")], False),
        ([Toll("killed", 8, 8, "target", "guards"), Toll("killed", 2, 2, "attacker", "raiders")], False),
        ([Toll("killed", 8, 8, "target", "guards"), Toll("killed", 8, 8, "target", "guards", claimed_by="x")], False),
        ([Toll("killed", 8, 8, "target", "guards"), Toll("wounded", 9, 9, "target", "guards")], False),
        ([Toll("killed", 8, 8, "target", "guards"), Toll("killed", 9, 9, "target", "Guards", claimed_by="x")], True),
    ],
)
def test_figures_that_differ_for_the_same_people_are_disputed(tolls: list[Toll], disputed: bool) -> None:
    assert row(tolls=tolls)["disputed"] is disputed


def test_an_event_without_trigger_shows_the_sentence_of_its_first_mention() -> None:
    found = document()
    found.mentions = [m for m in found.mentions if m.label != "EVENT"]
    (only,) = event_rows(found)
    assert (only["trigger"], only["sentence"]) == (None, "Harbour guards fought off raiders.")


# --- formats


def documents() -> list[Document]:
    unplaced = document(place=Place(None, "XX", basis="story"))
    unplaced.id = "port-2"
    return [document(), Document("quiet", "Nothing happened."), unplaced]


def test_csv(tmp_path: Path) -> None:
    write_csv(documents(), tmp_path / "a.csv")
    raw = (tmp_path / "a.csv").read_bytes()
    assert raw.startswith(b"document_id,event_id,")
    rows = list(csv.DictReader(io.StringIO(raw.decode("utf-8"), newline="")))
    assert [(r["document_id"], r["lat"], r["disputed"]) for r in rows] == [
        ("port-1", "10.5", "true"),
        ("port-2", "", "true"),
    ]
    assert rows[0]["wounded_high"] == rows[0]["weapons"] == ""
    assert rows[0]["sentence"] == row()["sentence"]  # tabs, quotes and line ends survive


def test_csv_leaves_words_as_they_stand(tmp_path: Path) -> None:
    found = document()
    found.title = '=HYPERLINK("x")'
    write_csv([found], tmp_path / "a.csv")
    (only,) = csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline=""))
    assert only["title"] == '=HYPERLINK("x")'


def test_parquet(tmp_path: Path) -> None:
    write_parquet(documents(), tmp_path / "a.parquet")
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.column_names == list(COLUMNS)
    types = {str: "string", int: "int64", float: "double", bool: "bool"}
    assert [str(kind) for kind in table.schema.types] == [types[kind] for kind in COLUMNS.values()]
    assert table.to_pylist()[0] == row()
    assert table.to_pylist()[1]["lat"] is None


def test_parquet_writes_large_results_in_groups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("frontwire.export.parquet._GROUP_ROWS", 2)
    write_parquet((document() for _ in range(5)), tmp_path / "a.parquet")
    file = pq.ParquetFile(tmp_path / "a.parquet")
    assert (file.metadata.num_rows, file.num_row_groups) == (5, 3)
    file.close()


def test_geojson(tmp_path: Path) -> None:
    write_geojson(documents(), tmp_path / "a.geojson")
    collection = json.loads((tmp_path / "a.geojson").read_text("utf-8"))
    assert collection["type"] == "FeatureCollection"
    first, second = collection["features"]
    assert first["geometry"] == {"type": "Point", "coordinates": [-20.25, 10.5]}
    assert first["properties"] == row()
    assert second["geometry"] is None
    assert second["properties"]["country"] == "XX"


@pytest.mark.parametrize("format_", ["csv", "parquet", "geojson"])
def test_a_table_of_nothing_is_whole_and_bytes_repeat(tmp_path: Path, format_: str) -> None:
    write_table([], tmp_path / "empty", format_)
    if format_ == "csv":
        assert (tmp_path / "empty").read_bytes() == (",".join(COLUMNS) + "\r\n").encode()
    elif format_ == "parquet":
        assert pq.read_table(tmp_path / "empty").num_rows == 0
    else:
        assert json.loads((tmp_path / "empty").read_text()) == {"type": "FeatureCollection", "features": []}
    for name in ("one", "two"):
        write_table(iter(documents()), tmp_path / name, format_)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_lines_are_the_contracts_json() -> None:
    line = document_line(document())
    assert line.endswith(b"}\n")
    assert line.count(b"\n") == 1
    assert Document.from_dict(json.loads(line)).to_dict() == document().to_dict()


def test_a_rejection_that_quotes_half_a_character_is_json() -> None:
    line = rejection_line(RejectedArticle("caf\udce9.txt", "é", 3, "x"))
    assert json.loads(line) == {"source": "caf\udce9.txt", "line": 3, "id": "x", "reason": "é"}


@pytest.mark.parametrize(
    ("name", "format_"), [("a.jsonl", "jsonl"), ("A.GeoJSON", "geojson"), ("b.c.parquet", "parquet")]
)
def test_format_by_name(name: str, format_: str) -> None:
    assert format_of_name(name) == format_


def test_a_name_without_known_ending_is_refused() -> None:
    with pytest.raises(UsageError, match=r"'\.json' of a\.json names no output format; expected \.jsonl, \.csv"):
        format_of_name("a.json")


# --- terminal


def test_a_table_for_people() -> None:
    lines = format_table([*documents(), document(kind="aggregate", killed=None, date=DateRange("2020-05-19", None))])
    header, rule, first, second, third = lines.splitlines()
    columns = ["document", "date", "place", "country", "type", "attacker", "target", "killed", "wounded", "sentence"]
    assert header.split() == columns
    assert set(rule) == {"─", " "}
    assert first.startswith("port-1    2020-05-19    Port Amber  XX       armed_assault")
    assert "  10–11   3+       Red Column fighters and" in first
    assert first.endswith("…")
    assert max(map(len, lines.splitlines())) <= 180
    assert second.split()[2] == "-"
    assert "armed_assault (sum)" in third
    assert "2020-05-19.." in third
    assert "\t" not in lines


def test_columns_stand_under_each_other_with_wide_and_combining_characters() -> None:
    plain, wide = document(), document(place=Place("港 Cafe\u0301", "XX"))
    first, second = format_table([plain, wide]).splitlines()[2:]
    assert first.index("XX") == len("port-1    2020-05-19  Port Amber  ")
    # The ideograph takes two cells for one character, the accent none: together they keep the column in its place.
    assert second.index("XX") == first.index("XX")


@pytest.mark.parametrize("width", [20, 120, 180, 400])
def test_a_table_fills_the_width_it_has(width: int) -> None:
    longest = max(map(len, format_table([document()], width=width).splitlines()))
    assert longest <= max(width, 180)
    assert ("…" in format_table([document()], width=width)) is (width < 400)


def test_no_events_says_so() -> None:
    assert format_table([Document("d", "Nothing.")]) == "no events\n"


def test_evidence_lists_the_words_of_each_event() -> None:
    shown = format_evidence(document())
    assert shown.startswith("port-1  (2020-05-20)\n  e1 incident armed_assault: 2020-05-19, Port Amber\n")
    assert "    ATTACKER   Red Column fighters · fighters of the Red Column\n" in shown
    assert "    KILLED     eight · nine · Two\n" in shown
    assert "stormed Port Amber at dawn" in shown
    assert format_evidence(Document("d", "Nothing.")) == "d\n  no event\n"
