"""What spans have beside their labels comes back after a person has worked on them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from exchange_documents import predicted, raid
from frontwire.corpora.exchange.conll import read_conll, write_conll
from frontwire.corpora.exchange.doccano import read_doccano, write_doccano
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.errors import RecordError
from frontwire.schema import Document, Mention, Toll
from inline_documents import inline_document

EDGES = "mentions with other edges than before: events kept, score gone"
LABEL = "mentions with another label than before: events kept, score gone"
PARTS = "new spans over old mentions, of which they may be parts: they have no events yet"
TOLLS = "tolls that lost their mention, which is not in the file any more"


def scored() -> Document:
    """raid() with scores: Raiders 0..7, burned 8..14, mill 17..21, Dosso 25..30."""
    document = raid()
    document.mentions = [replace(m, score=0.5) for m in document.mentions]
    return document


def edited(
    path: Path, document: Document, change: Callable[[list[list[Any]]], object], labels: LabelMap | None = None
) -> Document:
    """The document after its spans ``[start, end, LABEL]`` were changed in doccano."""
    write_doccano([document], path)
    record = json.loads(path.read_text(encoding="utf-8"))
    change(record["label"])
    path.write_text(json.dumps(record) + "\n", encoding="utf-8")
    [back] = read_doccano(path, labels=labels)
    return back


def test_a_moved_edge_keeps_id_and_events(tmp_path: Path) -> None:
    labels = LabelMap()
    back = edited(tmp_path / "a.jsonl", scored(), lambda spans: spans[2].__setitem__(0, 15), labels)
    assert back.mentions[2] == Mention("m3", "TARGET", 15, 21, "a mill", None, ["e1"])
    assert [m.score for m in back.mentions] == [0.5, 0.5, None, 0.5]
    assert back.events[0].targets == ["m3"]
    assert labels.lines() == [f"1 {EDGES}: own-1 'a mill' at 15..21"]


def test_an_edge_moved_in_columns(tmp_path: Path) -> None:
    write_conll([scored()], tmp_path / "a.conll")
    content = (tmp_path / "a.conll").read_text(encoding="utf-8")
    (tmp_path / "a.conll").write_text(content.replace("a\tO\nmill\tB-", "a\tB-TARGET\nmill\tI-"), encoding="utf-8")
    labels = LabelMap()
    [back] = read_conll(tmp_path / "a.conll", labels=labels)
    assert back.mentions[2] == Mention("m3", "TARGET", 15, 21, "a mill", None, ["e1"])
    assert labels.notes == {EDGES: 1}


def test_a_changed_label_keeps_id_and_events(tmp_path: Path) -> None:
    labels = LabelMap({"WHO": "TARGET"})
    back = edited(tmp_path / "a.jsonl", scored(), lambda spans: spans[0].__setitem__(2, "WHO"), labels)
    assert back.mentions[0] == Mention("m1", "TARGET", 0, 7, "Raiders", None, ["e1"])
    assert labels.lines() == [f"1 {LABEL}: own-1 'Raiders' at 0..7"]


def test_a_mapped_label_is_the_same_label(tmp_path: Path) -> None:
    labels = LabelMap({"GOAL": "TARGET"})

    def rename(spans: list[list[Any]]) -> None:
        spans[2][1:] = [20, "GOAL"]

    back = edited(tmp_path / "a.jsonl", scored(), rename, labels)
    assert (back.mentions[2].id, back.mentions[2].events) == ("m3", ["e1"])
    assert labels.notes == {EDGES: 1}


@pytest.mark.parametrize(
    ("spans", "ids", "notes"),
    [
        pytest.param([[17, 19, "TARGET"], [19, 21, "TARGET"]], ["m3", "m5"], {EDGES: 1, PARTS: 1}, id="split"),
        pytest.param([[17, 18, "TARGET"], [18, 21, "TARGET"]], ["m5", "m3"], {EDGES: 1, PARTS: 1}, id="larger-part"),
        pytest.param([[15, 20, "WEAPON"]], ["m5"], {PARTS: 1}, id="other-label-and-edge"),
        pytest.param([[15, 16, "TARGET"]], ["m5"], {}, id="beside-it"),
    ],
)
def test_spans_over_old_mentions(tmp_path: Path, spans: list[list[Any]], ids: list[str], notes: dict[str, int]) -> None:
    labels = LabelMap()
    back = edited(tmp_path / "a.jsonl", scored(), lambda given: given.__setitem__(slice(2, 3), spans), labels)
    assert [m.id for m in back.mentions if 14 < m.start < 24] == ids
    assert [m.events for m in back.mentions if m.id == "m5"] == [[]] * ids.count("m5")
    assert labels.notes == notes


def test_one_span_over_two_old_ones_takes_neither(tmp_path: Path) -> None:
    text = "[[TARGET:1|Guards]] and [[TARGET:1|cooks]] [[EVENT:1|fled]]."
    document = inline_document(text, "1|incident|other|null|null|null")
    labels = LabelMap()
    back = edited(
        tmp_path / "a.jsonl", document, lambda spans: spans.__setitem__(slice(2), [[0, 16, "TARGET"]]), labels
    )
    assert [(m.id, m.text, m.events) for m in back.mentions] == [
        ("m4", "Guards and cooks", []),
        ("m3", "fled", ["e1"]),
    ]
    assert labels.notes == {PARTS: 1}


def test_spans_left_out_take_no_part(tmp_path: Path) -> None:
    labels = LabelMap({"X": None})
    back = edited(
        tmp_path / "a.jsonl",
        scored(),
        lambda spans: spans.__setitem__(slice(2, 3), [[15, 20, "X"], [18, 21, "TARGET"]]),
        labels,
    )
    assert [m.id for m in back.mentions] == ["m1", "m2", "m3", "m4"]
    assert labels.notes[EDGES] == 1


def test_files_without_labels_in_the_details(tmp_path: Path) -> None:
    write_doccano([scored()], tmp_path / "a.jsonl")
    record = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    record["spans"] = [details[:5] for details in record["spans"]]
    record["label"][2][0] = 15
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    [back] = read_doccano(tmp_path / "a.jsonl")
    assert (back.mentions[2].id, back.mentions[2].events, back.mentions[0].score) == ("m3", ["e1"], 0.5)


def test_spaces_at_the_edges_are_no_moved_edges(tmp_path: Path) -> None:
    document = predicted()
    document.mentions[2].start -= 1
    document.mentions[2].text = document.text[document.mentions[2].start : document.mentions[2].end]
    write_conll([document], tmp_path / "a.conll")
    labels = LabelMap()
    [back] = read_conll(tmp_path / "a.conll", labels=labels)
    assert [(m.id, m.events, m.score) for m in back.mentions] == [(m.id, m.events, m.score) for m in document.mentions]
    assert not labels.notes


def with_toll(mention: str) -> Document:
    document = inline_document(
        "[[EVENT:1|Shots]] killed [[KILLED:1|two]] near [[LOCATION:1|Tera]] at noon.",
        "1|incident|other|null|null|null",
        document_id="own-7",
    )
    document.events[0].tolls = [Toll("killed", 2, 2, mention=mention)]
    return document


@pytest.mark.parametrize("deleted", [1, 2], ids=["in-the-middle", "the-last"])
def test_a_new_span_does_not_get_the_id_of_a_deleted_one(tmp_path: Path, deleted: int) -> None:
    document = with_toll(f"m{deleted + 1}")
    labels = LabelMap()
    back = edited(tmp_path / "a.jsonl", document, lambda spans: spans.__setitem__(deleted, [30, 34, "DATE"]), labels)
    new = next(m for m in back.mentions if m.label == "DATE")
    assert (new.text, new.id) == ("noon", "m4")
    assert back.events[0].tolls[0].mention is None
    assert labels.lines() == [f"1 {TOLLS}: own-7"]


def test_ids_that_only_tolls_and_roles_name_are_not_given_away(tmp_path: Path) -> None:
    record = {
        "document_id": "own-9",
        "text": "Hot day",
        "label": [[0, 3, "DATE"], [4, 7, "EVENT"]],
        "events": [
            {
                "id": "e1",
                "kind": "incident",
                "type": "other",
                "targets": ["m2"],
                "tolls": [{"outcome": "killed", "low": 1, "mention": "m1"}],
            }
        ],
    }
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    labels = LabelMap()
    [document] = read_doccano(tmp_path / "a.jsonl", labels=labels)
    assert [m.id for m in document.mentions] == ["m3", "m4"]
    assert labels.lines() == [f"1 {TOLLS}: own-9"]


@pytest.mark.parametrize(
    "details",
    [5, [5], [[0, 3, "m1", [["e1"]], None, "DATE"]], [[0, 3, "m1", [], None, 7]], [[0, 3, "m1", [], None, "DATE", 1]]],
    ids=["number", "numbers", "events", "label", "too-long"],
)
def test_details_that_are_none(tmp_path: Path, details: Any) -> None:
    record = {"text": "Hot day", "label": [[0, 3, "DATE"]], "spans": details}
    (tmp_path / "a.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"line 1 of .*span details .*expected \[start, end, id"):
        list(read_doccano(tmp_path / "a.jsonl"))
