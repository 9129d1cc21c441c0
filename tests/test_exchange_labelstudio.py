"""Label Studio's tasks: what its editor needs, and its exports."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from exchange_documents import predicted, raid, rich
from frontwire import ontology
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.exchange.labelstudio import labelling_config, read_labelstudio, write_labelstudio
from frontwire.errors import RecordError
from frontwire.schema import Document


def read(path: Path, tasks: Any, labels: LabelMap | None = None, **options: Any) -> list[Document]:
    path.write_text(json.dumps(tasks), encoding="utf-8")
    return list(read_labelstudio(path, labels=labels, **options))


def region(start: int, end: int, label: str = "DATE", **others: Any) -> dict[str, Any]:
    value = {"start": start, "end": end, "labels": [label], **others}
    return {"id": f"r{start}", "from_name": "label", "to_name": "text", "type": "labels", "value": value}


def task(text: str, *regions: dict[str, Any], **others: Any) -> dict[str, Any]:
    return {"id": 7, "data": {"text": text}, "annotations": [{"result": list(regions)}], **others}


def test_gold_becomes_annotations(tmp_path: Path) -> None:
    write_labelstudio([raid()], tmp_path / "a.json")
    [written] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert written["data"] == {"text": raid().text, "document_id": "own-1", "date": "2020-05-19"}
    assert "predictions" not in written
    [annotation] = written["annotations"]
    assert annotation["result"][0] == {
        "id": "m1",
        "from_name": "label",
        "to_name": "text",
        "type": "labels",
        "value": {"start": 0, "end": 7, "text": "Raiders", "labels": ["ATTACKER"]},
        "meta": {"text": ["e1"]},
    }


def test_predictions_become_pre_annotations(tmp_path: Path) -> None:
    write_labelstudio([predicted()], tmp_path / "a.json")
    [written] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
    assert "annotations" not in written
    [prediction] = written["predictions"]
    assert prediction["model_version"] == "small 1.0"
    assert prediction["score"] == pytest.approx(0.53)
    assert [item["score"] for item in prediction["result"]] == [m.score for m in predicted().mentions]


def test_units(tmp_path: Path) -> None:
    mention = rich().mentions[-1]
    for unit, extra in (("code-points", 0), ("utf-16", 4)):  # four characters before it count two in UTF-16
        write_labelstudio([rich()], tmp_path / "a.json", offsets=unit)  # type: ignore[arg-type]
        [written] = json.loads((tmp_path / "a.json").read_text(encoding="utf-8"))
        assert written["annotations"][0]["result"][-1]["value"]["start"] == mention.start + extra


def test_the_configuration_fits_the_tasks() -> None:
    root = ElementTree.fromstring(labelling_config())
    assert [label.get("value") for label in root.iter("Label")] == list(ontology.LABELS)
    [labels], [text] = root.iter("Labels"), root.iter("Text")
    assert (labels.get("name"), labels.get("toName")) == ("label", "text")
    assert (text.get("name"), text.get("value")) == ("text", "$text")


def test_the_last_annotation_that_was_not_cancelled_counts(tmp_path: Path) -> None:
    answers = [
        {"result": [region(0, 3)]},
        {"result": [region(4, 7)], "was_cancelled": False},
        {"result": [], "was_cancelled": True},
    ]
    predictions = [{"result": [region(0, 7)], "model_version": "v1"}]
    given = {"id": 7, "data": {"text": "Hot day"}, "annotations": answers, "predictions": predictions}
    [document] = read(tmp_path / "x.json", [given])
    assert [(m.id, m.text) for m in document.mentions] == [("r4", "day")]
    assert (document.id, document.model) == ("7", None)
    given["annotations"] = answers[2:]
    [document] = read(tmp_path / "x.json", [given], take_predictions=True)
    assert [m.text for m in document.mentions] == ["Hot day"]
    assert document.model == {"name": "v1"}


def test_worked_over_predictions_are_gold(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_labelstudio([predicted()], path)
    [written] = json.loads(path.read_text(encoding="utf-8"))
    written["annotations"] = [{"result": written["predictions"][0]["result"][:-2]}]
    labels = LabelMap()
    [document] = read(path, [written], labels)
    assert document.model is None
    assert {m.score for m in document.mentions} == {e.score for e in document.events} == {None}
    assert len(document.mentions) == len(predicted().mentions) - 2
    assert labels.notes == Counter(
        {"documents whose pre-annotations a person worked over; scores and model left out": 1}
    )


def test_a_toll_whose_mention_was_deleted_stays(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_labelstudio([rich()], path)
    [written] = json.loads(path.read_text(encoding="utf-8"))
    result = written["annotations"][0]["result"]
    result[:] = [item for item in result if item["id"] != "m5"]
    labels = LabelMap()
    [document] = read(path, [written], labels)
    assert [toll.mention for toll in document.events[1].tolls] == [None]
    assert labels.lines() == [f"1 tolls that lost their mention, which is not in the file any more: {rich().id}"]


@pytest.mark.parametrize(
    ("start", "end", "options"),
    [
        pytest.param(2, 5, {}, id="code-points"),
        pytest.param(3, 6, {}, id="utf-16"),
        pytest.param(3, 6, {"offsets": "utf-16"}, id="utf-16-said"),
    ],
)
def test_the_words_of_a_region_say_what_its_offsets_count(
    tmp_path: Path, start: int, end: int, options: dict[str, str]
) -> None:
    [document] = read(tmp_path / "x.json", [task("💥 hot day", region(start, end, text="hot"))], **options)
    assert [m.text for m in document.mentions] == ["hot"]


def test_a_region_without_words_counts_code_points(tmp_path: Path) -> None:
    [document] = read(tmp_path / "x.json", [task("💥 hot day", region(2, 5))])
    assert [m.text for m in document.mentions] == ["hot"]


def test_line_breaks_in_words_are_written_out_by_the_editor(tmp_path: Path) -> None:
    [document] = read(tmp_path / "x.json", [task("hot\nday", region(0, 7, text="hot\\nday"))])
    assert document.mentions[0].text == "hot\nday"


def test_other_fields_and_results(tmp_path: Path) -> None:
    others = [
        {"type": "choices", "value": {"choices": ["sad"]}},
        {"type": "relation", "from_id": "r0", "to_id": "r4"},
        "odd",
    ]
    given = task("Hot day", {**region(0, 3), "meta": {"text": ["why?"]}}, *others)  # type: ignore[arg-type]
    given["data"] = {"article": "Hot day", "priority": 3}
    labels = LabelMap()
    [document] = read(tmp_path / "x.json", [given], labels)
    assert document.text == "Hot day"
    assert document.extra == {"priority": 3}
    assert labels.notes == Counter(
        {
            "Label Studio results of type choices, which have no place here": 1,
            "Label Studio results of type relation, which have no place here": 1,
            "Label Studio results of type str, which have no place here": 1,
            "notes on regions that name no event, left out": 1,
        }
    )


def test_labels_are_mapped(tmp_path: Path) -> None:
    labels = LabelMap({"PER": "TARGET", "X": None})
    [document] = read(tmp_path / "x.json", [task("Hot day", region(0, 3, "PER"), region(4, 7, "X"))], labels)
    assert [m.label for m in document.mentions] == ["TARGET"]


@pytest.mark.parametrize(
    ("tasks", "message"),
    [
        pytest.param({}, "found dict; expected a JSON list", id="no-list"),
        pytest.param([{"text": "a", "label": []}], r"task 1: it has no data; .*not JSON-MIN", id="json-min"),
        pytest.param(
            [{"text": "a", "label": [{"start": 0, "end": 1, "labels": ["DATE"]}]}], "not JSON-MIN", id="json-min-labels"
        ),
        pytest.param([{"text": "a", "label": [[0, 1, "DATE"]]}], r"doccano's form .*\.jsonl", id="doccano-list"),
        pytest.param([{"text": "a", "entities": []}], r"doccano's form .*\.jsonl", id="doccano-entities"),
        pytest.param([{"data": {"a": "x", "b": "y"}}], "task 1: data has no text; found a, b", id="no-text"),
        pytest.param([task("Hot"), task("Hot", region(0, 9))], r"task 2 \(id 7\): the region 0..9", id="outside"),
        pytest.param([task("Hot day", region(0, 3, text="day"))], "its words are 'day'", id="words"),
        pytest.param(
            [task("Hot day", region(0, 5), region(4, 7))],
            r"task 1 \(id 7\): the spans DATE 'Hot d'.*overlap",
            id="overlap",
        ),
        pytest.param([task("Hot", region(0, 3, labels=["DATE", "EVENT"]))], "overlap", id="two-labels"),
        pytest.param(
            [task("Hot", region(0, 2, "PER"), region(2, 3, "LOC"))],
            r"found LOC \(1\), PER \(1\); expected ATT",
            id="labels",
        ),
        pytest.param(
            [task("Hot", {"type": "labels", "value": {"start": "/p[1]", "end": "/p[1]", "labels": []}})],
            "expected a value with start, end",
            id="offsets",
        ),
        pytest.param(
            [task("a"), task("<p>Hot</p>", {**region(0, 3), "type": "hypertextlabels"})],
            r"task 2 \(id 7\): region r0 is of type hypertextlabels, from a project on HTML .*label plain text",
            id="html",
        ),
        pytest.param([task("Hot", {**region(0, 3), "type": "paragraphlabels"})], "on dialogues", id="dialogue"),
        pytest.param(
            [task("Hot", annotations=5)], r"task 1 \(id 7\): annotations is int \(5\); expected a list", id="answers"
        ),
        pytest.param([task("Hot", annotations=[5])], "annotations hold 5; expected objects", id="answer-ids"),
        pytest.param([task("Hot", annotations=[], predictions={})], "predictions is dict", id="predictions"),
        pytest.param(
            [task("Hot", {**region(0, 3), "meta": {"text": [["e1"]]}})],
            r"the note on region r0 is \['e1'\]; expected ids",
            id="note",
        ),
        pytest.param(
            [task("Hot", meta={"events": [{"id": ["e"]}]})], r"events\[0\]: id is \['e'\]; expected str", id="event-id"
        ),
        pytest.param(
            [
                task(
                    "Hot",
                    meta={
                        "events": [
                            {
                                "id": "e1",
                                "kind": "incident",
                                "type": "other",
                                "tolls": [{"outcome": "killed", "low": 1, "mention": ["a"]}],
                            }
                        ]
                    },
                )
            ],
            "mention is list",
            id="toll",
        ),
        pytest.param(
            [{"data": {"text": "a"}, "annotations": [{"result": {}}, {"result": 3}]}], "result is int", id="result"
        ),
        pytest.param([task("Hot"), task("Hot")], "'7' stands twice", id="twice"),
        pytest.param(
            [{**task("a"), "data": {"text": "a", "date": 3}}], r"task 1 \(id 7\): document '.*': date is int", id="date"
        ),
        pytest.param(
            [{**task("a"), "data": {"text": "a", "events": "e1"}}], "events is 'e1'; expected a list", id="events"
        ),
    ],
)
def test_faults_name_the_task(tmp_path: Path, tasks: Any, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        read(tmp_path / "x.json", tasks)
    assert caught.value.source == str(tmp_path / "x.json")


def test_no_json(tmp_path: Path) -> None:
    (tmp_path / "x.json").write_text("[")
    with pytest.raises(RecordError, match="no JSON"):
        list(read_labelstudio(tmp_path / "x.json"))
