"""``frontwire data``."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import pytest

from frontwire.cli import data
from frontwire.corpora.inline import read_inline, write_inline
from frontwire.corpora.jsonl import read_jsonl, write_jsonl
from frontwire.corpora.splits import read_splits
from frontwire.corpora.standoff import read_annotations, write_standoff
from frontwire.corpora.texts import CORPORA_VARIABLE
from frontwire.errors import DataError, OutputError, StandoffError, UsageError
from frontwire.schema import Document
from inline_documents import inline_document


@pytest.fixture(autouse=True)
def _no_corpora(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(CORPORA_VARIABLE, raising=False)


def call(*argv: str | Path) -> int:
    parser = argparse.ArgumentParser()
    data.add_parser(parser.add_subparsers())
    args = parser.parse_args(["data", *map(str, argv)])
    status: int = args.run(args)
    return status


def raid(document_id: str = "satp-train-0000") -> Document:
    return inline_document(
        "[[ATTACKER:1|Raiders]] [[EVENT:1|burned]] a [[TARGET:1|mill]] at [[LOCATION:1|Dosso]].",
        "1|incident|arson|2020-05-18..2020-05-18|Dosso|NE",
        document_id=document_id,
    )


@pytest.fixture
def corpora_here(tmp_path: Path) -> Path:
    (tmp_path / "corpora/satp").mkdir(parents=True)
    (tmp_path / "corpora/satp/train.tsv").write_text(f"{raid().text}\t1\n", encoding="utf-8")
    return tmp_path / "corpora"


def test_check_of_clean_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_inline([raid("own-1"), raid("own-2")], tmp_path / "a.txt")
    write_jsonl([raid()], tmp_path / "b.jsonl.gz")
    assert call("check", tmp_path) == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("", "3 documents, 0 errors, 0 warnings\n")


def test_check_lists_every_fault_and_exits_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = raid("own-2")
    bad.events[0].place = None
    bad.mentions[2].text = bad.text[bad.mentions[2].start - 2 : bad.mentions[2].end]
    bad.mentions[2].start -= 2
    bad.date = "20 May 2020"
    write_jsonl([raid("own-1"), bad, raid("own-1")], tmp_path / "a.jsonl")
    assert call("check", tmp_path / "a.jsonl") == 3
    out, err = capsys.readouterr()
    lines = out.splitlines()
    assert lines[0].startswith(f"{tmp_path / 'a.jsonl'}: own-2: error: date: publication date '20 May 2020'")
    assert "own-2: warning: mention m3 'a mill': begins with 'a'" in lines[1]
    assert "own-1: error: id: stands 2 times in the file" in lines[2]
    assert err == "3 documents, 2 errors, 1 warnings\n"
    call("check", "--errors-only", tmp_path / "a.jsonl")
    assert "warning" not in capsys.readouterr().out


def test_check_of_standoff_joins_the_texts(
    tmp_path: Path, corpora_here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "satp.jsonl"
    write_standoff([raid()], path)
    assert call("check", path) == 3
    assert "no text at hand" in capsys.readouterr().out
    assert call("check", path, "--corpora", corpora_here) == 0
    monkeypatch.setenv(CORPORA_VARIABLE, str(corpora_here))
    assert call("check", path) == 0


@pytest.mark.parametrize("forms", [("a.txt", "b.jsonl", "c.txt"), ("a.jsonl", "b.jsonl.gz", "c.jsonl")])
def test_convert_there_and_back(tmp_path: Path, forms: Sequence[str]) -> None:
    first, second, third = (tmp_path / name for name in forms)
    (write_inline if first.suffix == ".txt" else write_jsonl)([raid("own-1")], first)
    assert call("convert", first, second) == 0
    assert call("convert", second, third) == 0
    assert third.read_bytes() == first.read_bytes()


def test_convert_says_what_the_target_cannot_hold(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents = [raid("own-1"), raid("own-2")]
    documents[0].mentions[0].score = 0.5
    for document in documents:
        document.language = "en"
    write_jsonl(documents, tmp_path / "a.jsonl")
    call("convert", tmp_path / "a.jsonl", tmp_path / "a.txt")
    assert capsys.readouterr().err.splitlines() == [
        f"{tmp_path / 'a.txt'}: 2 documents",
        "the inline form cannot hold: language (2 documents)",
        "the inline form cannot hold: scores (1 documents)",
    ]
    assert [d.id for d in read_inline(tmp_path / "a.txt")] == ["own-1", "own-2"]


def test_convert_to_standoff_and_back(tmp_path: Path, corpora_here: Path) -> None:
    write_jsonl([raid("own-1"), raid()], tmp_path / "a.jsonl")
    folder = tmp_path / "annotations"
    folder.mkdir()
    assert call("convert", tmp_path / "a.jsonl", folder, "--to", "standoff") == 0
    assert sorted(p.name for p in folder.iterdir()) == ["own.jsonl", "satp.jsonl"]
    assert [a.id for a in read_annotations(folder / "satp.jsonl")] == ["satp-train-0000"]
    call("convert", folder / "satp.jsonl", tmp_path / "b.jsonl", "--corpora", corpora_here)
    assert list(read_jsonl(tmp_path / "b.jsonl")) == [raid()]
    with pytest.raises(StandoffError, match="no text at hand"):
        call("convert", folder / "satp.jsonl", tmp_path / "c.jsonl")


@pytest.mark.parametrize(
    ("argv", "message"),
    [
        pytest.param(["check", "absent.jsonl"], "no such file", id="absent"),
        pytest.param(["check", "empty"], "no .txt, .jsonl", id="empty-folder"),
        pytest.param(["check", "a.csv"], "expected a file in inline form", id="unknown-ending"),
        pytest.param(["convert", "a.txt", "b.csv"], "the ending tells no form", id="unknown-target"),
        pytest.param(["stats", "a.txt", "--corpora", "absent"], "folder absent does not exist", id="no-corpora"),
        pytest.param(["split", "absent"], "no such file", id="no-data-folder"),
        pytest.param(["split", "a.txt"], "a.txt is a file; expected a folder", id="data-a-file"),
        pytest.param(["split", ".", "--gold", "absent.jsonl"], "no such file", id="no-gold"),
    ],
)
def test_wrong_usage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, argv: list[str], message: str) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "empty").mkdir()
    (tmp_path / "a.csv").touch()
    write_inline([raid()], tmp_path / "a.txt")
    with pytest.raises(UsageError, match=message):
        call(*argv)


@pytest.mark.parametrize("ending", ["txt", "jsonl"])
def test_converting_into_a_folder_that_is_not_there(tmp_path: Path, ending: str) -> None:
    write_inline([raid()], tmp_path / "a.txt")
    with pytest.raises(OutputError, match=r"cannot write .*none.*: No such file or directory"):
        call("convert", tmp_path / "a.txt", tmp_path / "none" / f"b.{ending}")


@pytest.mark.parametrize("target", ["a.jsonl", ".", "../here"])
def test_convert_does_not_write_over_what_it_reads(tmp_path: Path, target: str) -> None:
    here = tmp_path / "here"
    here.mkdir()
    write_jsonl([raid()], here / "a.jsonl")
    before = (here / "a.jsonl").read_bytes()
    with pytest.raises(UsageError, match=r"which is read|is read here"):
        call("convert", here if target != "a.jsonl" else here / target, here / target, "--to", "standoff")
    assert {path.name: path.read_bytes() for path in here.iterdir()} == {"a.jsonl": before}


def test_convert_of_a_folder_with_one_document_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    write_jsonl([raid()], tmp_path / "in" / "a.jsonl")
    write_inline([raid()], tmp_path / "in" / "a.txt")
    with pytest.raises(DataError, match="'satp-train-0000' stands 2 times"):
        call("convert", tmp_path / "in", tmp_path / "out.jsonl")
    assert not (tmp_path / "out.jsonl").exists()


def test_check_warns_of_an_id_in_two_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_jsonl([raid()], tmp_path / "a.jsonl")
    write_jsonl([raid()], tmp_path / "b.jsonl")
    assert call("check", tmp_path) == 0
    out, err = capsys.readouterr()
    assert f"b.jsonl: satp-train-0000: warning: id: stands in {tmp_path / 'a.jsonl'} too" in out
    assert err == "2 documents, 0 errors, 1 warnings\n"


def test_split_of_a_folder_that_is_no_data_folder(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"neither own/ nor annotations/"):
        call("split", tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_broken_does_not_hide_the_faults_of_the_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.jsonl").write_text("broken\n")
    (tmp_path / "b.txt").write_bytes(b"#doc x\n#text\ncaf\xe9\n")
    write_inline([raid()], tmp_path / "c.txt")
    assert call("check", tmp_path) == 3
    out, err = capsys.readouterr()
    first, second = out.splitlines()
    assert "a.jsonl" in first
    assert "error" in first
    assert "b.txt" in second
    assert "not UTF-8" in second
    assert "1 documents, 2 errors" in err


def test_stats_count_by_corpus(tmp_path: Path, corpora_here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    quiet = inline_document("Nothing happened in the hills.", document_id="own-2")
    write_inline([raid("own-1"), quiet], tmp_path / "own.txt")
    write_standoff([raid()], tmp_path / "satp.jsonl")
    call("stats", tmp_path / "own.txt", tmp_path / "satp.jsonl")
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line}
    assert rows["own"] == ["2", "1", "11", "4", "1", "1"]
    assert rows["satp"] == ["1", "0", "unknown", "4", "1", "1"]
    assert rows["all"] == ["3", "1", "unknown", "8", "2", "2"]
    assert "arson" in rows["types:"]
    call("stats", tmp_path / "satp.jsonl", "--corpora", corpora_here)
    rows = {line.split()[0]: line.split()[1:] for line in capsys.readouterr().out.splitlines() if line}
    assert rows["all"] == ["1", "0", "6", "4", "1", "1"]


def test_split_writes_the_files(tmp_path: Path, corpora_here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "data"
    (folder / "own").mkdir(parents=True)
    (folder / "annotations").mkdir()
    write_inline([inline_document("Quiet day.", document_id="own-1")], folder / "own/a.txt")
    write_standoff([raid()], folder / "annotations/satp.jsonl")
    assert call("split", folder) == 0
    out, err = capsys.readouterr()
    assert out == "train 1, dev 0, test 0, excluded 0\n"
    assert "only own articles" in err
    assert not (folder / "splits/train.txt").exists()
    write_jsonl([raid("seed-1")], tmp_path / "gold.jsonl")
    assert call("split", folder, "--corpora", corpora_here, "--gold", tmp_path / "gold.jsonl") == 0
    assert capsys.readouterr().out.splitlines() == [
        "train 1, dev 0, test 0, excluded 1",
        "excluded satp-train-0000: held-out document seed-1: near-duplicate (containment 1.00)",
    ]
    assert read_splits(folder / "splits", prefix="own-") == {"own-1": "train"}


@pytest.mark.parametrize("argv", [["data", "--help"], ["data", "check", "--help"], ["data", "split", "--help"]])
def test_help_needs_no_corpus_code(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    parser = argparse.ArgumentParser(prog="frontwire")
    data.add_parser(parser.add_subparsers())
    with pytest.raises(SystemExit) as caught:
        parser.parse_args(argv)
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("usage: frontwire data")
