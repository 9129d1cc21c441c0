"""Exports of Label Studio projects: which answer counts, which tasks are left out, and notes that name events."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from exchange_documents import predicted
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.labelstudio import read_labelstudio, write_labelstudio
from frontwire.schema import Event
from test_exchange_labelstudio import read, region, task

LEFT_OUT = "tasks without annotation left out"
PREDICTED = "tasks without annotation left out, although a model has predicted them (--take-predictions takes that)"
SEVERAL = "tasks with several annotations; taken is the ground truth, else the one updated last"
NO_EVENT = "notes on regions that name no event, left out"
NEW_EVENT = "events that only notes on regions name, new as incident of type other"

HOT, DAY = region(0, 3), region(4, 7)


@pytest.mark.parametrize(
    ("others", "note"),
    [
        pytest.param({"annotations": []}, LEFT_OUT, id="none"),
        pytest.param({"annotations": None}, LEFT_OUT, id="null"),
        pytest.param({"annotations": [{"result": [HOT], "was_cancelled": True}]}, LEFT_OUT, id="cancelled"),
        pytest.param({"annotations": [], "predictions": [1, 2]}, LEFT_OUT, id="ids-of-predictions"),
        pytest.param({"annotations": [], "predictions": [{"result": [HOT]}]}, PREDICTED, id="predicted"),
    ],
)
def test_tasks_that_nobody_annotated_are_left_out(tmp_path: Path, others: dict[str, Any], note: str) -> None:
    meta = {"events": [{"id": "e1", "kind": "incident", "type": "other", "score": 0.5}]}
    given = [{**task("Hot day", HOT), "id": 1}, {**task("Hot day", meta=meta, **others), "id": 12}]
    labels = LabelMap()
    assert [d.id for d in read(tmp_path / "x.json", given, labels)] == ["1"]
    assert labels.lines() == [f"1 {note}: 12"]


def test_an_empty_annotation_is_one(tmp_path: Path) -> None:
    [document] = read(tmp_path / "x.json", [task("Quiet day")])
    assert document.mentions == []


def test_predictions_are_taken_where_they_are_asked_for(tmp_path: Path) -> None:
    write_labelstudio([predicted()], tmp_path / "a.json")
    assert list(read_labelstudio(tmp_path / "a.json")) == []
    [document] = read_labelstudio(tmp_path / "a.json", take_predictions=True)
    assert document.model == predicted().model
    labels = LabelMap()
    given = [
        {**task("Hot day", DAY, predictions=[{"result": [HOT]}]), "id": 1},
        {**task("Hot day", annotations=[], predictions=[{"result": [DAY]}, {"result": [HOT]}, 3]), "id": 2},
        {**task("Hot day", annotations=[], predictions=[3]), "id": 3},
    ]
    documents = read(tmp_path / "x.json", given, labels, take_predictions=True)
    assert [(d.id, d.mentions[0].text) for d in documents] == [("1", "day"), ("2", "Hot")]
    assert labels.lines() == [f"1 {LEFT_OUT}: 3"]


def test_places_of_a_note_are_ten_at_most(tmp_path: Path) -> None:
    labels = LabelMap()
    read(tmp_path / "x.json", [{**task("a", annotations=[]), "id": number} for number in range(12)], labels)
    assert labels.lines() == [f"12 {LEFT_OUT}: x-1, 1, 2, 3, 4, 5, 6, 7, 8, 9 and 2 more"]


@pytest.mark.parametrize(
    ("first", "second", "taken"),
    [
        pytest.param({"ground_truth": True}, {}, "Hot", id="ground-truth"),
        pytest.param(
            {"ground_truth": True, "updated_at": "2024-01-01"}, {"updated_at": "2024-01-02"}, "Hot", id="truth-and-time"
        ),
        pytest.param({"ground_truth": True}, {"ground_truth": True}, "day", id="two-truths"),
        pytest.param(
            {"updated_at": "2024-05-01T10:00:00.5Z"}, {"updated_at": "2024-05-01T09:00:00.5Z"}, "Hot", id="time"
        ),
        pytest.param({"updated_at": "2024-05-01"}, {"updated_at": "2024-05-01"}, "day", id="same-time"),
        pytest.param({"created_at": "2024-05-02"}, {"updated_at": "2024-05-01"}, "Hot", id="created"),
        pytest.param({"updated_at": "2024-05-01"}, {}, "day", id="one-time"),
        pytest.param({}, {"ground_truth": True, "was_cancelled": True}, "Hot", id="cancelled"),
    ],
)
def test_one_of_several_annotations(tmp_path: Path, first: dict[str, Any], second: dict[str, Any], taken: str) -> None:
    given = task("Hot day", annotations=[{"result": [HOT], **first}, {"result": [DAY], **second}])
    labels = LabelMap()
    [document] = read(tmp_path / "x.json", [given], labels)
    assert [m.text for m in document.mentions] == [taken]
    assert labels.lines() == ([] if "was_cancelled" in second else [f"1 {SEVERAL}: 7"])


@pytest.mark.parametrize(
    ("note", "events"),
    [
        pytest.param(["e1", "e2"], ["e1", "e2"], id="list"),
        pytest.param("e1,e2", ["e1", "e2"], id="commas"),
        pytest.param(["e1, e2"], ["e1", "e2"], id="in-a-list"),
        pytest.param("e2;e1", ["e2", "e1"], id="semicolon"),
        pytest.param(" e1\n e2\n", ["e1", "e2"], id="lines"),
        pytest.param("E1", ["e1"], id="capitals"),
        pytest.param(["e1", "E1 e1"], ["e1"], id="twice"),
        pytest.param("second raid", ["second raid"], id="an-id-with-a-space"),
        pytest.param("", [], id="empty"),
        pytest.param(None, [], id="null"),
    ],
)
def test_notes_name_events(tmp_path: Path, note: Any, events: list[str]) -> None:
    ids = ["e1", "e2", "second raid"]
    meta = {"events": [{"id": event_id, "kind": "incident", "type": "bombing"} for event_id in ids]}
    labels = LabelMap()
    [document] = read(tmp_path / "x.json", [task("Hot", {**region(0, 3), "meta": {"text": note}}, meta=meta)], labels)
    assert document.mentions[0].events == events
    assert [event.id for event in document.events] == ids
    assert labels.lines() == []


def test_ids_that_differ_in_case_alone(tmp_path: Path) -> None:
    meta = {"events": [{"id": event_id, "kind": "incident", "type": "bombing"} for event_id in ("A", "a")]}
    [document] = read(tmp_path / "x.json", [task("Hot", {**region(0, 3), "meta": {"text": "a A"}}, meta=meta)])
    assert document.mentions[0].events == ["a", "A"]


def test_a_new_id_makes_a_new_event(tmp_path: Path) -> None:
    labels = LabelMap()
    regions = [{**region(0, 3), "meta": {"text": "e1 E99"}}, {**region(4, 7), "meta": {"text": "e99"}}]
    meta = {"events": [{"id": "e1", "kind": "incident", "type": "bombing"}]}
    [document] = read(tmp_path / "x.json", [task("Hot day", *regions, meta=meta)], labels)
    assert [m.events for m in document.mentions] == [["e1", "e99"], ["e99"]]
    assert document.events[1] == Event("e99", dates=["r0", "r4"])
    assert labels.lines() == [f"1 {NEW_EVENT}: task 1 (id 7), region r0: e99"]


def test_a_project_from_nothing(tmp_path: Path) -> None:
    [document] = read(tmp_path / "x.json", [task("Hot", {**region(0, 3), "meta": {"text": ["e1"]}})])
    assert (document.mentions[0].events, [e.id for e in document.events]) == (["e1"], ["e1"])


def test_words_that_name_no_event_are_named(tmp_path: Path) -> None:
    labels = LabelMap()
    given = task(
        "Hot day", {**region(0, 3), "meta": {"text": "why e1 so?"}}, {**region(4, 7), "meta": {"text": ["sure"]}}
    )
    [document] = read(tmp_path / "x.json", [given], labels)
    assert [m.events for m in document.mentions] == [["e1"], []]
    assert labels.lines()[1] == (f"2 {NO_EVENT}: task 1 (id 7), region r0: 'why so?', task 1 (id 7), region r4: 'sure'")
