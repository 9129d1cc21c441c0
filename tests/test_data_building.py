"""Built splits and their hashes; charts of statistics."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.corpora.building import build_splits, read_hashes, write_hashes
from frontwire.corpora.charts import draw_statistics
from frontwire.corpora.inline import write_inline
from frontwire.corpora.jsonl import read_jsonl
from frontwire.corpora.splits import write_splits
from frontwire.corpora.statistics import Statistics, decades
from frontwire.errors import OutputError, RecordError, StandoffError, UsageError
from inline_documents import inline_document


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with three own articles, one in each split."""
    (tmp_path / "data/own").mkdir(parents=True)
    documents = [
        inline_document("[[EVENT:1|Looting]] went on.", "1|incident|other", document_id=f"own-a-00{n}")
        for n in (1, 2, 3)
    ]
    write_inline(documents, tmp_path / "data/own/a01.txt")
    write_splits(
        {"own-a-001": "train", "own-a-002": "dev", "own-a-003": "test"}, tmp_path / "data/splits", prefix="own-"
    )
    return tmp_path / "data"


def test_built_files_hold_the_split(data_dir: Path, tmp_path: Path) -> None:
    built = list(build_splits(data_dir, tmp_path / "out", kinds=["own"]))
    assert [b.path.name for b in built] == ["own-train.jsonl", "own-dev.jsonl", "own-test.jsonl"]
    assert [d.id for d in read_jsonl(built[1].path)] == ["own-a-002"]
    assert [b.expected for b in built] == [None] * 3
    assert all(b.agrees for b in built)


def test_a_changed_label_changes_the_hash(data_dir: Path, tmp_path: Path) -> None:
    first = {b.path.name: b.sha256 for b in build_splits(data_dir, tmp_path / "out", kinds=["own"])}
    write_hashes(first, data_dir / "splits")
    assert read_hashes(data_dir / "splits") == first
    assert all(b.agrees for b in build_splits(data_dir, tmp_path / "again", kinds=["own"]))
    articles = data_dir / "own/a01.txt"
    whole = articles.read_text(encoding="utf-8")
    last = whole.rindex("[[EVENT:1|")
    articles.write_text(whole[:last] + whole[last:].replace("EVENT:1", "WEAPON:1"), encoding="utf-8")
    changed = [b.path.name for b in build_splits(data_dir, tmp_path / "third", kinds=["own"]) if not b.agrees]
    assert changed == ["own-test.jsonl"]


def test_real_documents_need_their_texts(data_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRONTWIRE_CORPORA", raising=False)
    from frontwire.corpora.standoff import write_standoff

    (data_dir / "annotations").mkdir()
    write_standoff([inline_document("Calm.", document_id="satp-train-0001")], data_dir / "annotations/satp.jsonl")
    write_splits({"satp-train-0001": "train"}, data_dir / "splits")
    with pytest.raises(StandoffError, match="1 of 1 documents"):
        list(build_splits(data_dir, tmp_path / "out"))


def test_a_folder_that_cannot_be_made_is_an_output_error(data_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("in the way", encoding="utf-8")
    with pytest.raises(OutputError, match=r"cannot write .*own-train\.jsonl"):
        list(build_splits(data_dir, tmp_path / "out", kinds=["own"]))


def test_a_hash_file_of_another_form_is_refused(tmp_path: Path) -> None:
    (tmp_path / "SHA256SUMS").write_text("abc  x.jsonl\n", encoding="utf-8")
    with pytest.raises(RecordError, match=r"SHA256SUMS.*'abc  x\.jsonl'; expected a SHA-256"):
        read_hashes(tmp_path)


def counted() -> Statistics:
    statistics = Statistics()
    fire = "[[EVENT:1|Fire]] fell on [[LOCATION:1|Aden]] in [[DATE:1|1987]]."
    line = "1|incident|shelling|1987-01-01..1987-12-31|Aden|YE"
    statistics.add(inline_document(fire, line, document_id="own-a-001"))
    statistics.add(inline_document(fire, "1|incident|shelling", document_id="satp-train-0001"))
    return statistics


def test_countries_years_and_lengths_are_counted() -> None:
    whole = counted().total()
    assert whole.countries == {"YE": 1, "?": 1}
    assert decades(whole.years) == {"1980s": 1, "?": 1}
    assert whole.lengths == {"up to 50": 2}
    lines = list(counted().lines())
    assert "countries of events (1): ? 1, YE 1" in lines
    assert "decades of events: 1980s 1, ? 1" in lines


@pytest.mark.parametrize(("ending", "start"), [(".svg", b"<?xml"), (".png", b"\x89PNG"), (".pdf", b"%PDF")])
def test_charts_are_drawn(tmp_path: Path, ending: str, start: bytes) -> None:
    pytest.importorskip("matplotlib")
    draw_statistics(counted(), tmp_path / f"chart{ending}")
    assert (tmp_path / f"chart{ending}").read_bytes().startswith(start)


def test_a_chart_shows_the_words_and_is_the_same_each_time(tmp_path: Path) -> None:
    draw_statistics(counted(), tmp_path / "a.svg")
    draw_statistics(counted(), tmp_path / "b.svg")
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert drawn == (tmp_path / "b.svg").read_text(encoding="utf-8")
    for words in ("Events by country", "shelling", "YE", "public corpora", "own articles"):
        assert f">{words}<" in drawn


def test_charts_of_nothing_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no documents to draw"):
        draw_statistics(Statistics(), tmp_path / "empty.svg")


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"chart\.gif: charts are written as \.svg, \.png, \.pdf"):
        draw_statistics(counted(), tmp_path / "chart.gif")


def test_a_folder_that_is_not_there_is_an_output_error(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="cannot write"):
        draw_statistics(counted(), tmp_path / "absent/chart.svg")
