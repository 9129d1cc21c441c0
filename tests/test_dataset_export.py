"""The exported data set loads from its folder alone and holds no third-party text."""

from __future__ import annotations

import errno
import os
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml

from exchange_documents import raid
from frontwire import ontology
from frontwire.corpora.collection import SPLIT_PREFIXES, read_own
from frontwire.corpora.dataset_card import dataset_card
from frontwire.corpora.dataset_export import CONFIGURATIONS, SPLIT_NAMES, build_dataset, export_dataset
from frontwire.corpora.inline import write_inline
from frontwire.corpora.splits import read_splits
from frontwire.corpora.standoff import read_annotations, write_standoff
from frontwire.corpora.texts import CORPORA, CorpusTexts
from frontwire.errors import OutputError, RecordError, UsageError
from frontwire.schema import Document, Toll
from test_cli_data import call


def load(folder: Path, name: str, cache: Path) -> Any:
    import datasets

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # open files of the library's cache
        return datasets.load_dataset(str(folder), name, cache_dir=str(cache))


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    folder = tmp_path_factory.mktemp("export") / "out"
    export_dataset(repository / "data", folder)
    return folder


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A data folder of two documents; the real one has a toll that quotes it."""
    data = tmp_path / "data"
    for name in ("own", "annotations", "splits"):
        (data / name).mkdir(parents=True)
    write_inline([raid("own-1"), raid("own-2")], data / "own/a.txt")
    real = raid("satp-train-0000")
    real.events[0].tolls = [Toll("killed", 2, 3, "target", "two millers", None, "the mayor")]
    write_standoff([real], data / "annotations/satp.jsonl")
    (data / "splits/own-train.txt").write_text("own-1\n")
    (data / "splits/test.txt").write_text("satp-train-0000\n")
    return data


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_it_loads_from_the_folder_alone(exported: Path, repository: Path, tmp_path: Path, name: str) -> None:
    loaded = load(exported, name, tmp_path)
    assigned = read_splits(repository / "data/splits", prefix=SPLIT_PREFIXES[CONFIGURATIONS[name]])
    ids = {split: [i for i, given in sorted(assigned.items()) if given == split] for split in SPLIT_NAMES}
    assert {split: rows["id"][:] for split, rows in loaded.items()} == {SPLIT_NAMES[s]: i for s, i in ids.items()}
    features = loaded["train"].features
    assert all(rows.features == features for rows in loaded.values())


def test_own_articles_are_whole(exported: Path, repository: Path, tmp_path: Path) -> None:
    documents = {document.id: document for document in read_own(repository / "data")}
    for row in load(exported, "own", tmp_path)["test"]:
        document = documents[row["id"]]
        given = {name: row[name] for name in ("id", "text", "date", "title", "source", "mentions", "events")}
        for event in given["events"]:  # in a table both sides are there, one of them null
            event["actors"] = {side: actor for side, actor in event["actors"].items() if actor}
        assert Document.from_dict(given) == Document.from_dict({**document.to_dict(), "extra": {}})
        assert all(row["text"][m["start"] : m["end"]] == m["text"] for m in row["mentions"])
        tags = [ontology.TAGS[tag] for tag in row["ner_tags"]]
        assert len(tags) == len(row["tokens"])
        assert sum(tag.startswith("B-") for tag in tags) == len(document.mentions)
        assert "".join(row["tokens"]) == "".join(document.text.split())


def test_annotations_are_those_of_the_records(exported: Path, repository: Path, tmp_path: Path) -> None:
    given = {a.id: a for path in (repository / "data/annotations").glob("*.jsonl") for a in read_annotations(path)}
    rows = load(exported, "annotations", tmp_path)["validation"]
    assert not {"text", "title", "tokens"} & set(rows.column_names)
    for row in rows:
        annotation = given[row["id"]]
        assert (row["sha256"], row["length"], row["source"]) == (
            annotation.sha256,
            annotation.length,
            annotation.source,
        )
        assert [[m["label"], m["start"], m["end"], m["events"]] for m in row["mentions"]] == annotation.mentions
        assert [(e["id"], e["kind"], e["type"]) for e in row["events"]] == [
            (e["id"], e["kind"], e["type"]) for e in annotation.events
        ]
        assert [e["killed"] for e in row["events"]] == [e.get("killed") for e in annotation.events]


def test_words_that_a_record_quotes_are_left_out(small: Path, tmp_path: Path) -> None:
    counts = export_dataset(small, tmp_path / "out")
    assert counts == {("own", "train"): 1, ("annotations", "test"): 1}
    [row] = load(tmp_path / "out", "annotations", tmp_path / "cache")["test"]
    found = set(strings(row))
    assert not found & {"two millers", "the mayor", "Dosso", raid().text, "Raiders", "mill"}
    assert row["events"][0]["tolls"] == [{"outcome": "killed", "side": "target", "mention": None, "low": 2, "high": 3}]
    assert row["events"][0]["place"]["country"] == "NE"
    [own] = load(tmp_path / "out", "own", tmp_path / "cache")["train"]
    assert own["text"] == raid().text
    assert own["events"][0]["tolls"] == []


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "length"),
    # Stock phrases of eight words ("more than … people have been killed in") stand in own articles by chance.
    [pytest.param("annotations", 8, id="annotations"), pytest.param("own", 13, id="own")],
)
def test_no_third_party_text_is_in_it(exported: Path, corpora: Path, name: str, length: int) -> None:
    def runs(text: str) -> Iterator[str]:
        words = re.findall(r"\w+", text.lower())
        return (" ".join(words[i : i + length]) for i in range(len(words) - length + 1))

    ours: dict[str, str] = {}
    for path in exported.glob(f"{name}/*.parquet"):
        for row in pq.read_table(path).to_pylist():
            for value in strings(row):
                ours.update(dict.fromkeys(runs(value), row["id"]))
    assert (len(ours) > 10_000) == (name == "own")
    texts = CorpusTexts(corpora)
    for corpus in CORPORA:
        for article in texts.articles(corpus.name).values():
            found = [f"{ours[run]}: {run}" for run in runs(article.text) if run in ours]
            assert found == [], article.id


def test_annotations_have_no_words(exported: Path) -> None:
    for path in exported.glob("annotations/*.parquet"):
        for row in pq.read_table(path).to_pylist():
            row["source"] = None  # which part of which corpus
            assert [value for value in strings(row) if " " in value] == []


def test_the_same_data_give_the_same_bytes(small: Path, tmp_path: Path) -> None:
    for name in ("a", "b"):
        export_dataset(small, tmp_path / name)
    files = {p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file()}
    assert {str(p) for p in files} == {"README.md", "own/train.parquet", "annotations/test.parquet"}
    assert all((tmp_path / "a" / p).read_bytes() == (tmp_path / "b" / p).read_bytes() for p in files)


def test_the_card(exported: Path) -> None:
    card = (exported / "README.md").read_text(encoding="utf-8")
    front = yaml.safe_load(card.split("---\n")[1])
    assert (front["license"], front["language"], front["task_categories"]) == (
        "cc-by-4.0",
        ["en"],
        ["token-classification"],
    )
    assert [config["config_name"] for config in front["configs"]] == ["own", "annotations"]
    for config in front["configs"]:
        assert [entry["split"] for entry in config["data_files"]] == list(SPLIT_NAMES.values())
        assert all((exported / entry["path"]).is_file() for entry in config["data_files"])
    assert "## Biases and what must not be inferred" in card
    assert "## Counts" not in card


def test_a_card_without_a_statement() -> None:
    card = dataset_card({("own", "train"): 12_000})
    assert "1K<n<10K" not in card
    assert "10K<n<100K" in card
    assert "## " not in card


def test_the_command(small: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("export", tmp_path / "out", "--data", small) == 0
    assert capsys.readouterr().err.splitlines() == ["own train: 1 documents", "annotations test: 1 documents"]
    with pytest.raises(UsageError, match="not empty"):
        call("export", tmp_path / "out", "--data", small)


def test_faults(small: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is no folder"):
        build_dataset(tmp_path / "none", "own")
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="no documents in its splits"):
        export_dataset(tmp_path / "empty", tmp_path / "out")
    (small / "splits/own-test.txt").write_text("own-9\n")
    with pytest.raises(RecordError, match=r"1 ids of the splits are not in .*own-9"):
        export_dataset(small, tmp_path / "out")
    (small / "annotations/b.jsonl").write_bytes((small / "annotations/satp.jsonl").read_bytes())
    with pytest.raises(RecordError, match="'satp-train-0000' stands twice"):
        build_dataset(small, "annotations")
    assert not (tmp_path / "out").exists()


def test_a_full_disk(small: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import datasets

    def full(self: object, path: str) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(datasets.Dataset, "to_parquet", full)
    before = set(tmp_path.iterdir())
    with pytest.raises(OutputError, match=r"cannot write .*out: No space left on device"):
        export_dataset(small, tmp_path / "out")
    assert set(tmp_path.iterdir()) == before
