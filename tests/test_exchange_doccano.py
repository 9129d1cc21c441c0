"""doccano's JSON Lines: both of its forms, and what its offsets count."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from exchange_documents import raid, rich
from frontwire.corpora.exchange.doccano import read_doccano, write_doccano
from frontwire.corpora.exchange.labels import LabelMap
from frontwire.corpora.forms import form_of
from frontwire.errors import RecordError
from frontwire.schema import Document


def read(path: Path, *records: Any, labels: LabelMap | None = None, **options: Any) -> list[Document]:
    path.write_text("".join(json.dumps(record) + "\n" for record in records), encoding="utf-8")
    return list(read_doccano(path, labels=labels, **options))


def test_the_form(tmp_path: Path) -> None:
    write_doccano([raid()], tmp_path / "a.jsonl")
    written = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
    assert written["label"] == [[0, 7, "ATTACKER"], [8, 14, "EVENT"], [17, 21, "TARGET"], [25, 30, "LOCATION"]]
    assert (written["document_id"], written["date"]) == ("own-1", "2020-05-19")
    assert "offset_unit" not in written


def test_units(tmp_path: Path) -> None:
    mention = rich().mentions[-1]
    for unit, extra in (("code-points", 0), ("utf-16", 4)):
        write_doccano([rich()], tmp_path / "a.jsonl", offsets=unit)  # type: ignore[arg-type]
        written = json.loads((tmp_path / "a.jsonl").read_text(encoding="utf-8"))
        assert written["label"][-1] == [mention.start + extra, mention.end + extra, "EVENT"]
        assert written["offset_unit"] == unit


@pytest.mark.parametrize(
    "record",
    [
        {"id": 3, "text": "Hot day", "label": [[0, 3, "DATE"]]},
        {"id": 3, "data": "Hot day", "labels": [[0, 3, "DATE"]]},
        {
            "id": 3,
            "text": "Hot day",
            "entities": [{"id": 9, "label": "DATE", "start_offset": 0, "end_offset": 3}],
            "relations": [],
            "Comments": [],
        },
    ],
    ids=["label", "old", "entities"],
)
def test_forms_of_exports(tmp_path: Path, record: dict[str, Any]) -> None:
    [document] = read(tmp_path / "x.jsonl", record)
    assert form_of(tmp_path / "x.jsonl") == "doccano"
    assert (document.id, document.extra) == ("3", {})
    assert [(m.id, m.label, m.text, m.events) for m in document.mentions] == [("m1", "DATE", "Hot", [])]


def test_other_fields_are_kept_and_relations_counted(tmp_path: Path) -> None:
    record = {
        "text": "Hot day",
        "entities": [],
        "relations": [{"id": 1, "from_id": 2, "to_id": 3, "type": "of"}],
        "Comments": ["check"],
        "meta": {"page": 4, "date": "2020-01-02"},
        "url": "x",
    }
    labels = LabelMap()
    [document] = read(tmp_path / "x.jsonl", record, labels=labels)
    assert document.id == "x-1"
    assert document.date == "2020-01-02"
    assert document.extra == {"page": 4, "url": "x", "Comments": ["check"]}
    assert labels.notes == Counter({"doccano relations, which have no place here": 1})


@pytest.mark.parametrize(
    ("start", "end", "others", "options"),
    [
        pytest.param(2, 5, {}, {}, id="code-points-guessed"),
        pytest.param(3, 6, {}, {}, id="utf-16-guessed"),
        pytest.param(2, 5, {"offset_unit": "code-points"}, {"offsets": "utf-16"}, id="the-file-says"),
        pytest.param(3, 6, {}, {"offsets": "utf-16"}, id="the-caller-says"),
    ],
)
def test_what_offsets_count(
    tmp_path: Path, start: int, end: int, others: dict[str, str], options: dict[str, str]
) -> None:
    record = {"text": "💥 hot day", "label": [[start, end, "DATE"]], **others}
    [document] = read(tmp_path / "x.jsonl", record, **options)
    assert [m.text for m in document.mentions] == ["hot"]


@pytest.mark.parametrize(
    ("record", "message"),
    [
        pytest.param({"label": []}, "text is None; expected str", id="no-text"),
        pytest.param({"text": "a", "label": ["sad"]}, r"label 'sad'; expected \[start, end, LABEL\]", id="classes"),
        pytest.param({"text": "a", "label": [["0", 1, "DATE"]]}, "expected", id="offsets"),
        pytest.param({"text": "a", "label": "x"}, "label is no list", id="no-list"),
        pytest.param({"text": "Hot", "label": [[0, 2, "DATE"], [1, 3, "EVENT"]]}, "overlap", id="overlap"),
        pytest.param({"text": "Hot", "label": [[1, 1, "DATE"]]}, r"1..1 in a text of 3", id="empty"),
        pytest.param({"text": "Hot", "label": [[0, 1, "PER"]]}, r"found PER \(1\)", id="label"),
        pytest.param({"text": "Hot", "label": [], "offset_unit": "bytes"}, "offset_unit is 'bytes'", id="unit"),
        pytest.param(
            {"text": "💥!", "label": [[1, 3, "DATE"]], "offset_unit": "utf-16"}, "ends inside a character", id="half"
        ),
    ],
)
def test_faults_name_the_line(tmp_path: Path, record: Any, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        read(tmp_path / "x.jsonl", {"text": "ok", "label": []}, record)
    assert caught.value.source == str(tmp_path / "x.jsonl")
    assert caught.value.line in (2, None)  # labels are looked at over the whole file
