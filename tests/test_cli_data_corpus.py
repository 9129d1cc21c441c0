"""The commands of `frontwire data` around the corpus: charts, coverage, built splits, native corpora."""

from __future__ import annotations

from pathlib import Path

import pytest

from frontwire.cli import main
from frontwire.corpora.inline import write_inline
from frontwire.corpora.jsonl import read_jsonl
from frontwire.corpora.splits import write_splits
from frontwire.corpora.standoff import write_standoff
from inline_documents import inline_document


@pytest.fixture(autouse=True)
def no_corpora(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("FRONTWIRE_CORPORA", raising=False)


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """A data folder with one own article in each split."""
    articles = []
    for number in (1, 2, 3):
        article = inline_document("[[EVENT:1|Looting]] again.", "1|incident|other", document_id=f"own-a-00{number}")
        article.extra = {"form": "analysis", "country": "TD", "year": 2020}
        articles.append(article)
    (tmp_path / "data/own").mkdir(parents=True)
    write_inline(articles, tmp_path / "data/own/a01.txt")
    write_splits(
        {"own-a-001": "train", "own-a-002": "dev", "own-a-003": "test"}, tmp_path / "data/splits", prefix="own-"
    )
    return tmp_path / "data"


def call(*arguments: object) -> int:
    return main(["data", *map(str, arguments)])


def test_stats_draws_a_chart(data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("stats", data_dir, "--chart", tmp_path / "chart.svg") == 0
    assert "countries of events (0): ? 3" in capsys.readouterr().out
    assert "own articles" in (tmp_path / "chart.svg").read_text(encoding="utf-8")


def test_second_annotations_are_not_counted_again(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data_dir / "second").mkdir()
    write_standoff([inline_document("Calm.", document_id="own-a-001")], data_dir / "second/own.jsonl")
    assert call("stats", data_dir) == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == ["own", "3"]
    assert call("stats", data_dir / "second") == 0
    assert capsys.readouterr().out.splitlines()[1].split()[:2] == ["own", "1"]


def test_coverage_prints_the_matrix(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("stats", data_dir / "own", "--coverage") == 0
    out = capsys.readouterr().out
    assert out.splitlines()[0].split() == ["region", "2020s", "all"]
    assert "countries (1): TD 3" in out


def test_coverage_of_stand_off_annotations_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_standoff([inline_document("Calm.", document_id="satp-train-0001")], tmp_path / "satp.jsonl")
    assert call("stats", tmp_path / "satp.jsonl", "--coverage") == 2
    assert "coverage is of whole articles" in capsys.readouterr().err


def test_coverage_and_chart_exclude_each_other(data_dir: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("stats", data_dir, "--coverage", "--chart", "x.svg") == 2
    assert "give one of the two" in capsys.readouterr().err


def test_build_pins_and_notices_a_change(data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("build", data_dir, "-o", tmp_path / "out") == 0
    assert capsys.readouterr().out.count("no hash committed") == 3
    assert call("build", data_dir, "-o", tmp_path / "out", "--update") == 0
    assert call("build", data_dir, "-o", tmp_path / "out") == 0
    assert capsys.readouterr().out.count(", agrees") == 3
    articles = data_dir / "own/a01.txt"
    articles.write_text(articles.read_text(encoding="utf-8").replace("again", "twice"), encoding="utf-8")
    assert call("build", data_dir, "-o", tmp_path / "out") == 3
    captured = capsys.readouterr()
    assert captured.out.count("differs from the committed") == 3
    assert "3 splits are not those that were committed" in captured.err


def test_build_wants_a_hash_for_every_split_once_there_are_some(
    data_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call("build", data_dir, "-o", tmp_path / "out", "--update") == 0
    hashes = data_dir / "splits/SHA256SUMS"
    hashes.write_text("".join(hashes.read_text(encoding="utf-8").splitlines(keepends=True)[1:]), encoding="utf-8")
    assert call("build", data_dir, "-o", tmp_path / "out") == 3
    assert capsys.readouterr().out.count("no hash committed") == 3 + 1


def test_build_of_nothing_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "data/splits").mkdir(parents=True)
    assert call("build", tmp_path / "data", "-o", tmp_path / "out") == 2
    assert "name no document" in capsys.readouterr().err


def test_build_elsewhere_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("build", tmp_path) == 2
    assert "has no splits/" in capsys.readouterr().err


@pytest.fixture
def corpora_here(tmp_path: Path) -> Path:
    """A corpora folder with six sentences of our own in re3d's column format, one tag of a kind that there is not."""
    folder = tmp_path / "corpora/re3d_conll"
    folder.mkdir(parents=True)
    for part in ("train", "dev", "test"):
        (folder / f"{part}.txt").write_text(
            "Rain O\nfell O\non O\nOrro B-Location\n\nIt O\nstayed O\ndry O\n", encoding="utf-8"
        )
    return folder.parent


def test_native_counts_what_the_folder_has(corpora_here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("native", "--corpora", corpora_here) == 0
    out = capsys.readouterr().out
    assert "re3d_conll: 6 documents (train 2, dev 2, test 2)" in out
    assert "Location 3" in out
    assert "cameo" not in out


def test_native_misses_an_empty_part(corpora_here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (corpora_here / "re3d_conll/dev.txt").write_text("", encoding="utf-8")
    assert call("native", "--corpora", corpora_here) == 3
    assert "no document of the part dev" in capsys.readouterr().err


def test_native_wants_a_corpus(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("native", "--corpora", tmp_path) == 2
    assert "no folder of a known corpus" in capsys.readouterr().err


def test_native_writes_one_corpus(corpora_here: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "re3d.jsonl"
    assert call("native", "re3d_conll", "--corpora", corpora_here, "-o", out) == 0
    assert len(list(read_jsonl(out))) == 6
    said = capsys.readouterr().err
    assert "6 documents with our labels" in said
    assert "2 of them only measure" in said


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        pytest.param([], "no corpora folder", id="no folder"),
        pytest.param(["nothing", "--corpora", "."], "no corpus 'nothing'", id="unknown name"),
        pytest.param(["re3d_conll", "cameo_ner", "--corpora", ".", "-o", "x"], "takes the documents of one", id="two"),
    ],
)
def test_native_refuses(arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("native", *arguments) == 2
    assert message in capsys.readouterr().err
