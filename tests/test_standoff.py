"""Stand-off annotations, joined with texts from elsewhere."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from document_strategies import documents
from frontwire.corpora.jsonl import write_records
from frontwire.corpora.standoff import (
    Annotation,
    collect_standoff,
    lost_in_standoff,
    read_annotations,
    read_standoff,
    sha256_of,
    write_standoff,
)
from frontwire.errors import RecordError, StandoffError
from frontwire.schema import Article, Document, Toll
from inline_documents import inline_document


@given(documents())
def test_any_document_survives(tmp_path_factory: pytest.TempPathFactory, document: Document) -> None:
    path = tmp_path_factory.mktemp("standoff") / "a.jsonl"
    assert write_standoff([document], path) == 1
    assert list(read_standoff(path, {document.id: document.article()})) == [document]


def raid() -> Document:
    return inline_document(
        "[[ATTACKER:1|Raiders]] [[EVENT:1|burned]] the [[TARGET:1|mill]] at [[LOCATION:1|Dosso]], "
        "killing [[KILLED:1|two]].",
        "1|incident|arson|2020-05-18..|Dosso|NE|killed=2..|wounded=null",
        document_id="d1",
    )


def test_no_word_of_the_text_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_standoff([raid()], path)
    record = json.loads(path.read_text(encoding="utf-8"))
    place = record["events"][0]["place"]
    assert place == {"name": "Dosso", "country": "NE"}
    place["name"] = ""
    written = json.dumps(record)
    assert not [word for word in ("Raiders", "burned", "mill", "Dosso", "killing", "two") if word in written]
    assert record["mentions"][0] == ["ATTACKER", 0, 7, ["e1"]]
    assert record["sha256"] == sha256_of(raid().text)


def test_open_bounds_are_not_taken_for_unknown() -> None:
    event = Annotation.from_document(raid()).events[0]
    assert event["killed"] == {"low": 2, "high": None}
    assert event["date"] == {"start": "2020-05-18", "end": None}
    assert "wounded" not in event
    assert "triggers" not in event


def test_toll_keeps_its_mention_when_ids_change(tmp_path: Path) -> None:
    document = raid()
    document.mentions = [replace(m, id=f"x{i}") for i, m in enumerate(reversed(document.mentions))]
    document.events[0].tolls = [Toll("killed", 2, None, "target", mention="x0")]
    path = tmp_path / "a.jsonl"
    write_standoff([document], path)
    (again,) = read_standoff(path, {"d1": document.article()})
    toll = again.events[0].tolls[0]
    assert [m.text for m in again.mentions if m.id == toll.mention] == ["two"]


def test_missing_text_says_what_is_needed(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_standoff([raid()], path)
    with pytest.raises(StandoffError, match=rf"'d1': no text at hand.*{sha256_of(raid().text)}.*corpora"):
        list(read_standoff(path, {}))


def test_other_text_names_both_hashes(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_standoff([raid()], path)
    other = raid().text + " "
    with pytest.raises(StandoffError) as caught:
        list(read_standoff(path, {"d1": Article("d1", other)}))
    message = str(caught.value)
    assert "'d1'" in message
    assert sha256_of(other) in message
    assert sha256_of(raid().text) in message
    assert "unchanged" in message


def test_collecting_lists_what_cannot_be_joined(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    write_standoff([replace(raid(), id=i) for i in ("a", "b", "c")], path)
    texts = {"b": raid().article(), "c": Article("c", "changed")}
    joined, errors = collect_standoff(path, texts)
    assert [d.id for d in joined] == ["b"]
    assert [str(error).split(":")[0] for error in errors] == ["document 'a'", "document 'c'"]
    joined, errors = collect_standoff(path, texts, wanted={"b", "c"})
    assert (len(joined), len(errors)) == (1, 1)


def test_annotations_past_the_text_are_a_standoff_error(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    record = Annotation.from_document(raid()).to_dict()
    record["mentions"][-1][2] = 500
    write_records([record], path)
    with pytest.raises(StandoffError, match="do not fit the text"):
        list(read_standoff(path, {"d1": raid().article()}))


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        pytest.param({"sha256": None}, "sha256 is None", id="no-hash"),
        pytest.param({"length": "12"}, "length is '12'", id="length-no-number"),
        pytest.param({"mentions": None}, "mentions is None", id="no-mentions"),
        pytest.param({"mentions": [["EVENT", 0, 2]]}, "mention", id="three-fields"),
        pytest.param({"mentions": [["EVENT", 0, 2, "e1"]]}, "mention", id="ids-no-list"),
        pytest.param({"mentions": [["VERB", 0, 2, ["e1"]]]}, "label 'VERB'", id="unknown-label"),
        pytest.param({"date": 2020}, "date is 2020", id="date-no-string"),
    ],
)
def test_faulty_record_names_line_and_field(tmp_path: Path, change: dict[str, object], reason: str) -> None:
    path = tmp_path / "a.jsonl"
    good = Annotation.from_document(raid()).to_dict()
    write_records([good, good | change], path)
    with pytest.raises(RecordError, match=reason) as caught:
        list(read_annotations(path))
    assert caught.value.line == 2


def test_losses_are_named() -> None:
    document = raid()
    assert lost_in_standoff(document) == []
    document.mentions[0].score = 0.5
    document.title, document.extra, document.language = "Mill burned", {"a": 1}, "en"
    assert lost_in_standoff(document) == ["scores", "language", "title", "extra"]


@pytest.mark.shared
def test_every_annotated_document_joins_with_its_original_text(repository: Path, shared: Path, corpora: Path) -> None:
    from frontwire.corpora.jsonl import read_jsonl
    from frontwire.corpora.texts import CorpusTexts

    texts = CorpusTexts(corpora)
    ids = []
    for path in sorted((repository / "data/annotations").glob("*.jsonl")):
        joined, errors = collect_standoff(path, texts)
        assert errors == []
        for document in joined:
            given = texts[document.id].date
            # GVDB gives the day of a later visit to some pages; where the text contradicts it, the annotation has none.
            assert document.date == given or (document.date is None and document.id.startswith("gvdb-"))
        ids += [document.id for document in joined]
    assert len(ids) == len(set(ids))
    first = {document.id for document in read_jsonl(shared / "annotated/train.jsonl")}
    assert len(first) == 622
    assert first <= set(ids)


@pytest.mark.shared
def test_every_gold_document_has_its_text_in_a_corpus(shared: Path, corpora: Path) -> None:
    from frontwire.corpora.jsonl import read_jsonl
    from frontwire.corpora.texts import CorpusTexts, corpus_of

    texts = CorpusTexts(corpora)
    gold = [document for document in read_jsonl(shared / "gold/gold.jsonl") if corpus_of(document.id)]
    assert len(gold) == 32
    assert [d.id for d in gold if texts[d.id].text != d.text] == []


@pytest.mark.shared
def test_annotations_carry_no_sentence(repository: Path, corpora: Path) -> None:
    from frontwire.corpora.duplicates import shingles
    from frontwire.corpora.texts import CorpusTexts

    texts = CorpusTexts(corpora)
    files = [*(repository / "data/annotations").glob("*.jsonl"), *(repository / "data/second").glob("*.jsonl")]
    for path in sorted(path for path in files if path.stem != "own"):
        for annotation in read_annotations(path):
            written = shingles(json.dumps(annotation.to_dict(), ensure_ascii=False), size=12)
            assert not written & shingles(texts[annotation.id].text, size=12), annotation.id
